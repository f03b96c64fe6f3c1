"""Where a lot may go, and with which documents and tests (rules AD-1 to AD-5)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sogdia.domain.tariff.hs import digits

ANYWHERE = "*"


class Effect(enum.StrEnum):
    """What a rule says. ASK means that nobody has found out yet: closed until somebody has."""

    ALLOWED = "allowed"
    NEEDS_DOCUMENT = "needs-document"
    NEEDS_TEST = "needs-test"
    PROHIBITED = "prohibited"
    ASK = "ask"


NEEDS = frozenset({Effect.NEEDS_DOCUMENT, Effect.NEEDS_TEST})


@dataclass(frozen=True, slots=True)
class AdmissibilityRule:
    """
    One dated rule of a destination on goods of an origin.

    ``destination`` is a market or a customs territory; ``origin`` an ISO 3166-1 code or ``*``; ``origin_region`` a
    region code or ``*``. ``prefixes`` are HS prefixes, ``""`` or ``*`` for all goods. ``limit`` is the highest value of
    ``test`` that passes, in ``limit_unit``; none means that the test must only have been made.
    """

    destination: str
    origin: str
    origin_region: str
    prefixes: tuple[str, ...]
    effect: Effect
    reason_key: str
    legal_source: str
    valid_from: date
    valid_to: date | None
    checked_on: date
    document: str = ""
    test: str = ""
    limit: Decimal | None = None
    limit_unit: str = ""


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What is known of a lot: where it is from (region codes from small to large), its papers, what tests found."""

    origin: str
    region_codes: tuple[str, ...]
    hs_code: str
    documents: frozenset[str] = frozenset()
    tests: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeededTest:
    """A test that a lot needs: its code and the highest value that passes."""

    test: str
    limit: Decimal | None
    limit_unit: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Whether a lot may go there.

    ``allowed`` means that nothing forbids it: it may be offered, and papers and tests may still follow before sealing.
    ``is_ready`` means that nothing is missing: it may be loaded. Each reason is (effect, reason key, legal source).
    """

    allowed: bool
    required_documents: tuple[str, ...] = ()
    required_tests: tuple[NeededTest, ...] = ()
    missing_documents: tuple[str, ...] = ()
    missing_tests: tuple[str, ...] = ()
    failed_tests: tuple[str, ...] = ()
    reasons: tuple[tuple[Effect, str, str], ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether every paper is held and every test was passed."""
        return self.allowed and not self.missing_documents and not self.missing_tests


def _prefix_length(rule: AdmissibilityRule, hs_code: str) -> int | None:
    """Give the length of the longest prefix of the rule that the code has; ``None`` when it has none."""
    bare = (digits(prefix).replace(ANYWHERE, "") for prefix in rule.prefixes)
    return max((len(prefix) for prefix in bare if hs_code.startswith(prefix)), default=None)


def _matching(
    rules: Iterable[AdmissibilityRule], lot: LotFacts, destinations: Sequence[str], on: date
) -> list[tuple[tuple[int, bool], AdmissibilityRule]]:
    """Give the rules that speak of this lot, most specific first: the longest prefix, then a named region."""
    hs_code = digits(lot.hs_code)
    found = []
    for rule in rules:
        length = _prefix_length(rule, hs_code)
        if (
            length is not None
            and rule.destination in destinations
            and rule.origin in (ANYWHERE, lot.origin)
            and (rule.origin_region == ANYWHERE or rule.origin_region in lot.region_codes)
            and rule.valid_from <= on
            and (rule.valid_to is None or on <= rule.valid_to)
        ):
            found.append(((length, rule.origin_region != ANYWHERE), rule))
    return sorted(found, key=lambda ranked: ranked[0], reverse=True)


def _why(rules: Iterable[AdmissibilityRule]) -> tuple[tuple[Effect, str, str], ...]:
    return tuple(dict.fromkeys((rule.effect, rule.reason_key, rule.legal_source) for rule in rules))


def _needs(
    ranked: Sequence[tuple[tuple[int, bool], AdmissibilityRule]],
) -> list[AdmissibilityRule]:
    """AD-4: gather needs from specific to general, down to a rule that allows; of one test the specific limit counts."""
    needs: dict[tuple[Effect, str], AdmissibilityRule] = {}
    allowed_at: tuple[int, bool] | None = None
    for rank, rule in ranked:
        if allowed_at is not None and rank < allowed_at:
            break
        if rule.effect is Effect.ALLOWED:
            allowed_at = rank
        elif rule.effect in NEEDS:
            needs.setdefault((rule.effect, rule.document or rule.test), rule)
    return list(needs.values())


def _fails(rule: AdmissibilityRule, lot: LotFacts) -> bool:
    found = lot.tests.get(rule.test)
    return found is not None and rule.limit is not None and found > rule.limit


def judge(
    rules: Sequence[AdmissibilityRule], lot: LotFacts, destination: str | Sequence[str], on: date
) -> Verdict:
    """
    Judge whether a lot may go to a destination: a market's code, or several with its customs territory.

    AD-1: the most specific rule decides: the longest HS prefix, then a named region.
    AD-2: a prohibition beats everything, however general.
    AD-3: ``ask``, or no rule at all, closes; the unknown is never allowed.
    AD-4: documents and tests add up; a test found above its limit closes.
    AD-5: at home, in the country of origin, no rule is needed.
    """
    destinations = (destination,) if isinstance(destination, str) else tuple(destination)
    ranked = _matching(rules, lot, destinations, on)
    forbidding = [rule for _, rule in ranked if rule.effect is Effect.PROHIBITED]
    if forbidding:
        return Verdict(allowed=False, reasons=_why(forbidding))
    if not ranked:
        if lot.origin in destinations:
            return Verdict(allowed=True)
        return Verdict(allowed=False, reasons=((Effect.ASK, "no-rule-known", ""),))
    deciding = [rule for rank, rule in ranked if rank == ranked[0][0]]
    asking = [rule for rule in deciding if rule.effect is Effect.ASK]
    if asking:
        return Verdict(allowed=False, reasons=_why(asking))
    needs = _needs(ranked)
    documents = [rule for rule in needs if rule.effect is Effect.NEEDS_DOCUMENT]
    tests = [rule for rule in needs if rule.effect is Effect.NEEDS_TEST]
    failed = tuple(rule.test for rule in tests if _fails(rule, lot))
    return Verdict(
        allowed=not failed,
        required_documents=tuple(rule.document for rule in documents),
        required_tests=tuple(NeededTest(rule.test, rule.limit, rule.limit_unit) for rule in tests),
        missing_documents=tuple(rule.document for rule in documents if rule.document not in lot.documents),
        missing_tests=tuple(rule.test for rule in tests if rule.test not in lot.tests),
        failed_tests=failed,
        reasons=_why([*needs, *(rule for rule in deciding if rule.effect is Effect.ALLOWED)]),
    )
