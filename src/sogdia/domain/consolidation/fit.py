"""Whether a shipment fits a departure, and how full the departure is (rule FR-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sogdia.domain.pricing.inputs import HUNDRED_PERCENT
from sogdia.domain.refusals import Refusal


class DepartureTooHeavy(Refusal):
    """The departure has not enough mass left."""

    code = "departure-too-heavy"


class DepartureTooFull(Refusal):
    """The departure has not enough volume left."""

    code = "departure-too-full"


class TemperatureDiffers(Refusal):
    """The departure does not keep the temperature that the shipment needs."""

    code = "temperature-differs"


class CutOffPassed(Refusal):
    """The departure takes nothing more."""

    code = "cut-off-passed"


class PromiseBroken(Refusal):
    """The departure would arrive later than was promised."""

    code = "promise-broken"


@dataclass(frozen=True, slots=True)
class Room:
    """What a departure can take: capacity, temperature classes, cut-off (aware), latest day at the buyer's door."""

    mass_g: int
    volume_cm3: int
    temperature_classes: frozenset[str]
    cut_off: datetime
    arrives_by: date


@dataclass(frozen=True, slots=True)
class Load:
    """Gross mass and volume already aboard."""

    mass_g: int = 0
    volume_cm3: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shipment that asks for room; ``promised_by`` is the last day of the arrival window it was sold with."""

    gross_mass_g: int
    volume_cm3: int
    temperature_class: str
    promised_by: date | None = None


def obstacles(room: Room, loaded: Load, shipment: Candidate, *, at: datetime) -> tuple[Refusal, ...]:
    """FR-9: say everything that keeps a shipment off a departure; nothing means that it fits."""
    found: list[Refusal] = []
    if at >= room.cut_off:
        found.append(CutOffPassed(f"Cut-off was {room.cut_off}.", cut_off=room.cut_off))
    over_g = loaded.mass_g + shipment.gross_mass_g - room.mass_g
    if over_g > 0:
        found.append(DepartureTooHeavy(f"{over_g} g too heavy.", over_g=over_g))
    over_cm3 = loaded.volume_cm3 + shipment.volume_cm3 - room.volume_cm3
    if over_cm3 > 0:
        found.append(DepartureTooFull(f"{over_cm3} cm3 too large.", over_cm3=over_cm3))
    if shipment.temperature_class not in room.temperature_classes:
        found.append(
            TemperatureDiffers(
                f"{shipment.temperature_class} is not kept.", temperature_class=shipment.temperature_class
            )
        )
    if shipment.promised_by is not None and room.arrives_by > shipment.promised_by:
        found.append(
            PromiseBroken(
                f"Arrives by {room.arrives_by}, promised by {shipment.promised_by}.",
                arrives_by=room.arrives_by,
                promised_by=shipment.promised_by,
            )
        )
    return tuple(found)


def fits(room: Room, loaded: Load, shipment: Candidate, *, at: datetime) -> bool:
    """Whether nothing keeps the shipment off the departure."""
    return not obstacles(room, loaded, shipment, at=at)


def require_fit(room: Room, loaded: Load, shipment: Candidate, *, at: datetime) -> None:
    """
    Refuse a shipment that does not fit, by the first reason.

    :raises CutOffPassed, DepartureTooHeavy, DepartureTooFull, TemperatureDiffers, PromiseBroken:
    """
    for refusal in obstacles(room, loaded, shipment, at=at):
        raise refusal


def fill_bp(room: Room, loaded: Load) -> int:
    """Give how full a departure is, by mass or volume, the greater, in basis points rounded down."""
    return max(
        loaded.mass_g * HUNDRED_PERCENT // room.mass_g, loaded.volume_cm3 * HUNDRED_PERCENT // room.volume_cm3
    )
