"""Money came in: exactly what an order waits for goes to its escrow, every other cent to one known place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from sogdia.apps.departures import services as departures
from sogdia.apps.departures.models import Departure
from sogdia.apps.ledger import services as ledger
from sogdia.apps.lots import services as lots
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.payments import putting_back, services
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.payments.models import BankStatement, PayerDetail, Payment, Receipt
from sogdia.domain.ledger import flows
from sogdia.domain.ledger.flows import Via
from sogdia.domain.ledger.shares import total
from sogdia.domain.lifecycle import ORDER, PAYMENT, SHIPMENT, OrderState, move
from sogdia.domain.money import Money
from sogdia.domain.payments import Match, OrderDue, Verdict, judge
from sogdia.domain.stock import LotTooSmall
from sogdia.plumbing import written
from sogdia.plumbing.outbox.services import digest, tell
from sogdia.plumbing.prepared import Prepared
from sogdia.usecases.start_payment import TRANSFERS

_CLOSED = frozenset({OrderState.CANCELLED, OrderState.REFUNDED})
_UNPAID = frozenset({OrderState.PLACED, OrderState.AWAITING_PAYMENT, OrderState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money as a provider or a statement names it: ``external_id`` once per provider, text and payer if known."""

    provider: str
    external_id: str
    amount: Money
    on: date
    text: str = ""
    payer_name: str = ""
    payer_account: str = ""


def capture_payment(*, payment_id: int, arrival: Arrival, at: datetime) -> str:
    """Take in money for one payment; gives what became of it (a ``Match``). The same arrival is booked once."""
    with transaction.atomic(durable=True):
        payment = Payment.objects.get(pk=payment_id)
        return take_in(arrival, payment=payment, statement=None, at=at).reason or str(Match.EXACT)


def via_of(provider: str) -> Via:
    """Give where a provider's money is: on the house's account, or still with the provider."""
    return Via.BANK if provider in TRANSFERS else Via.PROVIDER


def take_in(
    arrival: Arrival, *, payment: Payment | None, statement: BankStatement | None, at: datetime
) -> Receipt:
    """Book money that arrived, inside the caller's transaction; ``payment`` is what its reference names."""
    assert connection.in_atomic_block
    order = lock_order(payment.order_id) if payment is not None else None
    known = _KNOWN.first(arrival.provider, arrival.external_id)
    if known is not None:
        return known
    receipt = written.insert(
        Receipt(
            statement=statement,
            provider=arrival.provider,
            external_id=arrival.external_id,
            currency=arrival.amount.currency,
            amount_minor=arrival.amount.minor,
            reference_text=arrival.text[:300],
            payer_digest=digest({"account": arrival.payer_account}) if arrival.payer_account else "",
            received_on=arrival.on,
            payment=payment,
            recorded_at=at,
        )
    )
    if arrival.payer_name or arrival.payer_account:
        PayerDetail.objects.create(receipt=receipt, name=arrival.payer_name, account=arrival.payer_account)
    if order is None or payment is None:
        _wait(receipt, judge(arrival.amount, None, at=at), order_id=None, at=at)
        return receipt
    verdict = judge_for(order, arrival.amount, waiting=waiting_for(order, arrival.amount.currency), at=at)
    if verdict.plainly:
        entry = flows.receive_payment(
            order_id=order.pk,
            shares=_shares(order),
            via=via_of(arrival.provider),
            key=f"receipt:{receipt.pk}",
        )
        ledger.post_once(entry, at=at)
        _mark(receipt, "matched", "")
        mark_paid(order, payment, at=at)
        return receipt
    _wait(receipt, verdict, order_id=order.pk, at=at)
    settle_waiting(receipt, order, payment, verdict, booked_under=order.pk, at=at)
    return receipt


_LOCKED = Prepared(
    lambda pk: Order.objects.select_for_update(of=("self",)).select_related("quote").filter(pk=pk), int
)
_KNOWN = Prepared(
    lambda provider, number: Receipt.objects.filter(provider=provider, external_id=number).order_by("pk")[:1],
    str,
    str,
)
_SHORT = Prepared(
    lambda order, currency: Receipt.objects.filter(
        payment__order_id=order, state="unallocated", reason=Match.SHORT, currency=currency
    ).order_by("pk"),
    int,
    str,
)
_RUNS = Prepared(
    lambda order: (
        Departure.objects.select_for_update(of=("self",))
        .filter(pk__in=Shipment.objects.filter(order_id=order).values("departure_id"))
        .order_by("pk")
    ),
    int,
)
_SHIPMENTS = Prepared(lambda order: Shipment.objects.filter(order_id=order).order_by("pk"), int)


def lock_order(order_id: int) -> Order:
    """Lock one order by its id; before departures, lots and payments."""
    (order,) = _LOCKED.all(order_id)
    return order


def waiting_for(order: Order, currency: str) -> list[Receipt]:
    """Give the short money that waits for the rest."""
    return _SHORT.all(order.pk, currency)


