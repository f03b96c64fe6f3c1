"""The product page: one price opened, the departures to choose from, the lot that would be sent, or why it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.catalogue import selectors as catalogue
from sogdia.apps.catalogue.selectors import PackFacts, ProductFacts
from sogdia.apps.lots import selectors as lots
from sogdia.apps.lots.selectors import LotFacts
from sogdia.apps.parties import selectors_public as sellers
from sogdia.apps.parties.selectors_public import SellerFacts
from sogdia.apps.quotes import selectors_prices as prices
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes.reckoning import Source
from sogdia.apps.quotes.selectors_prices import Delivery, OfferChoices
from sogdia.domain.money import Money, rounded
from sogdia.plumbing import addresses, formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages import shop, shop_evidence, shop_regions, waterfalls
from sogdia.web.pages.parts import DepartureCard, Picture, Waterfall
from sogdia.web.pages.shop import Asking
from sogdia.web.pages.shop_evidence import TestRow
from sogdia.web.pages.waterfalls import say
from sogdia.web.words import goods, reasons
from sogdia.web.words.reasons import Closed

MOST_CARDS = 6
MOST_PACKS = 999


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; nothing of it has to be there."""

    pack_id: int | None = None
    packs: int = 1
    departure_ref: str = ""


@dataclass(frozen=True)
class PackChoice:
    """A pack to choose, with the price of one bought alone, or none where it is closed."""

    id: int
    name: str
    price: Money | None
    is_chosen: bool
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offered:
    """What is offered now: price, window, departures, and everything the price rests on."""

    price: Money
    per_kg: Money | None
    arrives_first: date
    arrives_last: date
    departure: Delivery
    cards: tuple[DepartureCard, ...]
    fall: Waterfall
    sources: tuple[Source, ...]
    grower_percent: int
    net_words: str
    lot: LotFacts | None
    lot_facts: tuple[tuple[str, str], ...] = ()
    tests: tuple[TestRow, ...] = ()
    tests_note: str = ""


@dataclass(frozen=True)
class ProductPage:
    """What product.html shows."""

    product: ProductFacts
    url: str
    name: str
    summary: str
    eyebrow: str
    gi_name: str
    picture: Picture
    pictures: tuple[tuple[str, Picture], ...]
    crumbs: tuple[tuple[str, str], ...]
    packs: tuple[PackChoice, ...]
    pack: PackChoice | None
    offer_id: int
    count: int
    count_words: str
    market_name: str
    offered: Offered | None
    closed: Closed | None
    seller: SellerFacts
    seller_line: str
    seller_url: str
    seller_story: str
    payout_words: str
    region_picture: str
    facts: tuple[tuple[str, str], ...]
    harvest: tuple[int, ...] = field(default=())


def assemble(asking: Asking, slug: str, wanted: Wanted) -> ProductPage:
    """
    Read one product in the reader's market.

    :raises sogdia.domain.refusals.NotFound: when it is not published.
    """
    product = catalogue.get_product(asking.viewer, slug)
    pack = _chosen_pack(product, wanted.pack_id)
    count = max(1, min(wanted.packs, MOST_PACKS))
    choices = _choices(asking, product, pack, count)
    own = choices.get(pack.offer_id) if pack else None
    offered = _offered(asking, product, pack, own, wanted, count) if pack and own else None
    seller = sellers.get_seller(asking.viewer, product.seller_code)
    packs = tuple(_pack_choice(product, one, choices, pack) for one in product.packs)
    pictures = _pictures(product, offered)
    return ProductPage(
        product=product,
        url=addresses.address("shop:product", slug),
        name=product.name,
        summary=pick(product.summaries),
        eyebrow=shop.place_of(product),
        gi_name=pick(product.gi_names),
        picture=pictures[0][1],
        pictures=pictures if len(pictures) > 1 else (),
        crumbs=_crumbs(product),
        packs=packs,
        pack=next((one for one in packs if one.is_chosen), None),
        offer_id=pack.offer_id if pack else 0,
        count=count,
        count_words=goods.packs(count),
        market_name=asking.market.name,
        offered=offered,
        closed=None if offered else _why_closed(own),
        seller=seller,
        seller_line=shop_regions.seller_line(seller),
        seller_url=addresses.address("shop:producer", seller.code),
        seller_story=pick(seller.story),
        payout_words=goods.payout_words(seller.payout_mode),
        region_picture=shop.region_picture(seller.picture),
        facts=_facts(product, pack),
        harvest=product.harvest_months if len(product.harvest_months) < 12 else (),
    )


