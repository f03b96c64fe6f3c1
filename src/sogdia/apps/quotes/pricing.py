"""Delivered prices of offers in a market: which departure, which lot, how much, or why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from sogdia.apps.catalogue.models import MarketPrice, Offer
from sogdia.apps.lots.models import Lot
from sogdia.apps.quotes.book import MarketBook, Way
from sogdia.domain.money import Money
from sogdia.domain.pricing import landed, seller
from sogdia.domain.pricing.closed import (
    MarketClosed,
    NoDeparture,
    NoLot,
    NotAdmissible,
    NotClassified,
    OfferNotOpen,
    RegionNotLive,
    SellerNotVerified,
    VatUnknown,
)
from sogdia.domain.pricing.inputs import GoodsLine, SellerTerms
from sogdia.domain.pricing.landed import PricedDeparture, PricedLine
from sogdia.domain.pricing.windows import lives
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.admissibility import LotFacts, Verdict, judge
from sogdia.plumbing.prepared import Prepared


@dataclass(frozen=True)
class Choice:
    """One way to buy an offer: on this departure, from this lot, at this price."""

    way: Way
    lot: Lot
    line: PricedLine
    priced: PricedDeparture

    @property
    def total(self) -> Money:
        """Give the delivered price."""
        return self.line.total


@dataclass(frozen=True)
class OfferPrice:
    """An offer in a market: its choices, soonest cut-off first, or the refusal that closes it."""

    offer: Offer
    choices: tuple[Choice, ...] = ()
    closed: Refusal | None = None

    @property
    def best(self) -> Choice | None:
        """Give the cheapest choice; of equals the one that leaves first."""
        return min(self.choices, key=lambda c: (c.total.minor, c.way.departure.leaves_at), default=None)

    def on(self, departure_id: int) -> Choice | None:
        """Give the choice on one departure."""
        return next((c for c in self.choices if c.way.departure.pk == departure_id), None)


def _offers() -> QuerySet[Offer]:
    return Offer.objects.select_related("pack__product__seller", "pack__product__region")


_OFFERS = Prepared(lambda ids: _offers().filter(pk__in=ids), list)
_LOTS_OF_MANY = Prepared(
    lambda products: Lot.objects.filter(product_id__in=products, state="open").order_by("best_before", "id"),
    list,
)
_FIXED = Prepared(
    lambda offers, market: MarketPrice.objects.filter(offer_id__in=offers, market_id=market).values_list(
        "offer_id", "delivered_minor"
    ),
    list,
    int,
)


def load_offers(offer_ids: Iterable[int]) -> list[Offer]:
    """Read offers with all that pricing asks of them."""
    return _OFFERS.all(sorted(offer_ids))


def load_lots(offers: Sequence[Offer]) -> dict[int, list[Lot]]:
    """Give the open lots of the offers' products with something left, first-expiring first."""
    products = {offer.pack.product_id for offer in offers}
    found: dict[int, list[Lot]] = {product: [] for product in products}
    for lot in _LOTS_OF_MANY.all(sorted(products)):
        if available(lot) > 0:
            found[lot.product_id].append(lot)
    for lots in found.values():
        lots.sort(key=lambda lot: (lot.best_before is None, lot.best_before, lot.pk))
    return found


def load_fixed(offers: Sequence[Offer], market_id: int) -> dict[int, int]:
    """Give the delivered prices that sellers fixed in this market, by offer id."""
    return dict(_FIXED.all([offer.pk for offer in offers], market_id))


def available(lot: Lot) -> int:
    """Give what of a lot can still be reserved, in stock units."""
    return lot.qty_total - lot.qty_reserved - lot.qty_sold


def terms_of(offer: Offer) -> SellerTerms:
    """Give the seller's side of the deal."""
    party = offer.pack.product.seller
    return SellerTerms(
        currency=offer.currency,
        commission_bp=party.commission_bp,
        first_mile_minor_per_kg=party.first_mile_minor_per_kg,
        hub_minor_per_kg=party.hub_minor_per_kg,
        payout_fee_bp=party.payout_fee_bp,
    )


def tiers_of(offer: Offer) -> tuple[seller.Tier, ...]:
    """Give the quantity tiers as nets per pack."""
    return tiers_from(offer.net_minor, offer.tiers)


