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
from typing import Any

from django.db import connection, transaction

from sogdia.apps.catalogue.models import Product
from sogdia.apps.lots.models import Lot
from sogdia.apps.parties.models import BankAccount, Party
from sogdia.apps.regions.models import Region
from sogdia.plumbing import bulk
from sogdia.usecases.world.words import Words

PRODUCTS_PER_SELLER = 20
BATCH = 5_000
MOST = 1_000_000
#: What generated rows say of where they come from; the seed follows.
SOURCE = "Generated for measurements, fictional, seed "
_GAVE = "sogdia_generated"

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


def scale_world(*, count: int, seed: int, at: datetime, tell: Tell = lambda _done, _count: None) -> int:
    """
    Let there be ``count`` generated products; gives how many were made now. Repeating it makes none.

    Each batch is one transaction: what was made stays when a later one fails, and the next run goes on from there.

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
    words = Words()
    for first in range(there, count, BATCH):
        last = min(count, first + BATCH)
        with transaction.atomic():
            sellers = _sellers(models, words, first=first, last=last, seed=seed, at=at)
            _goods(models, words, sellers, first=first, last=last, seed=seed, at=at)
        tell(last, count)
    return max(0, count - there)


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


def _home(models: list[_Model], seed: int, seller: int) -> _Model:
    """Give the product whose region a seller is at home in."""
    return models[_Chance(seed, "home", seller).below(len(models))]


def _sellers(
    models: list[_Model], words: Words, *, first: int, last: int, seed: int, at: datetime
) -> dict[int, int]:
    """Make the sellers of these products that are not there yet; gives their ids by number."""
    numbers = range(_seller_of(first), _seller_of(last - 1) + 1)
    codes = {f"scale-{seed}-{number}": number for number in numbers}
    there = dict(Party.objects.filter(code__in=list(codes)).values_list("code", "id"))
    regions = {region.pk: region for region in Region.objects.all()}
    missing = [(code, number) for code, number in codes.items() if code not in there]
    parties = []
    for code, number in missing:
        region = regions[_home(models, seed, number).region_id]
        chance = _Chance(seed, "seller", number)
        kind = words.kinds[chance.below(len(words.kinds))]
        names = words.seller(region.names, kind, chance.below(1_000))
        parties.append(
            Party(
                uid=chance.uid,
                code=code,
                kind=kind,
                names=names,
                legal_names={"en": f"{names['en']} (fictional)", "zh": f"{names['zh']}（虚构）"},
                region=region,
                is_seller=True,
                state="verified",
                registration_kind="cn-uscc",
                registration_number=f"91DEMO{seed:04d}{number:08d}",
                member_count=3 + chance.below(90),
                payout_mode=("advance", "on-delivery", "monthly")[chance.below(3)],
                picture=region.picture,
                joined_on=at.date() - timedelta(days=30 + chance.below(900)),
                source=f"{SOURCE}{seed}",
            )
        )
    made = Party.objects.bulk_create(parties)
    BankAccount.objects.bulk_create(
        BankAccount(party=party, holder=party.names["zh"], account=f"{party.pk:019d}", bic="DEMOCNBJ")
        for party in made
    )
    there |= {party.code: party.pk for party in made}
    return {number: there[code] for code, number in codes.items()}


def _goods(
    models: list[_Model],
    words: Words,
    sellers: dict[int, int],
    *,
    first: int,
    last: int,
    seed: int,
    at: datetime,
) -> None:
    """Write one batch: what varies comes from here, what does not is copied inside the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_GAVE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_GAVE} (uid {_type('uuid')}, slug varchar(80), after bigint, seller bigint, "
            f"names {_type('jsonb')}, grade varchar(60), factor bigint, published {_type('timestamptz')}, "
            f"lot bigint, lot_uid {_type('uuid')}, lot_ref varchar(20), qty bigint, mass bigint)"
        )
    bulk.put(
        _GAVE,
        ("uid", "slug", "after", "seller", "names", "grade", "factor", "published", "lot", "lot_uid", "lot_ref",
         "qty", "mass"),
        _rows(models, words, sellers, first=first, last=last, seed=seed, at=at),
    )  # fmt: skip
    with connection.cursor() as cursor:
        for statement in _COPIES:
            cursor.execute(
                statement.format(gave=_GAVE), {"source": f"{SOURCE}{seed}", "at": at.astimezone(UTC)}
            )
        cursor.execute(f"DROP TABLE {_GAVE}")


def _type(name: str) -> str:
    """Name a type as the engine keeps it: SQLite has text for identifiers, documents and instants."""
    return name if connection.vendor == "postgresql" else {"uuid": "char(32)"}.get(name, "text")


