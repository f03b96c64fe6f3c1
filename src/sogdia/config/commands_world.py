"""Commands that load the demo world."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.console import Console

from sogdia.config.cli import app, start_django


@app.command("load-world")
def load_world(people: bool = True) -> None:
    """Load the demo world's data files; safe to repeat."""
    start_django()
    from django.conf import settings

    from sogdia.apps.markets.selectors import forget_markets
    from sogdia.plumbing import wiring
    from sogdia.usecases.rebuild_search import rebuild_search
    from sogdia.usecases.world.load import load_world as load

    console = Console(stderr=True)
    with console.status("Loading the world") as status:

        def tell(what: str, count: int) -> None:
            console.print(f"  {count:>6} {what}")
            status.update(f"Loaded {what}")

        load(
            at=datetime.now(UTC),
            operator=settings.DEPLOYMENT["operator"],
            with_people=people and settings.DEPLOYMENT["mode"] != "production",
            tell=tell,
        )
        tell("products in the index", rebuild_search(index=wiring.search()))
    forget_markets()
