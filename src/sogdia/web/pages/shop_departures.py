"""All departures, and one of them: way, times, fill, tariff, what it serves and what can go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from sogdia.apps.departures import selectors as departures
from sogdia.apps.departures.selectors import DepartureFacts, TariffFacts
from sogdia.apps.markets import selectors as markets
from sogdia.apps.quotes import selectors_board as boards
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes.selectors_board import BoardLine
from sogdia.apps.quotes.selectors_shelf import Wanted
from sogdia.domain.money import Money
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages import shop
from sogdia.web.pages.parts import Board, Fill, GoodCard
from sogdia.web.pages.shop import Asking
from sogdia.web.words import goods as words

PAGE_SIZE = 24
GOODS_SHOWN = 8
SORTS = ("cutoff", "leaves", "fill", "arrival", "freight")


@dataclass(frozen=True)
class Asked:
    """What the reader filters by; ``sort`` falls when it begins with a minus."""

    market: str = ""
    mode: str = ""
    sort: str = ""
    page: int = 1


@dataclass(frozen=True)
class DeparturesPage:
    """What departures.html shows."""

    asked: Asked
    sort: str
    board: Board
    paging: Page[BoardLine]
    markets: tuple[tuple[str, str, bool], ...]
    modes: tuple[tuple[str, bool], ...]
    now: datetime
    hub_zone: str
    reader_zone: str


def assemble(asking: Asking, asked: Asked) -> DeparturesPage:
    """Read the departures that match; the number of queries does not grow with them."""
    choices = markets.list_markets()
    serves = _market(asked)
    lines = lines_of(asking, asked)
    sort = _sort(asked)
    return DeparturesPage(
        asked=asked,
        sort=sort,
        paging=(paging := Paginator(lines, PAGE_SIZE).get_page(asked.page)),
        board=Board(tuple(shop.board_row(line) for line in paging)),
        markets=tuple((one.code, one.name, one.code == serves) for one in choices),
        modes=tuple((mode, mode == asked.mode) for mode in departures.list_modes(asking.viewer)),
        now=asking.now,
        hub_zone=lines[0].departure.zone if lines else "Asia/Shanghai",
        reader_zone=asking.market.timezone,
    )


def lines_of(asking: Asking, asked: Asked) -> list[BoardLine]:
    """Give the departures that match, as sorted; for the page and for the file."""
    found = boards.list_board(
        asking.viewer, market_code=asking.market.code, at=asking.now, serves=_market(asked), mode=asked.mode
    )
    sort = _sort(asked)
    lines = sorted(found, key=_KEYS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    if sort == "cutoff":
        lines.sort(key=lambda line: line.departure.cutoff_at <= asking.now)
    return lines


def _market(asked: Asked) -> str:
    return asked.market if asked.market in {one.code for one in markets.list_markets()} else ""


def _sort(asked: Asked) -> str:
    return asked.sort if asked.sort.removeprefix("-") in SORTS else "cutoff"


def _freight(line: BoardLine) -> tuple[bool, int, datetime]:
    return (line.freight is None, line.freight.minor if line.freight else 0, line.departure.cutoff_at)


_KEYS = {
    "cutoff": lambda line: (line.departure.cutoff_at, line.departure.id),
    "leaves": lambda line: (line.departure.leaves_at, line.departure.id),
    "fill": lambda line: (line.departure.fill_percent, line.departure.id),
    "arrival": lambda line: (line.arrives_first, line.departure.id),
    "freight": _freight,
}


@dataclass(frozen=True)
class Served:
    """A market that the departure serves."""

    name: str
    entry: str
    importer: str
    is_reader_market: bool


@dataclass(frozen=True)
class DeparturePage:
    """What departure.html shows."""

    departure: DepartureFacts
    fill: Fill
    is_open: bool
    arrives_first: date | None
    arrives_last: date | None
    freight: Money | None
    reader_zone: str
    market_name: str
    serves_reader: bool
    served: tuple[Served, ...]
    facts: tuple[tuple[str, str], ...]
    tariff: tuple[tuple[str, str], ...]
    tariff_source: str
    tariff_checked_on: date | None
    goods: tuple[GoodCard, ...]
    goods_count: int


def assemble_one(asking: Asking, ref: str) -> DeparturePage:
    """
    Read one departure.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    run = departures.get_departure(asking.viewer, ref)
    services = departures.list_services(asking.viewer, [run.lane_id])[run.lane_id]
    tariff = departures.get_tariff(asking.viewer, run.lane_id)
    line = boards.find_line(asking.viewer, ref=ref, market_code=asking.market.code, at=asking.now)
    serves_reader = any(one.market_code == asking.market.code for one in services)
    goods, count = _goods(asking, run) if serves_reader else ((), 0)
    return DeparturePage(
        departure=run,
        fill=shop.fill_of(run),
        is_open=run.state == "open" and run.cutoff_at > asking.now,
        arrives_first=line.arrives_first if line else None,
        arrives_last=line.arrives_last if line else None,
        freight=line.freight if line else None,
        reader_zone=asking.market.timezone,
        market_name=asking.market.name,
        serves_reader=serves_reader,
        served=tuple(
            Served(
                pick(one.market_names),
                _entry(one.entry_mode),
                one.importer_of_record,
                one.market_code == asking.market.code,
            )
            for one in services
        ),
        facts=_facts(run, tariff),
        tariff=_tariff(tariff),
        tariff_source=tariff.source,
        tariff_checked_on=tariff.checked_on,
        goods=goods,
        goods_count=count,
    )


