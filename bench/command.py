"""The command line of the measurements."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench import choosing, deed, growth, machine, pages, purchase
from bench.bank import Bank
from bench.house import House, scratch_house
from bench.pages import Figure

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)
console = Console(width=150)


def show_pages(figures: list[Figure]) -> None:
    """Print pages beside their references."""
    table = Table(title="Pages: CPU milliseconds a request")
    for column in ("page", "web", "database", "both", "limit", "requests/s", "reference", "times"):
        table.add_column(column, justify="left" if column in {"page", "reference"} else "right")
    by_name = {figure.name: figure for figure in figures}
    for figure in figures:
        beside = by_name.get(figure.reference)
        table.add_row(
            figure.name, f"{figure.spent.web:.2f}", f"{figure.spent.database:.2f}", f"{figure.spent.both:.2f}",
            "" if figure.limit_ms is None else f"{figure.limit_ms:.0f}", f"{figure.round.per_second:.0f}",
            f"{beside.spent.both:.2f}" if beside else "", f"{figure.spent.both / beside.spent.both:.1f}" if beside else "",
        )  # fmt: skip
    console.print(table)


def show_purchases(name: str, measured: list[purchase.Measured]) -> None:
    """Print a round of purchases."""
    one = purchase.typical(measured)
    table = Table(title=f"{name}: {one.spent.both:.1f} CPU-ms each (web {one.spent.web:.1f}, database {one.spent.database:.1f}; worker {one.spent.worker:.1f} beside), {one.round.per_second:.1f} a second; rounds {', '.join(f'{each.spent.both:.1f}' for each in measured)}")  # fmt: skip
    for column in ("step", "p50 ms", "p95 ms", "worst ms"):
        table.add_column(column, justify="left" if column == "step" else "right")
    for step, took in one.steps_ms.items():
        ordered = sorted(took)
        table.add_row(step, *(f"{ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.0f}" for share in (0.5, 0.95, 1)))  # fmt: skip
    console.print(table)


@app.command()
def measure(
    scale: Annotated[
        int, typer.Option(help="How many products to generate beside the demo world; 0 is none.")
    ] = 0,
    requests: Annotated[int, typer.Option(help="Requests a round and page.")] = 400,
    purchases: Annotated[int, typer.Option(help="Purchases a round.")] = 200,
    products: Annotated[int, typer.Option(help="How many products are opened in turn.")] = 32,
    scales: Annotated[str, typer.Option(help="The sizes that growth compares.")] = "1000,10000,100000",
    folder: Annotated[
        Path | None, typer.Option(help="Keep the scratch deployment here, and use it again.")
    ] = None,
    what: Annotated[
        str, typer.Option(help="What to measure, separated by commas.")
    ] = "pages,purchase,deed,start",
) -> None:
    """Measure everything that is named, at one scale; ``growth`` measures pages at each of ``scales``."""
    wanted = set(what.split(","))
    console.print(machine.describe())
    if "growth" in wanted:
        kept = folder or Path(tempfile.mkdtemp(prefix="sogdia-bench."))
        sizes = [int(size) for size in scales.split(",")]
        show_growth([growth.measure(kept / str(size), size, max(20, requests // 10)) for size in sizes])
        return
    with scratch_house(folder) as house:
        if house.database.is_new:
            console.print(
                f"migrate {house.command('migrate', '--quiet'):.1f} s, load-world {house.command('load-world'):.1f} s"
            )
        if scale:
            console.print(f"world --scale {scale}: {house.command('world', '--scale', str(scale)):.1f} s")
        bank = Bank(house.bank_port)
        house.start_reference()
        house.start("worker", "worker")
        console.print(f"web answers after {house.start_web():.2f} s")
        goods = choosing.list_goods(house, products)
        choosing.make_plentiful(house, goods)
        if "pages" in wanted:
            show_pages(pages.all_pages(house, goods, requests))
        if "purchase" in wanted:
            purchase.measure(house, bank, goods[:1], 16, rounds=1)
            show_purchases(
                "Guest purchase, all on one lot", purchase.measure(house, bank, goods[:1], purchases)
            )
        if "start" in wanted:
            show_memory(house)
            console.print("first answer after " + ", ".join(f"{one:.2f} s" for one in machine.starts(house)))
        if "deed" in wanted:
            purchase.buy(house, bank, goods[0], 0)
            house.stop("web", "worker", "reference")
            show_deeds(deed.measure(house, deed.latest_quote(house), purchases))
        bank.close()


def show_memory(house: House) -> None:
    """Print what web and worker hold."""
    held = machine.memory(house)
    console.print(
        f"memory after the load: {sum(one[0] for one in held.values()):.0f} MB resident, "
        f"{sum(one[1] for one in held.values()):.0f} MB with shared pages counted once ("
        + ", ".join(f"{name} {one[0]:.0f}" for name, one in held.items())
        + ")"
    )


def show_growth(found: list[growth.Grown]) -> None:
    """Print what pages cost at each size, and how many times as much as at the size before."""
    table = Table(
        title="Pages computed anew: CPU milliseconds of web and database, and growth from size to size"
    )
    table.add_column("page")
    for one in found:
        table.add_column(
            f"{one.products:,} goods\n{one.sellers:,} sellers\n{one.offers:,} offers", justify="right"
        )
    for name in found[0].spent:
        cells, before = [], None
        for one in found:
            now = one.spent[name].both
            times = (
                ""
                if before is None
                else f" ×{now / before:.2f}" + (" !" if now / before > growth.LIMIT else "")
            )
            cells.append(f"{now:.1f} ({one.spent[name].web:.1f}+{one.spent[name].database:.1f}){times}")
            before = now
        table.add_row(name, *cells)
    console.print(table)


def show_deeds(found: list[deed.Beside]) -> None:
    """Print deeds beside their hand-written twins."""
    table = Table(title="Deeds beside one hand-written transaction with the same rows: CPU milliseconds each")
    for column in ("deed", "deed", "by hand", "times", "deeds/s", "by hand/s"):
        table.add_column(column, justify="right")
    for one in found:
        table.add_row(
            one.name, f"{one.deed_ms:.2f}", f"{one.hand_ms:.2f}", f"{one.times:.1f}", f"{one.deed.per_second:.0f}",
            f"{one.hand.per_second:.0f}",
        )  # fmt: skip
    console.print(table)
