"""Words for what happened to goods on their way."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sogdia.domain.tracing.events import EventKind


def event_name(kind: str) -> str:
    """Say what happened; an unknown kind names itself."""
    names: dict[str, str] = {
        EventKind.SELLER_ACCEPTED: _("Accepted by the seller"),
        EventKind.SELLER_REFUSED: _("Refused by the seller"),
        EventKind.LABELLED: _("Label printed"),
        EventKind.HANDED_OVER: _("Handed over by the producer"),
        EventKind.RECEIVED: _("Received at the hub, weighed and graded"),
        EventKind.WEIGHED_AGAIN: _("Weighed again"),
        EventKind.HELD: _("Held until a difference is settled"),
        EventKind.READY: _("Ready to load"),
        EventKind.UNIT_LABELLED: _("Packed on a labelled unit"),
        EventKind.LOADED: pgettext("an event of the way", "Loaded"),
        EventKind.UNLOADED: _("Unloaded again"),
        EventKind.MOVED: _("Moved to another departure"),
        EventKind.SEALED: _("Sealed"),
        EventKind.DEPARTED: _("Left the hub"),
        EventKind.BORDER: _("At the border"),
        EventKind.DELAYED: _("Delayed"),
        EventKind.ARRIVED: _("Arrived at the gateway"),
        EventKind.CUSTOMS_CLEARED: _("Cleared by customs"),
        EventKind.HANDED_TO_LAST_MILE: _("On the last mile"),
        EventKind.DELIVERED: _("Delivered"),
        EventKind.DELIVERY_FAILED: _("Nobody could receive it"),
        EventKind.ACCEPTED: _("Accepted by the buyer"),
        EventKind.PROMISE_MOVED: _("New arrival window promised"),
        EventKind.BUYER_ASKED: _("The buyer is asked"),
        EventKind.BUYER_ANSWERED: _("The buyer has answered"),
        EventKind.CANCELLED: _("Cancelled"),
        EventKind.DEPARTURE_CANCELLED: _("The departure was cancelled"),
        EventKind.ENDED: _("Ended on the way"),
        EventKind.DOCUMENT_ISSUED: _("Paper issued"),
        EventKind.CLAIM_OPENED: _("Claim opened"),
        EventKind.CLAIM_SETTLED: _("Claim settled"),
    }
    return names.get(kind, kind)