def judge_for(order: Order, received: Money, *, waiting: list[Receipt], at: datetime) -> Verdict:
    """
    Judge money against an order; late money whose goods or room are gone is late for good.

    When the verdict revives an expired order, its stock and room are taken already.
    """
    departures_open = not any(
        departure.state != "open" or at >= departure.cutoff_at for departure in _RUNS.all(order.pk)
    )
    due = OrderDue(
        total=Money(order.total_minor, order.currency),
        waiting=Money(sum(row.amount_minor for row in waiting), received.currency),
        is_paid=order.state not in _UNPAID | _CLOSED,
        is_closed=order.state in _CLOSED,
        reserved_until=order.pay_by,
        stands=departures_open,
    )
    verdict = judge(received, due, at=at)
    if verdict.captures and order.state == OrderState.EXPIRED and not _take_again(order, at):
        gone = Money(due.waiting.minor + received.minor, received.currency)
        return Verdict(Match.LATE, False, False, gone, Money.zero(received.currency))
    return verdict


def _take_again(order: Order, at: datetime) -> bool:
    try:
        with transaction.atomic():
            departures.book(putting_back.sizes(Shipment.objects.filter(order=order)), at=at)
            lots.revive(order.pk)
    except (LotTooSmall, departures.DepartureFull, departures.DepartureClosed):
        return False
    return True


def _shares(order: Order) -> escrow_shares.Shares:
    shares = escrow_shares.flat(escrow_shares.of_order(order.pk))
    assert total(shares).minor == order.total_minor, "the lines are what the order costs"
    return shares


def _wait(receipt: Receipt, verdict: Verdict, *, order_id: int | None, at: datetime) -> None:
    """Book money to unallocated receipts with its match as the reason."""
    entry = flows.receive_unallocated(
        amount=Money(receipt.amount_minor, receipt.currency),
        via=via_of(receipt.provider),
        key=f"receipt:{receipt.pk}",
        reason=str(verdict.match),
        order_id=order_id,
    )
    ledger.post_once(entry, at=at)
    _mark(receipt, "unallocated", str(verdict.match))
    tell("receipt.unallocated", at=at, receipt_id=receipt.pk, reason=str(verdict.match))


def settle_waiting(
    receipt: Receipt,
    order: Order,
    payment: Payment,
    verdict: Verdict,
    *,
    booked_under: int | None,
    at: datetime,
) -> None:
    """Do with waiting money as the verdict says: to escrow, back to whoever sent it, or wait on."""
    earlier = [row for row in waiting_for(order, receipt.currency) if row.pk != receipt.pk]
    if verdict.captures:
        for row in earlier:
            _mark(row, "matched", row.reason)
        entry = flows.allocate_receipt(
            order_id=order.pk,
            shares=_shares(order),
            key=f"allocate:{receipt.pk}",
            received_for=booked_under,
        )
        ledger.post_once(entry, at=at)
        _mark(receipt, "matched", str(verdict.match))
        mark_paid(order, payment, at=at)
        if verdict.to_refund:
            services.queue_return(
                receipt, verdict.to_refund, reason=str(verdict.match), key=f"return:{receipt.pk}", at=at
            )
    elif verdict.to_refund:
        concerned = [receipt]
        if verdict.match in (Match.LATE, Match.ORDER_CLOSED):
            concerned += earlier
        for row in concerned:
            send_back(row, reason=str(verdict.match), at=at)


def send_back(receipt: Receipt, *, reason: str, at: datetime) -> None:
    """Queue all of one waiting receipt to go back to whoever sent it."""
    services.queue_return(
        receipt,
        Money(receipt.amount_minor, receipt.currency),
        reason=reason,
        key=f"return:{receipt.pk}",
        at=at,
    )
    _mark(receipt, "to-refund", reason)


def mark_paid(order: Order, payment: Payment, *, at: datetime) -> None:
    """The money is in escrow: order and shipments are paid, what was held is sold, others are told."""
    was_expired = order.state == OrderState.EXPIRED
    step = "revive" if was_expired else "capture"
    if not was_expired:
        lots.sell(order.pk)
    order.state = move(ORDER, order.state, step)
    order.paid_at = at
    written.change(order, "state", "paid_at")
    for shipment in _SHIPMENTS.all(order.pk):
        shipment.state = move(SHIPMENT, shipment.state, "revive" if was_expired else "pay")
        written.change(shipment, "state")
    payment.state = move(PAYMENT, payment.state, "capture")
    payment.captured_minor = order.total_minor
    payment.captured_at = at
    written.change(payment, "state", "captured_minor", "captured_at")
    tell("order.paid", at=at, order_id=order.pk, payment_id=payment.pk)


def _mark(receipt: Receipt, state: str, reason: str) -> None:
    receipt.state, receipt.reason = state, reason
    written.change(receipt, "state", "reason")
