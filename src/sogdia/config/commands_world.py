"""Commands that load the demo world."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated

import typer
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
    from sogdia.usecases.refresh_shelf import rebuild_shelf
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
        tell("prices on the shelf", rebuild_shelf(engine=wiring.prices(), at=datetime.now(UTC)))
    forget_markets()


@app.command("play-season")
def play_season(seed: int = 7) -> None:
    """Fill the demo world with a season of trade, made of real deeds; once."""
    start_django()
    from django.conf import settings

    from sogdia.plumbing import wiring
    from sogdia.usecases.make_refund_file import HouseAccount
    from sogdia.usecases.refresh_shelf import rebuild_shelf
    from sogdia.usecases.world.paying import Payer
    from sogdia.usecases.world.season import House
    from sogdia.usecases.world.season import play_season as play

    if settings.DEPLOYMENT["mode"] == "production":
        raise SystemExit("A demonstration season is never played in production.")
    console = Console(stderr=True)
    house = House(
        operator=settings.DEPLOYMENT["operator"],
        provider=wiring.payment_providers()["bank-transfer"],
        pictures=wiring.pictures(),
        transfer_days=settings.DEPLOYMENT["transfer_days"],
        payer=Payer(
            account=HouseAccount(
                settings.DEPLOYMENT["escrow_holder"] or settings.DEPLOYMENT["operator"],
                settings.DEPLOYMENT["bank_account"],
                settings.DEPLOYMENT["bank_bic"],
            ),
            maker=wiring.transfer_file(),
            files=wiring.files(),
        ),
    )
    with console.status("Playing a season") as status:
        count = play(
            at=datetime.now(UTC),
            house=house,
            seed=seed,
            tell=lambda ref, placed: status.update(f"Playing a season: {ref}, {placed} orders"),
        )
        if count:
            rebuild_shelf(engine=wiring.prices(), at=datetime.now(UTC))
    console.print(f"  {count:>6} orders of a demonstration season")


@app.command("world")
def scale_world(
    scale: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="How many generated products there are to be.")
    ],
    seed: Annotated[int, typer.Option(min=1, max=9_999, help="The same seed gives the same catalogue.")] = 1,
    index: Annotated[bool, typer.Option(help="Build the search index afterwards.")] = True,
) -> None:
    """Generate a large lifelike catalogue after the loaded world, for measurements; safe to repeat, and grows."""
    start_django()
    from django.conf import settings
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from sogdia.plumbing import wiring
    from sogdia.usecases.rebuild_search import rebuild_search
    from sogdia.usecases.refresh_shelf import rebuild_shelf
    from sogdia.usecases.world.scale import CannotScale
    from sogdia.usecases.world.scale import scale_world as grow

    if settings.DEPLOYMENT["mode"] == "production":
        raise SystemExit("Goods that nobody grew are never generated in production.")
    console = Console(stderr=True)
    columns = (TextColumn("Generating"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = time.monotonic()
    try:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("", total=scale)
            made = grow(
                count=scale,
                seed=seed,
                at=datetime.now(UTC),
                tell=lambda done, _count: progress.update(task, completed=done),
            )
    except CannotScale as why:
        raise SystemExit(str(why)) from None
    took = time.monotonic() - began
    console.print(f"  {made:>7} products in {took:.1f} s, {made / took:.0f} a second")
    if index:
        began = time.monotonic()
        count = rebuild_search(index=wiring.search())
        took = time.monotonic() - began
        console.print(
            f"  {count:>7} products in the search index in {took:.1f} s, {count / took:.0f} a second"
        )
    began = time.monotonic()
    count = rebuild_shelf(engine=wiring.prices(), at=datetime.now(UTC))
    took = time.monotonic() - began
    console.print(f"  {count:>7} prices on the shelf in {took:.1f} s, {count / took:.0f} a second")


@app.command("demo-code")
def demo_code(person: str) -> None:
    """Show the code of an invented person's authenticator app, by e-mail address or by what stands before the @."""
    start_django()
    from django.conf import settings

    from sogdia.plumbing.accounts import second_step
    from sogdia.usecases.world.people import PEOPLE

    if settings.DEPLOYMENT["mode"] == "production":
        raise SystemExit("In production nobody's authenticator app is open to all.")
    found = [
        one.email for one in PEOPLE if person in {one.email, one.email.split("@")[0]} and one.has_second_step
    ]
    if not found:
        known = ", ".join(one.email.split("@")[0] for one in PEOPLE if one.has_second_step)
        raise SystemExit(f"Nobody invented with a second step is called {person}. There are: {known}.")
    print(second_step.demo_code(found[0], at=datetime.now(UTC)))
