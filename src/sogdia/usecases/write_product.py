"""The seller writes down what a product is: a draft first, changed as long as it lives."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from sogdia.apps.catalogue import completeness, owning
from sogdia.apps.catalogue.models import Classification, Product
from sogdia.apps.lots.models import Lot
from sogdia.apps.parties import acting
from sogdia.apps.regions.models import Region
from sogdia.domain.refusals import Refusal
from sogdia.domain.stock import StockUnit
from sogdia.domain.tariff.hs import HsCode
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases import publish_product as publishing

TEMPERATURES = ("ambient", "chilled", "frozen")
LANGUAGES = ("en", "fr", "zh", "ru", "ar")


class ProductFactsWrong(Refusal):
    """A fact about a product cannot be: ``field`` names it."""

    code = "product-facts-wrong"


class StockUnitFixed(Refusal):
    """A product with lots keeps the unit they are counted in."""

    code = "stock-unit-fixed"


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What a product is; texts by language, months from 1 to 12, tolerance in basis points."""

    names: Mapping[str, str]
    summaries: Mapping[str, str]
    category: str
    region_id: int
    hs6: str
    gi_names: Mapping[str, str]
    gi_notice: str
    stock_unit: str
    temperature: str
    harvest_months: tuple[int, ...]
    shelf_life_days: int | None
    grades: tuple[str, ...]
    mass_tolerance_bp: int


def write_product(
    *, viewer: Viewer, party_id: int, facts: ProductFacts, at: datetime, key: str, slug: str = ""
) -> str:
    """
    Make a draft, or change the product ``slug``; gives its slug. A changed code is asked of the broker again.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people, or another seller's product.
    :raises ProductFactsWrong: :raises StockUnitFixed: :raises sogdia.domain.tariff.hs.HsCodeMalformed:
    :raises sogdia.apps.catalogue.completeness.ProductIncomplete: a product for sale would lose what it needs.
    """
    body = {"slug": slug, **asdict(facts)}
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, *owning.ROLES)
        done = outbox.answer_of(scope="write-product", key=key, body=body)
        if done is not None:
            return str(done["slug"])
        _check(facts)
        if slug:
            product = owning.own_product(viewer, slug, party_id=party_id)
            _change(product, facts, at)
        else:
            product = Product.objects.create(
                seller_id=party_id, slug=_free_slug(facts), ground=1 + secrets.randbelow(5), **_fields(facts)
            )
        outbox.tell("product.changed", at=at, product_id=product.pk)
        outbox.remember(scope="write-product", key=key, body=body, answer={"slug": product.slug}, at=at)
        return product.slug


def _check(facts: ProductFacts) -> None:
    wrong = ""
    if not any(words.strip() for words in facts.names.values()):
        wrong = "names"
    elif not {*facts.names, *facts.summaries, *facts.gi_names} <= set(LANGUAGES):
        wrong = "languages"
    elif facts.stock_unit not in set(StockUnit):
        wrong = "stock_unit"
    elif facts.temperature not in TEMPERATURES:
        wrong = "temperature"
    elif not set(facts.harvest_months) <= set(range(1, 13)):
        wrong = "harvest_months"
    elif facts.shelf_life_days is not None and not 0 < facts.shelf_life_days <= 20_000:
        wrong = "shelf_life_days"
    elif not 0 <= facts.mass_tolerance_bp <= 1_000:
        wrong = "mass_tolerance_bp"
    elif not Region.objects.filter(pk=facts.region_id).exists():
        wrong = "region"
    if wrong:
        raise ProductFactsWrong(wrong, field=wrong)
    if facts.hs6:
        HsCode.parse(facts.hs6)


def _fields(facts: ProductFacts) -> dict[str, object]:
    def kept(texts: Mapping[str, str]) -> dict[str, str]:
        return {language: words.strip() for language, words in texts.items() if words.strip()}

    return {
        "names": kept(facts.names),
        "summaries": kept(facts.summaries),
        "category": facts.category,
        "region_id": facts.region_id,
        "hs6": HsCode.parse(facts.hs6).subheading if facts.hs6 else "",
        "gi_names": kept(facts.gi_names),
        "gi_notice": facts.gi_notice,
        "stock_unit": facts.stock_unit,
        "temperature": facts.temperature,
        "harvest_months": sorted(set(facts.harvest_months)),
        "shelf_life_days": facts.shelf_life_days,
        "grades": list(dict.fromkeys(facts.grades)),
        "mass_tolerance_bp": facts.mass_tolerance_bp,
    }


def _change(product: Product, facts: ProductFacts, at: datetime) -> None:
    fields = _fields(facts)
    if fields["stock_unit"] != product.stock_unit and Lot.objects.filter(product=product).exists():
        raise StockUnitFixed(product.slug)
    has_new_code = fields["hs6"] != product.hs6
    for name, value in fields.items():
        setattr(product, name, value)
    product.save(update_fields=[*fields])
    if has_new_code:
        Classification.objects.filter(product=product).exclude(state="replaced").update(state="replaced")
    if product.state == "published":
        completeness.check(product)
        if has_new_code:
            publishing.ask_brokers(product, at=at)


def _free_slug(facts: ProductFacts) -> str:
    words = next((facts.names[code] for code in ("en", "fr") if facts.names.get(code)), "")
    stem = slugify(words)[:60] or facts.category
    if not Product.objects.filter(slug=stem).exists():
        return stem
    return f"{stem}-{secrets.token_hex(3)}"
