"""Gather what sellers are due into one batch, with what they owe taken off first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sogdia.apps.parties.models import BankAccount
from sogdia.apps.settlement.models import Payable, Payout, PayoutBatch
from sogdia.domain.lifecycle import PAYOUT, PayoutState, move
from sogdia.domain.money import Money
from sogdia.domain.payouts import NothingDue, plan_payout
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import answer_of, audit, remember, tell


@dataclass(frozen=True, slots=True)
class BatchMade:
    """A batch that waits for a second person; ``left_out`` are sellers without a bank account."""

    ref: str
    left_out: tuple[int, ...]


def make_payout_batch(*, viewer: Viewer, currency: str, at: datetime, key: str) -> BatchMade:
    """
    Batch everything due in one currency; a seller who owes as much as is due is left for later.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.payouts.NothingDue:
    """
    viewer.require(Role.TREASURER)
    assert viewer.user_id is not None
    body = {"currency": currency}
    with transaction.atomic(durable=True):
        done = answer_of(scope="make-payout-batch", key=key, body=body)
        if done is not None:
            return BatchMade(done["ref"], tuple(done["left_out"]))
        by_party = _due(currency, at)
        failed = _reopened(currency)
        payable = set(
            BankAccount.objects.filter(
                party_id__in={*by_party, *(p.party_id for p in failed)}, is_current=True
            ).values_list("party_id", flat=True)
        )
        batch = PayoutBatch(ref=_ref(at), currency=currency, made_by=viewer.user_id, made_at=at)
        batch.save()
        count = sum(
            _pay(batch, party_id, rows, at) for party_id, rows in by_party.items() if party_id in payable
        )
        for payout in failed:
            if payout.party_id in payable:
                payout.batch, payout.state = batch, move(PAYOUT, payout.state, "batch")
                payout.save(update_fields=["batch", "state"])
                count += 1
        if not count:
            raise NothingDue("Nothing is due.")
        left_out = tuple(sorted({*by_party, *(p.party_id for p in failed)} - payable))
        answer = {"ref": batch.ref, "left_out": list(left_out)}
        remember(scope="make-payout-batch", key=key, body=body, answer=answer, at=at)
        audit("payout-batch-made", subject=f"batch:{batch.ref}", at=at, by=viewer, count=count)
        return BatchMade(batch.ref, left_out)


def _ref(at: datetime) -> str:
    number = PayoutBatch.objects.filter(made_at__date=at.date()).count() + 1
    return f"PB{at:%y%m%d}-{number}"


def _due(currency: str, at: datetime) -> dict[int, list[Payable]]:
    rows: defaultdict[int, list[Payable]] = defaultdict(list)
    for row in (
        Payable.objects.select_for_update(of=("self",))
        .filter(currency=currency, payout__isnull=True, due_on__lte=at.date())
        .order_by("pk")
    ):
        rows[row.party_id].append(row)
    return dict(rows)


def _reopened(currency: str) -> list[Payout]:
    return list(
        Payout.objects.select_for_update(of=("self",))
        .filter(currency=currency, state=PayoutState.DUE)
        .order_by("pk")
    )


def _pay(batch: PayoutBatch, party_id: int, rows: list[Payable], at: datetime) -> bool:
    due = sum(row.amount_minor for row in rows if row.amount_minor > 0)
    owed = -sum(row.amount_minor for row in rows if row.amount_minor < 0)
    try:
        plan = plan_payout(due=Money(due, batch.currency), receivable=Money(owed, batch.currency))
    except NothingDue:
        return False
    if not plan.sent:
        return False
    number = Payout.objects.filter(batch=batch).count() + 1
    payout = Payout.objects.create(
        ref=f"{batch.ref}-{number}",
        party_id=party_id,
        batch=batch,
        currency=batch.currency,
        amount_minor=plan.sent.minor,
        state=move(PAYOUT, PayoutState.DUE, "batch"),
        due_on=max(row.due_on for row in rows),
    )
    for row in rows:
        row.payout = payout
        row.save(update_fields=["payout"])
    tell("payout.batched", at=at, payout_id=payout.pk, party_id=party_id)
    return True
