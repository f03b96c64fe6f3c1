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
    from sogdia.apps.catalogue.selectors import count_published
    from sogdia.domain.viewer import HOUSE
    from sogdia.usecases.refresh_shelf import rebuild_shelf as rebuild

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, int] = {}
        total = count_published(HOUSE)

        def tell(code: str, done: int) -> None:
            if code not in tasks:
                tasks[code] = progress.add_task(code, total=total)
            progress.update(tasks[code], completed=done)  # type: ignore[arg-type]

        count = rebuild(at=datetime.now(UTC), tell=tell)
    console.print(f"  {count:>6} prices on the shelf")
