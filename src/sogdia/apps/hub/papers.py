"""Which papers and tests a shipment still misses for its market: no document, no loading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sogdia.apps.catalogue.models import Classification
from sogdia.apps.hub.goods import Goods
from sogdia.apps.lots.models import Lot, LotTest
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes.book_rows import admissibility_of, region_chains
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.admissibility import LotFacts, Verdict, judge

#: A report whose finding is not a figure and that did not pass is above any limit.
_ABOVE_ANY = Decimal("Infinity")


class PaperMissing(Refusal):
    """A document or test that the destination asks for is not there."""

    code = "paper-missing"


@dataclass(frozen=True, slots=True)
class Need:
    """One paper that a lot needs: ``kind`` is document, test or entry (the goods may not enter at all)."""

    shipment_id: int
    lot: Lot
    product_names: dict[str, str]
    kind: str
    code: str
    is_held: bool
    source: str = ""


def needs_of(goods: Iterable[Goods], *, at: datetime) -> list[Need]:
    """Give every paper that the destination asks of these shipments, held or not; a few queries for all."""
    rows = list(goods)
    pairs = [(one, line) for one in rows for line in one.standing]
    tests = _tests({line.line.lot_id for _one, line in pairs})
    codes = _codes({line.line.product_id for _one, line in pairs})
    chains, _live = region_chains() if pairs else ({}, frozenset())
    rules: dict[int, object] = {}
    found: dict[tuple[int, int, str, str], Need] = {}
    for one, line in pairs:
        market: Market = one.shipment.order.market
        if market.pk not in rules:
            rules[market.pk] = admissibility_of(market)
        lot, product = line.line.lot, line.line.product
        verdict = judge(
            rules[market.pk],  # type: ignore[arg-type]
            LotFacts(
                origin=lot.origin_country,
                region_codes=chains.get(lot.origin_region_id, ()),
                hs_code=codes.get((product.pk, market.territory), product.hs6),
                documents=frozenset(lot.proofs),
                tests=tests.get(lot.pk, {}),
            ),
            (market.code, market.territory),
            at.astimezone(ZoneInfo(market.timezone)).date(),
        )
        for kind, code, held in _said(verdict):
            key = (one.shipment.pk, lot.pk, kind, code)
            found[key] = Need(
                one.shipment.pk, lot, product.names, kind, code, held, _source(verdict, kind, code)
            )
    return list(found.values())


def _said(verdict: Verdict) -> list[tuple[str, str, bool]]:
    if not verdict.allowed and not verdict.failed_tests:
        return [("entry", verdict.reasons[0][1] if verdict.reasons else "no-rule-known", False)]
    bad = set(verdict.missing_tests) | set(verdict.failed_tests)
    return [
        *(("document", code, code not in verdict.missing_documents) for code in verdict.required_documents),
        *(("test", need.test, need.test not in bad) for need in verdict.required_tests),
    ]


def _source(verdict: Verdict, kind: str, code: str) -> str:
    return next((source for _effect, _key, source in verdict.reasons if source), "")


def _tests(lot_ids: set[int]) -> dict[int, dict[str, Decimal]]:
    found: dict[int, dict[str, Decimal]] = {}
    for row in LotTest.objects.filter(lot__in=lot_ids).order_by("sampled_on", "id"):
        value = row.found_value
        if value is None:
            value = Decimal(0) if row.passed else _ABOVE_ANY
        found.setdefault(row.lot_id, {})[row.name_code] = value
    return found


def _codes(product_ids: set[int]) -> dict[tuple[int, str], str]:
    rows = Classification.objects.filter(product__in=product_ids, state="approved")
    return {(row.product_id, row.territory): row.code for row in rows}


def require_papers(goods: Goods, *, at: datetime) -> None:
    """
    Refuse to load what lacks a paper.

    :raises PaperMissing: with ``paper`` and ``lot``, for the first that is missing.
    """
    for need in needs_of([goods], at=at):
        if not need.is_held:
            raise PaperMissing(
                f"{need.lot.ref} lacks {need.code}.", paper=need.code, lot=need.lot.ref, kind=need.kind
            )
