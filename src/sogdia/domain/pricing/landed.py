"""The delivered price of one buyer's goods on one departure, explained line by line (LC-8 to LC-10, LC-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sogdia.domain.money import Money, allocate, half_up, total
from sogdia.domain.pricing import border, seller
from sogdia.domain.pricing.border import Arrival
from sogdia.domain.pricing.carriage import LineCarriage, PricedShipment, by_seller, carry, fx_basis
from sogdia.domain.pricing.inputs import (
    HUNDRED_PERCENT,
    CustomsBasis,
    EntryMode,
    GoodsLine,
    LaneMarket,
    LaneTariff,
    MarketRules,
    Rates,
)
from sogdia.domain.pricing.parts import SELLER_PARTS, Figure, Part
from sogdia.domain.refusals import Refusal

INSURED_BP = 11_000


class EntryNotDescribed(Refusal):
    """The lane and the market disagree about whether there is a border, so the market is closed on this lane."""

    code = "entry-not-described"


@dataclass(frozen=True, slots=True)
class PricedLine:
    """
    One line at the buyer's door.

    ``figures`` hold every part in waterfall order, nought included, and add up to ``total``. ``seller_parts`` are
    minor units of ``seller_currency``; their net is exactly what was promised.
    """

    key: str
    seller_id: int
    packs: int
    figures: tuple[Figure, ...]
    total: Money
    seller_parts: dict[Part, int]
    seller_currency: str
    customs_value: Money
    chargeable_g: int

    def figure(self, part: Part) -> Figure:
        """Give the figure of one part."""
        return next(figure for figure in self.figures if figure.part is part)

    def amount(self, *parts: Part) -> Money:
        """Add up some parts of the line."""
        return total([f.amount for f in self.figures if f.part in parts], self.total.currency)

    @property
    def goods(self) -> Money:
        """Give the price of the goods at the hub, in the buyer's currency."""
        return self.amount(*SELLER_PARTS)

    @property
    def asking_minor(self) -> int:
        """Give the price of the goods at the hub, in the seller's currency."""
        return seller.asking(self.seller_parts)


@dataclass(frozen=True, slots=True)
class PricedDeparture:
    """One buyer's goods on one departure: lines in the order asked, one shipment per seller, the whole."""

    currency: str
    lines: tuple[PricedLine, ...]
    shipments: tuple[PricedShipment, ...]
    total: Money

    def line(self, key: str) -> PricedLine:
        """Give one line by its key."""
        return next(line for line in self.lines if line.key == key)

    def shipment(self, seller_id: int) -> PricedShipment:
        """Give one seller's shipment."""
        return next(shipment for shipment in self.shipments if shipment.seller_id == seller_id)

    def amount(self, *parts: Part) -> Money:
        """Add up some parts of all lines."""
        return total([line.amount(*parts) for line in self.lines], self.currency)

    @property
    def by_part(self) -> dict[Part, Money]:
        """Give the waterfall of the whole."""
        return {part: self.amount(part) for part in Part}


def _check(lines: Sequence[GoodsLine], lane_market: LaneMarket, market: MarketRules) -> None:
    assert lines, "there is something to price"
    assert len({line.key for line in lines}) == len(lines), "every line has its own key"
    is_home = lane_market.entry_mode is EntryMode.HOME
    if is_home != (market.basis is CustomsBasis.NONE):
        raise EntryNotDescribed(
            f"{market.code}: entry {lane_market.entry_mode}, customs basis {market.basis}.",
            market=market.code,
            entry_mode=str(lane_market.entry_mode),
            basis=str(market.basis),
        )


def _seller_figures(
    line: GoodsLine, *, parts: dict[Part, int], currency: str, rates: Rates
) -> tuple[Figure, ...]:
    """LC-9: the asking price is converted once per line and shared over its parts, so nothing is lost."""
    rate = rates.get(line.terms.currency, currency)
    asking = seller.asking(parts)
    goods = rate.convert(Money(asking, line.terms.currency))
    net, mass = {"net_minor": line.net_minor}, {"gross_mass_g": line.gross_mass_g}
    rates_of: dict[Part, dict[str, object]] = {
        Part.NET: {"rule": "MO-3", "packs": line.packs},
        Part.COMMISSION: {"rate_bp": line.terms.commission_bp, **net},
        Part.FIRST_MILE: {"minor_per_kg": line.terms.first_mile_minor_per_kg, **mass},
        Part.HUB: {"minor_per_kg": line.terms.hub_minor_per_kg, **mass},
        Part.PAYOUT_FEE: {"rate_bp": line.terms.payout_fee_bp, **net},
    }
    converted = {"asking_minor": asking, "goods_minor": goods.minor, **fx_basis(rate)}
    shares = allocate(goods.minor, [parts[part] for part in SELLER_PARTS])
    return tuple(
        Figure(
            part,
            Money(share, currency),
            {
                "rule": "LC-11",
                "seller_minor": parts[part],
                "seller_currency": line.terms.currency,
                **rates_of[part],
                **converted,
            },
        )
        for part, share in zip(SELLER_PARTS, shares, strict=True)
    )


