"""The home page: what leaves next, what is in season, the pavilions, and one price opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sogdia.apps.catalogue import selectors as catalogue
from sogdia.apps.catalogue.selectors import ProductFacts
from sogdia.apps.markets import selectors as markets
from sogdia.apps.parties import selectors_public as sellers
from sogdia.apps.quotes import selectors_board as boards
from sogdia.apps.quotes import selectors_prices as prices
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes.reckoning import Source
from sogdia.apps.quotes.selectors_board import BoardLine
from sogdia.apps.quotes.selectors_shelf import CardPrice, Count, Shelf
from sogdia.apps.regions import selectors as regions
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages import shop, waterfalls
from sogdia.web.pages.parts import Board, GoodCard, Pavilion, Waterfall
from sogdia.web.pages.shop import Asking
from sogdia.web.pages.waterfalls import say
from sogdia.web.words import goods as words

ROWS_ON_HOME = 5
GOODS_ON_HOME = 5
PAVILIONS_ON_HOME = 6

Picked = tuple[ProductFacts, CardPrice]


@dataclass(frozen=True)
class Headline:
    """Two sentences, both true of the next departure."""

    first: str
    second: str


@dataclass(frozen=True)
class Example:
    """A real price in short: of what, where to, on which departure."""

    fall: Waterfall
    caption: str
    grower_percent: int
    url: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class HomePage:
    """What home.html shows."""

    headline: Headline
    board: Board
    hub: str
    hub_zone: str
    reader_zone: str
    now: datetime
    goods: tuple[GoodCard, ...]
    pavilions: tuple[Pavilion, ...]
    example: Example | None
    market_name: str
    is_served: bool


def assemble(asking: Asking) -> HomePage:
    """Read the whole page; the number of queries does not grow with departures, goods or regions."""
    lines = boards.list_board(asking.viewer, market_code=asking.market.code, at=asking.now)
    shown = _five(lines, asking.now)
    shelf = shop.open_shelf(asking)
    counts = shelves.list_counts(shelf)
    goods = picked(asking, shelf)
    first = shown[0].departure if shown else None
    return HomePage(
        headline=headline(lines, asking.now),
        board=Board(tuple(shop.board_row(line) for line in shown)),
        hub=first.hub if first else "",
        hub_zone=first.zone if first else "Asia/Shanghai",
        reader_zone=asking.market.timezone,
        now=asking.now,
        goods=tuple(shop.good_card(product, card) for product, card in goods),
        pavilions=_pavilions(asking, counts),
        example=example_of(asking, goods),
        market_name=asking.market.name,
        is_served=any(one.is_open for one in counts),
    )


def _five(lines: list[BoardLine], now: datetime) -> list[BoardLine]:
    """Give the next departure from the main hub to each city of the reader's market and to each other market."""
    coming: dict[str, BoardLine] = {}
    for line in lines:
        run = line.departure
        if run.is_from_main_hub and run.state == "open" and run.cutoff_at > now:
            place = run.gateway_names.get("en", run.lane_code) if line.is_reader_market else line.market_code
            coming.setdefault(place, line)
    chosen = list(coming.values())
    own = next((line for line in chosen if line.is_reader_market), None)
    shown = chosen[:ROWS_ON_HOME]
    if own is not None and own not in shown:
        shown = [*shown[: ROWS_ON_HOME - 1], own]
    return shown


def headline(lines: list[BoardLine], now: datetime) -> Headline:
    """Say when the next caravan leaves and whether there is room: the reader's own, if there is one."""
    open_lines = [line for line in lines if line.departure.state == "open" and line.departure.cutoff_at > now]
    line = next((one for one in open_lines if one.is_reader_market), None) or next(iter(open_lines), None)
    if line is None:
        return Headline(_("No caravan stands ready yet."), _("The next ones are being planned."))
    run = line.departure
    if run.is_full:
        return Headline(_leaves(run.leaves_at, run.zone, now), _("It is full; look at the next one."))
    if (run.cutoff_at - now).total_seconds() < 12 * 3600:
        return Headline(_leaves(run.leaves_at, run.zone, now), _("Its orders close in a few hours."))
    return Headline(_leaves(run.leaves_at, run.zone, now), _("There is room on it."))


