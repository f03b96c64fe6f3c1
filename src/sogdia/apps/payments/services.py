"""Give a buyer's money back: take it off the lines, write the ledger, queue the refund to the paying instrument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from fractions import Fraction

from django.db.models import F

from sogdia.apps.ledger import services as ledger
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.orders.models import Correction, Order, OrderLine, Shipment
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.payments.models import Payment, Receipt, Refund
from sogdia.apps.payments.shares import Covered
from sogdia.domain.fx import FxRate, NoCurrencyRate, same
from sogdia.domain.ledger import flows
from sogdia.domain.ledger.escrow import RefundAboveCapture
from sogdia.domain.ledger.shares import Share, total
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import Refusal
from sogdia.plumbing.outbox.services import tell


class AlreadyReleased(Refusal):
    """The money of these goods has left the escrow; what goes back now is paid by somebody else."""

    code = "already-released"


def is_released(line: OrderLine) -> bool:
    """Whether this line's money was let go to whom it was owed."""
    return not ledger.is_new(f"release:{line.shipment_id}/{line.pk}")


def freight_left(line: OrderLine) -> int:
    """Give what is left of a line's shared freight, whoever pays it by now, in minor units of the order's currency."""
    [share] = [
        one for one in escrow_shares.of_shipment(line.shipment)[line.pk] if one.part is Part.FREIGHT_SHARED
    ]
    return share.amount.minor


def rate_of(order: Order, base: str) -> FxRate:
    """
    Give the rate from ``base`` to the order's currency that was frozen on its quote.

    :raises sogdia.domain.fx.NoCurrencyRate: the quote used none.
    """
    if base == order.currency:
        return same(base)
    row = ExchangeRate.objects.filter(pk__in=order.quote.rate_ids, base=base, quote=order.currency).first()
    if row is None:
        raise NoCurrencyRate(f"Quote has no {base}/{order.currency}.", pair=f"{base}/{order.currency}")
    return FxRate(row.pk, row.base, row.quote, Fraction(row.value), row.as_of, row.source)


def give_back(
    line: OrderLine,
    taken: Sequence[Share],
    *,
    kind: str,
    reason: str,
    key: str,
    at: datetime,
    packs: int = 0,
    net_mass_g: int = 0,
) -> Refund | None:
    """
    Take ``taken`` (shares as :func:`shares.of_shipment` gives them, or parts of them) out of escrow, back to the buyer.

    Writes the correction of the line, the ledger entry and the queued refund; ``kind`` is short, downgrade, cancelled,
    claim, freight or end; ``packs`` and ``net_mass_g`` say what was taken off and are not negative. The order's row
    is locked by the caller. None when the key was used before, or nothing was paid back.

    :raises AlreadyReleased: :raises sogdia.domain.ledger.escrow.RefundAboveCapture:
    """
    order = line.order
    if not ledger.is_new(key):
        return None
    if is_released(line):
        raise AlreadyReleased(f"Line {line.pk} was released.")
    amount = total(taken)
    add_correction(
        line, taken, kind=kind, refund=amount, reason=reason, at=at, packs=packs, net_mass_g=net_mass_g
    )
    if not amount:
        return None
    entry = flows.refund(order_id=order.pk, shares=taken, key=key, reason=reason)
    ledger.post_once(entry, at=at)
    return queue_refund(order, amount, kind=kind, reason=reason, at=at)


def add_correction(
    line: OrderLine,
    taken: Sequence[Share],
    *,
    kind: str,
    refund: Money,
    reason: str,
    at: datetime,
    packs: int = 0,
    net_mass_g: int = 0,
    covered: Sequence[Covered] = (),
) -> Correction:
    """
    Append what was taken off a line: by part in the order's currency, and what each part is owed less.

    ``covered`` is what others gave back to the buyer, or get back now, which takes nothing off the line.
    """
    assert packs >= 0 and net_mass_g >= 0, "what is taken off has no sign here"
    figures: dict[str, int] = {}
    owed: dict[str, int] = {}
    for share in taken:
        figures[share.part] = figures.get(share.part, 0) + share.amount.minor
        owed[share.part] = owed.get(share.part, 0) + share.owed.minor
    return Correction.objects.create(
        line=line,
        kind=kind,
        packs=-packs,
        net_mass_g=-net_mass_g,
        refund_minor=refund.minor,
        figures={part: minor for part, minor in figures.items() if minor},
        seller_parts={part: minor for part, minor in owed.items() if minor},
        covered=[asdict(row) for row in covered] or None,
        reason=reason[:300],
        at=at,
    )


