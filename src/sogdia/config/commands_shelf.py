"""The commands that renew prices on cards: all of them, or those that wait."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sogdia.config.cli import app, start_django


@app.command("rebuild-shelf")
def rebuild_shelf() -> None:
    """Compute the delivered price of every product in every market anew."""
    start_django()
    from sogdia.apps.markets.selectors import list_markets
    from sogdia.plumbing import wiring
    from sogdia.usecases.refresh_shelf import rebuild_shelf as rebuild

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("markets", total=len(list_markets()))

        def tell(code: str, count: int) -> None:
            progress.console.print(f"  {count:>6} prices in {code}")
            progress.advance(task)

        count = rebuild(engine=wiring.prices(), at=datetime.now(UTC), tell=tell)
    console.print(f"  {count:>6} prices on the shelf")


@app.command("refresh-shelf", hidden=True)
def refresh_shelf() -> None:
    """Renew the prices that wait, as the worker does; it starts this when whole markets wait."""
    start_django()
    from sogdia.plumbing import wiring
    from sogdia.usecases.refresh_shelf import refresh_shelf as refresh

    refresh(engine=wiring.prices(), at=datetime.now(UTC))
