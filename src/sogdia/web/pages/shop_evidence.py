"""What proves a lot, laid out for reading: facts, tests with their limits, photographs, events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sogdia.apps.lots.selectors import LotFacts, TestFacts
from sogdia.apps.lots.seller_selectors import FindingRow
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.words import goods

#: A finding as buyers see it, or as its seller does.
Finding = TestFacts | FindingRow

#: Units that only count; the finding is then said in words.
_NONE_FOUND = {"residues above their limit", "Salmonella in 25 g", "> MRL", "/ 25 g"}
#: A limit with one of these is the least that must be found, not the most.
_LEAST = ("at least", "min.")


@dataclass(frozen=True)
class TestRow:
    """One finding with the limit beside it."""

    __test__ = False

    name: str
    found: str
    limit: str
    limit_source: str
    passed: bool
    laboratory: str


def lot_facts(lot: LotFacts, hub: str = "") -> tuple[tuple[str, str], ...]:
    """Give the facts of a lot: reference, harvest, grade, best before, what is left, where it lies."""
    return (
        (_("Lot"), lot.ref),
        (_("Made") if goods.is_made(lot.category) else _("Harvest"), formats.day(lot.harvested_on)),
        (_("Grade"), goods.grade_name(lot.grade)),
        (_("Best before"), formats.day(lot.best_before) if lot.best_before else _("Does not spoil")),
        (_("Left in lot"), goods.quantity(lot.qty_left, lot.stock_unit)),
        (_("Lies"), place_words(lot, hub)),
    )


def place_words(lot: LotFacts, hub: str = "") -> str:
    """Say where a lot lies: with its producer, or at a hub."""
    if lot.place == "seller":
        return _("with the producer, %(place)s") % {"place": pick(lot.region_names)}
    return hub or _("at the hub, %(place)s") % {"place": lot.place.capitalize()}


def test_rows(tests: Sequence[Finding]) -> tuple[TestRow, ...]:
    """Lay findings out, the limit beside each."""
    return tuple(
        TestRow(
            name=goods.test_name(test.name_code),
            found=_found(test),
            limit=_limit(test),
            limit_source=_("the producer's own limit")
            if test.limit_source == "producer's specification"
            else test.limit_source,
            passed=test.passed,
            laboratory=_laboratory(test),
        )
        for test in tests
    )


def _laboratory(test: Finding) -> str:
    return _("a fictional laboratory") if test.laboratory == "fictional" else test.laboratory


def _found(test: Finding) -> str:
    if test.unit in _NONE_FOUND:
        return _("none found") if test.found in {"0", "none"} else test.found
    return _with_unit(test.found, test.unit)


def _limit(test: Finding) -> str:
    if not test.limit:
        return ""
    if test.unit in _NONE_FOUND:
        return _("none") if test.limit == "0" else test.limit
    if test.unit.endswith(_LEAST):
        return _("at least %(amount)s") % {"amount": _with_unit(test.limit, test.unit)}
    return _with_unit(test.limit, test.unit)


def _with_unit(figure: str, unit: str) -> str:
    for word in _LEAST:
        unit = unit.removesuffix(word)
    bare = unit.rstrip(", ").split(" ")[0]
    said = formats.figure(figure)
    return f"{said}{formats.NBSP}{bare}" if bare else said


def tests_note(tests: Sequence[Finding]) -> str:
    """Say when samples were taken and by whom."""
    if not tests:
        return ""
    first, last = min(test.sampled_on for test in tests), max(test.sampled_on for test in tests)
    laboratories = ", ".join(dict.fromkeys(_laboratory(test) for test in tests))
    if first == last:
        return _("Sampled on %(day)s by %(laboratory)s.") % {
            "day": formats.day(first),
            "laboratory": laboratories,
        }
    return _("Sampled between %(first)s and %(last)s by %(laboratory)s.") % {
        "first": formats.day(first),
        "last": formats.day(last),
        "laboratory": laboratories,
    }