def _leaves(leaves_at: datetime, zone: str, now: datetime) -> str:
    day, today = formats.in_zone(leaves_at, zone).date(), formats.in_zone(now, zone).date()
    ahead = (day - today).days
    if ahead == 0:
        return _("The caravan leaves today.")
    if ahead == 1:
        return _("The caravan leaves tomorrow.")
    if ahead < 7:
        return (
            _("The caravan leaves on Monday."),
            _("The caravan leaves on Tuesday."),
            _("The caravan leaves on Wednesday."),
            _("The caravan leaves on Thursday."),
            _("The caravan leaves on Friday."),
            _("The caravan leaves on Saturday."),
            _("The caravan leaves on Sunday."),
        )[day.weekday()]
    return _("The caravan leaves on %(day)s.") % {"day": formats.day(day, style="short")}


def picked(asking: Asking, shelf: Shelf) -> list[Picked]:
    """Give the goods nearest to their harvest, those that can be had first, no two of a kind while others are left."""
    ids = shelves.list_picks(shelf, kinds=words.PICKED, size=GOODS_ON_HOME)
    if len(ids) < GOODS_ON_HOME:
        ids = shelves.list_picks(shelf, kinds=words.CATEGORIES, size=GOODS_ON_HOME)
    cards = shelves.list_prices(shelf, ids)
    products = catalogue.list_products(asking.viewer, ids)
    return [(products[pk], cards[pk]) for pk in ids if pk in products and pk in cards]


def _pavilions(asking: Asking, counts: Sequence[Count]) -> tuple[Pavilion, ...]:
    """Give regions by their goods, each with a picture of its own; one that is only joining stands last."""
    growers = sellers.count_growers(asking.viewer)
    found = []
    for region in regions.list_regions(asking.viewer):
        if region.level == "county" or region.agreement == "contact":
            continue
        products = shop.count_in(counts, region)
        members = sum(count for region_id, count in growers.items() if region_id in region.all_ids)
        found.append((region, members, products))
    found.sort(key=lambda one: (one[0].level != "province", -one[2]))
    pictures: set[str] = set()
    kept = []
    for region, members, products in found:
        if region.picture not in pictures and (products or not region.is_live):
            pictures.add(region.picture)
            kept.append((region, members, products))
    kept = kept[:PAVILIONS_ON_HOME]
    kept.sort(key=lambda one: (not one[0].is_live, -one[2]))
    return tuple(
        shop.pavilion(region, shop.region_line(region, members, products))
        for region, members, products in kept
    )


def example_of(asking: Asking, goods: Sequence[Picked], *, is_full: bool = False) -> Example | None:
    """Open the price of the first good that can be had; where nothing reaches, in the deployment's first market."""
    market = asking.market
    ready = [product for product, card in goods if card.total]
    if not ready and goods:
        market = markets.get_choice(settings.DEPLOYMENT["default_market"])
        if market.id:
            shelf = shelves.open_shelf(asking.viewer, market_code=market.code, at=asking.now)
            cards = shelves.list_prices(shelf, [product.id for product, _card in goods])
            ready = [product for product, _card in goods if (card := cards.get(product.id)) and card.total]
    if not ready:
        return None
    product = ready[0]
    pack = catalogue.usual(product.packs)
    choices = prices.price_choices(
        asking.viewer,
        offer_ids=[pack.offer_id],
        chosen_id=pack.offer_id,
        market_code=market.code,
        at=asking.now,
    )
    best = choices[pack.offer_id].best
    if best is None:
        return None
    parts = waterfalls.of_figures(best.figures)
    if is_full:
        facts = waterfalls.Facts(seller=pick(product.seller_names), net_mass_g=best.net_mass_g)
        fall = waterfalls.full(parts, best.total.currency, facts=facts)
    else:
        fall = waterfalls.short(parts, best.total.currency)
    return Example(
        fall=fall,
        caption=say(
            _("%(good)s, %(pack)s, to %(market)s on %(departure)s"),
            good=product.name,
            pack=shop.pack_name(pack, product.stock_unit),
            market=market.name,
            departure=best.departure.ref,
        ),
        grower_percent=next((part.percent for part in fall.shares if part.kind == "grower"), 0),
        url=reverse("shop:product", args=[product.slug]),
        sources=waterfalls.sources(parts),
    )