def give_back_shipment(shipment: Shipment, *, kind: str, reason: str, key: str, at: datetime) -> list[Refund]:
    """Take everything that is left of a shipment out of escrow, back to the buyer: nothing of it was spent."""
    found = []
    for line_id, shares in escrow_shares.of_shipment(shipment).items():
        if not any(share.amount for share in shares):
            continue
        line = OrderLine.objects.select_related("order").get(pk=line_id)
        done = give_back(
            line,
            shares,
            kind=kind,
            reason=reason,
            key=f"{key}/{line_id}",
            at=at,
            packs=packs_left(line),
            net_mass_g=mass_left(line),
        )
        if done is not None:
            found.append(done)
    return found


def packs_left(line: OrderLine) -> int:
    """Give how many packs of a line still stand after its corrections."""
    return line.packs + sum(Correction.objects.filter(line=line).values_list("packs", flat=True))


def mass_left(line: OrderLine) -> int:
    """Give the net mass of a line that still stands after its corrections, in grams."""
    return line.net_mass_g + sum(Correction.objects.filter(line=line).values_list("net_mass_g", flat=True))


def queue_refund(order: Order, amount: Money, *, kind: str, reason: str, at: datetime) -> Refund:
    """
    Queue money to go back to the instrument that paid the order; the ledger entry was written before.

    :raises sogdia.domain.ledger.escrow.RefundAboveCapture: with ``refundable_minor`` and ``asked_minor``.
    """
    payment = (
        Payment.objects.select_for_update(of=("self",))
        .filter(order=order, captured_minor__gt=0)
        .order_by("-pk")
        .first()
    )
    left = payment.captured_minor - payment.refunded_minor if payment else 0
    if payment is None or amount.minor > left:
        raise RefundAboveCapture(
            f"{left} may still be refunded, {amount.minor} asked.",
            refundable_minor=left,
            asked_minor=amount.minor,
            currency=order.currency,
        )
    Payment.objects.filter(pk=payment.pk).update(refunded_minor=F("refunded_minor") + amount.minor)
    receipt = Receipt.objects.filter(payment=payment, state="matched").order_by("pk").first()
    refund = Refund.objects.create(
        order=order,
        payment=payment,
        receipt=receipt,
        kind=kind,
        currency=amount.currency,
        amount_minor=amount.minor,
        reason=reason[:300],
        made_at=at,
    )
    tell("refund.due", at=at, refund_id=refund.pk, order_id=order.pk)
    return refund


def queue_return(receipt: Receipt, amount: Money, *, reason: str, key: str, at: datetime) -> Refund:
    """Queue waiting money of one receipt to go back to whoever sent it."""
    order_id = receipt.payment.order_id if receipt.payment else None
    posted = ledger.post_once(
        flows.refund_unallocated(amount=amount, key=key, reason=reason, order_id=order_id), at=at
    )
    assert posted is not None, "waiting money goes back once"
    refund = Refund.objects.create(
        order_id=order_id,
        payment=receipt.payment,
        receipt=receipt,
        kind="unallocated",
        currency=amount.currency,
        amount_minor=amount.minor,
        reason=reason[:300],
        made_at=at,
    )
    tell("refund.due", at=at, refund_id=refund.pk, order_id=order_id)
    return refund


def parts_total(shares: Sequence[Share]) -> Mapping[Part, Money]:
    """Add up shares by part, in what the buyer paid."""
    found: dict[Part, Money] = {}
    for share in shares:
        found[share.part] = found.get(share.part, Money.zero(share.amount.currency)) + share.amount
    return found
