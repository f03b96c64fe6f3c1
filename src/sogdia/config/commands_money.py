"""Commands about money: the sandbox bank."""

from __future__ import annotations

from typing import Annotated

import typer

from sogdia.config.cli import app


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
