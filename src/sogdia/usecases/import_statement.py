"""Import a bank statement: look first, then book every credit once and match it by the reference in its text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import BankStatement, Payment, Receipt
from sogdia.domain.lifecycle import PaymentState
from sogdia.domain.money import Money
from sogdia.domain.payments import Match, PaymentReferenceNotValid, judge, parse_creditor_reference
from sogdia.domain.ports import StatementLine, StatementRead, StatementReader
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.capture_payment import Arrival, judge_for, take_in, waiting_for

PROVIDER = "bank-transfer"
_LONGEST, _SHORTEST = 25, 5


@dataclass(frozen=True, slots=True)
class LineSeen:
    """What one credit would become: ``match`` is a ``Match``, or ``known`` for one that was booked before."""

    line: int
    external_id: str
    booked_on: date
    amount: Money
    text: str
    match: str
    order_ref: str = ""


@dataclass(frozen=True, slots=True)
class StatementSeen:
    """A statement before or after it was booked; ``digest`` names the file."""

    digest: str
    format: str
    account: str
    lines: tuple[LineSeen, ...]

    @property
    def new_count(self) -> int:
        """Give how many credits are not booked yet."""
        return sum(line.match != "known" for line in self.lines)


def find_references(text: str) -> list[str]:
    """Find every valid RF reference anywhere in a text, spaces and case aside."""
    plain = _plain(text)
    found: list[str] = []
    for place in [at.start() for at in re.finditer("RF[0-9]{2}", plain)]:
        for length in range(min(_LONGEST, len(plain) - place), _SHORTEST - 1, -1):
            try:
                found.append(parse_creditor_reference(plain[place : place + length]))
            except PaymentReferenceNotValid:
                continue
    return found


def find_payment(text: str, amount: Money) -> Payment | None:
    """
    Give the payment whose reference stands in a text; a reference is only believed if it is one of ours.

    PA-7: without one, the payment of exactly this sum whose order's number stands there, if it is the only one.
    """
    found = find_references(text)
    rows = list(Payment.objects.filter(reference__in=found).order_by("pk"))
    if rows:
        return max(rows, key=lambda row: len(row.reference))
    plain = _plain(text)
    same = Payment.objects.filter(
        provider=PROVIDER,
        currency=amount.currency,
        amount_minor=amount.minor,
        state__in=[PaymentState.STARTED, PaymentState.EXPIRED],
        captured_minor=0,
    ).select_related("order")
    named = {row.order_id: row for row in same.order_by("pk") if _plain(row.order.ref) in plain}
    return next(iter(named.values())) if len(named) == 1 else None


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def preview_statement(
    *, viewer: Viewer, content: bytes, reader: StatementReader, at: datetime
) -> StatementSeen:
    """
    Read a file and say what each credit would become; nothing is written.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.ports.StatementNotReadable: with ``line``, ``why``.
    """
    viewer.require(Role.TREASURER)
    read = reader.read(content)
    with transaction.atomic(durable=True):
        seen = _seen(content, read, [_guess(line, at) for line in read.lines])
        transaction.set_rollback(True)
    return seen


def import_statement(
    *,
    viewer: Viewer,
    content: bytes,
    reader: StatementReader,
    at: datetime,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> StatementSeen:
    """
    Book every credit of a file, each in a transaction of its own; a file may be imported again after a fall.

    ``tell`` hears how many of how many are booked.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.ports.StatementNotReadable: and books nothing.
    """
    viewer.require(Role.TREASURER)
    read = reader.read(content)
    with transaction.atomic(durable=True):
        statement, made = BankStatement.objects.get_or_create(
            digest=hashlib.sha256(content).hexdigest(),
            defaults={
                "format": read.format,
                "account": read.account,
                "imported_at": at,
                "user_id": viewer.user_id,
                "line_count": len(read.lines),
            },
        )
        if made:
            audit("statement-imported", subject=f"statement:{statement.pk}", at=at, by=viewer)
    booked = []
    for number, line in enumerate(read.lines, start=1):
        booked.append(_book(line, statement, at))
        tell(number, len(read.lines))
    return _seen(content, read, booked)


def _book(line: StatementLine, statement: BankStatement, at: datetime) -> LineSeen:
    with transaction.atomic(durable=True):
        if Receipt.objects.filter(provider=PROVIDER, external_id=line.external_id).exists():
            return _line(line, "known", None)
        payment = find_payment(line.text, line.amount)
        receipt = take_in(_arrival(line), payment=payment, statement=statement, at=at)
        return _line(line, receipt.reason or str(Match.EXACT), payment)


def _guess(line: StatementLine, at: datetime) -> LineSeen:
    """Judge one credit by itself; two credits for one order in one file are only seen together when they are booked."""
    if Receipt.objects.filter(provider=PROVIDER, external_id=line.external_id).exists():
        return _line(line, "known", None)
    payment = find_payment(line.text, line.amount)
    if payment is None:
        return _line(line, str(judge(line.amount, None, at=at).match), None)
    order = Order.objects.select_related("quote").get(pk=payment.order_id)
    waiting = waiting_for(order, line.amount.currency)
    return _line(line, str(judge_for(order, line.amount, waiting=waiting, at=at).match), payment)


def _arrival(line: StatementLine) -> Arrival:
    return Arrival(
        provider=PROVIDER,
        external_id=line.external_id,
        amount=line.amount,
        on=line.booked_on,
        text=line.text,
        payer_name=line.payer_name,
        payer_account=line.payer_account,
    )


def _line(line: StatementLine, match: str, payment: Payment | None) -> LineSeen:
    order_ref = payment.order.ref if payment is not None else ""
    return LineSeen(line.line, line.external_id, line.booked_on, line.amount, line.text, match, order_ref)


def _seen(content: bytes, read: StatementRead, lines: list[LineSeen]) -> StatementSeen:
    return StatementSeen(hashlib.sha256(content).hexdigest(), read.format, read.account, tuple(lines))