def tiers_from(net_minor: int, tiers: Iterable[dict[str, int]]) -> tuple[seller.Tier, ...]:
    """Give quantity tiers as nets per pack: each discount is rounded down, in the producer's favour."""
    return tuple(
        seller.Tier(tier["from_packs"], net_minor - net_minor * tier["discount_bp"] // 10_000)
        for tier in sorted(tiers, key=lambda tier: tier["from_packs"])
    )


def verdict_of(book: MarketBook, offer: Offer, lot: Lot) -> Verdict:
    """Judge whether a lot of this product may go to the book's market; the same facts are judged once a book."""
    row = book.classifications.get(offer.pack.product_id)
    hs_code = row.code if row else offer.pack.product.hs6
    key = (lot.origin_country, lot.origin_region_id, hs_code, frozenset(lot.proofs))
    found = book.verdicts.get(key)
    if found is None:
        facts = LotFacts(
            origin=lot.origin_country,
            region_codes=book.region_chains.get(lot.origin_region_id, ()),
            hs_code=hs_code,
            documents=frozenset(lot.proofs),
        )
        found = judge(book.admissibility, facts, (book.market.code, book.market.territory), book.today)
        book.verdicts[key] = found
    return found


def goods_line(
    book: MarketBook, offer: Offer, lot: Lot, *, packs: int, key: str, net_minor_per_pack: int | None = None
) -> GoodsLine:
    """
    Give the rulebook's view of so many packs of an offer from a lot.

    :raises NotClassified: without an approved code. :raises VatUnknown: without a rate for its class of goods.
    """
    pack = offer.pack
    row = book.classifications.get(pack.product_id)
    if row is None or row.state != "approved":
        raise NotClassified(
            f"{pack.product.slug} in {book.market.territory}.", territory=book.market.territory
        )
    if row.vat_class not in book.vat_bp:
        raise VatUnknown(f"No VAT rate for {row.vat_class} in {book.market.code}.", market=book.market.code)
    net = offer.net_minor if net_minor_per_pack is None else net_minor_per_pack
    tiers = tiers_of(offer) if net_minor_per_pack is None else ()
    return GoodsLine(
        key=key,
        seller_id=pack.product.seller_id,
        packs=packs,
        net_minor=seller.net_of_packs(net, packs, tiers),
        terms=terms_of(offer),
        net_mass_g=pack.net_mass_g * packs,
        gross_mass_g=pack.gross_mass_g * packs,
        volume_cm3=pack.volume_cm3 * packs,
        pieces=pack.unit_qty * packs if pack.product.stock_unit == "pc" else packs,
        code=row.code,
        origin=lot.origin_country,
        vat_bp=book.vat_bp[row.vat_class],
        measures=book.measures.get(row.code, ()),
        proofs=frozenset(lot.proofs),
        content_ml=None if pack.content_ml is None else pack.content_ml * packs,
        area_cm2=None if pack.area_cm2 is None else pack.area_cm2 * packs,
        alcohol_100nl=None
        if pack.content_ml is None or pack.alcohol_bp is None
        else pack.content_ml * pack.alcohol_bp * packs,
        pairs=None if pack.pairs is None else pack.pairs * packs,
    )


def _price(book: MarketBook, way: Way, lines: Sequence[GoodsLine]) -> PricedDeparture:
    return landed.price_departure(
        lines=lines,
        lane=way.tariff,
        lane_market=way.lane_market,
        market=book.rules,
        rates=book.rates,
        on=book.today,
    )


def price_on(book: MarketBook, way: Way, lines: Sequence[GoodsLine]) -> PricedDeparture:
    """Price goods together on one departure; refuses what the rulebook refuses."""
    return _price(book, way, lines)


def fixed_line(book: MarketBook, way: Way, line: GoodsLine, *, delivered_minor: int) -> GoodsLine:
    """
    Give the line of one pack whose net results from a delivered price fixed by the seller.

    :raises sogdia.domain.pricing.seller.MarketPriceTooLow: when nothing would be left.
    """
    target = Money(delivered_minor, book.market.currency)
    net = seller.net_for_market_price(
        target, lambda minor: _price(book, way, [replace(line, net_minor=minor)]).total
    )
    return replace(line, net_minor=net)


def check_open(book: MarketBook, offer: Offer) -> None:
    """
    Refuse an offer that nobody in this market can buy, whatever the departure.

    :raises OfferNotOpen, RegionNotLive, SellerNotVerified, MarketClosed: in that order.
    :raises sogdia.domain.fx.NoCurrencyRate, sogdia.domain.fx.CurrencyRateTooOld: the market is closed.
    """
    product = offer.pack.product
    if product.state != "published" or not offer.is_active or not offer.pack.is_active:
        raise OfferNotOpen(product.slug)
    if product.region_id not in book.live_regions:
        raise RegionNotLive(product.slug)
    if product.seller.state != "verified":
        raise SellerNotVerified(product.slug)
    if not book.market.is_open:
        raise MarketClosed(book.market.code, reason=book.market.closed_reason, market=book.market.code)
    book.check_currency(offer.currency)


def suitable_ways(book: MarketBook, offer: Offer, *, packs: int = 1) -> list[Way]:
    """Give the departures that take these goods: temperature class and room."""
    pack = offer.pack
    return [
        way
        for way in book.ways
        if pack.product.temperature in way.lane.temperatures
        and way.has_room(mass_g=pack.gross_mass_g * packs, volume_cm3=pack.volume_cm3 * packs)
    ]


def choose_lot(book: MarketBook, offer: Offer, way: Way, lots: Sequence[Lot], *, packs: int = 1) -> Lot:
    """
    Give the first-expiring lot that has enough, lives long enough and may go there.

    :raises NoLot: when none has enough or lives long enough. :raises NotAdmissible: when a rule keeps them out.
    """
    needed = offer.pack.unit_qty * packs
    barred: Verdict | None = None
    most = 0
    for lot in lots:
        if not lives(
            best_before=lot.best_before,
            latest_arrival=way.window.latest,
            minimum_remaining_life_days=book.market.minimum_life_days,
        ):
            continue
        if not book.is_home:
            verdict = verdict_of(book, offer, lot)
            if not verdict.allowed:
                barred = verdict
                continue
        most = max(most, available(lot))
        if available(lot) >= needed:
            return lot
    if barred is not None:
        effect, reason_key, legal_source = barred.reasons[0] if barred.reasons else ("ask", "unknown", "")
        raise NotAdmissible(
            f"{offer.pack.product.slug} in {book.market.code}: {reason_key}",
            effect=str(effect),
            reason_key=reason_key,
            legal_source=legal_source,
            market=book.market.code,
        )
    raise NoLot(offer.pack.product.slug, packs=packs, left_packs=most // offer.pack.unit_qty)


def price_offer(
    book: MarketBook,
    offer: Offer,
    lots: Sequence[Lot],
    *,
    fixed_minor: int | None = None,
    packs: int = 1,
    every_departure: bool = False,
) -> OfferPrice:
    """Price one offer bought alone: on the next departure of each lane, or on every one."""
    try:
        check_open(book, offer)
    except Refusal as refusal:
        return OfferPrice(offer, closed=refusal)
    choices: list[Choice] = []
    refused: Refusal | None = None
    seen_lanes: set[int] = set()
    # What goods cost depends on the lane and the lot, not on the day: departures of one lane share it.
    known: dict[tuple[int, int], PricedDeparture] = {}
    for way in suitable_ways(book, offer, packs=packs):
        if way.lane.pk in seen_lanes and not every_departure:
            continue
        try:
            lot = choose_lot(book, offer, way, lots, packs=packs)
            priced = known.get((way.service.pk, lot.pk))
            if priced is None:
                line = goods_line(book, offer, lot, packs=packs, key=str(offer.pk))
                if fixed_minor is not None:
                    line = _with_fixed(book, offer, lot, way, packs=packs, delivered_minor=fixed_minor)
                priced = known[way.service.pk, lot.pk] = _price(book, way, [line])
        except Refusal as refusal:
            refused = refused or refusal
            continue
        seen_lanes.add(way.lane.pk)
        choices.append(Choice(way, lot, priced.lines[0], priced))
    if choices:
        return OfferPrice(offer, tuple(choices))
    return OfferPrice(offer, closed=refused or _why_no_way(book, offer, lots))


def _with_fixed(
    book: MarketBook, offer: Offer, lot: Lot, way: Way, *, packs: int, delivered_minor: int
) -> GoodsLine:
    one = goods_line(book, offer, lot, packs=1, key=str(offer.pk))
    net = fixed_line(book, way, one, delivered_minor=delivered_minor).net_minor
    return goods_line(book, offer, lot, packs=packs, key=str(offer.pk), net_minor_per_pack=net)


def _why_no_way(book: MarketBook, offer: Offer, lots: Sequence[Lot]) -> Refusal:
    """Give the reason that says most: a law before a timetable."""
    if not book.is_home:
        for lot in lots:
            verdict = verdict_of(book, offer, lot)
            if not verdict.allowed:
                effect, key, source = verdict.reasons[0] if verdict.reasons else ("ask", "unknown", "")
                return NotAdmissible(
                    offer.pack.product.slug,
                    effect=str(effect),
                    reason_key=key,
                    legal_source=source,
                    market=book.market.code,
                )
    return NoDeparture(
        offer.pack.product.slug, market=book.market.code, temperature=offer.pack.product.temperature
    )


def price_offers(
    book: MarketBook, offers: Sequence[Offer], *, packs: int = 1, every_departure: bool = False
) -> dict[int, OfferPrice]:
    """Price many offers, each bought alone, in a fixed number of queries."""
    lots = load_lots(offers)
    fixed = load_fixed(offers, book.market.pk)
    return {
        offer.pk: price_offer(
            book,
            offer,
            lots[offer.pack.product_id],
            fixed_minor=fixed.get(offer.pk),
            packs=packs,
            every_departure=every_departure,
        )
        for offer in offers
    }
