"""Generated catalogues follow the goods that are there, and are the same for the same seed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from builders import sale
from sogdia.apps.catalogue.models import Offer, Pack, Product
from sogdia.apps.lots.models import Lot
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes.models import ShelfMark
from sogdia.usecases.world import scale
from sogdia.usecases.world.scale import CannotScale, scale_world

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 9, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return sale.sold().product


def generated():
    return Product.objects.filter(source__startswith="Generated").order_by("id")


def everything():
    goods = generated().values_list("slug", "uid", "seller__uid", "names__en", "published_at")
    offers = Offer.objects.values_list("pack__product__slug", "pack__code", "net_minor")
    lots = Lot.objects.values_list("ref", "uid", "qty_total", "product__slug")
    return sorted(goods), sorted(offers), sorted(lots)


def test_a_generated_product_has_all_that_its_model_has(world):
    made = scale_world(count=25, seed=1, at=AT)

    assert made == generated().count() == 25
    packs = Pack.objects.filter(product=world).count()
    assert Offer.objects.filter(pack__product__in=generated()).count() == 25 * packs
    assert Lot.objects.filter(product__in=generated(), state="open", qty_total__gt=0).count() == 25
    assert Party.objects.filter(code__startswith="scale-", state="verified").count() == 2


def test_names_are_in_five_languages(world):
    scale_world(count=3, seed=1, at=AT)

    for product in generated():
        assert set(product.names) == {"en", "fr", "zh", "ru", "ar"}
        assert len(set(product.names.values())) == 5
        assert world.names["en"] in product.names["en"]


def test_repeating_makes_nothing_and_more_makes_only_the_rest(world):
    scale_world(count=4, seed=1, at=AT)
    first = list(generated().values_list("slug", "uid"))

    assert scale_world(count=4, seed=1, at=AT) == 0
    assert scale_world(count=6, seed=1, at=AT) == 2
    assert list(generated().values_list("slug", "uid"))[:4] == first


def test_a_batch_leaves_one_mark_for_everything_and_later_changes_mark_as_ever(world):
    ShelfMark.objects.all().delete()

    scale_world(count=4, seed=1, at=AT)
    assert [mark.scope for mark in ShelfMark.objects.all()] == ["all"]

    late = generated().last()
    Pack.objects.create(
        product=late, code="late", names={}, unit_qty=1, net_mass_g=1, gross_mass_g=1, volume_cm3=1
    )
    assert ShelfMark.objects.filter(scope="product", product_id=late.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_many_batches_make_the_same_catalogue_as_one(world, monkeypatch):
    with transaction.atomic():
        scale_world(count=90, seed=1, at=AT)
        at_once = everything()
        transaction.set_rollback(True)
    monkeypatch.setattr(scale, "BATCH", 20)

    told: list[int] = []
    scale_world(count=90, seed=1, at=AT, tell=lambda done, _count: told.append(done))

    assert everything() == at_once
    assert told == [20, 40, 60, 80, 90]


def test_another_seed_is_refused_where_goods_are(world):
    scale_world(count=2, seed=1, at=AT)

    with pytest.raises(CannotScale):
        scale_world(count=2, seed=2, at=AT)


def test_an_empty_world_has_nothing_to_follow():
    with pytest.raises(CannotScale):
        scale_world(count=2, seed=1, at=AT)
