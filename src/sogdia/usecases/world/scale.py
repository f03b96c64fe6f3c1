"""
Large lifelike catalogues: products after those of the demo world, with sellers, packs, offers, lots, tests and codes.

Every generated product follows a published one: its goods, size, price (varied), customs codes and lots, so that prices
come out as they do for the first. The same seed gives the same catalogue, product by product, so that it can grow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection

from sogdia.apps.catalogue.models import Product
from sogdia.apps.lots.models import Lot
from sogdia.apps.parties.models import BankAccount, Party
from sogdia.apps.quotes import shelf_triggers
from sogdia.apps.regions.models import Region
from sogdia.plumbing import side_by_side
from sogdia.usecases.world import scale_rows
from sogdia.usecases.world.words import Words

PRODUCTS_PER_SELLER = 20
#: A batch ends where a seller does: two that are written at once share none.
BATCH = 250 * PRODUCTS_PER_SELLER
MOST = 1_000_000
#: What generated rows say of where they come from; the seed follows.
SOURCE = "Generated for measurements, fictional, seed "

Tell = Callable[[int, int], None]


class CannotScale(Exception):
    """There is nothing to make goods after, or the generated goods that are there have another seed."""


@dataclass(frozen=True)
class _Model:
    """A published product that others are made after, with its open lots."""

    id: int
    slug: str
    names: dict[str, str]
    region_id: int
    lots: tuple[tuple[int, int, int], ...]
    """Each lot's id, quantity and mass in grams."""


class _Chance:
    """Numbers that depend on the seed, on what they are for, and on nothing else."""

    def __init__(self, seed: int, what: str, number: int) -> None:
        digest = hashlib.blake2b(f"{seed}:{what}:{number}".encode(), digest_size=48).digest()
        self.uid = digest[:16].hex()
        self._rest = int.from_bytes(digest[16:], "big")

    def below(self, limit: int) -> int:
        """Give a number from 0 to ``limit - 1``."""
        self._rest, number = divmod(self._rest, limit)
        return number


@dataclass(frozen=True)
class _World:
    """What every batch is made from, read once."""

    seed: int
    at: datetime
    models: list[_Model]
    near: dict[int, list[_Model]]
    """The models of each region."""
    regions: dict[int, Region]
    words: Words

    @property
    def source(self) -> str:
        """Give what the rows say of where they come from."""
        return f"{SOURCE}{self.seed}"

    def home(self, seller: int) -> int:
        """Give the region that a seller is at home in."""
        return self.models[_Chance(self.seed, "home", seller).below(len(self.models))].region_id


def scale_world(*, count: int, seed: int, at: datetime, tell: Tell = lambda _done, _count: None) -> int:
    """
    Let there be ``count`` generated products; gives how many were made now. Repeating it makes none.

    Each batch is one transaction, and none is kept before the one in front of it: what was made stays when a later one
    fails, and the next run goes on from there.

    :raises CannotScale: and then makes nothing.
    """
    assert 0 <= count <= MOST, "a catalogue has a size"
    mine = f"{SOURCE}{seed}"
    if Product.objects.filter(source__startswith=SOURCE).exclude(source=mine).exists():
        raise CannotScale("The generated goods that are there have another seed: keep to one.")
    models = _models()
    if not models:
        raise CannotScale("No published product has an open lot: load the world first (sogdia load-world).")
    there = Product.objects.filter(source=mine).count()
    near: dict[int, list[_Model]] = {}
    for model in models:
        near.setdefault(model.region_id, []).append(model)
    world = _World(seed, at, models, near, {region.pk: region for region in Region.objects.all()}, Words())
    pieces = list(_pieces(there, count))
    lots = [lot for model in models for lot, _qty, _mass_g in model.lots]
    side_by_side.in_turn(
        [partial(_make, world, first, last) for first, last in pieces],
        prepare=partial(scale_rows.set_aside, [model.id for model in models], lots),
        done=lambda number: tell(pieces[number][1], count),
    )
    return max(0, count - there)


