"""Which tariff measures apply to goods, and the duty they make (rules TA-3 to TA-13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from sogdia.domain.pricing.inputs import Rates
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.expressions import DutyNotComputable, Measured, amount_of
from sogdia.domain.tariff.hs import digits
from sogdia.domain.tariff.measures import Measure, MeasureKind, on_day

ANY_ORIGIN = "*"
_RELIEFS: Final = tuple(kind for kind in MeasureKind if kind.is_relief)
_STACKING: Final = tuple(
    kind for kind in MeasureKind if not kind.is_relief and kind is not MeasureKind.THIRD_COUNTRY
)


class TariffUnknown(Refusal):
    """No third-country duty is known for this code: the market is closed for it, never free of duty."""

    code = "tariff-unknown"


@dataclass(frozen=True, slots=True)
class Duty:
    """The exact duty in minor units of the duty currency, the measures it was computed from, and what each asks."""

    amount: Fraction
    measures: tuple[Measure, ...]
    amounts: tuple[Fraction, ...]


def _concerns(measure: Measure, *, code: str, origin: str, on: date, proofs: Collection[str]) -> bool:
    return (
        measure.valid_from <= on
        and (measure.valid_to is None or on <= measure.valid_to)
        and code.startswith(digits(measure.code))
        and measure.origin in (ANY_ORIGIN, origin)
        and (not measure.proof or measure.proof in proofs)
        and (measure.kind is not MeasureKind.QUOTA or bool(measure.proof))
    )


def _rank(measure: Measure) -> tuple[int, bool, date, int]:
    """The longest prefix first, then the named origin, then the newest."""
    return (len(digits(measure.code)), measure.origin != ANY_ORIGIN, measure.valid_from, measure.id)


def _of(kind: MeasureKind, measures: Iterable[Measure]) -> list[Measure]:
    found = [m for m in measures if m.kind is kind]
    return sorted(found, key=_rank, reverse=True) if len(found) > 1 else found


def _reliefs(measures: Iterable[Measure]) -> list[Measure]:
    """TA-4, TA-9: of each relief, told apart by its kind and proof, the one that says most."""
    found: dict[tuple[str, str], Measure] = {}
    for kind in _RELIEFS:
        for measure in _of(kind, measures):
            found.setdefault((kind, measure.proof), measure)
    return list(found.values())


def _stacking(measures: Iterable[Measure]) -> list[Measure]:
    """TA-5, TA-10: every additional duty and excise; of each kind of trade defence one rate, the exporter's own first."""
    found: list[Measure] = []
    for kind in _STACKING:
        ranked = _of(kind, measures)
        if ranked and kind.is_defence:
            ranked = sorted(ranked, key=lambda one: bool(one.proof), reverse=True)[:1]
        found.extend(ranked)
    return found


def applicable(
    measures: Sequence[Measure], *, code: str, origin: str, on: date, proofs: Collection[str]
) -> tuple[Measure, ...]:
    """
    Give the measures that compete or stack: third-country duty, then reliefs, then what is added to any of them.

    TA-3: valid on the day; the longest prefix wins, then a named origin over any, then the newest.
    TA-4: of each preference (told apart by its proof) only the longest prefix, and only if its proof is held.
    TA-5: all additional duties and excises apply together.
    TA-9: a suspension competes like a preference, a quota only with the proof of a share in it.
    TA-10: of each kind of trade defence the rate of the exporter, if its proof is held, else that of all others.
    TA-11: a duty by season is that of the day.

    :raises TariffUnknown: when no third-country duty is known (TA-6).
    """
    bare = digits(code)
    these = [m for m in measures if _concerns(m, code=bare, origin=origin, on=on, proofs=proofs)]
    ordinary = _of(MeasureKind.THIRD_COUNTRY, these)
    if not ordinary:
        raise TariffUnknown(f"No duty is known for {code} from {origin} on {on}.", code=code, origin=origin)
    found = (ordinary[0], *_reliefs(these), *_stacking(these))
    return tuple(_as_of(one, on) for one in found)


def _as_of(measure: Measure, day: date) -> Measure:
    expression = on_day(measure.expression, day)
    return measure if expression == measure.expression else replace(measure, expression=expression)


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
    Compute the duty: the cheapest of third-country duty and reliefs, plus everything that stacks.

    A relief is a claim that one may leave unused, so one that is not computable gives way to the third-country duty.

    :raises TariffUnknown, DutyNotComputable: the product is closed in this market (TA-6).
    """

    def compute(measure: Measure) -> Fraction:
        return amount_of(measure.expression, value=value, currency=currency, measured=measured, rates=rates)

    chosen, *rest = applicable(measures, code=code, origin=origin, on=on, proofs=proofs)
    lowest = compute(chosen)
    for relief in (m for m in rest if m.kind.is_relief):
        try:
            asked = compute(relief)
        except DutyNotComputable:
            continue
        if asked < lowest:
            chosen, lowest = relief, asked
    stacking = [m for m in rest if not m.kind.is_relief]
    amounts = (lowest, *(compute(m) for m in stacking))
    return Duty(sum(amounts, Fraction(0)), (chosen, *stacking), amounts)