def _goods(asking: Asking, run: DepartureFacts) -> tuple[tuple[GoodCard, ...], int]:
    """Give what can go on it to the reader's market: the right temperature, and a price."""
    shelf = shop.open_shelf(asking)
    wanted = Wanted(temperatures=frozenset(run.temperatures), only_open=True)
    ids = shelves.list_ids(shelf, wanted, sort="season", size=GOODS_SHOWN)
    ready = (one for one in shelves.list_counts(shelf) if one.is_open and one.temperature in run.temperatures)
    return shop.good_cards(asking, shelf, ids), sum(one.goods for one in ready)


def _entry(mode: str) -> str:
    return {
        "home": _("No border is crossed"),
        "individual": _("Each buyer's own entry"),
        "consolidated": _("One commercial entry for the whole departure"),
    }.get(mode, mode)


def _facts(run: DepartureFacts, tariff: TariffFacts) -> tuple[tuple[str, str], ...]:
    days = run.transit_days
    return (
        (_("From"), run.hub),
        (_("To"), run.gateway),
        (_("Vehicle"), words.vehicle_name(tariff.vehicle)),
        (_("Temperature"), ", ".join(words.temperature_name(one) for one in run.temperatures)),
        (_("Days on the way"), f"{days[0]}–{days[1]}" if days[0] != days[1] else str(days[0])),
        (_("Free"), formats.mass(max(run.free_g, 0), unit="t")),
    )


def _tariff(tariff: TariffFacts) -> tuple[tuple[str, str], ...]:
    def money(minor: int) -> str:
        return formats.money(minor, tariff.currency)

    rows = [
        (_("The vehicle, shared by all aboard"), money(tariff.vehicle_fixed_minor)),
        (_("Each kilogram"), money(tariff.per_kg_minor)),
        (_("Each cubic metre"), money(tariff.per_m3_minor)),
        (_("At least, each shipment"), money(tariff.minimum_minor)),
        (_("Surcharge, each shipment"), money(tariff.surcharge_minor)),
        (
            _("A cubic metre counts as"),
            formats.mass(tariff.wm_kg_per_m3 * 1000, unit="kg"),
        ),
        (_("Quoted at a fill of"), formats.percent_bp(tariff.careful_fill_bp)),
        (_("Leaves from a fill of"), formats.percent_bp(tariff.minimum_fill_bp)),
        (_("Alone, each kilogram"), money(tariff.standalone_per_kg_minor)),
        (_("Alone, at least"), money(tariff.standalone_minimum_minor)),
        (_("Insurance, of 110 % of the goods"), formats.percent_bp(tariff.insurance_bp)),
    ]
    return tuple(rows)