def _rows(
    models: list[_Model],
    words: Words,
    sellers: dict[int, int],
    *,
    first: int,
    last: int,
    seed: int,
    at: datetime,
) -> Iterator[tuple[Any, ...]]:
    """Give one row a product: who sells it, what it is called, what it costs of its model, its lot."""
    near: dict[int, list[_Model]] = {}
    for model in models:
        near.setdefault(model.region_id, []).append(model)
    now = at.astimezone(UTC)
    for number in range(first, last):
        chance = _Chance(seed, "product", number)
        seller = _seller_of(number)
        choices = near[_home(models, seed, seller).region_id]
        model = choices[chance.below(len(choices))]
        names, grade = words.goods(model.names, chance.below(1 << 30))
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


#: Nets are rounded to the 50 fen that farmers ask.
_COPIES = (
    """
    INSERT INTO catalogue_product (uid, slug, seller_id, region_id, names, summaries, category, hs6, gi_names, gi_notice,
      stock_unit, temperature, harvest_months, shelf_life_days, grades, search_words, illustration, illustration_alt, ground,
      mass_tolerance_bp, state, published_at, made_at, source)
    SELECT g.uid, g.slug, g.seller, p.region_id, g.names, p.summaries, p.category, p.hs6, p.gi_names, p.gi_notice,
      p.stock_unit, p.temperature, p.harvest_months, p.shelf_life_days, p.grades, p.search_words, p.illustration,
      p.illustration_alt, p.ground, p.mass_tolerance_bp, 'published', g.published, g.published, %(source)s
    FROM {gave} g JOIN catalogue_product p ON p.id = g.after ORDER BY g.lot_ref
    """,
    """
    INSERT INTO catalogue_pack (product_id, code, names, unit_qty, net_mass_g, gross_mass_g, volume_cm3, content_ml,
      area_cm2, alcohol_bp, pairs, position, is_active)
    SELECT n.id, k.code, k.names, k.unit_qty, k.net_mass_g, k.gross_mass_g, k.volume_cm3, k.content_ml, k.area_cm2, k.alcohol_bp, k.pairs,
      k.position, k.is_active
    FROM {gave} g JOIN catalogue_product n ON n.slug = g.slug JOIN catalogue_pack k ON k.product_id = g.after
    ORDER BY n.id, k.position
    """,
    """
    INSERT INTO catalogue_offer (pack_id, currency, net_minor, tiers, is_active, changed_at)
    SELECT nk.id, o.currency, 50 * (1 + o.net_minor * g.factor / 500000), o.tiers, o.is_active, %(at)s
    FROM {gave} g JOIN catalogue_product n ON n.slug = g.slug JOIN catalogue_pack k ON k.product_id = g.after
    JOIN catalogue_offer o ON o.pack_id = k.id JOIN catalogue_pack nk ON nk.product_id = n.id AND nk.code = k.code
    ORDER BY nk.id
    """,
    """
    INSERT INTO catalogue_classification (product_id, territory, code, vat_class, state, reason, decided_by, decided_at,
      asked_at)
    SELECT n.id, c.territory, c.code, c.vat_class, c.state, c.reason, c.decided_by, c.decided_at, c.asked_at
    FROM {gave} g JOIN catalogue_product n ON n.slug = g.slug JOIN catalogue_classification c ON c.product_id = g.after
      AND c.state = 'approved'
    """,
    """
    INSERT INTO lots_lot (uid, ref, product_id, producer_id, origin_country, origin_region_id, harvested_on, best_before,
      grade, qty_total, qty_reserved, qty_sold, qty_handed_over, net_mass_g, place, proofs, state, made_at, source)
    SELECT g.lot_uid, g.lot_ref, n.id, g.seller, l.origin_country, l.origin_region_id, l.harvested_on, l.best_before,
      g.grade, g.qty, 0, 0, 0, g.mass, 'seller', l.proofs, 'open', %(at)s, %(source)s
    FROM {gave} g JOIN catalogue_product n ON n.slug = g.slug JOIN lots_lot l ON l.id = g.lot ORDER BY g.lot_ref
    """,
    """
    INSERT INTO lots_lottest (lot_id, name_code, found, found_value, unit, "limit", limit_source, passed, laboratory,
      report_no, sampled_on, file)
    SELECT nl.id, t.name_code, t.found, t.found_value, t.unit, t."limit", t.limit_source, t.passed, t.laboratory,
      t.report_no, t.sampled_on, ''
    FROM {gave} g JOIN lots_lot nl ON nl.ref = g.lot_ref JOIN lots_lottest t ON t.lot_id = g.lot
    """,
)