def _pieces(there: int, count: int) -> Iterator[tuple[int, int]]:
    while there < count:
        last = min(count, (there // BATCH + 1) * BATCH)
        yield there, last
        there = last


def _models() -> list[_Model]:
    lots: dict[int, list[tuple[int, int, int]]] = {}
    rows = Lot.objects.filter(state="open").exclude(source__startswith=SOURCE).order_by("id")
    for pk, product_id, qty, mass_g in rows.values_list("id", "product_id", "qty_total", "net_mass_g"):
        lots.setdefault(product_id, []).append((pk, qty, mass_g))
    products = (
        Product.objects.filter(state="published", seller__state="verified", pk__in=list(lots))
        .exclude(source__startswith=SOURCE)
        .order_by("slug")
    )
    return [_Model(row.pk, row.slug, row.names, row.region_id, tuple(lots[row.pk])) for row in products]


def _seller_of(number: int) -> int:
    return number // PRODUCTS_PER_SELLER


def _make(world: _World, first: int, last: int) -> None:
    """Make the products from ``first`` to before ``last``; the caller's transaction keeps them."""
    sellers = _sellers(world, first, last)
    with shelf_triggers.one_mark(connection):
        scale_rows.put(_rows(world, sellers, first, last), source=world.source, at=world.at.astimezone(UTC))


def _sellers(world: _World, first: int, last: int) -> dict[int, int]:
    """Make the sellers of these products that are not there yet; gives their ids by number."""
    codes = {
        f"scale-{world.seed}-{number}": number
        for number in range(_seller_of(first), _seller_of(last - 1) + 1)
    }
    there = dict(Party.objects.filter(code__in=list(codes)).values_list("code", "id"))
    made = Party.objects.bulk_create(
        _seller(world, code, number) for code, number in codes.items() if code not in there
    )
    BankAccount.objects.bulk_create(
        BankAccount(party=party, holder=party.names["zh"], account=f"{party.pk:019d}", bic="DEMOCNBJ")
        for party in made
    )
    there |= {party.code: party.pk for party in made}
    return {number: there[code] for code, number in codes.items()}


def _seller(world: _World, code: str, number: int) -> Party:
    region = world.regions[world.home(number)]
    chance = _Chance(world.seed, "seller", number)
    kind = world.words.kinds[chance.below(len(world.words.kinds))]
    names = world.words.seller(region.names, kind, chance.below(1_000))
    return Party(
        uid=chance.uid,
        code=code,
        kind=kind,
        names=names,
        legal_names={"en": f"{names['en']} (fictional)", "zh": f"{names['zh']}（虚构）"},
        region=region,
        is_seller=True,
        state="verified",
        registration_kind="cn-uscc",
        registration_number=f"91DEMO{world.seed:04d}{number:08d}",
        member_count=3 + chance.below(90),
        payout_mode=("advance", "on-delivery", "monthly")[chance.below(3)],
        picture=region.picture,
        joined_on=world.at.date() - timedelta(days=30 + chance.below(900)),
        source=world.source,
    )


def _rows(world: _World, sellers: dict[int, int], first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """Give one row a product, as ``scale_rows.COLUMNS`` say: its seller and names, its price beside its model's, its lot."""
    now, seed = world.at.astimezone(UTC), world.seed
    near = {number: world.near[world.home(number)] for number in sellers}
    for number in range(first, last):
        chance = _Chance(seed, "product", number)
        seller = _seller_of(number)
        choices = near[seller]
        model = choices[chance.below(len(choices))]
        names, grade = world.words.goods(model.names, chance.below(1 << 30))
        lot_id, qty, mass_g = model.lots[chance.below(len(model.lots))]
        share = 20 + chance.below(80)
        lot = _Chance(seed, "lot", number)
        yield (
            chance.uid,
            f"{model.slug[:58]}-s{seed}-{number + 1}",
            model.id,
            sellers[seller],
            json.dumps(names, ensure_ascii=False),
            grade,
            8_000 + chance.below(5_000),
            (now - timedelta(minutes=chance.below(400_000))).isoformat(sep=" "),
            lot_id,
            lot.uid,
            f"W{seed}-{number + 1:07d}",
            max(1, qty * share // 100),
            max(1, mass_g * share // 100),
        )
