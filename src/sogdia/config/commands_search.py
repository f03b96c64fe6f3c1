"""The command that builds the search index anew."""

from __future__ import annotations

import typer
from rich.console import Console

from sogdia.config import cli


@cli.app.command()
def reindex() -> None:
    """Build the search index anew from the database."""
    cli.start_django()
    from sogdia.plumbing import wiring
    from sogdia.usecases import rebuild_search

    with Console(stderr=True).status("Building the index"):
        count = rebuild_search.rebuild_search(index=wiring.search())
    typer.echo(f"{count} products can be found.")
