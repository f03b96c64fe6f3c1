"""Freight of one shipment before departure: what it causes, and its careful share of the vehicle (FR-1 to FR-4)."""

from __future__ import annotations

from dataclasses import dataclass

from sogdia.domain.money import half_up
from sogdia.domain.pricing.inputs import HUNDRED_PERCENT, LaneTariff

CUBIC_METRE_CM3 = 1_000_000


@dataclass(frozen=True, slots=True)
class ShipmentFreight:
    """
    Freight of one shipment as quoted, in minor units of the lane's currency.

    ``shared`` is its share of the vehicle's fixed cost, the ceiling for the true-up; ``standalone`` is the published
    price of carrying it alone, the caused costs included.
    """

    shared: int
    caused: int
    standalone: int
    chargeable_g: int

    @property
    def standalone_share(self) -> int:
        """Give what the stand-alone price leaves for the vehicle once the caused costs are paid; never below nought."""
        return max(0, self.standalone - self.caused)


def chargeable_g(gross_mass_g: int, volume_cm3: int, wm_kg_per_m3: int) -> int:
    """FR-1: give the chargeable weight: gross mass or measure, the greater, in whole grams rounded up."""
    return max(gross_mass_g, -(-volume_cm3 * wm_kg_per_m3 // 1000))


def capacity_chargeable_g(lane: LaneTariff) -> int:
    """Give the chargeable weight at which the vehicle is full for certain: the lesser of mass and measure."""
    return min(lane.capacity_mass_g, lane.capacity_volume_cm3 * lane.wm_kg_per_m3 // 1000)


def caused(*, gross_mass_g: int, volume_cm3: int, lane: LaneTariff) -> int:
    """FR-2: give what a shipment causes itself: per kg and per m3, at least the minimum, plus the surcharge."""
    # Grams times a thousand and cubic centimetres: a millionth of the rate each.
    exact = lane.per_kg_minor * gross_mass_g * 1000 + lane.per_m3_minor * volume_cm3
    return max(half_up(exact, CUBIC_METRE_CM3), lane.minimum_minor) + lane.surcharge_minor


def ceiling_share(*, chargeable: int, lane: LaneTariff) -> int:
    """FR-3: give the share of the vehicle's fixed cost at the careful fill, rounded up."""
    careful = capacity_chargeable_g(lane) * lane.careful_fill_bp
    assert careful > 0, "a vehicle has room and a careful fill"
    return -(-lane.vehicle_fixed_minor * chargeable * HUNDRED_PERCENT // careful)


def standalone_price(*, chargeable: int, lane: LaneTariff) -> int:
    """Give the lane's published price of carrying a shipment alone: per chargeable kg, at least its minimum."""
    return max(half_up(lane.standalone_per_kg_minor * chargeable, 1000), lane.standalone_minimum_minor)


def freight_of_shipment(*, gross_mass_g: int, volume_cm3: int, lane: LaneTariff) -> ShipmentFreight:
    """
    Quote one shipment, in minor units of the lane's currency.

    FR-4: nobody is quoted more than the stand-alone price, unless what the shipment causes already costs more.
    """
    weight = chargeable_g(gross_mass_g, volume_cm3, lane.wm_kg_per_m3)
    own = caused(gross_mass_g=gross_mass_g, volume_cm3=volume_cm3, lane=lane)
    alone = standalone_price(chargeable=weight, lane=lane)
    shared = min(ceiling_share(chargeable=weight, lane=lane), max(0, alone - own))
    return ShipmentFreight(shared=shared, caused=own, standalone=alone, chargeable_g=weight)
