"""Load the whole world, step by step, each step in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction

from sogdia.usecases.world import goods, people, places, rules

Tell = Callable[[str, int], None]

#: The seller whose team the demo's grower belongs to.
DEMO_SELLER = "karez-terrace"


def load_world(
    *, at: datetime, operator: str, with_people: bool, tell: Tell = lambda _what, _count: None
) -> None:
    """Load every data file; repeating it changes nothing that people changed since. ``tell`` hears each step's count."""
    today = at.astimezone(ZoneInfo("Asia/Shanghai")).date()
    steps: list[tuple[str, Callable[[], int]]] = [
        ("regions", places.load_regions),
        ("markets", rules.load_markets),
        ("exchange rates", rules.load_rates),
        ("tariff lines", rules.load_tariff),
        ("admissibility rules", rules.load_admissibility),
        ("hubs", places.load_hubs),
        ("lanes", places.load_lanes),
        ("departures", partial(places.plan_departures, at=at)),
        ("sellers", partial(goods.load_sellers, today=today)),
        ("products", partial(goods.load_products, at=at)),
        ("lots", partial(goods.load_lots, at=at, today=today)),
    ]
    if with_people:
        steps.append(("sign-ins", partial(people.load_people, operator=operator, seller_code=DEMO_SELLER)))
    for what, step in steps:
        with transaction.atomic():
            tell(what, step())
