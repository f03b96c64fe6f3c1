"""The house sees what waits, since when, and what is late."""

from __future__ import annotations

import datetime as dt

import pytest

from builders import sale
from sogdia.apps.departures.models import Departure
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.orders import operator_selectors as orders
from sogdia.apps.parties.models import PartyStep
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import HOUSE, Place, Role, Viewer
from sogdia.plumbing.outbox import selectors as outbox
from sogdia.plumbing.outbox.models import AuditRow, OutboxEvent
from sogdia.usecases.try_again import try_event_again, try_mail_again
from sogdia.usecases.watch_queues import list_stale, watch_queues

pytestmark = pytest.mark.django_db

STRANGER = Viewer(user_id=9, places=(Place(1, Role.OWNER), Place(1, Role.CLERK), Place(1, Role.BROKER)))


def queue(code: str, *, at: dt.datetime = sale.AT):
    return next(one for one in watch_queues(viewer=HOUSE, at=at) if one.code == code)


def test_a_seller_who_waits_is_late_after_two_days():
    party = sale.seller()
    party.state = "submitted"
    party.save()
    PartyStep.objects.create(party=party, state="submitted", at=sale.AT)

    assert queue("sellers").count == 1
    assert not queue("sellers").is_late(sale.AT)
    assert queue("sellers").is_late(sale.AT + dt.timedelta(days=3))


def test_a_light_departure_shows_three_days_before_its_cut_off():
    run = sale.sold().departure

    early = queue("departures")
    near = queue("departures", at=run.cutoff_at - dt.timedelta(days=2))
    Departure.objects.update(booked_mass_g=15_000_000)
    full = queue("departures", at=run.cutoff_at - dt.timedelta(days=2))

    assert (early.count, near.count, full.count) == (0, 1, 0)


def test_a_rate_too_old_is_named_and_a_young_one_not():
    sale.market()
    ExchangeRate.objects.create(base="CNY", quote="EUR", value="0.12", as_of=sale.AT.date(), source="test")

    young = list_stale(viewer=HOUSE, at=sale.AT)
    old = list_stale(viewer=HOUSE, at=sale.AT + dt.timedelta(days=30))

    assert young == []
    assert [(one.kind, one.name) for one in old] == [("rate", "CNY/EUR")]


def test_an_event_that_failed_is_tried_again_and_that_is_written_down():
    event = OutboxEvent.objects.create(
        topic="order.paid", occurred_at=sale.AT, attempts=3, next_try_at=sale.AT + dt.timedelta(hours=6)
    )

    shown = outbox.list_failing(HOUSE)
    try_event_again(viewer=HOUSE, event_id=event.pk, at=sale.AT, key="again")

    event.refresh_from_db()
    assert [one.topic for one in shown] == ["order.paid"]
    assert event.next_try_at is None
    assert AuditRow.objects.get().deed == "try-event-again"


def test_what_was_handled_is_not_tried_again():
    event = OutboxEvent.objects.create(topic="order.paid", occurred_at=sale.AT, handled_at=sale.AT)

    with pytest.raises(NotFound):
        try_event_again(viewer=HOUSE, event_id=event.pk, at=sale.AT, key="again")


def test_an_order_is_found_by_any_of_its_numbers():
    order = sale.sold()

    for words in ("k7m2", "S-K7M2QX", "EU 087"):
        assert [row.ref for row in orders.find_orders(HOUSE, words=words)] == [order.order.ref]
    assert list(orders.find_orders(HOUSE, words="cleo")) == []


@pytest.mark.parametrize("viewer", [Viewer(), STRANGER])
def test_nobody_else_sees_or_does_any_of_it(viewer):
    for ask in (
        lambda: watch_queues(viewer=viewer, at=sale.AT),
        lambda: list_stale(viewer=viewer, at=sale.AT),
        lambda: orders.find_orders(viewer),
        lambda: outbox.list_failing(viewer),
        lambda: outbox.list_deeds(viewer),
        lambda: try_event_again(viewer=viewer, event_id=1, at=sale.AT, key="a"),
        lambda: try_mail_again(viewer=viewer, notice_id=1, at=sale.AT, key="a"),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_the_queues_cost_the_same_however_long_they_are(django_assert_max_num_queries):
    sale.sold()

    with django_assert_max_num_queries(26):
        watch_queues(viewer=HOUSE, at=sale.AT)
