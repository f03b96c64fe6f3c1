"""Search and browse: words, place, kind, season, what reaches the reader; sorted by the exact delivered price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sogdia.apps.catalogue import selectors as catalogue
from sogdia.apps.catalogue.selectors import Listed
from sogdia.apps.quotes import selectors_prices as prices
from sogdia.apps.quotes.selectors_prices import CardPrice
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
SORTS = ("best", "price", "arrival", "newest")
LATE = date.max


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
    paging: Page[Listed]
    categories: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    reach_count: int
    season_count: int
    sorts: tuple[tuple[str, str, bool], ...]
    market_name: str
    is_filtered: bool


def assemble(asking: Asking, asked: Asked, *, index: SearchIndex) -> GoodsPage:
    """Find, count, sort, and read one page of cards; the number of queries does not grow with the goods."""
    cards = prices.list_cards(asking.viewer, market_code=asking.market.code, at=asking.now)
    places = regions.list_regions(asking.viewer)
    order = _found(index, asked)
    listed = catalogue.list_listed(asking.viewer, ids=order)
    kept, facets = _filter(listed, asked, cards, places, asking.now.date())
    ranked = _sorted(kept, asked, cards, order)
    paging = Paginator(ranked, PAGE_SIZE).get_page(asked.page)
    products = catalogue.list_products(asking.viewer, [one.id for one in paging])
    return GoodsPage(
        asked=asked,
        title=_title(asked),
        found_words=ngettext("%(count)s good", "%(count)s goods", len(ranked))
        % {"count": formats.number(len(ranked))},
        cards=tuple(
            shop.good_card(products[one.id], cards.get(one.id)) for one in paging if one.id in products
        ),
        paging=paging,
        categories=facets.categories,
        regions=facets.regions,
        reach_count=facets.reach_count,
        season_count=facets.season_count,
        sorts=tuple((code, name, code == _sort(asked)) for code, name in _sort_names(asked)),
        market_name=asking.market.name,
        is_filtered=bool(asked.words or asked.region or asked.category or asked.reaches or asked.season),
    )


def _found(index: SearchIndex, asked: Asked) -> list[int] | None:
    """Give product ids, best first; none where nothing was asked for in words."""
    if not asked.words:
        return None
    return list(index.find(asked.words, language=short(get_language())))


@dataclass(frozen=True)
class _Facets:
    categories: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    reach_count: int
    season_count: int


def _filter(
    listed: list[Listed],
    asked: Asked,
    cards: dict[int, CardPrice],
    places: list[RegionFacts],
    today: date,
) -> tuple[list[Listed], _Facets]:
    """Keep what passes every filter; each facet counts what passes all the others."""
    within = next((place.all_ids for place in places if place.code == asked.region), None)

    def has_price(one: Listed) -> bool:
        card = cards.get(one.id)
        return card is not None and card.total is not None

    tests: dict[str, Callable[[Listed], bool]] = {
        "region": lambda one: within is None or one.region_id in within,
        "category": lambda one: not asked.category or one.category == asked.category,
        "reaches": lambda one: not asked.reaches or has_price(one),
        "season": lambda one: not asked.season or shop.in_season(one.harvest_months, today),
    }

    def passing(without: str) -> list[Listed]:
        return [one for one in listed if all(test(one) for name, test in tests.items() if name != without)]

    kinds = Counter(one.category for one in passing("category"))
    spots = Counter(one.region_id for one in passing("region"))
    facets = _Facets(
        categories=tuple(
            Facet(code, words.category_name(code), kinds[code], code == asked.category)
            for code in words.CATEGORIES
            if kinds[code] or code == asked.category
        ),
        regions=tuple(
            Facet(place.code, place.name, count, place.code == asked.region)
            for place in places
            if place.level == "province" or place.code == asked.region
            if (count := sum(spots[pk] for pk in place.all_ids)) or place.code == asked.region
        ),
        reach_count=sum(has_price(one) for one in passing("reaches")),
        season_count=sum(shop.in_season(one.harvest_months, today) for one in passing("season")),
    )
    return passing(""), facets


def _sort(asked: Asked) -> str:
    return asked.sort or ("best" if asked.words else "price")


def _sorted(
    kept: list[Listed], asked: Asked, cards: dict[int, CardPrice], order: list[int] | None
) -> list[Listed]:
    """Sort; what is closed here stands behind what can be had, except by relevance and age."""
    place = {pk: at for at, pk in enumerate(order or [])}

    def price(one: Listed) -> tuple[bool, int, int]:
        card = cards.get(one.id)
        total = card.total if card else None
        return (total is None, total.minor if total else 0, one.id)

    def arrival(one: Listed) -> tuple[date, bool, int, int]:
        card = cards.get(one.id)
        first = card.arrives_first if card else None
        return (first or LATE, *price(one))

    def newest(one: Listed) -> tuple[float, int]:
        return (-(one.published_at.timestamp() if one.published_at else 0), -one.id)

    def best(one: Listed) -> tuple[int, int]:
        return (place.get(one.id, len(place)), one.id)

    keys = {"price": price, "arrival": arrival, "newest": newest, "best": best}
    return sorted(kept, key=keys[_sort(asked)])


def _sort_names(asked: Asked) -> list[tuple[str, str]]:
    names = [
        ("price", _("Delivered price")),
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