def _insurance(goods: int, *, lane: LaneTariff, currency: str) -> Figure:
    """LC-8: the lane's rate on 110 % of the goods, rounded half up once per line."""
    minor = half_up(goods * INSURED_BP * lane.insurance_bp, HUNDRED_PERCENT**2)
    basis: dict[str, object] = {
        "rule": "LC-8",
        "base_minor": goods,
        "insured_bp": INSURED_BP,
        "rate_bp": lane.insurance_bp,
    }
    return Figure(Part.INSURANCE, Money(minor, currency), basis)


@dataclass(frozen=True, slots=True)
class _Left:
    """One line that has left the hub: the figures that no border can change."""

    parts: dict[Part, int]
    sold: tuple[Figure, ...]
    way: LineCarriage
    insured: Figure
    arrival: Arrival


def _leave(
    line: GoodsLine, *, way: LineCarriage, lane: LaneTariff, market: MarketRules, rates: Rates
) -> _Left:
    parts = seller.seller_side(net_minor=line.net_minor, gross_mass_g=line.gross_mass_g, terms=line.terms)
    sold = _seller_figures(line, parts=parts, currency=market.currency, rates=rates)
    goods = sum(figure.amount.minor for figure in sold)
    insured = _insurance(goods, lane=lane, currency=market.currency)
    arrival = border.arrive(
        line,
        goods=goods,
        carriage=way.main_minor,
        insurance=insured.amount.minor,
        last_mile=way.last_mile.amount.minor,
        border_share_bp=lane.border_share_bp,
        basis=market.basis,
    )
    return _Left(parts, sold, way, insured, arrival)


def _land(left: _Left, *, duty: Figure, cleared: Figure, mode: EntryMode, market: MarketRules) -> PricedLine:
    line, way = left.arrival.line, left.way
    tax = border.vat(left.arrival, duty_minor=duty.amount.minor, mode=mode, market=market)
    figures = (*left.sold, way.shared, way.caused, way.last_mile, left.insured, duty, tax, cleared)
    assert tuple(figure.part for figure in figures) == tuple(Part), "every part is said"
    return PricedLine(
        key=line.key,
        seller_id=line.seller_id,
        packs=line.packs,
        figures=figures,
        total=total([figure.amount for figure in figures], market.currency),
        seller_parts=left.parts,
        seller_currency=line.terms.currency,
        customs_value=Money(left.arrival.customs_value, market.currency),
        chargeable_g=way.chargeable_g,
    )


def price_departure(
    *,
    lines: Sequence[GoodsLine],
    lane: LaneTariff,
    lane_market: LaneMarket,
    market: MarketRules,
    rates: Rates,
    on: date,
) -> PricedDeparture:
    """
    Price one buyer's goods on one departure, in the market's currency; one shipment per seller.

    LC-9: each line's figures add up to its total, each total to the whole; nothing else is charged.
    LC-10: what is unknown or not computable closes the market for these goods; it never reads as nought.
    LC-13: more packs of one line alone never cost less, but where a flat low-value duty gives way to the ordinary one.

    :raises sogdia.domain.tariff.resolve.TariffUnknown: no third-country duty is known.
    :raises sogdia.domain.tariff.expressions.DutyNotComputable: a broker must say.
    :raises sogdia.domain.fx.NoCurrencyRate: a currency has no rate.
    :raises EntryNotDescribed: the lane says home and the market has a border, or the other way round.
    """
    _check(lines, lane_market, market)
    currency = market.currency
    carried: dict[str, LineCarriage] = {}
    shipments: list[PricedShipment] = []
    for of_one_seller in by_seller(lines):
        shipment, shares = carry(
            of_one_seller, lane=lane, lane_market=lane_market, currency=currency, rates=rates
        )
        shipments.append(shipment)
        carried.update(shares)
    left = [_leave(x, way=carried[x.key], lane=lane, market=market, rates=rates) for x in lines]
    arrivals = [one.arrival for one in left]
    duty = border.duties(arrivals, mode=lane_market.entry_mode, market=market, rates=rates, on=on)
    cleared = border.clearing(arrivals, lane_market=lane_market, currency=currency, rates=rates)
    priced = tuple(
        _land(one, duty=duty[x.key], cleared=cleared[x.key], mode=lane_market.entry_mode, market=market)
        for x, one in zip(lines, left, strict=True)
    )
    whole = total([line.total for line in priced], currency)
    return PricedDeparture(currency=currency, lines=priced, shipments=tuple(shipments), total=whole)


def price_single(
    line: GoodsLine,
    *,
    lane: LaneTariff,
    lane_market: LaneMarket,
    market: MarketRules,
    rates: Rates,
    on: date,
) -> PricedLine:
    """Price one line bought alone, as cards show it; refuses what :func:`price_departure` refuses."""
    return price_departure(
        lines=[line], lane=lane, lane_market=lane_market, market=market, rates=rates, on=on
    ).lines[0]
