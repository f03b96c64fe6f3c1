"""Write the approved refunds that go by transfer into one bank file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sogdia.apps.payments.models import PayerDetail, Refund, RefundDetail, RefundFile
from sogdia.domain.money import Money
from sogdia.domain.payouts import NothingDue
from sogdia.domain.ports import FileStore, Transfer, TransferFileMaker
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit, tell


@dataclass(frozen=True, slots=True)
class HouseAccount:
    """The account that pays: its holder, number and BIC."""

    holder: str
    account: str
    bic: str


def make_refund_file(
    *,
    viewer: Viewer,
    currency: str,
    house: HouseAccount,
    maker: TransferFileMaker,
    files: FileStore,
    at: datetime,
) -> str:
    """
    Put every approved refund of one currency into a pain.001 file; gives the file's reference. They count as sent.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.payouts.NothingDue: none is approved.
    """
    viewer.require(Role.TREASURER)
    assert viewer.user_id is not None
    with transaction.atomic(durable=True):
        rows = list(
            Refund.objects.select_for_update(of=("self",))
            .filter(state="approved", by_bank=True, currency=currency)
            .order_by("pk")
        )
        if not rows:
            raise NothingDue("No refund is approved.")
        ref = f"RF{at:%y%m%d}-{rows[0].pk}"
        content = maker.make(
            message_id=ref,
            made_at=at,
            execute_on=at.date(),
            debtor=house.holder,
            debtor_account=house.account,
            debtor_bic=house.bic,
            transfers=[_transfer(row) for row in rows],
        )
        made = RefundFile.objects.create(
            ref=ref,
            currency=currency,
            made_by=viewer.user_id,
            made_at=at,
            file=files.save(f"bank/{ref}.xml", content),
            digest=hashlib.sha256(content).hexdigest(),
        )
        for row in rows:
            row.state, row.sent_at, row.bank_file = "sent", at, made
            row.save(update_fields=["state", "sent_at", "bank_file"])
            tell("refund.sent", at=at, refund_id=row.pk, order_id=row.order_id)
        audit("refund-file-made", subject=f"refund-file:{ref}", at=at, by=viewer, count=len(rows))
        return ref


def _transfer(refund: Refund) -> Transfer:
    given = RefundDetail.objects.filter(refund=refund).first()
    if given is not None:
        holder, account, bic = given.holder, given.account, given.bic
    else:
        assert refund.receipt_id is not None, "a refund without details returns to a payer"
        payer = PayerDetail.objects.get(receipt_id=refund.receipt_id)
        holder, account, bic = payer.name or "Account holder", payer.account, ""
    order_ref = refund.order.ref if refund.order else ""
    return Transfer(
        end_to_end_id=refund.provider_ref,
        amount=Money(refund.amount_minor, refund.currency),
        holder=holder,
        account=account,
        bic=bic,
        text=f"Refund {order_ref}".strip(),
    )
