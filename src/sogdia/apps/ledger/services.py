"""Write journal entries: the only way into the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from sogdia.apps.ledger.models import Entry, EscrowBalance, LedgerAccount, Posting
from sogdia.domain.ledger.accounts import CHART, Account
from sogdia.domain.ledger.entries import EntryKind, JournalEntry
from sogdia.domain.ledger.entries import Posting as DomainPosting
from sogdia.domain.money import Money
from sogdia.plumbing import written
from sogdia.plumbing.prepared import Prepared, PreparedUpdate

_CAPTURES = frozenset({EntryKind.RECEIVE_PAYMENT, EntryKind.ALLOCATE_RECEIPT})
_RELEASES = frozenset({EntryKind.RELEASE})


_ENTRIES = Prepared(lambda key: Entry.objects.filter(key=key).values_list("pk"), str)
_ACCOUNTS = Prepared(
    lambda currency: LedgerAccount.objects.filter(currency=currency).values_list("pk", "code"), str
)


def _moving(sign: int, column: str) -> PreparedUpdate:
    """Move what is held by an amount, and one other column by the same or its opposite."""
    return PreparedUpdate(
        lambda order, currency, minor: (
            EscrowBalance.objects.filter(order_id=order, currency=currency),
            {
                "held_minor": F("held_minor") + minor,
                column: F(column) + minor if sign > 0 else F(column) - minor,
            },
        ),
        int,
        str,
        int,
    )


_CAPTURED, _RELEASED, _REFUNDED = (
    _moving(1, "captured_minor"),
    _moving(-1, "released_minor"),
    _moving(-1, "refunded_minor"),
)


def _account_ids(entry: JournalEntry) -> dict[tuple[str, str], int]:
    """Give the accounts of an entry by code and currency, opening those that are new."""
    named = {(str(one.account), one.amount.currency): one.account for one in entry.postings}
    found: dict[tuple[str, str], int] = {}
    for currency in sorted({currency for _code, currency in named}):
        found |= {(code, currency): pk for pk, code in _ACCOUNTS.all(currency)}
    for (code, currency), account in named.items():
        if (code, currency) not in found:
            opened, _made = LedgerAccount.objects.get_or_create(
                code=code, currency=currency, defaults={"kind": str(CHART[account].kind)}
            )
            found[code, currency] = opened.pk
    return found


def is_new(key: str) -> bool:
    """Whether neither this key nor one below it (``key/...``) was written before."""
    return not Entry.objects.filter(Q(key=key) | Q(key__startswith=f"{key}/")).exists()


def read_entry(row: Entry) -> JournalEntry:
    """Give a row of the journal as the value it was written from."""
    postings = tuple(
        DomainPosting(
            account=Account(posting.account.code),
            amount=Money(posting.amount_minor, posting.account.currency),
            order_id=posting.order_id,
            party_id=posting.party_id,
            shipment_id=posting.shipment_id,
            part=posting.part,
        )
        for posting in Posting.objects.filter(entry=row).select_related("account").order_by("pk")
    )
    first = Entry.objects.get(pk=row.reverses_id).key if row.reverses_id else ""
    return JournalEntry(EntryKind(row.kind), postings, row.reason, row.key, first)


def reverse_once(key: str, *, reason: str, at: datetime) -> int | None:
    """
    Answer the entry written under ``key`` by its opposite; it stays as it is.

    ``None`` when it was reversed before.
    """
    row = Entry.objects.get(key=key)
    return post_once(read_entry(row).reversal(reason), at=at, reverses=row.pk)


def post_once(entry: JournalEntry, *, at: datetime, reverses: int | None = None) -> int | None:
    """
    Write ``entry`` and seal it; move the escrow balances it names, in the same transaction.

    Gives the entry's id, or ``None`` when its key was written before. The database refuses an entry that does not
    balance in every currency, and an escrow below zero.
    """
    assert connection.in_atomic_block, "an entry belongs to the transaction of its deed"
    if _ENTRIES.exists(entry.key):
        return None
    row = written.insert(
        Entry(key=entry.key, kind=str(entry.kind), reason=entry.reason[:300], at=at, reverses_id=reverses)
    )
    accounts = _account_ids(entry)
    written.insert_all(
        Posting(
            entry=row,
            account_id=accounts[str(posting.account), posting.amount.currency],
            amount_minor=posting.amount.minor,
            order_id=posting.order_id,
            party_id=posting.party_id,
            shipment_id=posting.shipment_id,
            part=posting.part,
        )
        for posting in entry.postings
    )
    row.is_sealed = True
    written.change(row, "is_sealed")
    _move_escrow(entry)
    return row.pk


def _move_escrow(entry: JournalEntry) -> None:
    """A credit on escrow was captured; a debit was released or, for every other kind of entry, refunded."""
    moved: dict[tuple[int, str], int] = {}
    for posting in entry.postings:
        if posting.account is Account.ESCROW:
            assert posting.order_id is not None, "escrow is always of an order"
            place = (posting.order_id, posting.amount.currency)
            moved[place] = moved.get(place, 0) - posting.amount.minor
    for (order_id, currency), minor in sorted(moved.items()):
        if entry.kind in _CAPTURES:
            EscrowBalance.objects.bulk_create(
                [EscrowBalance(order_id=order_id, currency=currency)], ignore_conflicts=True
            )
            done = _CAPTURED.run(order_id, currency, minor)
        else:
            done = (_RELEASED if entry.kind in _RELEASES else _REFUNDED).run(order_id, currency, minor)
        assert done == 1, "an order's escrow has one currency, and is there before money leaves it"
