"""A market's book is kept in memory, and read again as soon as anything it holds has changed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from sogdia.apps.catalogue.models import Classification
from sogdia.apps.departures.models import Departure, Hub, Lane, LaneService
from sogdia.apps.markets.models import ExchangeRate, Market, VatRate
from sogdia.apps.quotes import book as books
from sogdia.apps.quotes import shelf_triggers
from sogdia.apps.quotes.book import book_of
from sogdia.apps.regions.models import Region
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.usecases.world.load import load_world

pytestmark = pytest.mark.django_db
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_world(at=NOW, operator="Test House", with_people=False)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def world(_world, db):
    """The demonstration's world, taken back after each test."""


def asked(deed) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        deed()
    return [query["sql"] for query in queries.captured_queries]


def known(product_ids):
    return book_of("FR", at=NOW, product_ids=product_ids)


CHANGES = {
    "market": lambda: Market.objects.update(low_value_limit_minor=F("low_value_limit_minor") + 1),
    "vat": lambda: VatRate.objects.filter(market__code="FR").update(rate_bp=F("rate_bp") + 100),
    "rate": lambda: ExchangeRate.objects.create(
        base="CNY", quote="EUR", value="0.5", as_of=NOW.date(), source="a test"
    ),
    "measure": lambda: MeasureRow.objects.all().delete(),
    "rule": lambda: AdmissibilityRow.objects.update(effect="prohibited"),
    "hub": lambda: Hub.objects.update(timezone="Asia/Tokyo"),
    "lane": lambda: Lane.objects.update(per_kg_minor=F("per_kg_minor") + 1),
    "service": lambda: LaneService.objects.update(last_mile_per_kg_minor=F("last_mile_per_kg_minor") + 1),
    "departure": lambda: Departure.objects.update(delay_days=3),
    "region": lambda: Region.objects.update(is_live=False),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_book_is_read_again_once_what_it_holds_changed(what):
    products = list(Classification.objects.filter(territory="EU").values_list("product_id", flat=True)[:20])
    before = known(products)

    CHANGES[what]()

    after = known(products)
    books._books.clear()
    assert after != before
    assert after == known(products)


def test_what_a_transaction_took_back_is_not_kept():
    before = known([]).vat_bp

    with transaction.atomic():
        CHANGES["vat"]()
        inside = known([]).vat_bp
        transaction.set_rollback(True)

    assert inside != before
    assert known([]).vat_bp == before


def test_room_is_read_each_time():
    way = known([]).ways[0]
    Departure.objects.filter(pk=way.departure.pk).update(booked_mass_g=F("capacity_mass_g"))

    assert known([]).ways[0].departure.booked_mass_g == way.departure.capacity_mass_g
    assert way.departure.booked_mass_g < way.departure.capacity_mass_g


def test_a_departure_leaves_the_book_at_its_cutoff():
    first = known([]).ways[0].departure

    ways = book_of("FR", at=first.cutoff_at, product_ids=[]).ways

    assert first.pk not in {way.departure.pk for way in ways}


def test_a_book_that_is_kept_asks_three_questions():
    products = list(Classification.objects.filter(territory="EU").values_list("product_id", flat=True)[:20])
    known(products)

    assert len(asked(lambda: known(products))) == 3


def test_everything_that_a_book_reads_once_is_stamped():
    books._books.clear()
    books._zones.clear()
    tables = {
        table for sql in asked(lambda: known([1])) for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)
    }

    assert tables - shelf_triggers.STAMPED.keys() == {"quotes_bookstamp", "catalogue_classification"}


def test_every_trigger_is_up():
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        there = {name for (name,) in cursor.fetchall()}

    assert shelf_triggers.names() <= there
