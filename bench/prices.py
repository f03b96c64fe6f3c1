"""
``python -m bench.prices``: delivered prices of a whole catalogue in every market, and of one basket.

A scratch deployment is filled with generated products. Its catalogue is read and priced in columns; the same columns are
then priced by a loop written by hand, which floating point makes fast and nothing makes exact; and one basket of twenty
lines is priced by the exact engine.
"""

from __future__ import annotations

import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bench import cpu, machine
from bench.house import House, scratch_house

app = typer.Typer(add_completion=False, help=__doc__)
console = Console(width=150)
LINES = 20


@dataclass(frozen=True)
class Spent:
    """Seconds of one deed: CPU of this process, CPU of the database beside it, and by the clock."""

    own: float
    database: float
    clock: float


def spend(house: House, deed: Callable[[], Any]) -> tuple[Any, Spent]:
    """Do it and say what it took."""
    database, own, clock = cpu.spent_ms(house.database.pid), time.process_time(), time.monotonic()
    done = deed()
    return done, Spent(
        time.process_time() - own,
        (cpu.spent_ms(house.database.pid) - database) / 1000,
        time.monotonic() - clock,
    )


class Keeper:
    """The engine, keeping what it was asked, so that the same columns can be priced again."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.goods: Any = None
        self.sheets: list[Any] = []

    def price(self, goods: Any, markets: Iterable[Any]) -> Iterator[Any]:
        """Price, and remember."""

        def kept() -> Iterator[Any]:
            for sheet in markets:
                self.sheets.append(sheet)
                yield sheet

        self.goods = goods
        yield from self.engine.price(goods, kept())


def refresh(house: House, count: int, rounds: int, *, skip_shelf: bool) -> None:
    """Read and price everything, and price the same columns again beside a loop written by hand."""
    from bench import prices_by_hand as by_hand
    from sogdia.apps.markets.models import Market
    from sogdia.apps.quotes import sheets
    from sogdia.plumbing import wiring

    codes = list(Market.objects.order_by("position", "code").values_list("code", flat=True)[:count])
    keeper = Keeper(wiring.prices())
    at = datetime.now(UTC)
    found, took = spend(house, lambda: list(sheets.price_catalogue(keeper, codes, at=at)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    goods, markets = keeper.goods, keeper.sheets
    prepared = [by_hand.prepare(goods, sheet) for sheet in markets]
    engines, hands = [], []
    for _ in range(rounds):
        priced, spent = spend(house, lambda: list(wiring.prices().price(goods, markets)))
        engines.append(spent.own)
        hand, spent = spend(house, lambda: list(by_hand.price(goods, prepared)))
        hands.append(spent.own)
    rows = sum(way >= 0 for one in priced for way in one.way)
    same = sum(
        way >= 0 and total == other
        for one, (theirs, _) in zip(priced, hand, strict=True)
        for way, total, other in zip(one.way, one.total_minor, theirs.tolist(), strict=True)
    )
    engine, loop = median(engines), median(hands)
    table = Table(title=f"{len(goods):,} products × {len(found)} markets, {rows:,} prices, {len(goods) * len(found) - rows:,} refusals")  # fmt: skip
    for column in ("", "CPU s", "database CPU s", "clock s", "times by hand"):
        table.add_column(column, justify="left" if not column else "right")
    table.add_row(
        "read and price everything", f"{took.own:.2f}", f"{took.database:.2f}", f"{took.clock:.2f}", ""
    )
    if not skip_shelf:
        filled = fill_shelf(house, at)
        table.add_row("fill the empty price shelf of all markets", f"{filled.own:.2f}", f"{filled.database:.2f}", f"{filled.clock:.2f}", "")  # fmt: skip
    table.add_row("price in columns, exactly", f"{engine:.3f}", "", "", f"{engine / loop:.2f}")
    table.add_row("the same columns by hand, in floating point", f"{loop:.3f}", "", "", "1")
    console.print(table)
    console.print(
        f"peak memory of the process {peak:.0f} MB; by hand {rows - same:,} prices are not to the minor unit"
    )
    basket(found, at)


def fill_shelf(house: House, at: datetime) -> Spent:
    """Write every price of every market to a shelf that was emptied before; pricing is part of it."""
    from sogdia.apps.quotes.models import ShelfRow
    from sogdia.plumbing import wiring
    from sogdia.usecases.refresh_shelf import rebuild_shelf

    ShelfRow.objects.all().delete()
    _, took = spend(house, lambda: rebuild_shelf(engine=wiring.prices(), at=at))
    return took


def basket(found: list[Any], at: datetime) -> None:
    """Price one buyer's twenty products on one departure, by the exact engine."""
    from sogdia.apps.quotes import pricing
    from sogdia.apps.quotes.book import book_of

    prices = max(found, key=lambda one: sum(way >= 0 for way in one.priced.way))
    place, _ = Counter(way for way in prices.priced.way if way >= 0).most_common(1)[0]
    rows = [row for row, way in enumerate(prices.priced.way) if way == place][:LINES]
    book = book_of(prices.market_code, at=at, product_ids=[prices.goods.product[row] for row in rows])
    way = book.way(prices.ways[place].departure_id)
    assert way is not None, "it takes orders"
    offers = pricing.load_offers(prices.goods.offer[row] for row in rows)
    lots = pricing.load_lots(offers)
    lines = [
        pricing.goods_line(
            book,
            offer,
            pricing.choose_lot(book, offer, way, lots[offer.pack.product_id]),
            packs=1,
            key=str(offer.pk),
        )
        for offer in offers
    ]
    times = []
    for _ in range(300):
        began = time.process_time()
        pricing.price_on(book, way, lines)
        times.append(1000 * (time.process_time() - began))
    console.print(
        f"one basket of {len(lines)} lines in {prices.market_code}, exactly: median {median(times):.2f} CPU-ms, "
        f"fastest {min(times):.2f}"
    )


@app.command()
def measure(
    products: Annotated[
        int, typer.Option(help="How many products to generate beside the demo world.")
    ] = 100_000,
    markets: Annotated[int, typer.Option(help="How many markets to price.")] = 15,
    rounds: Annotated[int, typer.Option(help="How often the columns are priced again.")] = 5,
    skip_shelf: Annotated[bool, typer.Option(help="Do not write what was priced.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Keep the scratch deployment here, and use it again.")
    ] = None,
) -> None:
    """Measure prices of a generated catalogue."""
    console.print(machine.describe())
    with scratch_house(folder) as house:
        if house.database.is_new:
            house.command("migrate", "--quiet")
            house.command("load-world")
            console.print(
                f"world --scale {products}: {house.command('world', '--scale', str(products)):.1f} s"
            )
        os.environ.update(house.environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "sogdia.config.settings"
        import django

        django.setup()
        refresh(house, markets, rounds, skip_shelf=skip_shelf)


if __name__ == "__main__":
    app()
