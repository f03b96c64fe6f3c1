"""The command that computes every card's price anew."""

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
