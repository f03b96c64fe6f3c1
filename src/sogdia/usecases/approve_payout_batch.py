"""A second person lets a payout batch go: the bank file is written, the ledger says it is on its way."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from sogdia.apps.ledger import services as ledger
from sogdia.apps.ledger.models import Entry
from sogdia.apps.parties.models import BankAccount
from sogdia.apps.settlement.models import Payable, Payout, PayoutBatch
from sogdia.domain.ledger import flows
from sogdia.domain.lifecycle import PAYOUT, StepNotPossible, move
from sogdia.domain.money import Money
from sogdia.domain.payouts import check_second_person
from sogdia.domain.ports import FileStore, Transfer, TransferFileMaker
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit, tell
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.make_refund_file import HouseAccount


class NoBankAccount(Refusal):
    """A seller in the batch has no bank account (any more)."""

    code = "no-bank-account"


def approve_payout_batch(
    *,
    viewer: Viewer,
    batch_ref: str,
    reason: str,
    house: HouseAccount,
    maker: TransferFileMaker,
    files: FileStore,
    at: datetime,
) -> str:
    """
    Approve a batch and say why; writes its pain.001 file and gives the file's name. Its payouts count as sent.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    :raises sogdia.domain.payouts.SecondPersonNeeded: whoever made it approves it.
    :raises sogdia.domain.lifecycle.StepNotPossible: it was approved. :raises NoBankAccount: with ``party_id``.
    :raises sogdia.usecases.allocate_receipt.ReasonNeeded:
    """
    viewer.require(Role.TREASURER)
    assert viewer.user_id is not None
    if not reason.strip():
        raise ReasonNeeded("What was looked at?")
    with transaction.atomic(durable=True):
        batch = PayoutBatch.objects.select_for_update(of=("self",)).filter(ref=batch_ref).first()
        if batch is None:
            raise NotFound(f"No batch {batch_ref}.")
        if batch.state != "made":
            raise StepNotPossible(f"{batch_ref} is {batch.state}.", machine="batch", state=batch.state)
        check_second_person(prepared_by=batch.made_by, approved_by=viewer.user_id)
        payouts = list(
            Payout.objects.select_for_update(of=("self",)).filter(batch=batch, state="batched").order_by("pk")
        )
        content = maker.make(
            message_id=batch.ref,
            made_at=at,
            execute_on=at.date(),
            debtor=house.holder,
            debtor_account=house.account,
            debtor_bic=house.bic,
            transfers=[_transfer(payout) for payout in payouts],
        )
        for payout in payouts:
            _send(payout, at)
        batch.state, batch.approved_by, batch.approved_at = "sent", viewer.user_id, at
        batch.file = files.save(f"bank/{batch.ref}.xml", content)
        batch.digest = hashlib.sha256(content).hexdigest()
        batch.save()
        audit("payout-batch-approved", subject=f"batch:{batch.ref}", at=at, by=viewer, reason=reason)
        return batch.file


def _transfer(payout: Payout) -> Transfer:
    account = BankAccount.objects.filter(party_id=payout.party_id, is_current=True).first()
    if account is None:
        raise NoBankAccount(f"Party {payout.party_id} has no account.", party_id=payout.party_id)
    return Transfer(
        end_to_end_id=payout.ref,
        amount=Money(payout.amount_minor, payout.currency),
        holder=account.holder,
        account=account.account,
        bic=account.bic,
        text=f"Payout {payout.ref}",
    )


def _send(payout: Payout, at: datetime) -> None:
    attempt = Entry.objects.filter(key__startswith=f"payout:{payout.pk}/").count() + 1
    amount = Money(payout.amount_minor, payout.currency)
    owed = Payable.objects.filter(payout=payout, amount_minor__lt=0).aggregate(minor=Sum("amount_minor"))
    netted = Money(-(owed["minor"] or 0), payout.currency)
    if netted:
        ledger.post_once(
            flows.net_receivable(seller_id=payout.party_id, amount=netted, key=f"netted:{payout.pk}"), at=at
        )
    entry = flows.batch_payout(seller_id=payout.party_id, amount=amount, key=f"payout:{payout.pk}/{attempt}")
    ledger.post_once(entry, at=at)
    payout.state = move(PAYOUT, move(PAYOUT, payout.state, "approve"), "send")
    payout.sent_at = at
    payout.save(update_fields=["state", "sent_at"])
    tell("payout.sent", at=at, payout_id=payout.pk, party_id=payout.party_id)
