"""From the hub to the door: each shipment's freight in the buyer's currency, shared over its lines (FR-10, FR-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sogdia.domain.fx import FxRate
from sogdia.domain.money import Money, allocate, rounded
from sogdia.domain.pricing import freight
from sogdia.domain.pricing.freight import ShipmentFreight
from sogdia.domain.pricing.inputs import KG, GoodsLine, LaneMarket, LaneTariff, Rates
from sogdia.domain.pricing.parts import Figure, Part


@dataclass(frozen=True, slots=True)
class PricedShipment:
    """
    One seller's goods on this departure: freight in the lane's currency, and what the buyer is charged for it.

    ``shared`` is what the true-up may refund, at ``rate_id``.
    """

    seller_id: int
    line_keys: tuple[str, ...]
    gross_mass_g: int
    volume_cm3: int
    freight: ShipmentFreight
    lane_currency: str
    rate_id: int
    shared: Money
    caused: Money
    last_mile: Money


@dataclass(frozen=True, slots=True)
class LineCarriage:
    """One line's part of its shipment's way: three figures, and the weight by which they were shared."""

    chargeable_g: int
    shared: Figure
    caused: Figure
    last_mile: Figure

    @property
    def main_minor(self) -> int:
        """Give the main carriage, hub to gateway, in minor units of the buyer's currency."""
        return self.shared.amount.minor + self.caused.amount.minor


def fx_basis(rate: FxRate) -> dict[str, object]:
    """Say which frozen rate was used; nothing when the currency is the same."""
    if rate.base == rate.quote:
        return {}
    return {
        "fx": f"{rate.base}/{rate.quote}",
        "fx_rate": str(rate.value),
        "fx_rate_id": rate.id,
        "fx_as_of": rate.as_of.isoformat(),
        "fx_source": rate.source,
    }


def by_seller(lines: Sequence[GoodsLine]) -> list[list[GoodsLine]]:
    """Group one buyer's lines of one departure into shipments, in the order in which the sellers appear."""
    groups: dict[int, list[GoodsLine]] = {}
    for line in lines:
        groups.setdefault(line.seller_id, []).append(line)
    return list(groups.values())


def carry(
    lines: Sequence[GoodsLine], *, lane: LaneTariff, lane_market: LaneMarket, currency: str, rates: Rates
) -> tuple[PricedShipment, dict[str, LineCarriage]]:
    """
    Price the way of one shipment and share it over its lines by chargeable weight.

    FR-10: freight is converted once per shipment; the caused part is what the shared part leaves of it.
    FR-11: the last mile is per shipment plus per kg of gross mass, converted and rounded once.

    :raises sogdia.domain.fx.NoCurrencyRate: when the lane's or the last mile's currency has no rate.
    """
    mass_g = sum(line.gross_mass_g for line in lines)
    volume_cm3 = sum(line.volume_cm3 for line in lines)
    quoted = freight.freight_of_shipment(gross_mass_g=mass_g, volume_cm3=volume_cm3, lane=lane)
    lane_rate = rates.get(lane.currency, currency)
    # Both together first: rounding each alone could make a heavier shipment cheaper by one minor unit.
    main = lane_rate.convert(Money(quoted.shared + quoted.caused, lane.currency))
    shared = min(lane_rate.convert(Money(quoted.shared, lane.currency)), main)
    mile_rate = rates.get(lane_market.last_mile_currency, currency)
    mile_exact = lane_market.last_mile_per_shipment_minor + lane_market.last_mile_per_kg_minor * mass_g / KG
    shipment = PricedShipment(
        seller_id=lines[0].seller_id,
        line_keys=tuple(line.key for line in lines),
        gross_mass_g=mass_g,
        volume_cm3=volume_cm3,
        freight=quoted,
        lane_currency=lane.currency,
        rate_id=lane_rate.id,
        shared=shared,
        caused=main - shared,
        last_mile=Money(rounded(mile_rate.exact_minor(mile_exact)), currency),
    )
    return shipment, _shares(lines, shipment, lane, lane_market, lane_rate, mile_rate)


def _bases(
    shipment: PricedShipment, lane: LaneTariff, lane_market: LaneMarket
) -> tuple[dict[str, object], dict[str, object], dict[str, object]]:
    """LC-14: give what shared part, caused part and last mile were made from."""
    quoted = shipment.freight
    whole: dict[str, object] = {
        "shipment_shared_minor": shipment.shared.minor,
        "shipment_caused_minor": shipment.caused.minor,
        "lane_shared_minor": quoted.shared,
        "lane_caused_minor": quoted.caused,
        "shipment_chargeable_g": quoted.chargeable_g,
        "lane_currency": lane.currency,
        "standalone_minor": quoted.standalone,
    }
    shared: dict[str, object] = {
        **whole,
        "rule": "FR-3",
        "lane_minor": quoted.shared,
        "careful_fill_bp": lane.careful_fill_bp,
        "vehicle_fixed_minor": lane.vehicle_fixed_minor,
        "capacity_chargeable_g": freight.capacity_chargeable_g(lane),
    }
    caused: dict[str, object] = {
        **whole,
        "rule": "FR-2",
        "lane_minor": quoted.caused,
        "surcharge_minor": lane.surcharge_minor,
        "minimum_minor": lane.minimum_minor,
        "per_kg_minor": lane.per_kg_minor,
        "per_m3_minor": lane.per_m3_minor,
        "gross_mass_g": shipment.gross_mass_g,
        "volume_cm3": shipment.volume_cm3,
    }
    mile: dict[str, object] = {
        "rule": "FR-11",
        "shipment_minor": shipment.last_mile.minor,
        "shipment_chargeable_g": quoted.chargeable_g,
        "mile_currency": lane_market.last_mile_currency,
        "per_shipment_minor": lane_market.last_mile_per_shipment_minor,
        "per_kg_minor": lane_market.last_mile_per_kg_minor,
        "gross_mass_g": shipment.gross_mass_g,
    }
    return shared, caused, mile


def _shares(
    lines: Sequence[GoodsLine],
    shipment: PricedShipment,
    lane: LaneTariff,
    lane_market: LaneMarket,
    lane_rate: FxRate,
    mile_rate: FxRate,
) -> dict[str, LineCarriage]:
    weights = [freight.chargeable_g(x.gross_mass_g, x.volume_cm3, lane.wm_kg_per_m3) for x in lines]
    shared, caused, mile = _bases(shipment, lane, lane_market)
    lane_basis, mile_basis = fx_basis(lane_rate), fx_basis(mile_rate)
    columns = zip(
        lines,
        weights,
        allocate(shipment.shared.minor, weights),
        allocate(shipment.caused.minor, weights),
        allocate(shipment.last_mile.minor, weights),
        strict=True,
    )

    def figure(part: Part, minor: int, weight: int, basis: dict[str, object]) -> Figure:
        return Figure(part, Money(minor, shipment.shared.currency), {**basis, "chargeable_g": weight})

    return {
        line.key: LineCarriage(
            chargeable_g=weight,
            shared=figure(Part.FREIGHT_SHARED, a, weight, {**shared, **lane_basis}),
            caused=figure(Part.FREIGHT_CAUSED, b, weight, {**caused, **lane_basis}),
            last_mile=figure(Part.LAST_MILE, c, weight, {**mile, **mile_basis}),
        )
        for line, weight, a, b, c in columns
    }
