"""The command that opens a frozen price to its formulas."""

from __future__ import annotations

from typing import Annotated

import typer

from sogdia.config.cli import app, start_django


@app.command()
def explain(
    quote: Annotated[str, typer.Argument(help="The quote's number, as on its page or paper.")],
    language: Annotated[str, typer.Option("--lang", help="en, fr, zh-hans, ru or ar.")] = "en",
) -> None:
    """Print how every part of a quote was reckoned, with its sources."""
    start_django()
    from django.utils import translation

    from sogdia.apps.quotes import reckoning
    from sogdia.domain.refusals import NotFound

    with translation.override(language):
        try:
            lines = reckoning.of_quote(quote)
        except NotFound:
            typer.secho(f"No quote {quote}.", fg="red", err=True)
            raise typer.Exit(1) from None
        for line in lines:
            typer.secho(f"{line.name}, {line.packs} ×, {line.total}", bold=True)
            for part in line.parts:
                typer.echo(f"  {part.name}: {part.amount}  [{part.rule}]")
                for step in part.workings:
                    typer.echo(f"      {step.label}: {step.formula}")
                for source in part.sources:
                    day = f" ({source.checked_on:%Y-%m-%d})" if source.checked_on else ""
                    typer.echo(f"      {source.name}: {source.text}{day}")
