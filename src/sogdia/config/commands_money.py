"""Commands about money: the audit, the hash chain, the sandbox bank."""

from __future__ import annotations

from typing import Annotated

import typer

from sogdia.config.cli import app, start_django


@app.command()
def audit() -> None:
    """Prove the invariants of the books; the exit code is 1 when one fails."""
    start_django()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.table import Table

    from sogdia.domain.viewer import HOUSE
    from sogdia.usecases.audit_books import audit_books

    table = Table(title="Audit of the books")
    table.add_column("Invariant")
    table.add_column("Result")
    table.add_column("What breaks it", overflow="fold")
    columns = (TextColumn("Checking the books"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        checked = audit_books(
            HOUSE, tell=lambda done, total: progress.update(task, completed=done, total=total)
        )
    for one in checked:
        result = "[green]ok[/green]" if one.is_ok else f"[red]FAILED[/red] ({one.count})"
        table.add_row(one.code, result, "\n".join(one.broken))
    Console().print(table)
    if not all(one.is_ok for one in checked):
        raise typer.Exit(1)


@app.command()
def chain() -> None:
    """Link every journal entry that has no link yet, and close past days with their root."""
    start_django()
    from datetime import UTC, datetime

    from sogdia.usecases.chain_entries import chain_entries

    count = 0
    while linked := chain_entries(at=datetime.now(UTC)):
        count += linked
    typer.echo(f"{count} entries linked.")


@app.command(name="sandbox-bank")
def sandbox_bank(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; the default is that of SOGDIA_SANDBOX_URL.")
    ] = 0,
) -> None:
    """Run the bank for demonstrations and tests; it refuses to run in production."""
    from urllib.parse import urlsplit

    from sogdia.config import env
    from sogdia.gateways.payments.sandbox_bank import running

    given = env.read()
    url: str = given["SOGDIA_SANDBOX_URL"]
    chosen = port or urlsplit(url).port or 8900
    typer.echo(f"Sandbox bank on http://{host}:{chosen}")
    running.serve(
        mode=given["SOGDIA_MODE"],
        host=host,
        port=chosen,
        url=url,
        secret=given["SOGDIA_SANDBOX_SECRET"],
        folder=given["SOGDIA_VAR"].resolve(),
    )
