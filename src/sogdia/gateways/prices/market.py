"""What one market asks, worked out once for all goods: verdicts, duties, rates, and each departure's terms."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from sogdia.domain import fx
from sogdia.domain.pricing.closed import NotAdmissible, NotClassified, VatUnknown
from sogdia.domain.pricing.inputs import CustomsBasis, EntryMode, LowValueKind
from sogdia.domain.pricing.landed import EntryNotDescribed
from sogdia.domain.pricing.sheets import NONE, GoodsSheet, LotSource, MarketSheet, SheetWay
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.admissibility import ANYWHERE, AdmissibilityRule, LotFacts, judge
from sogdia.domain.tariff.hs import digits
from sogdia.gateways.prices import whole
from sogdia.gateways.prices.duties import Duties
from sogdia.gateways.prices.goods import Flags, ints
from sogdia.gateways.prices.refusals import Refusals
from sogdia.gateways.prices.whole import Ints

Ratio = tuple[int, int]


@dataclass(slots=True)
class Terms:
    """What one way asks, in the market's currency; each ratio turns whole minor units and grams into its minor units."""

    refused_before: int = NONE
    refused_after: int = NONE
    main: Ratio = (1, 1)
    mile_fixed: int = 0
    mile_per_kg: int = 0
    mile: Ratio = (1, 1)
    clearing_entry: int = 0
    clearing_per_kg: Ratio = (0, 1)
    relief_below: int = NONE
    relief_flat: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether nothing is ever priced on this way."""
        return self.refused_before != NONE or self.refused_after != NONE


@dataclass(slots=True)
class Market:
    """One market's sheet, read for columns."""

    sheet: MarketSheet
    goods: GoodsSheet
    refusals: Refusals = field(default_factory=Refusals)

    closed_of_goods: Ints = field(init=False)
    currency_refusal: Ints = field(init=False)
    currency_ratio: list[Ratio] = field(init=False)
    kind_of_source: Ints = field(init=False)
    kinds: list[LotSource] = field(init=False)
    code: Ints = field(init=False)
    line_refusal: Ints = field(init=False)
    vat_bp: Ints = field(init=False)
    has_no_relief: Flags = field(init=False)
    duties: Duties = field(init=False)
    terms: list[Terms] = field(init=False)
    rank: Ints = field(init=False)
    _verdicts: dict[tuple[str, int], int] = field(default_factory=dict)
    _rules: dict[str, list[tuple[int, AdmissibilityRule]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sheet = self.sheet
        self.closed_of_goods = np.array([*map(self.refusals.add, self.goods.refusals), NONE], dtype=np.int64)
        self._read_currencies()
        self._read_kinds()
        self._read_codes()
        self.duties = Duties(sheet, self.kinds, self.refusals)
        known: dict[object, Terms] = {}
        self.terms = [
            known.get(key) or known.setdefault(key, self._terms(way))
            for way in sheet.ways
            for key in [(way.tariff.currency, way.lane_market)]
        ]
        order = sorted(range(len(sheet.ways)), key=lambda place: (sheet.ways[place].leaves_at, place))
        self.rank = np.empty(len(order), dtype=np.int64)
        self.rank[order] = np.arange(len(order))
        for place, rule in enumerate(sheet.admissibility):
            for prefix in {digits(text).replace(ANYWHERE, "") for text in rule.prefixes}:
                self._rules.setdefault(prefix, []).append((place, rule))

    @property
    def is_home(self) -> bool:
        """Whether goods never cross a border to get here."""
        return self.sheet.rules.basis is CustomsBasis.NONE

    @property
    def closed(self) -> int:
        """Give the refusal that closes the whole market, if any."""
        return NONE if self.sheet.closed is None else self.refusals.add(self.sheet.closed)

    def _read_currencies(self) -> None:
        sheet, every = self.sheet, self.goods.all_terms
        self.currency_ratio, refused = [], []
        for terms in every:
            try:
                rate = sheet.rates.get(terms.currency, sheet.rules.currency)
                fx.check_age(rate, today=sheet.today, max_age_days=sheet.fx_max_age_days)
            except Refusal as refusal:
                refused.append(self.refusals.add(refusal))
                self.currency_ratio.append((0, 1))
            else:
                refused.append(NONE)
                self.currency_ratio.append(_ratio(rate.exact_minor(1)))
        self.currency_refusal = np.array(refused, dtype=np.int64)

    def _read_kinds(self) -> None:
        """Tell sources apart only by what some rule or measure here asks about."""
        rules = self.sheet.admissibility
        regions = {rule.origin_region for rule in rules}
        papers = {measure.proof for some in self.sheet.codes.measures for measure in some}
        kinds: dict[LotSource, int] = {}
        found = []
        for source in self.goods.lots.sources:
            kind = LotSource(
                source.origin,
                tuple(code for code in source.region_codes if code in regions),
                source.proofs & papers,
            )
            found.append(kinds.setdefault(kind, len(kinds)))
        self.kinds, self.kind_of_source = list(kinds), np.array(found, dtype=np.int64)

    def _read_codes(self) -> None:
        sheet, codes = self.sheet, self.sheet.codes
        market = sheet.rules.code
        self.code = ints(codes.code)
        vat_class = ints(codes.vat_class)
        unknown = [
            NONE
            if name in sheet.vat_bp
            else self.refusals.add(VatUnknown(f"No VAT rate for {name} in {market}.", market=market))
            for name in codes.vat_classes
        ]
        territory = sheet.rules.territory
        not_classified = self.refusals.add(NotClassified(f"In {territory}.", territory=territory))
        # The last place of each table answers for NONE.
        self.line_refusal = np.where(
            ints(codes.approved) == 1,
            np.array([*unknown, not_classified], dtype=np.int64)[vat_class],
            not_classified,
        )
        self.vat_bp = np.array(
            [*(sheet.vat_bp.get(name, 0) for name in codes.vat_classes), 0], dtype=np.int64
        )[vat_class]
        excluded = tuple(digits(prefix) for prefix in sheet.rules.low_value.excluded_prefixes)
        self.has_no_relief = np.array(
            [*(digits(code).startswith(excluded) for code in codes.codes), False], dtype=bool
        )

    def _terms(self, way: SheetWay) -> Terms:
        """Read one way; a refusal before the duty is asked comes first, one after it only where the duty is known."""
        rules, currency, lane_market = self.sheet.rules, self.sheet.rules.currency, way.lane_market
        found = Terms()
        is_home = lane_market.entry_mode is EntryMode.HOME
        try:
            if is_home != self.is_home:
                raise EntryNotDescribed(
                    f"{rules.code}: entry {lane_market.entry_mode}, customs basis {rules.basis}.",
                    market=rules.code,
                    entry_mode=str(lane_market.entry_mode),
                    basis=str(rules.basis),
                )
            found.main = _ratio(self._factor(way.tariff.currency))
            mile = self._factor(lane_market.last_mile_currency) / 1000
            found.mile = _ratio(mile)
            found.mile_fixed = lane_market.last_mile_per_shipment_minor * 1000
            found.mile_per_kg = lane_market.last_mile_per_kg_minor
        except Refusal as refusal:
            found.refused_before = self.refusals.add(refusal)
            return found
        try:
            if lane_market.entry_mode is EntryMode.INDIVIDUAL:
                self._read_relief(found)
            if not is_home:
                clearing = self.sheet.rates.get(lane_market.clearing_currency, currency)
                if lane_market.entry_mode is EntryMode.INDIVIDUAL:
                    found.clearing_entry = _rounded(
                        clearing.exact_minor(lane_market.clearing_per_entry_minor)
                    )
                found.clearing_per_kg = _ratio(clearing.exact_minor(lane_market.clearing_per_kg_minor) / 1000)
        except Refusal as refusal:
            found.refused_after = self.refusals.add(refusal)
        return found

    def _read_relief(self, found: Terms) -> None:
        rule = self.sheet.rules.low_value
        if rule.kind is LowValueKind.NONE or not rule.is_valid(self.sheet.today):
            return
        rate = self.sheet.rates.get(rule.currency, self.sheet.rules.currency)
        found.relief_below = math.floor(rate.exact_minor(rule.limit_minor))
        if rule.kind is LowValueKind.FLAT_PER_SUBHEADING:
            found.relief_flat = _rounded(rate.exact_minor(rule.flat_minor))

    def _factor(self, base: str) -> Fraction:
        return self.sheet.rates.get(base, self.sheet.rules.currency).exact_minor(1)

    def verdict(self, code: str, kind: int) -> int:
        """Give why goods of a code from a kind of source may not come here; ``NONE`` if they may."""
        if (code, kind) not in self._verdicts:
            self._verdicts[code, kind] = self._judge(code, self.kinds[kind])
        return self._verdicts[code, kind]

    def _judge(self, code: str, kind: LotSource) -> int:
        rules = self.sheet.rules
        bare = digits(code)
        these = {
            place: rule
            for length in range(len(bare) + 1)
            for place, rule in self._rules.get(bare[:length], ())
        }
        verdict = judge(
            [these[place] for place in sorted(these)],
            LotFacts(kind.origin, kind.region_codes, code),
            (rules.code, rules.territory),
            self.sheet.today,
        )
        if verdict.allowed:
            return NONE
        effect, reason_key, legal_source = verdict.reasons[0] if verdict.reasons else ("ask", "unknown", "")
        return self.refusals.add(
            NotAdmissible(
                f"{code} in {rules.code}: {reason_key}",
                effect=str(effect),
                reason_key=reason_key,
                legal_source=legal_source,
                market=rules.code,
            )
        )


def _ratio(value: Fraction) -> Ratio:
    if value < 0:
        raise whole.TooLarge
    return value.numerator, value.denominator


def _rounded(value: Fraction) -> int:
    over, under = _ratio(value)
    return (2 * over + under) // (2 * under)
