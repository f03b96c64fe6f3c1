"""What the operator may know of the ledger: trial balance, accounts, an order's journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Sum, When

from sogdia.apps.ledger.models import ChainLink, Entry, EscrowBalance, LedgerAccount, Posting
from sogdia.domain.ledger.accounts import CHART, Account
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One account in one currency, in minor units: debits, credits (positive), and what is left (debit positive)."""

    code: str
    kind: str
    currency: str
    debit_minor: int
    credit_minor: int

    @property
    def balance_minor(self) -> int:
        """Give debits less credits."""
        return self.debit_minor - self.credit_minor


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """All accounts of one currency: in double entry both sides are the same."""

    currency: str
    debit_minor: int
    credit_minor: int

    @property
    def is_balanced(self) -> bool:
        """Whether both sides are the same."""
        return self.debit_minor == self.credit_minor


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One line of an entry with its entry's facts; ``balance_minor`` runs along the account, debit positive."""

    entry_id: int
    at: datetime
    kind: str
    reason: str
    code: str
    currency: str
    amount_minor: int
    order_id: int | None
    party_id: int | None
    shipment_id: int | None
    part: str
    balance_minor: int = 0


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One journal entry with its postings; ``reverses_id`` names the entry it answers."""

    id: int
    at: datetime
    kind: str
    reason: str
    key: str
    reverses_id: int | None
    is_linked: bool
    postings: tuple[PostingRow, ...]


@dataclass(frozen=True, slots=True)
class EscrowRow:
    """An order's escrow in minor units of its currency."""

    currency: str
    captured_minor: int
    refunded_minor: int
    released_minor: int
    held_minor: int


def trial_balance(viewer: Viewer) -> list[BalanceRow]:
    """Give every account that ever moved, in the order of the chart."""
    viewer.require(*OPERATOR_ROLES)
    rows = (
        Posting.objects.values("account__code", "account__currency")
        .annotate(
            debit=Sum(Case(When(amount_minor__gt=0, then=F("amount_minor")), default=0)),
            credit=Sum(Case(When(amount_minor__lt=0, then=-F("amount_minor")), default=0)),
        )
        .order_by("account__currency")
    )
    place = {str(account): number for number, account in enumerate(Account)}
    found = [
        BalanceRow(
            code=row["account__code"],
            kind=str(CHART[Account(row["account__code"])].kind),
            currency=row["account__currency"],
            debit_minor=row["debit"],
            credit_minor=row["credit"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.currency, place[row.code]))


def totals(rows: list[BalanceRow]) -> list[CurrencyTotal]:
    """Add up a trial balance per currency."""
    return [
        CurrencyTotal(
            currency,
            sum(row.debit_minor for row in rows if row.currency == currency),
            sum(row.credit_minor for row in rows if row.currency == currency),
        )
        for currency in sorted({row.currency for row in rows})
    ]


def account_statement(
    viewer: Viewer, *, code: str, currency: str, page: int = 1, size: int = PAGE_SIZE
) -> Page[PostingRow]:
    """
    Give one page of an account, oldest first, with its running balance.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound: nothing was ever posted there.
    """
    viewer.require(*OPERATOR_ROLES)
    account = LedgerAccount.objects.filter(code=code, currency=currency).first()
    if account is None:
        raise NotFound(f"No account {code} {currency}.")
    rows = Posting.objects.filter(account=account).select_related("entry", "account").order_by("pk")
    paginator = Paginator(rows, size)
    found = paginator.get_page(page)
    chosen = list(found.object_list)
    before = 0
    if chosen:
        earlier = rows.filter(pk__lt=chosen[0].pk).aggregate(minor=Sum("amount_minor"))
        before = earlier["minor"] or 0
    lines: list[PostingRow] = []
    for row in chosen:
        before += row.amount_minor
        lines.append(_posting(row, before))
    return Page(lines, found.number, paginator)  # type: ignore[arg-type]


def journal_of_order(viewer: Viewer, *, order_id: int) -> list[EntryRow]:
    """Give every entry that touches an order, oldest first, each whole."""
    viewer.require(*OPERATOR_ROLES)
    ids = set(Posting.objects.filter(order_id=order_id).values_list("entry_id", flat=True))
    postings: dict[int, list[PostingRow]] = {}
    for row in Posting.objects.filter(entry_id__in=ids).select_related("entry", "account").order_by("pk"):
        postings.setdefault(row.entry_id, []).append(_posting(row, 0))
    linked = set(ChainLink.objects.filter(entry_id__in=ids).values_list("entry_id", flat=True))
    return [
        EntryRow(
            id=entry.pk,
            at=entry.at,
            kind=entry.kind,
            reason=entry.reason,
            key=entry.key,
            reverses_id=entry.reverses_id,
            is_linked=entry.pk in linked,
            postings=tuple(postings[entry.pk]),
        )
        for entry in Entry.objects.filter(pk__in=ids).order_by("pk")
    ]


def count_entries(viewer: Viewer, *, most: int) -> int:
    """Count the journal's entries, no further than ``most``."""
    viewer.require(*OPERATOR_ROLES)
    return Entry.objects.all()[:most].count()


def escrow_of(viewer: Viewer, *, order_id: int) -> EscrowRow | None:
    """Give an order's escrow, if anything was ever captured for it."""
    viewer.require(*OPERATOR_ROLES)
    row = EscrowBalance.objects.filter(order_id=order_id).first()
    if row is None:
        return None
    return EscrowRow(row.currency, row.captured_minor, row.refunded_minor, row.released_minor, row.held_minor)


def _posting(row: Posting, balance: int) -> PostingRow:
    return PostingRow(
        entry_id=row.entry_id,
        at=row.entry.at,
        kind=row.entry.kind,
        reason=row.entry.reason,
        code=row.account.code,
        currency=row.account.currency,
        amount_minor=row.amount_minor,
        order_id=row.order_id,
        party_id=row.party_id,
        shipment_id=row.shipment_id,
        part=row.part,
        balance_minor=balance,
    )
