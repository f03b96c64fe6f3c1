"""Commands for the sign-ins of a person, run by whoever administers the deployment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from sogdia.config import cli
from sogdia.config.commands_figures import _refuse

people = typer.Typer(help="A person's sign-ins and second step.", no_args_is_help=True)
cli.app.add_typer(people, name="person")

Reason = Annotated[str, typer.Option(help="Why, for the record.")]


@people.command("end-sign-ins")
def end_sign_ins(email: str, reason: Reason) -> None:
    """End every sign-in of a person at once."""
    cli.start_django()
    from sogdia.domain.refusals import Refusal
    from sogdia.usecases.help_sign_in import end_sign_ins_of

    try:
        count = end_sign_ins_of(email=email, reason=reason, at=datetime.now(UTC))
    except Refusal as refusal:
        _refuse(refusal)
    typer.echo(f"{count} sign-ins ended.")


@people.command("drop-second-step")
def drop_second_step(email: str, reason: Reason) -> None:
    """Take away a lost second step, after making sure who asks; the person is told by letter."""
    cli.start_django()
    from sogdia.domain.refusals import Refusal
    from sogdia.usecases.help_sign_in import drop_second_step as drop

    try:
        count = drop(email=email, reason=reason, at=datetime.now(UTC))
    except Refusal as refusal:
        _refuse(refusal)
    typer.echo(f"{count} second steps taken away; every sign-in has ended.")
