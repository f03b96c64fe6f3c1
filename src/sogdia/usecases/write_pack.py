"""The seller writes down a pack: how much is in it, what it weighs and how much room it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue import completeness, owning
from sogdia.apps.catalogue.models import Pack, Product
from sogdia.domain.pricing.inputs import HUNDRED_PERCENT
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox

#: Nothing a shared departure takes is heavier (a tonne) or larger (four cubic metres) than this in one pack.
MOST_G, MOST_CM3 = 1_000_000, 4_000_000


class PackFactsWrong(Refusal):
    """A measure of a pack cannot be: ``field`` names it."""

    code = "pack-facts-wrong"


@dataclass(frozen=True, slots=True)
class PackFacts:
    """A pack: stock in it (grams or pieces), net and gross mass in grams, volume, and what some duties count."""

    names: Mapping[str, str]
    unit_qty: int
    net_mass_g: int
    gross_mass_g: int
    volume_cm3: int
    content_ml: int | None = None
    area_cm2: int | None = None
    alcohol_bp: int | None = None
    pairs: int | None = None
    is_active: bool = True


def write_pack(*, viewer: Viewer, slug: str, facts: PackFacts, at: datetime, key: str, code: str = "") -> str:
    """
    Add a pack to a product, or change the pack ``code``; gives its code.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises PackFactsWrong:
    :raises sogdia.apps.catalogue.completeness.ProductIncomplete: a product for sale keeps one pack with a price.
    """
    body = {"slug": slug, "code": code, **asdict(facts)}
    with transaction.atomic(durable=True):
        product = owning.own_product(viewer, slug)
        done = outbox.answer_of(scope="write-pack", key=key, body=body)
        if done is not None:
            return str(done["code"])
        _check(product, facts)
        fields = {**asdict(facts), "names": {k: v.strip() for k, v in facts.names.items() if v.strip()}}
        if code:
            if not Pack.objects.filter(product=product, code=code).update(**fields):
                raise NotFound(f"No pack {code}.")
        else:
            count = Pack.objects.filter(product=product).count()
            code = _free_code(product, facts)
            Pack.objects.create(product=product, code=code, position=count, **fields)
        if product.state == "published" and not facts.is_active:
            completeness.check(product)
        outbox.tell("product.changed", at=at, product_id=product.pk)
        outbox.remember(scope="write-pack", key=key, body=body, answer={"code": code}, at=at)
        return code


def _check(product: Product, facts: PackFacts) -> None:
    wrong = ""
    if facts.unit_qty <= 0 or (product.stock_unit == "g" and facts.unit_qty != facts.net_mass_g):
        wrong = "unit_qty"
    elif not 0 < facts.net_mass_g <= MOST_G:
        wrong = "net_mass_g"
    elif not facts.net_mass_g <= facts.gross_mass_g <= MOST_G:
        wrong = "gross_mass_g"
    elif not 0 < facts.volume_cm3 <= MOST_CM3:
        wrong = "volume_cm3"
    elif facts.alcohol_bp is not None and not (0 <= facts.alcohol_bp <= HUNDRED_PERCENT and facts.content_ml):
        wrong = "alcohol_bp"
    else:
        counted = ("content_ml", "area_cm2", "pairs")
        wrong = next((name for name in counted if (getattr(facts, name) or 1) <= 0), "")
    if wrong:
        raise PackFactsWrong(wrong, field=wrong)


def _free_code(product: Product, facts: PackFacts) -> str:
    stem = f"{facts.unit_qty}{product.stock_unit}"
    taken = set(Pack.objects.filter(product=product).values_list("code", flat=True))
    return next(
        code for n in range(len(taken) + 1) if (code := stem if not n else f"{stem}-{n + 1}") not in taken
    )
