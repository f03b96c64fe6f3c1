"""A paper that a lot's destination asks for has arrived at the hub: it is held for the lot from now on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.hub import access, goods, papers
from sogdia.apps.lots import services as lots
from sogdia.apps.lots.models import Lot
from sogdia.apps.orders import steps
from sogdia.apps.tracing import services as tracing
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox


class PaperNumberMissing(Refusal):
    """A paper that is held is named by its number."""

    code = "paper-number-missing"


def keep_paper(
    *, viewer: Viewer, shipment_ref: str, lot_ref: str, document: str, number: str, at: datetime, key: str
) -> None:
    """
    Note that a document is held for a lot of this shipment; who noted it and its number stay in the audit.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks, and when nothing asks for this paper.
    :raises PaperNumberMissing:
    """
    body = {"shipment": shipment_ref, "lot": lot_ref, "document": document, "number": number}
    with transaction.atomic(durable=True):
        shipment = steps.lock_shipment(shipment_ref)
        access.require_clerk(viewer, shipment.departure.lane.hub_id)
        if outbox.answer_of(scope="keep-paper", key=key, body=body) is not None:
            return
        if not number.strip():
            raise PaperNumberMissing(document)
        needs = papers.needs_of([goods.goods_of_one(shipment)], at=at)
        asked = [
            need
            for need in needs
            if (need.kind, need.code, need.lot.ref) == ("document", document, lot_ref) and not need.is_held
        ]
        if not asked:
            raise NotFound(f"{lot_ref} lacks no {document}.")
        [lot] = lots.lock({asked[0].lot.pk})
        _hold(lot, document)
        tracing.record(
            EventKind.PAPER_KEPT, at=at, lot=lot, user_id=viewer.user_id, is_public=True, document=document
        )
        outbox.audit(
            "keep-paper",
            subject=lot.ref,
            at=at,
            by=viewer,
            document=document,
            number=number[:60],
        )
        outbox.remember(scope="keep-paper", key=key, body=body, answer={}, at=at)


def _hold(lot: Lot, document: str) -> None:
    if document not in lot.proofs:
        lot.proofs = [*lot.proofs, document]
        lot.save(update_fields=["proofs"])
