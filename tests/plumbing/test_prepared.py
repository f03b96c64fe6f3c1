"""A prepared question gives what its query set gives, whatever it was asked before."""

from __future__ import annotations

import datetime as dt

import pytest

from builders import sale
from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot
from sogdia.plumbing.outbox.models import OutboxEvent
from sogdia.plumbing.prepared import LONGEST, Prepared

pytestmark = pytest.mark.django_db

LOTS = Prepared(
    lambda ref, least: Lot.objects.select_related("product__seller", "producer").filter(
        ref=ref, qty_total__gte=least, state="open"
    ),
    str,
    int,
)
RUNS = Prepared(
    lambda at, pk: Departure.objects.select_related("lane__hub").filter(cutoff_at__gt=at, pk=pk),
    dt.datetime,
    int,
)


def test_rows_come_with_what_they_point_at(django_assert_num_queries):
    sold = sale.sold()

    with django_assert_num_queries(1):
        (lot,) = LOTS.all(sold.lot.ref, 1)
        assert lot.product.seller.names == sold.product.seller.names

    assert lot == sold.lot
    assert lot.best_before == sold.lot.best_before


def test_other_values_give_other_rows():
    sold = sale.sold()

    assert LOTS.first(sold.lot.ref, 1) is not None
    assert LOTS.first(sold.lot.ref, sold.lot.qty_total + 1) is None
    assert LOTS.first("nowhere", 1) is None


def test_instants_are_asked_as_the_engine_keeps_them():
    run = sale.departure()

    assert RUNS.first(run.cutoff_at - dt.timedelta(seconds=1), run.pk) == run
    assert RUNS.first(run.cutoff_at, run.pk) is None


OF_THESE = Prepared(
    lambda ids: OutboxEvent.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "topic"), list
)


def test_lists_of_any_length_are_asked_for():
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    told = [OutboxEvent.objects.create(topic=f"t{number}", occurred_at=at) for number in range(3)]

    for many in ([], told[:1], told, told[:2]):
        assert OF_THESE.all([one.pk for one in many]) == [(one.pk, one.topic) for one in many]
    assert len(OF_THESE.all([told[0].pk, *range(10**6, 10**6 + LONGEST)])) == 1


def test_numbers_that_no_column_holds_find_nothing():
    assert RUNS.first(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 10**30) is None
