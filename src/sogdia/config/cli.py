"""The ``sogdia`` command."""

from __future__ import annotations

import os
import sys

import typer

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Sogdia: shared departures, delivered prices, escrow."
)


def start_django() -> None:
    """Make Django ready for a command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sogdia.config.settings")
    import django

    django.setup()


@app.command()
def migrate(quiet: bool = False) -> None:
    """Bring the database to this version."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def django(context: typer.Context) -> None:
    """Run a Django management command (shell, createsuperuser, ...)."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["sogdia django", *context.args])


def _hold_less() -> None:
    """Let threads share their memory pools: each pool of its own keeps what it once needed (mallopt(3))."""
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    threads: int = typer.Option(2, help="Threads in each worker."),
) -> None:
    """Serve pages."""
    _hold_less()
    os.execvp(
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
            # One that is stopped while it still starts would never end by itself.
            "--workers-kill-timeout", "10",
            "sogdia.config.wsgi:application",
        ],
    )  # fmt: skip


@app.command()
def demo(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Load the demo world, start web, worker and sandbox bank, print the address."""
    start_django()
    from sogdia.config import demo as runner

    runner.run(host=host, port=port)


@app.command()
def worker() -> None:
    """Run background work until stopped."""
    # Anew, so that it does not hold what only the command line needs.
    _hold_less()
    os.execv(sys.executable, [sys.executable, "-m", "sogdia.config.worker"])


def main() -> None:
    """Start here."""
    from sogdia.config import commands  # noqa: F401  they register themselves

    app()
