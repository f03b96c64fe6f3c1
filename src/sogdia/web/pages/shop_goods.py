"""Search and browse: words, place, kind, season, what reaches the reader; sorted by the exact delivered price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes.selectors_shelf import Count, Wanted
from sogdia.apps.regions import selectors as regions
from sogdia.apps.regions.selectors import RegionFacts
from sogdia.domain.ports import SearchIndex
from sogdia.plumbing import formats
from sogdia.plumbing.texts import short
from sogdia.web.pages import shop
from sogdia.web.pages.parts import GoodCard
from sogdia.web.pages.shop import Asking
from sogdia.web.words import goods as words

PAGE_SIZE = 24
SORTS = ("best", "price", "kilo", "arrival", "newest")


@dataclass(frozen=True)
class Asked:
    """What the reader filters by; everything may be empty."""

    words: str = ""
    region: str = ""
    category: str = ""
    reaches: bool = False
    season: bool = False
    sort: str = ""
    page: int = 1
    is_season_page: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str], *, season: bool = False) -> Asked:
        """Read an address; what makes no sense is left out."""
        page = given.get("page", "1")
        sort = given.get("sort", "")
        return cls(
            words=given.get("q", "").strip()[:120],
            region=given.get("region", "")[:50],
            category=given.get("category", "")[:20],
            reaches=given.get("reaches") == "1",
            season=season or given.get("season") == "1",
            sort=sort if sort in SORTS else "",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
            is_season_page=season,
        )


@dataclass(frozen=True)
class Facet:
    """One choice of a filter with how many goods it has."""

    code: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class GoodsPage:
    """What goods.html shows."""

    asked: Asked
    title: str
    found_words: str
    cards: tuple[GoodCard, ...]
    paging: Page[int]
    categories: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    reach_count: int
    season_count: int
    sorts: tuple[tuple[str, str, bool], ...]
    market_name: str
    is_filtered: bool


class _Sliced(Sequence[int]):
    """A list of which one page is read."""

    def __init__(self, count: int, read: Callable[[int, int], list[int]]) -> None:
        self._count, self._read = count, read

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: Any) -> Any:
        return self._read(part.start, part.stop - part.start)


def assemble(asking: Asking, asked: Asked, *, index: SearchIndex) -> GoodsPage:
    """Find, count, sort, and read one page of cards; neither queries nor work grow with the goods."""
    shelf = shop.open_shelf(asking)
    places = regions.list_regions(asking.viewer)
    wanted = _wanted(asked, places, index)
    counts = shelves.list_counts(shelf) if wanted.ids is None else shelves.count_found(shelf, wanted)
    facets = _facets(counts, asked, places)
    sort = _sort(asked)
    if sort == "best":
        found: Sequence[int] = shelves.list_found(shelf, wanted)
    else:
        found = _Sliced(
            min(facets.count, shelves.DEEPEST),
            lambda first, size: shelves.list_ids(shelf, wanted, sort=sort, first=first, size=size),
        )
    paging = Paginator(found, PAGE_SIZE).get_page(asked.page)
    return GoodsPage(
        asked=asked,
        title=_title(asked),
        found_words=ngettext("%(count)s good", "%(count)s goods", facets.count)
        % {"count": formats.number(facets.count)},
        cards=shop.good_cards(asking, shelf, list(paging)),
        paging=paging,
        categories=facets.categories,
        regions=facets.regions,
        reach_count=facets.reach_count,
        season_count=facets.season_count,
        sorts=tuple((code, name, code == sort) for code, name in _sort_names(asked)),
        market_name=asking.market.name,
        is_filtered=bool(asked.words or asked.region or asked.category or asked.reaches or asked.season),
    )


def _wanted(asked: Asked, places: list[RegionFacts], index: SearchIndex) -> Wanted:
    within = next((place for place in places if place.code == asked.region), None)
    return Wanted(
        region_ids=within.all_ids if within else None,
        province_id=within.id if within and not within.parents else None,
        category=asked.category,
        only_open=asked.reaches,
        only_season=asked.season,
        ids=tuple(index.find(asked.words, language=short(get_language()))) if asked.words else None,
    )


@dataclass(frozen=True)
class _Facets:
    count: int
    categories: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    reach_count: int
    season_count: int


def _facets(counts: Sequence[Count], asked: Asked, places: list[RegionFacts]) -> _Facets:
    """Count what passes every filter; each facet counts what passes all the others."""
    within = next((place.all_ids for place in places if place.code == asked.region), None)
    kinds: Counter[str] = Counter()
    spots: Counter[int] = Counter()
    count = reach_count = season_count = 0
    for one in counts:
        # The one filter that it fails, if it fails only one, is the one whose facet counts it.
        fails = [
            name
            for name, is_failed in (
                ("category", bool(asked.category) and one.category != asked.category),
                ("region", within is not None and one.region_id not in within),
                ("reaches", asked.reaches and not one.is_open),
                ("season", asked.season and not one.in_season),
            )
            if is_failed
        ]
        if len(fails) > 1:
            continue
        only = fails[0] if fails else ""
        count += one.goods if not only else 0
        if only in {"", "category"}:
            kinds[one.category] += one.goods
        if only in {"", "region"}:
            spots[one.region_id] += one.goods
        if only in {"", "reaches"} and one.is_open:
            reach_count += one.goods
        if only in {"", "season"} and one.in_season:
            season_count += one.goods
    return _Facets(
        count=count,
        categories=tuple(
            Facet(code, words.category_name(code), kinds[code], code == asked.category)
            for code in words.CATEGORIES
            if kinds[code] or code == asked.category
        ),
        regions=tuple(
            Facet(place.code, place.name, inside, place.code == asked.region)
            for place in places
            if place.level == "province" or place.code == asked.region
            if (inside := sum(spots[pk] for pk in place.all_ids)) or place.code == asked.region
        ),
        reach_count=reach_count,
        season_count=season_count,
    )


def _sort(asked: Asked) -> str:
    if asked.sort == "best" and not asked.words:
        return "price"
    return asked.sort or ("best" if asked.words else "price")


def _sort_names(asked: Asked) -> list[tuple[str, str]]:
    names = [
        ("price", _("Delivered price")),
        ("kilo", _("Price per kilogram")),
        ("arrival", _("Arrival")),
        ("newest", _("Newest")),
    ]
    return [("best", _("Best match")), *names] if asked.words else names


def _title(asked: Asked) -> str:
    if asked.words:
        return _("Found for “%(words)s”") % {"words": asked.words}
    if asked.is_season_page:
        return _("In season")
    if asked.category:
        return words.category_name(asked.category)
    return _("All goods")
