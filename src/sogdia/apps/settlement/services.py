"""Decide who is owed what of a shipment: release its escrow, charge who bears a refund, keep what sellers are owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Sum

from sogdia.apps.ledger import services as ledger
from sogdia.apps.ledger.models import Posting
from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.parties.models import Party
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares as escrow_shares
from sogdia.apps.payments.models import Refund
from sogdia.apps.payments.shares import Covered
from sogdia.apps.settlement.models import Payable, Settlement
from sogdia.domain.fx import FxRate
from sogdia.domain.ledger import bearing, flows
from sogdia.domain.ledger.accounts import Account
from sogdia.domain.ledger.bearing import Bearing
from sogdia.domain.ledger.flows import Advanced, Payer
from sogdia.domain.ledger.shares import Share
from sogdia.domain.money import Money
from sogdia.domain.payouts import PayoutMode, due_on
from sogdia.domain.pricing.parts import Part


def advanced_for(shipment: Shipment) -> list[Advanced]:
    """Give what working capital paid for this shipment and has not got back, by part, in the currency owed."""
    rows = (
        Posting.objects.filter(shipment_id=shipment.pk, account__code=Account.WORKING_CAPITAL)
        .values("part", "account__currency")
        .annotate(minor=Sum("amount_minor"))
        .order_by("part", "account__currency")
    )
    return [
        Advanced(Part(row["part"]), shipment.pk, Money(row["minor"], row["account__currency"]))
        for row in rows
        if row["minor"] > 0
    ]


def release(shipment: Shipment, line_ids: Iterable[int], *, at: datetime) -> Settlement | None:
    """
    Let the money of these lines go by the waterfall, each once; the seller gets exactly the promise of what is left.

    The order's row is locked by the caller. None when there was nothing to release.
    """
    settlement = Settlement.objects.filter(shipment=shipment).first()
    remaining = escrow_shares.of_shipment(shipment)
    for line in OrderLine.objects.filter(pk__in=list(line_ids), shipment=shipment).order_by("pk"):
        shares = [share for share in remaining[line.pk] if share.amount or share.owed]
        if not shares or payments.is_released(line):
            continue
        before = _net_advanced(shipment)
        entry = flows.release(
            order_id=shipment.order_id,
            shares=shares,
            advanced=[a for a in advanced_for(shipment) if _fits(a, shares)],
            key=f"release:{shipment.pk}/{line.pk}",
        )
        posted = ledger.post_once(entry, at=at)
        assert posted is not None, "a line is released once"
        settlement = _keep(
            settlement, shipment, line, shares, recovered=before - _net_advanced(shipment), at=at
        )
    return settlement


def _fits(advanced: Advanced, shares: list[Share]) -> bool:
    return any(
        share.part is advanced.part and share.owed.currency == advanced.amount.currency for share in shares
    )


def _net_advanced(shipment: Shipment) -> int:
    return sum(one.amount.minor for one in advanced_for(shipment) if one.part is Part.NET)


def _keep(
    settlement: Settlement | None,
    shipment: Shipment,
    line: OrderLine,
    shares: list[Share],
    *,
    recovered: int,
    at: datetime,
) -> Settlement:
    net = sum(share.owed.minor for share in shares if share.part is Part.NET)
    is_first = settlement is None
    if settlement is None:
        lines = OrderLine.objects.filter(shipment=shipment)
        settlement = Settlement(
            shipment=shipment,
            seller_id=shipment.seller_id,
            currency=line.seller_currency,
            promised_minor=sum(int(one.seller_parts.get(Part.NET, 0)) for one in lines),
            net_minor=0,
            settled_at=at,
        )
    assert settlement.currency == line.seller_currency, "a seller is promised one currency"
    settlement.net_minor += net
    settlement.advanced_minor += recovered
    for part, money in payments.parts_total(shares).items():
        settlement.figures[part] = settlement.figures.get(part, 0) + money.minor
    settlement.save()
    owe(
        shipment.seller,
        Money(net - recovered, line.seller_currency),
        kind="net" if is_first else "correction",
        shipment=shipment,
        accepted_on=at.date(),
        at=at,
    )
    return settlement


def owe(
    party: Party, amount: Money, *, kind: str, shipment: Shipment | None, accepted_on: date, at: datetime
) -> Payable | None:
    """Keep that a seller is owed (or, negative, owes) an amount, due as their choice of payout says."""
    if not amount:
        return None
    day = due_on(PayoutMode(party.payout_mode), accepted_on=accepted_on)
    if amount.minor < 0 or kind == "advance":
        day = at.date()
    assert day is not None
    return Payable.objects.create(
        party=party,
        shipment=shipment,
        kind=kind,
        currency=amount.currency,
        amount_minor=amount.minor,
        due_on=day,
        made_at=at,
    )


def close(shipment: Shipment, *, at: datetime) -> None:
    """
    All of a shipment is released or refunded: what was advanced above its net the seller owes back, and a bill paid
    before acceptance that was higher than its share is the house's (LE-11).
    """
    for left in advanced_for(shipment):
        if left.part is not Part.NET:
            lost = flows.write_off_advance(
                advance=left,
                key=f"write-off:{shipment.pk}/{left.part}/{left.amount.currency}",
                reason="Paid before acceptance, and more than the accepted goods bore.",
            )
            ledger.post_once(lost, at=at)
            continue
        entry = flows.write_receivable(
            order_id=shipment.order_id,
            shipment_id=shipment.pk,
            seller_id=shipment.seller_id,
            amount=left.amount,
            key=f"receivable:{shipment.pk}",
            reason="The advance is more than the accepted goods earned.",
        )
        if ledger.post_once(entry, at=at) is not None:
            owe(
                shipment.seller,
                -left.amount,
                kind="receivable",
                shipment=shipment,
                accepted_on=at.date(),
                at=at,
            )


def bear(
    borne: Bearing,
    *,
    line: OrderLine,
    kind: str,
    reason: str,
    key: str,
    at: datetime,
    packs: int = 0,
    net_mass_g: int = 0,
) -> Refund | None:
    """
    Write who bears what of one line: an end other than well (kind end), or a claim. The buyer's refund is queued.

    What goes back out of escrow is taken off the line; what others pay stays there and is released to whom it is
    owed by :func:`release` later. The order's row is locked by the caller. None when the key was used before.

    :raises sogdia.apps.payments.services.AlreadyReleased: the escrow would pay, and does not hold it any more.
    :raises sogdia.domain.ledger.escrow.RefundAboveCapture: more than was paid for the order.
    """
    order, shipment = line.order, line.shipment
    if not ledger.is_new(key):
        return None
    back = borne.refund(order.currency)
    from_escrow = [share for share in borne.back_from_escrow if share.amount or share.owed]
    if from_escrow and payments.is_released(line):
        raise payments.AlreadyReleased(f"Line {line.pk} was released.")
    rate = payments.rate_of(order, line.seller_currency)
    for entry in bearing.entries(
        borne,
        order_id=order.pk,
        seller_id=shipment.seller_id,
        seller_rate=rate,
        key=key,
        reason=reason,
        release_now=False,
    ):
        ledger.post_once(entry, at=at)
    payments.add_correction(
        line, from_escrow, kind=kind, refund=back, reason=reason, at=at, packs=packs, net_mass_g=net_mass_g,
        covered=_covered(borne),
    )  # fmt: skip
    _owe_back(borne, line, rate, at=at)
    return payments.queue_refund(order, back, kind=kind, reason=reason, at=at) if back else None


def _covered(borne: Bearing) -> list[Covered]:
    return [
        Covered(share.part, payer, share.amount.minor, share.owed.minor)
        for payer in Payer
        for share in borne.charged(payer)
        if share.amount or share.owed
    ]


def _owe_back(borne: Bearing, line: OrderLine, rate: FxRate, *, at: datetime) -> None:
    """What the seller bears is owed by them, and netted from what they are paid next."""
    charged = bearing.in_sellers_currency(
        [share for share in borne.charged(Payer.SELLER) if share.amount], rate
    )
    cost = sum(share.owed.minor for share in charged)
    owe(
        line.shipment.seller,
        Money(-cost, line.seller_currency),
        kind="receivable",
        shipment=line.shipment,
        accepted_on=at.date(),
        at=at,
    )


def receivable_of(party_id: int, currency: str) -> Money:
    """Give what a seller owes and was not netted yet."""
    minor = (
        Payable.objects.filter(party_id=party_id, currency=currency, payout__isnull=True, amount_minor__lt=0)
        .aggregate(minor=Sum("amount_minor"))
        .get("minor")
    )
    return Money(-(minor or 0), currency)
