"""Which tariff measures apply to goods, and the duty they make (rules TA-3 to TA-6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sogdia.domain.pricing.inputs import Rates
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.expressions import DutyNotComputable, Measured, amount_of
from sogdia.domain.tariff.hs import digits
from sogdia.domain.tariff.measures import Measure, MeasureKind

ANY_ORIGIN = "*"


class TariffUnknown(Refusal):
    """No third-country duty is known for this code: the market is closed for it, never free of duty."""

    code = "tariff-unknown"


@dataclass(frozen=True, slots=True)
class Duty:
    """The exact duty in minor units of the duty currency, and the measures it was computed from."""

    amount: Fraction
    measures: tuple[Measure, ...]


def _concerns(measure: Measure, *, code: str, origin: str, on: date, proofs: Collection[str]) -> bool:
    return (
        measure.valid_from <= on
        and (measure.valid_to is None or on <= measure.valid_to)
        and code.startswith(digits(measure.code))
        and measure.origin in (ANY_ORIGIN, origin)
        and (measure.kind is not MeasureKind.PREFERENCE or not measure.proof or measure.proof in proofs)
    )


def _rank(measure: Measure) -> tuple[int, bool, date, int]:
    """The longest prefix first, then the named origin, then the newest."""
    return (len(digits(measure.code)), measure.origin != ANY_ORIGIN, measure.valid_from, measure.id)


def _of(kind: MeasureKind, measures: Iterable[Measure]) -> list[Measure]:
    return sorted((m for m in measures if m.kind is kind), key=_rank, reverse=True)


def applicable(
    measures: Sequence[Measure], *, code: str, origin: str, on: date, proofs: Collection[str]
) -> tuple[Measure, ...]:
    """
    Give the measures that compete or stack: third-country duty, then preferences with proof, then additional duties.

    TA-3: valid on the day; the longest prefix wins, then a named origin over any, then the newest.
    TA-4: of each preference (told apart by its proof) only the longest prefix, and only if its proof is held.
    TA-5: all additional duties apply together.

    :raises TariffUnknown: when no third-country duty is known (TA-6).
    """
    bare = digits(code)
    these = [m for m in measures if _concerns(m, code=bare, origin=origin, on=on, proofs=proofs)]
    ordinary = _of(MeasureKind.THIRD_COUNTRY, these)
    if not ordinary:
        raise TariffUnknown(f"No duty is known for {code} from {origin} on {on}.", code=code, origin=origin)
    preferences: dict[str, Measure] = {}
    for measure in _of(MeasureKind.PREFERENCE, these):
        preferences.setdefault(measure.proof, measure)
    return (ordinary[0], *preferences.values(), *_of(MeasureKind.ADDITIONAL, these))


def duty_for(
    measures: Sequence[Measure],
    *,
    code: str,
    origin: str,
    on: date,
    proofs: Collection[str],
    value: Fraction,
    currency: str,
    measured: Measured,
    rates: Rates,
) -> Duty:
    """
    Compute the duty: the cheaper of third-country duty and preference, plus every additional duty.

    A preference is a claim that one may leave unused, so one that is not computable gives way to the third-country duty.

    :raises TariffUnknown, DutyNotComputable: the product is closed in this market (TA-6).
    """

    def compute(measure: Measure) -> Fraction:
        return amount_of(measure.expression, value=value, currency=currency, measured=measured, rates=rates)

    chosen, *rest = applicable(measures, code=code, origin=origin, on=on, proofs=proofs)
    lowest = compute(chosen)
    for preference in (m for m in rest if m.kind is MeasureKind.PREFERENCE):
        try:
            asked = compute(preference)
        except DutyNotComputable:
            continue
        if asked < lowest:
            chosen, lowest = preference, asked
    additional = [m for m in rest if m.kind is MeasureKind.ADDITIONAL]
    return Duty(lowest + sum((compute(m) for m in additional), Fraction(0)), (chosen, *additional))
