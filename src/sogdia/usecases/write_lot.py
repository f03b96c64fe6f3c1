"""The seller writes down a lot: what was harvested when, how much of it there is, and where it lies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from sogdia.apps.catalogue import owning
from sogdia.apps.catalogue.models import Pack, Product
from sogdia.apps.departures.models import Hub
from sogdia.apps.lots.models import Lot
from sogdia.apps.regions.models import Region
from sogdia.domain.references import RefKind
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import refs
from sogdia.plumbing.outbox import services as outbox

#: A thousand tonnes in grams: above it somebody typed a nought too many.
MOST_QTY = 1_000_000_000


class LotWithoutHarvestDate(Refusal):
    """A lot without a harvest date is no lot: nobody could follow it."""

    code = "lot-without-harvest-date"


class HarvestInFuture(Refusal):
    """What is not harvested yet is no lot yet."""

    code = "harvest-in-future"


class LotFactsWrong(Refusal):
    """A fact about a lot cannot be: ``field`` names it."""

    code = "lot-facts-wrong"


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot as its producer knows it; the quantity in the product's stock unit, ``proofs`` the papers held for it."""

    harvested_on: date | None
    best_before: date | None
    grade: str
    qty_total: int
    origin_region_id: int
    place: str = "seller"
    proofs: tuple[str, ...] = ()


def write_lot(*, viewer: Viewer, slug: str, facts: LotFacts, today: date, at: datetime, key: str) -> str:
    """
    Open a lot of a product; gives its reference. ``today`` is the day it is at the seller's.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people.
    :raises LotWithoutHarvestDate: :raises HarvestInFuture: :raises LotFactsWrong: with ``field``.
    """
    body = {"slug": slug, **asdict(facts)}
    with transaction.atomic(durable=True):
        product = owning.own_product(viewer, slug)
        done = outbox.answer_of(scope="write-lot", key=key, body=body)
        if done is not None:
            return str(done["lot"])
        pack = Pack.objects.filter(product=product).order_by("position", "id").first()
        harvested_on = _check(product, pack, facts, today)
        assert pack is not None, "checked above"
        lot = Lot.objects.create(
            ref=refs.draw(RefKind.LOT),
            product=product,
            producer_id=product.seller_id,
            origin_region_id=facts.origin_region_id,
            harvested_on=harvested_on,
            best_before=facts.best_before,
            grade=facts.grade,
            qty_total=facts.qty_total,
            net_mass_g=facts.qty_total * pack.net_mass_g // pack.unit_qty,
            place=facts.place,
            proofs=list(facts.proofs),
            made_at=at,
        )
        outbox.tell("lot.opened", at=at, lot_id=lot.pk, product_id=product.pk)
        outbox.remember(scope="write-lot", key=key, body=body, answer={"lot": lot.ref}, at=at)
        return lot.ref


def _check(product: Product, pack: Pack | None, facts: LotFacts, today: date) -> date:
    if facts.harvested_on is None:
        raise LotWithoutHarvestDate(product.slug)
    if facts.harvested_on > today:
        raise HarvestInFuture(product.slug, harvested_on=facts.harvested_on)
    wrong = ""
    if pack is None:
        wrong = "pack"
    elif (
        facts.best_before is not None
        and facts.best_before <= facts.harvested_on
        or facts.best_before is None
        and product.shelf_life_days is not None
    ):
        wrong = "best_before"
    elif not 0 < facts.qty_total <= MOST_QTY:
        wrong = "qty_total"
    elif not facts.grade or (product.grades and facts.grade not in product.grades):
        wrong = "grade"
    elif not Region.objects.filter(pk=facts.origin_region_id).exists():
        wrong = "origin_region"
    elif facts.place != "seller" and not Hub.objects.filter(code=facts.place).exists():
        wrong = "place"
    if wrong:
        raise LotFactsWrong(wrong, field=wrong)
    return facts.harvested_on
