"""What can happen to goods on their way, by name: the words of every trace."""

from __future__ import annotations

import enum
from typing import Final


class EventKind(enum.StrEnum):
    """One kind of event; the first word people see for it stands in ``web/words``."""

    SELLER_ACCEPTED = "seller-accepted"
    SELLER_REFUSED = "seller-refused"
    LABELLED = "labelled"
    HANDED_OVER = "handed-over"
    RECEIVED = "received"
    WEIGHED_AGAIN = "weighed-again"
    HELD = "held"
    READY = "ready"
    UNIT_LABELLED = "unit-labelled"
    LOADED = "loaded"
    UNLOADED = "unloaded"
    MOVED = "moved"
    SEALED = "sealed"
    DEPARTED = "departed"
    BORDER = "border"
    DELAYED = "delayed"
    ARRIVED = "arrived"
    CUSTOMS_CLEARED = "customs-cleared"
    HANDED_TO_LAST_MILE = "handed-to-last-mile"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery-failed"
    ACCEPTED = "accepted"
    PROMISE_MOVED = "promise-moved"
    BUYER_ASKED = "buyer-asked"
    BUYER_ANSWERED = "buyer-answered"
    CANCELLED = "cancelled"
    DEPARTURE_CANCELLED = "departure-cancelled"
    LIGHT_LOAD_ALLOWED = "light-load-allowed"
    PAPER_KEPT = "paper-kept"
    ENDED = "ended"
    DOCUMENT_ISSUED = "document-issued"
    CLAIM_OPENED = "claim-opened"
    CLAIM_SETTLED = "claim-settled"


#: What the lot's public page tells: the way of the goods, and nothing of any buyer's business.
PUBLIC: Final = frozenset(
    {
        EventKind.HANDED_OVER,
        EventKind.RECEIVED,
        EventKind.LOADED,
        EventKind.SEALED,
        EventKind.DEPARTED,
        EventKind.BORDER,
        EventKind.DELAYED,
        EventKind.ARRIVED,
        EventKind.CUSTOMS_CLEARED,
        EventKind.HANDED_TO_LAST_MILE,
        EventKind.DELIVERED,
    }
)