def _chosen_pack(product: ProductFacts, pack_id: int | None) -> PackFacts | None:
    if not product.packs:
        return None
    return next((one for one in product.packs if one.id == pack_id), None) or catalogue.usual(product.packs)


def _choices(
    asking: Asking, product: ProductFacts, pack: PackFacts | None, count: int
) -> dict[int, OfferChoices]:
    if pack is None:
        return {}
    return prices.price_choices(
        asking.viewer,
        offer_ids=[one.offer_id for one in product.packs],
        chosen_id=pack.offer_id,
        market_code=asking.market.code,
        at=asking.now,
        packs=count,
    )


def _why_closed(own: OfferChoices | None) -> Closed:
    if own is not None and own.closed is not None:
        return reasons.closed(own.closed)
    return Closed(_("This is not for sale now."))


def _pack_choice(
    product: ProductFacts, one: PackFacts, choices: dict[int, OfferChoices], chosen: PackFacts | None
) -> PackChoice:
    best = choices[one.offer_id].best if one.offer_id in choices else None
    return PackChoice(
        id=one.id,
        name=shop.pack_name(one, product.stock_unit),
        price=best.total if best else None,
        is_chosen=chosen is not None and one.id == chosen.id,
        tiers=tuple(
            _("From %(count)s packs the grower asks %(percent)s less.")
            % {"count": formats.number(first), "percent": formats.percent_bp(discount)}
            for first, discount in one.tiers
        ),
    )


def _offered(
    asking: Asking,
    product: ProductFacts,
    pack: PackFacts,
    own: OfferChoices,
    wanted: Wanted,
    count: int,
) -> Offered | None:
    best = own.best
    if best is None:
        return None
    chosen = own.on(wanted.departure_ref) or best
    parts = waterfalls.of_figures(chosen.figures)
    run = chosen.departure
    facts = waterfalls.Facts(
        seller=pick(product.seller_names), net_mass_g=chosen.net_mass_g, way=_way(chosen, with_code=False)
    )
    fall = waterfalls.full(parts, chosen.total.currency, facts=facts)
    lot = next(
        (one for one in lots.list_lots(asking.viewer, product_id=product.id) if one.ref == chosen.lot_ref),
        None,
    )
    evidence = lots.get_evidence(asking.viewer, lot.id) if lot else None
    return Offered(
        price=chosen.total,
        per_kg=_per_kg(chosen),
        arrives_first=chosen.arrives_first,
        arrives_last=chosen.arrives_last,
        departure=chosen,
        cards=_cards(own, chosen),
        fall=fall,
        sources=waterfalls.sources(parts),
        grower_percent=next((part.percent for part in fall.shares if part.kind == "grower"), 0),
        net_words=_net_words(product, chosen, parts[0].minor, count),
        lot=lot,
        lot_facts=shop_evidence.lot_facts(lot, run.hub) if lot else (),
        tests=shop_evidence.test_rows(evidence.tests) if evidence else (),
        tests_note=shop_evidence.tests_note(evidence.tests) if evidence else "",
    )


def _net_words(product: ProductFacts, chosen: Delivery, net_minor: int, count: int) -> str:
    """Say what of the price the seller keeps, in both currencies."""
    kept = say(
        ngettext(
            "Of this pack %(seller)s keeps %(amount)s.", "Of these packs %(seller)s keeps %(amount)s.", count
        ),
        seller=pick(product.seller_names),
        amount=formats.money(net_minor, chosen.total.currency),
    )
    if chosen.seller_currency == chosen.total.currency:
        return kept
    own = say(
        _("That is %(amount)s in its own money, and it never changes."),
        amount=formats.money(chosen.seller_net_minor, chosen.seller_currency),
    )
    return f"{kept} {own}"


def _per_kg(chosen: Delivery) -> Money | None:
    if not chosen.net_mass_g or chosen.net_mass_g == 1000:
        return None
    per_kg = rounded(Fraction(chosen.total.minor * 1000, chosen.net_mass_g))
    return Money(per_kg, chosen.total.currency)


