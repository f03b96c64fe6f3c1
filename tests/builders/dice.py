"""Random markets and goods, as rows for the exact engine and as columns for the other; all from one seed."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from fractions import Fraction

from builders import sheets
from sogdia.apps.catalogue.models import Classification, Offer, Pack, Product
from sogdia.apps.departures.models import Departure, Lane, LaneService
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import Market
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes.book import MarketBook, Way
from sogdia.apps.quotes.sheets import market_sheet
from sogdia.domain.fx import FxRate
from sogdia.domain.pricing.inputs import (
    CustomsBasis,
    EntryMode,
    LaneMarket,
    LaneTariff,
    LowValueCounts,
    LowValueKind,
    LowValueRule,
    MarketRules,
    Rates,
)
from sogdia.domain.pricing.sheets import CodesSheet, GoodsSheet
from sogdia.domain.pricing.windows import ArrivalWindow
from sogdia.domain.tariff.admissibility import AdmissibilityRule, Effect
from sogdia.domain.tariff.measures import (
    AdValorem,
    Ask,
    ByValue,
    Expression,
    MaxOf,
    Measure,
    MeasureKind,
    MinOf,
    Season,
    Seasonal,
    Specific,
    Step,
    SumOf,
)

TODAY = dt.date(2026, 9, 1)
AT = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)
CURRENCIES = ("EUR", "JPY", "RUB", "KWD", "CNY", "UZS")
UNITS = ("g", "kg", "t", "l", "hl", "item", "m2", "lpa", "pair", "m3")
PAPERS = ("origin", "organic", "phyto")
REGIONS = ("turpan", "hami", "xinjiang", "gansu")


@dataclass(frozen=True)
class World:
    """One market and its goods, twice: as rows and as columns."""

    book: MarketBook
    offers: list[Offer]
    lots: list[list[Lot]]
    goods: GoodsSheet
    codes: CodesSheet
    packs: int

    @property
    def market(self):
        """Give the market's columns."""
        return market_sheet(self.book, self.codes)


