"""Pavilions of regions, and the producers in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sogdia.apps.catalogue import selectors as catalogue
from sogdia.apps.parties import selectors_public as sellers
from sogdia.apps.parties.selectors_public import SellerFacts
from sogdia.apps.quotes import selectors_board as boards
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes.selectors_shelf import Count, Shelf, Wanted
from sogdia.apps.regions import selectors as regions
from sogdia.apps.regions.selectors import RegionFacts
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages import shop
from sogdia.web.pages.parts import Board, GoodCard, Pavilion
from sogdia.web.pages.shop import Asking
from sogdia.web.words import goods as words

GOODS_SHOWN = 12
SELLERS_SHOWN = 24
DEPARTURES_SHOWN = 3
PROTECTED_READ = 60
SELLER_GOODS_SHOWN = 48


@dataclass(frozen=True)
class RegionsPage:
    """What regions.html shows: provinces, each with the places in it."""

    provinces: tuple[tuple[Pavilion, str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True)
class SellerRow:
    """A producer in a list."""

    name: str
    url: str
    line: str
    story: str


@dataclass(frozen=True)
class RegionPage:
    """What region.html shows."""

    region: RegionFacts
    name: str
    story: str
    picture: str
    state_words: str
    crumbs: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    sellers: tuple[SellerRow, ...]
    paging: Page[SellerFacts]
    protected: tuple[tuple[str, str, str], ...]
    goods: tuple[GoodCard, ...]
    goods_url: str
    goods_count: int
    board: Board
    now: datetime
    market_name: str


def _counted(region: RegionFacts, counts: Sequence[Count], growers: dict[int, int]) -> tuple[int, int]:
    """Give how many growers and goods a region has, the places in it included."""
    return sum(growers.get(pk, 0) for pk in region.all_ids), shop.count_in(counts, region)


def assemble_list(asking: Asking) -> RegionsPage:
    """Read every province with the places in it."""
    counts = shelves.list_counts(shop.open_shelf(asking))
    growing = sellers.count_growers(asking.viewer)
    places = regions.list_regions(asking.viewer)
    provinces = []
    for province in (one for one in places if one.level == "province"):
        line = shop.region_line(province, *_counted(province, counts, growing))
        inside = []
        for place in places:
            if place.level == "prefecture" and place.id in province.child_ids:
                growers, products = _counted(place, counts, growing)
                if growers or products:
                    inside.append(
                        (
                            place.name,
                            reverse("shop:region", args=[place.code]),
                            shop.growers_and_goods(growers, products) if province.is_live else "",
                        )
                    )
        provinces.append((shop.pavilion(province, line), pick(province.story), tuple(inside)))
    return RegionsPage(tuple(provinces))


def assemble(asking: Asking, code: str, *, page: int = 1) -> RegionPage:
    """
    Read one region's house, with one page of those who sell from there.

    :raises sogdia.domain.refusals.NotFound: when there is no such region.
    """
    places = regions.list_regions(asking.viewer)
    region = regions.get_region(asking.viewer, code)
    found = sellers.page_of_sellers(asking.viewer, region_ids=region.all_ids, page=page, size=SELLERS_SHOWN)
    shelf = shop.open_shelf(asking)
    counts = shelves.list_counts(shelf)
    wanted = Wanted(region_ids=region.all_ids, province_id=None if region.parents else region.id)
    shown = shelves.list_ids(shelf, wanted, sort="price", size=GOODS_SHOWN)
    growers, count = _counted(region, counts, sellers.count_growers(asking.viewer))
    lines = [
        line
        for line in boards.list_board(asking.viewer, market_code=asking.market.code, at=asking.now)
        if line.is_reader_market and line.departure.state == "open"
    ][:DEPARTURES_SHOWN]
    inner = [one for one in places if one.id in region.child_ids and one.parents[0][0] == region.code]
    with_goods = {one.region_id for one in counts}
    return RegionPage(
        region=region,
        name=region.name,
        story=pick(region.story),
        picture=shop.region_picture(region.picture),
        state_words="" if region.is_live else shop.region_line(region, growers, count),
        crumbs=_crumbs(region),
        places=tuple(
            (one.name, reverse("shop:region", args=[one.code])) for one in inner if with_goods & one.all_ids
        ),
        facts=_facts(region, growers, count, found.paginator.count),
        sellers=tuple(_seller_row(one) for one in found.object_list),
        paging=found,
        protected=_protected(asking, shelf, wanted),
        goods=shop.good_cards(asking, shelf, shown),
        goods_url=f"{reverse('shop:goods')}?region={region.code}",
        goods_count=count,
        board=Board(tuple(shop.board_row(line) for line in lines)),
        now=asking.now,
        market_name=asking.market.name,
    )


def _crumbs(region: RegionFacts) -> tuple[tuple[str, str], ...]:
    above = [(pick(names), reverse("shop:region", args=[code])) for code, names in reversed(region.parents)]
    return ((_("Home"), reverse("shop:home")), (_("Regions"), reverse("shop:regions")), *above)


def _facts(region: RegionFacts, growers: int, count: int, houses: int) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Growers"), formats.number(growers)),
        (_("Houses that sell"), formats.number(houses)),
        (_("Goods"), formats.number(count)),
    ]
    if region.parents:
        facts.append((_("Lies in"), ", ".join(pick(names) for _code, names in region.parents)))
    return tuple(facts)


def _protected(asking: Asking, shelf: Shelf, wanted: Wanted) -> tuple[tuple[str, str, str], ...]:
    """Give protected names once each: the name, its notice, and the product that bears it."""
    ids = shelves.list_ids(shelf, replace(wanted, only_gi=True), sort="price", size=PROTECTED_READ)
    found: dict[str, tuple[str, str, str]] = {}
    for one in catalogue.list_protected(asking.viewer, ids):
        url = reverse("shop:product", args=[one.slug])
        found.setdefault(pick(one.gi_names), (pick(one.gi_names), words.notice_words(one.gi_notice), url))
    return tuple(found.values())


def _seller_row(one: SellerFacts) -> SellerRow:
    return SellerRow(one.name, reverse("shop:producer", args=[one.code]), seller_line(one), pick(one.story))


def seller_line(one: SellerFacts) -> str:
    """Say in one line what kind of house a seller is, where, and how many it speaks for."""
    said = [words.seller_kind(one.kind), one.region_name]
    if one.member_count > 1:
        said.append(
            ngettext("%(count)s member", "%(count)s members", one.member_count)
            % {"count": formats.number(one.member_count)}
        )
    return ", ".join(filter(None, said))


@dataclass(frozen=True)
class ProducerPage:
    """What producer.html shows."""

    seller: SellerFacts
    name: str
    legal_name: str
    line: str
    story: str
    picture: str
    crumbs: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    licences: tuple[tuple[str, str, str], ...]
    goods: tuple[GoodCard, ...]
    market_name: str


def assemble_producer(asking: Asking, code: str) -> ProducerPage:
    """
    Read one verified seller with their goods.

    :raises sogdia.domain.refusals.NotFound: when there is none, or it is not verified.
    """
    seller = sellers.get_seller(asking.viewer, code)
    shelf = shop.open_shelf(asking)
    shown = shelves.list_ids(shelf, Wanted(seller_id=seller.id), sort="price", size=SELLER_GOODS_SHOWN)
    facts = [(_("Registered as"), pick(seller.legal_names))]
    if seller.registration_number:
        facts.append((_("Registration number"), seller.registration_number))
    if seller.joined_on:
        facts.append((_("With us since"), formats.day(seller.joined_on)))
    facts.append((pgettext("when a grower is paid", "Paid"), words.payout_words(seller.payout_mode)))
    return ProducerPage(
        seller=seller,
        name=seller.name,
        legal_name=pick(seller.legal_names),
        line=seller_line(seller),
        story=pick(seller.story),
        picture=shop.region_picture(seller.picture),
        crumbs=(
            (_("Home"), reverse("shop:home")),
            (seller.region_name, reverse("shop:region", args=[seller.region_code])),
        )
        if seller.region_code
        else ((_("Home"), reverse("shop:home")),),
        facts=tuple(facts),
        licences=tuple(
            (
                words.licence_name(one.kind),
                one.number,
                formats.day(one.valid_until) if one.valid_until else _("no last day"),
            )
            for one in sellers.list_licences(asking.viewer, seller.id)
        ),
        goods=shop.good_cards(asking, shelf, shown),
        market_name=asking.market.name,
    )
