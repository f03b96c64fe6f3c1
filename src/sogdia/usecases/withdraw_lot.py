"""The seller takes what is left of a lot off sale; what was reserved or sold of it stays promised."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.lots import owning
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.allocate_receipt import ReasonNeeded


class LotNotOpen(Refusal):
    """Only an open lot is withdrawn."""

    code = "lot-not-open"


def withdraw_lot(*, viewer: Viewer, lot_ref: str, reason: str, at: datetime, key: str) -> int:
    """
    Withdraw the rest of a lot; gives how much of it was still free, in its stock unit.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people.
    :raises LotNotOpen: :raises sogdia.usecases.allocate_receipt.ReasonNeeded:
    """
    body = {"lot": lot_ref, "reason": reason}
    with transaction.atomic(durable=True):
        lot = owning.own_lot(viewer, lot_ref)
        done = outbox.answer_of(scope="withdraw-lot", key=key, body=body)
        if done is not None:
            return int(done["left"])
        if not reason.strip():
            raise ReasonNeeded("Say why.")
        if lot.state != "open":
            raise LotNotOpen(lot_ref)
        left = lot.qty_total - lot.qty_reserved - lot.qty_sold
        lot.state = "withdrawn"
        lot.save(update_fields=["state"])
        outbox.audit("withdraw-lot", subject=f"lot:{lot_ref}", at=at, by=viewer, reason=reason, left=left)
        outbox.tell("lot.withdrawn", at=at, lot_id=lot.pk, product_id=lot.product_id)
        outbox.remember(scope="withdraw-lot", key=key, body=body, answer={"left": left}, at=at)
        return left
