"""Commands that keep figures right: exchange rates and tariffs taken in from their publishers, and taken back."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from sogdia.config.cli import app, start_django

if TYPE_CHECKING:
    from sogdia.domain.tariff.schedule import TariffChange
    from sogdia.usecases.import_rates import RateDifference
    from sogdia.usecases.import_tariff import TariffReport

fx = typer.Typer(no_args_is_help=True, help="Exchange rates.")
app.add_typer(fx, name="fx")

tariff = typer.Typer(no_args_is_help=True, help="Tariffs of customs territories.")
app.add_typer(tariff, name="tariff")

#: Without a first day, an import takes in what prices may still rest on.
DAYS_BACK = 30
SHOWN = 20


@fx.command("import")
def import_(
    format: Annotated[str, typer.Argument(help="ecb, kazakhstan, russia or csv.")],
    file: Annotated[
        Path | None, typer.Argument(help="The publisher's file; ecb has a history of its own.")
    ] = None,
    since: Annotated[
        str, typer.Option(help="First day, as 2026-10-01; 30 days before the last one if left out.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change and write nothing.")
    ] = False,
) -> None:
    """Take in a publisher's exchange rates: all of the file or nothing."""
    start_django()
    from sogdia.domain.refusals import Refusal
    from sogdia.plumbing import wiring
    from sogdia.usecases.import_rates import compare_rates, import_rates

    content = _content(file)
    try:
        read = wiring.rates().read(format, content, since=_day(since))
        if not since and read.days:
            read = wiring.rates().read(format, content, since=read.days[-1] - timedelta(days=DAYS_BACK))
        if dry_run:
            _report(compare_rates(read), is_done=False)
            return
        digest = hashlib.sha256(content or b"").hexdigest()
        _report(
            import_rates(publication=read, format=format, digest=digest, at=datetime.now(UTC)), is_done=True
        )
    except Refusal as refusal:
        _refuse(refusal)


@fx.command()
def undo(ref: str, reason: Annotated[str, typer.Option(help="Why, for the record.")]) -> None:
    """Withdraw what an import added and bring back what gave way to it; quotes keep the rates that they froze."""
    start_django()
    from sogdia.domain.refusals import Refusal
    from sogdia.usecases.import_rates import undo_rate_import

    try:
        count = undo_rate_import(ref=ref, at=datetime.now(UTC), reason=reason)
    except Refusal as refusal:
        _refuse(refusal)
    typer.echo(f"{count} rates withdrawn.")


@tariff.command("import")
def import_tariff_(
    format: Annotated[
        str, typer.Argument(help="csv, usitc, uk, taric, eaeu or japan; see the reference on tariff files.")
    ],
    file: Annotated[Path, typer.Argument(help="The authority's file.")],
    territory: Annotated[str, typer.Option(help="Customs territory: EU, GB, EAEU, JP, US, ...")],
    on: Annotated[str, typer.Option(help="First day on which the edition is in force, as 2026-12-01.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change and write nothing.")
    ] = False,
) -> None:
    """Take in an edition of a tariff: all of the file or nothing."""
    start_django()
    from sogdia.domain.refusals import Refusal
    from sogdia.plumbing import wiring
    from sogdia.usecases.import_tariff import compare_tariff, import_tariff

    content, day = _content(file) or b"", _day(on)
    assert day is not None, "the option is required"
    try:
        with Console(stderr=True).status("Reading the file"):
            read = wiring.tariffs().read(format, content)
        if not read.is_confirmed:
            typer.echo(f"The reader of {format} is unconfirmed: look at the differences with care.", err=True)
        if read.left:
            typer.echo(
                f"{len(read.left)} lines of the file state no duty of their own and were passed over.",
                err=True,
            )
        if dry_run:
            _report_tariff(compare_tariff(read, territory=territory, on=day), is_done=False)
            return
        digest = hashlib.sha256(content).hexdigest()
        with Console(stderr=True).status("Taking it in"):
            done = import_tariff(
                schedule=read, territory=territory, on=day, format=format, digest=digest, at=datetime.now(UTC)
            )
        _report_tariff(done, is_done=True)
    except Refusal as refusal:
        _refuse(refusal)


@tariff.command("undo")
def undo_tariff(ref: str, reason: Annotated[str, typer.Option(help="Why, for the record.")]) -> None:
    """Withdraw what an import added and let what it ended go on; quotes keep the measures that they froze."""
    start_django()
    from sogdia.domain.refusals import Refusal
    from sogdia.usecases.import_tariff import undo_tariff_import

    try:
        count = undo_tariff_import(ref=ref, at=datetime.now(UTC), reason=reason)
    except Refusal as refusal:
        _refuse(refusal)
    typer.echo(f"{count} measures withdrawn.")


def _report_tariff(found: TariffReport, *, is_done: bool) -> None:
    from rich.table import Table

    console, what = Console(), found.difference
    table = Table("Code", "Kind", "Origin", "Before", "Now", "From")
    for change in (*what.changed, *what.ended, *what.added)[: 2 * SHOWN]:
        table.add_row(*_cells(change))
    if table.row_count:
        console.print(table)
    left = len(what.changed) + len(what.ended) + len(what.added) - table.row_count
    if left:
        console.print(f"and {left} more")
    verb = "Added" if is_done else "Would add"
    console.print(
        f"{verb} {len(what.added)} measures, {len(what.changed)} changed, {len(what.ended)} ended, {what.same} as before, "
        f"{what.over} over already. Touched: {len(found.products)} products in {len(found.markets)} markets, "
        f"{found.prices} prices ({', '.join(found.markets) or 'none open'})."
    )
    for slug, code in found.lost[:SHOWN]:
        console.print(f"The edition does not know {code}: {slug} has to be classified anew.")
    if found.ref:
        console.print(f"To take it back: sogdia tariff undo {found.ref} --reason ...")


def _cells(change: TariffChange) -> tuple[str, ...]:
    line, before = change.line, change.before
    code, kind, origin, _proof = line.key if line else before.key if before else ("", "", "", "")
    return (
        code,
        kind,
        origin,
        before.expression if before else "",
        line.expression if line else "",
        str(change.starts_on),
    )


def _content(file: Path | None) -> bytes | None:
    if file is None:
        return None
    try:
        return file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text} is not a day; write 2026-10-01.") from None


def _refuse(refusal: Exception) -> None:
    params = getattr(refusal, "params", {})
    facts = ", ".join(f"{name} {value}" for name, value in params.items() if value not in ("", None))
    typer.echo(
        f"{getattr(refusal, 'code', 'refused')}: {refusal} {f'({facts})' if facts else ''}".rstrip(), err=True
    )
    raise typer.Exit(1)


def _report(found: RateDifference, *, is_done: bool) -> None:
    from rich.table import Table

    console = Console()
    table = Table("Pair", "Day", "Before", "Now")
    for old, new in [*found.changed[:SHOWN], *((None, rate) for rate in found.added[-SHOWN:])]:
        before = f"{old.value.normalize():f}" if old else ""
        table.add_row(f"{new.base}/{new.quote}", str(new.as_of), before, f"{new.value.normalize():f}")
    if found.added or found.changed:
        console.print(table)
    left = len(found.added) + len(found.changed) - table.row_count
    if left:
        console.print(f"and {left} more")
    verb = "Added" if is_done else "Would add"
    console.print(
        f"{verb} {len(found.added)} rates, {len(found.changed)} corrected, {found.same} were there. "
        f"Markets whose prices move: {', '.join(found.markets) or 'none'} ({found.offers} offers)."
    )
    if found.ref:
        console.print(f"To take it back: sogdia fx undo {found.ref} --reason ...")