class Dice:
    """Makes one random world."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def often(self, share: float) -> bool:
        return self.dice.random() < share

    def size(self, top: int) -> int:
        """A number of any order of magnitude."""
        return int(self.dice.uniform(0, 1) ** 4 * top)

    def expression(self, depth: int = 2) -> Expression:
        kind = self.dice.choice("aaassssmxuqvh" if depth else "aass")
        if kind == "a":
            return AdValorem(Fraction(self.dice.choice((0, 0, 5, 24, 96, 128, 1000, self.size(4000))), 1000))
        if kind == "s":
            amount = Fraction(self.dice.choice((1, 5, 15, 250, self.size(10_000))), 100)
            per = Fraction(self.dice.choice((1, 1, 100, 1000)))
            currency = self.dice.choice((*CURRENCIES, "USD"))
            return Specific(amount, currency, per, self.dice.choice(UNITS[: 10 if self.often(0.1) else 9]))
        if kind == "q":
            return Ask("agri-component") if self.often(0.4) else AdValorem(Fraction(1, 10))
        if kind == "v":
            return self.by_value(depth - 1)
        if kind == "h":
            return self.season(depth - 1)
        parts = tuple(self.expression(depth - 1) for _ in range(self.dice.randint(1, 3)))
        return {"m": MinOf, "x": MaxOf, "u": SumOf}[kind](parts)

    def by_value(self, depth: int) -> ByValue:
        """Steps down to nought, now and then with nothing below the last."""
        unit, currency = self.dice.choice(UNITS[:7]), self.dice.choice(CURRENCIES)
        amounts = sorted({0, *(self.size(5_000) for _ in range(2))}, reverse=True)
        steps = [
            Step(Specific(Fraction(each, 100), currency, Fraction(1), unit), self.expression(depth))
            for each in amounts
        ]
        return ByValue(tuple(steps if self.often(0.8) else steps[:1]))

    def season(self, depth: int = 2) -> Seasonal:
        """Two halves of a year, now and then with a gap today."""
        days = (((1, 1), (6, 30)), ((7, 1), (12, 31)))
        halves = [Season(first, last, self.expression(depth)) for first, last in days]
        return Seasonal(tuple(halves if self.often(0.8) else halves[: self.dice.randint(0, 1)]))

    def measures(self, code: str) -> tuple[Measure, ...]:
        kinds = [MeasureKind.THIRD_COUNTRY] * self.dice.randint(1, 3)
        kinds += [MeasureKind.PREFERENCE] * self.dice.randint(0, 3)
        kinds += [MeasureKind.ADDITIONAL] * self.dice.choice((0, 0, 0, 1, 2))
        kinds += self.dice.sample(list(MeasureKind), self.dice.choice((0, 0, 1, 3)))
        return tuple(
            Measure(
                id=number,
                territory="T",
                code=code[: self.dice.randint(2, len(code))],
                kind=kind,
                origin=self.dice.choice(("*", "CN", "CN", "KZ")),
                expression=self.season() if self.often(0.1) else self.expression(),
                rate_text="",
                valid_from=TODAY - dt.timedelta(days=self.dice.choice((1, 400))),
                valid_to=self.dice.choice((None, None, None, TODAY, TODAY - dt.timedelta(days=1))),
                proof="" if kind is MeasureKind.THIRD_COUNTRY else self.dice.choice(("", *PAPERS)),
                source="",
                checked_on=TODAY,
            )
            for number, kind in enumerate(kinds, 1)
        )

    def rates(self) -> Rates:
        found = {}
        for base in (*CURRENCIES, "USD"):
            for quote in CURRENCIES:
                if base != quote and self.often(0.99):
                    value = Fraction(
                        round(10 ** self.dice.uniform(-3, 4), self.dice.randint(2, 9))
                    ).limit_denominator(10 ** self.dice.choice((2, 4, 8, 10, 12)))
                    value = Fraction(f"{float(value):.{self.dice.choice((2, 4, 8, 10, 12))}f}") or Fraction(
                        1, 8
                    )
                    as_of = TODAY - dt.timedelta(days=8 if self.often(0.01) else self.dice.randint(0, 2))
                    found[base, quote] = FxRate(len(found) + 1, base, quote, value, as_of, "")
        return Rates(found)

    def rules(self) -> MarketRules:
        kind = self.dice.choice(list(LowValueKind))
        return MarketRules(
            code="M",
            currency=self.dice.choice(CURRENCIES),
            territory="T",
            basis=self.dice.choice((CustomsBasis.CIF, CustomsBasis.CIF, CustomsBasis.FOB, CustomsBasis.NONE)),
            vat_includes_duty=self.often(0.7),
            vat_includes_inland=self.often(0.5),
            low_value=LowValueRule(
                kind=kind,
                limit_minor=self.dice.choice((0, 15_000, self.size(10**7))),
                flat_minor=self.dice.choice((300, self.size(10_000))),
                currency=self.dice.choice((*CURRENCIES, "USD")),
                counts=self.dice.choice(list(LowValueCounts)),
                excluded_prefixes=self.dice.choice(((), ("0806",), ("22", "08 02"))),
                valid_from=self.dice.choice((None, TODAY, TODAY + dt.timedelta(days=1))),
                valid_to=self.dice.choice((None, None, TODAY)),
            ),
        )

    def lane_market(self, rules: MarketRules) -> LaneMarket:
        mode = self.dice.choice((EntryMode.CONSOLIDATED, EntryMode.INDIVIDUAL))
        if (rules.basis is CustomsBasis.NONE) != self.often(0.03):
            mode = EntryMode.HOME
        return LaneMarket(
            entry_mode=mode,
            last_mile_currency=self.dice.choice((rules.currency, *CURRENCIES)),
            last_mile_per_shipment_minor=self.size(10_000),
            last_mile_per_kg_minor=self.size(2_000),
            clearing_currency=self.dice.choice((rules.currency, *CURRENCIES)),
            clearing_per_entry_minor=self.size(10_000),
            clearing_per_kg_minor=self.size(500),
            importer_of_record="Importer",
        )

    def tariff(self) -> LaneTariff:
        return LaneTariff(
            currency=self.dice.choice(("CNY", "CNY", "EUR", "USD")),
            vehicle_fixed_minor=self.size(10**8),
            capacity_mass_g=self.dice.randint(10**5, 3 * 10**7),
            capacity_volume_cm3=self.dice.randint(10**5, 10**8),
            per_kg_minor=self.size(2_000),
            per_m3_minor=self.size(50_000),
            minimum_minor=self.size(5_000),
            surcharge_minor=self.size(2_000),
            wm_kg_per_m3=self.dice.choice((167, 333, 1000)),
            careful_fill_bp=self.dice.randint(1, 10_000),
            standalone_per_kg_minor=self.size(10_000),
            standalone_minimum_minor=self.size(20_000),
            insurance_bp=self.size(500),
            border_share_bp=self.dice.choice((10_000, 8_000, self.size(10_000))),
        )

    def ways(self, rules: MarketRules) -> tuple[Way, ...]:
        found = []
        for lane_id in range(1, self.dice.randint(0 if self.often(0.1) else 1, 4) + 1):
            lane = Lane(
                pk=lane_id,
                temperatures=self.dice.choice(
                    (["ambient"], ["ambient", "chilled"], ["ambient", "chilled", "frozen"])
                ),
            )
            tariff, lane_market, service = self.tariff(), self.lane_market(rules), LaneService(pk=lane_id)
            for _ in range(self.dice.randint(1, 4)):
                cutoff = AT + dt.timedelta(days=self.dice.randint(1, 40))
                mass, volume = self.size(3 * 10**6), self.size(10**7)
                departure = Departure(
                    ref="",
                    lane=lane,
                    cutoff_at=cutoff,
                    leaves_at=cutoff + dt.timedelta(days=self.dice.randint(0, 3)),
                    capacity_mass_g=mass + self.dice.choice((self.size(10**6), 10**8)),
                    capacity_volume_cm3=volume + self.dice.choice((self.size(10**7), 10**9)),
                    booked_mass_g=mass,
                    booked_volume_cm3=volume,
                )
                first = departure.leaves_at.date() + dt.timedelta(days=self.dice.randint(1, 20))
                window = ArrivalWindow(first, first + dt.timedelta(days=self.dice.randint(0, 20)))
                found.append(Way(departure, service, tariff, lane_market, window))
        found.sort(key=lambda way: way.departure.cutoff_at)
        for number, way in enumerate(found, 1):
            way.departure.pk, way.departure.ref = number, f"D-{number}"
        return tuple(found)

    def admissibility(self, codes: list[str]) -> tuple[AdmissibilityRule, ...]:
        everything = AdmissibilityRule(
            "T", "*", "*", ("",), Effect.ALLOWED, "all", "Law", dt.date(2020, 1, 1), None, TODAY
        )
        some = [
            AdmissibilityRule(
                destination=self.dice.choice(("M", "T", "X")),
                origin=self.dice.choice(("*", "CN")),
                origin_region=self.dice.choice(("*", "*", *REGIONS)),
                prefixes=self.dice.choice(
                    ((self.dice.choice(codes)[: self.dice.randint(2, 8)],), ("08", "2204"), ("*",))
                ),
                effect=self.dice.choice((*Effect, Effect.ALLOWED, Effect.NEEDS_TEST)),
                reason_key=f"reason-{number}",
                legal_source=f"Law {number}",
                valid_from=TODAY - dt.timedelta(days=self.dice.choice((-1, 0, 9))),
                valid_to=self.dice.choice((None, TODAY, TODAY - dt.timedelta(days=1))),
                checked_on=TODAY,
                document="phyto",
                test="aflatoxin",
            )
            for number in range(self.dice.choice((0, 0, 2, 4)))
        ]
        return (*([everything] if self.often(0.95) else []), *some)

    def offer(self, number: int, sellers: list[Party], size: int) -> Offer:
        product = Product(
            pk=number,
            slug=f"p{number}",
            seller=self.dice.choice(sellers),
            region_id=2 if self.often(0.02) else 1,
            hs6=self.dice.choice(("080620", "080232", "220421")),
            stock_unit=self.dice.choice(("g", "pc")),
            temperature=self.dice.choice(("ambient", "ambient", "ambient", "chilled", "frozen")),
            state="draft" if self.often(0.02) else "published",
        )
        net_mass = 1 + self.size(size)
        pack = Pack(
            pk=number,
            product=product,
            unit_qty=net_mass if product.stock_unit == "g" else 1 + self.size(100),
            net_mass_g=0 if self.often(0.02) else net_mass,
            gross_mass_g=net_mass + self.size(1000),
            volume_cm3=1 + self.size(4 * size),
            content_ml=self.dice.choice((None, 0, 1 + self.size(10_000))),
            area_cm2=self.dice.choice((None, 1 + self.size(100_000))),
            alcohol_bp=self.dice.choice((None, 0, 1_250, 5_500)),
            pairs=self.dice.choice((None, 1 + self.size(100))),
        )
        tiers = [{"from_packs": 2, "discount_bp": 333}, {"from_packs": 4, "discount_bp": 1200}]
        return Offer(
            pk=1000 + number,
            pack=pack,
            currency=self.dice.choice(("CNY", "CNY", "CNY", "EUR", "USD")),
            net_minor=1 + self.size(self.dice.choice((10**4, 10**6, 10**11))),
            tiers=self.dice.choice(([], tiers, tiers[::-1])),
            is_active=not self.often(0.02),
        )

    def lots_of(self, offer: Offer, packs: int) -> list[Lot]:
        lots = [
            Lot(
                pk=offer.pk * 10 + number,
                origin_country=self.dice.choice(("CN", "CN", "CN", "CN", "CN", "KZ", "M")),
                origin_region_id=self.dice.choice((1, 2, 3)),
                best_before=self.dice.choice((None, TODAY + dt.timedelta(days=self.dice.randint(1, 300)))),
                qty_total=1 + int(offer.pack.unit_qty * packs * self.dice.uniform(0.5, 8)),
                proofs=self.dice.sample(PAPERS, self.dice.randint(0, 3)),
            )
            for number in range(self.dice.choice((1, 1, 2, 2, 3, 4)[self.often(0.03) :]) - self.often(0.02))
        ]
        return sorted(lots, key=lambda lot: (lot.best_before is None, lot.best_before, lot.pk))

    def world(self, rows: int) -> World:
        """Make a market and so many offers."""
        rules = self.rules()
        codes = [
            self.dice.choice(("0806", "0802", "2204", "5702")) + f"{self.dice.randint(0, 9999):04}"
            for _ in range(8)
        ]
        measures = {code: self.measures(code) for code in codes}
        sellers = [
            Party(
                pk=number,
                state="asked" if self.often(0.02) else "verified",
                commission_bp=self.dice.choice((0, 500, self.size(3000))),
                first_mile_minor_per_kg=self.size(200),
                hub_minor_per_kg=self.size(200),
                payout_fee_bp=self.dice.choice((0, 10, self.size(300))),
            )
            for number in range(1, 6)
        ]
        packs = self.dice.choice((1, 1, 2, 5))
        size = self.dice.choice((3_000, 30_000, 10**7))
        offers = [self.offer(number, sellers, size) for number in range(1, rows + 1)]
        classified = {
            offer.pack.product_id: Classification(
                code=self.dice.choice(codes),
                vat_class=self.dice.choice(
                    ("food", "food", "standard", "unknown" if self.often(0.2) else "food")
                ),
                state="approved" if self.often(0.95) else "asked",
            )
            for offer in offers
            if self.often(0.97)
        }
        market = Market(
            code="M",
            territory="T",
            currency=rules.currency,
            minimum_life_days=self.dice.choice((0, 7, 30)),
            fx_max_age_days=7,
            is_open=not self.often(0.01),
            closed_reason="storm",
        )
        book = MarketBook(
            market=market,
            rules=rules,
            at=AT,
            today=TODAY,
            rates=self.rates(),
            vat_bp={"food": self.dice.choice((0, 550, 1000)), "standard": 2000},
            ways=self.ways(rules),
            admissibility=self.admissibility(codes),
            classifications=classified,
            measures=measures,
            region_chains={1: ("turpan", "xinjiang"), 2: ("hami", "xinjiang"), 3: ("gansu",)},
            live_regions=frozenset({1}),
        )
        lots = [self.lots_of(offer, packs) for offer in offers]
        return World(
            book,
            offers,
            lots,
            sheets.goods_sheet(book, offers, lots, packs),
            sheets.codes_sheet(book, offers),
            packs,
        )


def world(seed: int, rows: int) -> World:
    """Make one random world."""
    return Dice(seed).world(rows)