def _cards(own: OfferChoices, chosen: Delivery) -> tuple[DepartureCard, ...]:
    """Give up to six departures by cut-off; the chosen and the cheapest are always among them."""
    shown = list(own.deliveries[:MOST_CARDS])
    for must in (own.best, chosen):
        if must is not None and must not in shown:
            shown[-1 if must is chosen else -2] = must
    shown.sort(key=lambda one: (one.departure.cutoff_at, one.departure.id))
    return tuple(
        DepartureCard(
            value=one.departure.ref,
            mode=one.departure.mode,
            line=_way(one),
            code=one.departure.ref,
            departs_at=one.departure.leaves_at,
            zone=one.departure.zone,
            fill=shop.fill_of(one.departure),
            arrives_first=one.arrives_first,
            arrives_last=one.arrives_last,
            currency=one.total.currency,
            price_minor=one.total.minor,
            difference_minor=one.total.minor - chosen.total.minor,
            is_chosen=one is chosen,
        )
        for one in shown
    )


def _way(one: Delivery, *, with_code: bool = True) -> str:
    city = one.departure.gateway
    return {
        "rail": _("Train to %(city)s"),
        "road": _("Lorry to %(city)s"),
        "air": _("Flight to %(city)s"),
        "sea": _("Ship to %(city)s"),
    }.get(one.departure.mode, "%(city)s") % {"city": city}


def _pictures(product: ProductFacts, offered: Offered | None) -> tuple[tuple[str, Picture], ...]:
    """Give photographs first, with what they say, then the illustration."""
    found = []
    for photo in product.photos:
        said = [photo.place, formats.day(photo.taken_on) if photo.taken_on else ""]
        found.append(
            (", ".join(filter(None, said)) or _("Photograph"), shop.photo_picture(photo, product.name))
        )
    found.append((_("Illustration"), shop.drawing_of(product)))
    return tuple(found)


def _crumbs(product: ProductFacts) -> tuple[tuple[str, str], ...]:
    listing = addresses.address("shop:goods")
    return (
        (_("Home"), addresses.address("shop:home")),
        (product.place, addresses.address("shop:region", product.region_code)),
        (goods.category_name(product.category), f"{listing}?category={product.category}"),
    )


def _facts(product: ProductFacts, pack: PackFacts | None) -> tuple[tuple[str, str], ...]:
    facts = [(_("From"), shop.place_of(product)), (_("Travels"), goods.temperature_name(product.temperature))]
    if pack is not None:
        facts.append((_("Weight with packing"), formats.mass(pack.gross_mass_g)))
    if product.gi_notice:
        facts.append(
            (_("Protected name"), f"{pick(product.gi_names)}. {goods.notice_words(product.gi_notice)}")
        )
    return tuple(facts)


@dataclass(frozen=True)
class ReachRow:
    """One market: the price of the usual pack there, or why it is closed."""

    name: str
    code: str
    price: Money | None
    arrives_first: date | None
    arrives_last: date | None
    closed: Closed | None
    is_reader_market: bool


@dataclass(frozen=True)
class ReachPage:
    """Where a product can be sent."""

    product: ProductFacts
    name: str
    url: str
    pack: str
    rows: tuple[ReachRow, ...]


def assemble_reach(asking: Asking, slug: str) -> ReachPage:
    """
    Read where else a product can be sent.

    :raises sogdia.domain.refusals.NotFound: when it is not published.
    """
    product = catalogue.get_product(asking.viewer, slug)
    rows = []
    for reach in shelves.list_reach(asking.viewer, product_id=product.id, at=asking.now):
        price = reach.price
        rows.append(
            ReachRow(
                name=reasons.market_name(reach.market_code),
                code=reach.market_code,
                price=price.total,
                arrives_first=price.arrives_first,
                arrives_last=price.arrives_last,
                closed=reasons.closed(price.closed) if price.closed else None,
                is_reader_market=reach.market_code == asking.market.code,
            )
        )
    rows.sort(key=lambda row: row.price is None)
    return ReachPage(
        product=product,
        name=product.name,
        url=addresses.address("shop:product", slug),
        pack=shop.pack_name(catalogue.usual(product.packs), product.stock_unit) if product.packs else "",
        rows=tuple(rows),
    )
