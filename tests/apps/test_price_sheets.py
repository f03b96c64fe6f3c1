"""The whole demonstration priced in columns is what the exact engine says, in every market."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sogdia.apps.catalogue.models import MarketPrice, Offer, Product
from sogdia.apps.catalogue.selectors import usual
from sogdia.apps.markets.models import Market
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes import sheets
from sogdia.apps.quotes.book import book_of
from sogdia.apps.quotes.pricing import load_offers, price_offers
from sogdia.apps.regions.models import Region
from sogdia.plumbing import wiring
from sogdia.usecases.world.load import load_world

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The whole demonstration, taken back when these tests have run."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_world(at=AT, operator="Test House", with_people=False)
        yield
        transaction.set_rollback(True)


def exact(goods, market):
    """What the exact engine says of every row."""
    book = book_of(market, at=AT, product_ids=goods.product)
    priced = price_offers(book, load_offers(goods.offer))
    for offer in goods.offer:
        best, closed = priced[offer].best, priced[offer].closed
        yield (
            (type(closed), closed.params)
            if best is None
            else (best.total.minor, best.way.departure.pk, best.lot.pk)
        )


def in_columns(prices):
    """What the columns say of every row."""
    priced = prices.priced
    for total, way, lot, closed in zip(
        priced.total_minor, priced.way, priced.lot, priced.closed, strict=True
    ):
        refusal = priced.refusals[closed] if way < 0 else None
        yield (type(refusal), refusal.params) if refusal else (total, prices.ways[way].departure_id, lot)


def priced_in(*markets, product_ids=None):
    found = sheets.price_catalogue(wiring.prices(), markets, at=AT, product_ids=product_ids)
    return {prices.market_code: prices for prices in found}


def test_every_product_has_the_exact_engines_price_in_every_market(world, db):
    markets = list(Market.objects.values_list("code", flat=True))

    for market, prices in priced_in(*markets).items():
        assert list(in_columns(prices)) == list(exact(prices.goods, market)), market


def test_every_published_product_with_an_offer_has_its_row(world, db):
    goods = sheets.read_goods()

    shown = {
        offers[0].pack.product_id: usual(offers).pk
        for offers in (
            list(
                Offer.objects.filter(pack__product=product, is_active=True, pack__is_active=True)
                .select_related("pack")
                .order_by("pack__position", "pack__id")
            )
            for product in Product.objects.filter(state="published")
        )
        if offers
    }
    assert dict(zip(goods.product, goods.offer, strict=True)) == shown


def test_a_price_fixed_for_a_market_is_kept(world, db):
    product = Product.objects.get(slug="raisins-turpan-green")
    (prices,) = priced_in("FR", product_ids=[product.pk]).values()
    MarketPrice.objects.create(
        offer_id=prices.goods.offer[0],
        market=Market.objects.get(code="FR"),
        delivered_minor=prices.priced.total_minor[0] + 100,
        changed_at=AT,
    )

    (again,) = priced_in("FR", product_ids=[product.pk]).values()

    assert list(in_columns(again)) == list(exact(again.goods, "FR"))
    assert again.priced.total_minor[0] > prices.priced.total_minor[0]


def test_a_seller_or_a_region_that_may_not_sell_closes_its_goods(world, db):
    Party.objects.filter(pk=Product.objects.first().seller_id).update(state="suspended")
    Region.objects.filter(pk=Product.objects.last().region_id).update(is_live=False)

    (prices,) = priced_in("KZ").values()

    assert list(in_columns(prices)) == list(exact(prices.goods, "KZ"))


def test_some_products_cost_what_they_cost_among_all(world, db):
    (every,) = priced_in("DE").values()
    some = list(every.goods.product)[5:12]

    (few,) = priced_in("DE", product_ids=some).values()

    assert list(few.goods.product) == some
    assert list(in_columns(few)) == list(in_columns(every))[5:12]


def test_no_question_is_asked_per_row(world, db):
    one = Product.objects.first().pk
    with CaptureQueriesContext(connection) as few:
        priced_in("FR", "DE", product_ids=[one])

    with CaptureQueriesContext(connection) as many:
        priced_in("FR", "DE")

    assert len(many) == len(few)
