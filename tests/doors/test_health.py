"""Whatever is wrong with the machinery, the operator reads it in words; what was sent is neither lost nor done twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError
from django.utils import timezone

from builders import orders as build
from fakes.mail import KeepingMailer
from fakes.search import MemoryIndex
from fakes.storage import MemoryStore
from sogdia.apps.markets.models import ExchangeRate
from sogdia.apps.payments.models import Payment, ProviderEvent
from sogdia.domain.viewer import Role
from sogdia.jobs import letters, outbox
from sogdia.jobs.watching import Watch
from sogdia.plumbing import wiring
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.outbox import draining
from sogdia.plumbing.outbox.beats import Pulse
from sogdia.plumbing.outbox.models import Beat, OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build.a_world()


@pytest.fixture
def store(monkeypatch):
    store = MemoryStore()
    monkeypatch.setattr(wiring, "files", lambda: store)
    return store


@pytest.fixture
def operator(client, world, store, monkeypatch):
    monkeypatch.setattr(wiring, "search", MemoryIndex)
    user = build.a_user()
    build.member(user, world.operator, Role.SUPPORT)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(operator) -> str:
    answer = operator.get("/operator/health/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_house_in_order_says_so(operator, world, monkeypatch):
    index = MemoryIndex()
    index.rows = {world.product.pk: None}
    monkeypatch.setattr(wiring, "search", lambda: index)
    ExchangeRate.objects.update(as_of=timezone.now().date())
    Pulse("worker").beat(now=timezone.now(), ticks=0)

    assert "No. Everything that we look at is well." in read(operator)


def test_a_worker_that_is_gone_is_missed(operator):
    assert "The worker was never seen" in read(operator)

    Pulse("worker").beat(now=timezone.now() - dt.timedelta(minutes=5), ticks=0)

    assert "The worker has not been seen since" in read(operator)


@pytest.mark.parametrize(
    ("days", "words"), [(1, "jumped forward by 24 hours"), (-1, "turned back by 24 hours")]
)
def test_a_clock_that_is_moved_by_a_day_is_noticed(operator, days, words):
    pulse = Pulse("worker")
    pulse.beat(now=timezone.now() - dt.timedelta(days=days), ticks=0)
    pulse.beat(now=timezone.now(), ticks=0)

    assert words in read(operator)
    assert Beat.objects.count() == 1


def test_a_clock_behind_what_was_written_is_broken(operator):
    OutboxEvent.objects.create(
        topic="nobody.listens", occurred_at=timezone.now() + dt.timedelta(days=1), handled_at=timezone.now()
    )

    assert "behind what was already written" in read(operator)


def test_events_that_wait_or_fail_are_named(operator):
    event = OutboxEvent.objects.create(
        topic="nobody.listens", occurred_at=timezone.now() - dt.timedelta(minutes=10)
    )
    assert "Events wait since" in read(operator)

    OutboxEvent.objects.filter(pk=event.pk).update(attempts=1, last_error="StorageFull('No room')")

    assert "Events do not get through" in read(operator) and "StorageFull" in read(operator)


def test_a_mail_server_that_is_down_is_named_and_the_letter_leaves_later_once(operator, monkeypatch):
    person = build.a_user("claire@example.org")
    Notice.objects.create(user=person, kind="payout-sent", params={}, made_at=timezone.now())
    mailer = KeepingMailer(is_down=True)
    monkeypatch.setattr(wiring, "mailer", lambda: mailer)
    monkeypatch.setattr(letters, "write", lambda due: (_Letter(), ()))

    assert letters.send() == 0
    assert "Letters do not leave" in read(operator) and "the mail server is down" in read(operator)

    mailer.is_down = False
    Notice.objects.update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    assert [letters.send(), letters.send()] == [1, 0]

    assert len(mailer.sent) == 1
    assert "Letters leave." in read(operator)


class _Letter:
    subject, text, html = "Paid", "Paid.", "<p>Paid.</p>"


def test_a_letter_that_cannot_be_written_does_not_hold_back_the_others(operator, monkeypatch):
    person = build.a_user("claire@example.org")
    for kind in ("bad", "good"):
        Notice.objects.create(user=person, kind=kind, params={}, made_at=timezone.now())
    mailer = KeepingMailer()
    monkeypatch.setattr(wiring, "mailer", lambda: mailer)

    def write(due):
        assert due.kind == "good"
        return _Letter(), ()

    monkeypatch.setattr(letters, "write", write)

    assert letters.send() == 1
    assert "AssertionError" in Notice.objects.get(kind="bad").last_error


def _payment(world, number, **fields):
    order = build.a_placed_order(world, build.Want(packs=1))
    return Payment.objects.create(
        order=order, provider="sandbox", reference=f"RF{number}", currency="EUR", amount_minor=800,
        expires_at=timezone.now() + dt.timedelta(hours=1), **fields,
    )  # fmt: skip


def test_a_provider_that_is_away_or_silent_is_named(operator, world, settings):
    settings.PAYMENT_PROVIDERS = {"sandbox": "sogdia.gateways.payments.sandbox.SandboxProvider"}
    began = timezone.now() - dt.timedelta(minutes=20)
    _payment(world, 1, started_at=began)
    assert "sandbox cannot be reached since" in read(operator)

    Payment.objects.update(provider_ref="pay_1")
    for number in (2, 3):
        _payment(world, number, started_at=began, provider_ref=f"pay_{number}")
    assert "sandbox has said nothing of payments opened since" in read(operator)

    ProviderEvent.objects.create(
        provider="sandbox", event_id="e", kind="captured", received_at=timezone.now()
    )
    assert "Payments through sandbox open and are answered." in read(operator)


def test_a_full_disk_is_named_and_a_missing_index_too(operator, store, monkeypatch):
    monkeypatch.setattr(MemoryIndex, "size", lambda self: None)
    store.is_full = True

    page = read(operator)

    assert "The disk is full" in page and "There is no search index" in page


def test_figures_that_are_too_old_are_named(operator):
    ExchangeRate.objects.update(as_of=dt.date(2020, 1, 1))

    assert "too old: " in read(operator) and "CNY/EUR" in read(operator)


def test_the_machinery_is_the_operators_business_only(client, world):
    user = build.a_user()
    build.member(user, world.seller, Role.OWNER)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/operator/health/").status_code == 403


def test_a_database_that_is_away_is_said_and_asked_for_again(client, monkeypatch):
    def away(*_given, **_more):
        raise OperationalError("the database system is shutting down")

    client.raise_request_exception = False
    monkeypatch.setattr("sogdia.plumbing.health.missing", away)

    answer = client.get("/readyz")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert b"never done twice" in answer.content


def test_the_worker_outlives_a_round_that_fails(monkeypatch):
    watch, rounds = Watch(), []

    def look():
        rounds.append(1)
        if len(rounds) > 1:
            watch._end.set()
        raise OperationalError("the connection was closed")

    monkeypatch.setattr("sogdia.jobs.watching.PAUSE_S", 0.0)
    monkeypatch.setattr("sogdia.jobs.watching.close_old_connections", lambda: None)
    monkeypatch.setattr("sogdia.jobs.watching.connection.close", lambda: None)
    monkeypatch.setattr(watch, "look", look)

    watch.run()

    assert len(rounds) == 2


class _Killed(BaseException):
    """What a process meets that is killed: nothing catches it."""


def test_a_job_whose_worker_was_killed_is_done_again_when_its_lease_is_over(monkeypatch):
    now, done = timezone.now(), []
    OutboxEvent.objects.create(topic="order.placed", payload={"order_id": 1}, occurred_at=now)

    def dies(*_given):
        raise _Killed

    with pytest.raises(_Killed):
        draining.drain(dies, now=now, limit=10)
    at_once = draining.drain(lambda *given: done.append(given), now=now, limit=10)
    later = draining.drain(lambda *given: done.append(given), now=now + draining.LEASE, limit=10)
    again = draining.drain(lambda *given: done.append(given), now=now + draining.LEASE, limit=10)

    assert (at_once, later, again) == (0, 1, 0)
    assert len(done) == 1


def test_a_clock_that_is_turned_back_delays_no_event_and_no_letter_by_a_day(monkeypatch):
    tomorrow, today = timezone.now() + dt.timedelta(days=1), timezone.now()
    OutboxEvent.objects.create(topic="nobody.listens", occurred_at=tomorrow)

    def fails(*_given):
        raise OSError("away")

    assert draining.drain(fails, now=tomorrow, limit=10) == 0
    assert draining.drain(outbox.hand_on, now=today, limit=10) == 1
    assert draining.drain(outbox.hand_on, now=tomorrow, limit=10) == 0
