"""Deeds that may take over a second: the worker does them, a page shows how far they are, and what came of them is fetched."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from builders import orders as build
from builders.cast import a_cast
from sogdia.apps.orders.models import Shipment
from sogdia.apps.parties.models import Membership
from sogdia.domain.refusals import NotAllowed, NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.errands import selectors, services
from sogdia.plumbing.errands.models import Errand
from sogdia.plumbing.errands.services import Outcome
from sogdia.web import errands, tables
from sogdia.web.views import operator_ledger

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def window_of(cast, person):
    client = Client()
    client.force_login(cast.users[person], backend=BACKEND)
    return client


def an_errand(user, kind="count", key="one", **asked):
    viewer = Viewer(user_id=user.pk)
    return services.begin(viewer=viewer, kind=kind, asked=asked, key=key, language="en", at=NOW)


def done_by(deed):
    return services.run_next({"count": deed}, errands.words_of)


@pytest.fixture
def user(db):
    return build.a_user("one@example.org")


def test_a_deed_says_how_far_it_is_and_what_came_of_it(user):
    uid, heard = an_errand(user), []

    def deed(errand, tell):
        for number in range(1, 4):
            tell(number, 3)
            heard.append(Errand.objects.get(uid=uid).state)
        return Outcome(said="Three.", content=b"a,b", file_name="three.csv")

    assert done_by(deed)

    view = selectors.get_errand(Viewer(user_id=user.pk), uid)
    assert heard == ["running"] * 3
    assert (view.state, view.done, view.total, view.said) == ("done", 3, 3, "Three.")
    assert selectors.read_file(Viewer(user_id=user.pk), uid) == b"a,b"
    assert not done_by(deed)


def test_the_same_form_twice_is_one_errand(user):
    assert an_errand(user) == an_errand(user)
    assert an_errand(user) != an_errand(user, key="two")
    assert Errand.objects.count() == 2


def test_nobody_begins_nothing(db):
    with pytest.raises(NotAllowed):
        services.begin(viewer=Viewer(), kind="count", asked={}, key="one", language="en", at=NOW)


def test_a_stopped_deed_ends_where_it_is(user):
    uid, done = an_errand(user), []

    def deed(errand, tell):
        for number in range(5):
            done.append(number)
            services.stop(viewer=Viewer(user_id=user.pk), uid=uid, at=NOW)
            tell(number, number)
        return Outcome()

    done_by(deed)

    assert done == [0]
    assert Errand.objects.get(uid=uid).state == "cancelled"


def test_a_refusal_is_said_to_its_person_and_a_bug_is_not(user):
    class Full(Refusal):
        code = "departure-full"

    refused, broken = an_errand(user), an_errand(user, key="two")

    def refuses(errand, tell):
        raise Full(departure="P1")

    def breaks(errand, tell):
        raise RuntimeError("secret")

    done_by(refuses)
    done_by(breaks)

    assert "P1 is full" in Errand.objects.get(uid=refused).said
    row = Errand.objects.get(uid=broken)
    assert (row.state, row.said) == ("failed", "")


def test_what_a_killed_worker_left_is_begun_anew(user):
    uid = an_errand(user)
    Errand.objects.filter(uid=uid).update(state="running", beat_at=timezone.now())
    assert not done_by(lambda errand, tell: Outcome())

    Errand.objects.filter(uid=uid).update(beat_at=timezone.now() - services.SILENT - timedelta(seconds=1))

    assert done_by(lambda errand, tell: Outcome())
    assert Errand.objects.get(uid=uid).state == "done"


def test_what_came_of_it_is_forgotten_after_a_day_and_with_its_person(user):
    uid = an_errand(user)
    done_by(lambda errand, tell: Outcome(content=b"mine"))

    assert services.forget(at=timezone.now() + timedelta(hours=23)) == 0
    assert services.forget(at=timezone.now() + timedelta(hours=25)) == 1
    an_errand(user, key="two")
    user.delete()
    assert not Errand.objects.exists()
    with pytest.raises(NotFound):
        selectors.get_errand(Viewer(user_id=1), uid)


def test_a_page_shows_how_far_it_is_with_and_without_script(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    uid = an_errand(user, kind="audit")
    url = reverse("account:errand", args=[uid])

    waiting = client.get(url).content.decode()
    Errand.objects.filter(uid=uid).update(state="running", done=5, total=19, beat_at=NOW)
    running = client.get(url).content.decode()

    assert 'hx-trigger="every 1s"' in waiting and "It waits for its turn." in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert '<progress id="how-far" max="100" value="26">' in running
    assert '<label for="how-far"' in running and "5 of 19" in running


def test_stopping_is_a_press_and_says_what_stands(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    uid = an_errand(user, kind="audit")

    page = client.post(reverse("account:errand_stop", args=[uid]), follow=True).content.decode()

    assert "What was done by then stays done." in page
    assert "hx-trigger" not in page.partition('id="errand"')[2]


def test_a_long_list_is_written_by_the_worker_and_is_the_same_file(monkeypatch):
    cast = a_cast()
    for _number in range(3):
        build.a_paid_order(cast.world)
    support = window_of(cast, "support")
    short = support.get(reverse("operator:orders"), {"as": "csv"})
    monkeypatch.setattr(tables, "SHORT_FILE", 2)

    led = support.get(reverse("operator:orders"), {"as": "csv"})
    page = support.get(led.url)
    file = support.get(reverse("account:errand_file", args=[Errand.objects.get().uid]))

    assert led.status_code == 302 and led.url.startswith("/me/errands/")
    assert "Download the file" in page.content.decode()
    assert file.content == short.content
    assert file["Content-Disposition"] == short["Content-Disposition"]
    row = Errand.objects.get()
    assert (row.state, row.done, row.total) == ("done", 4, 4)


def test_a_file_that_waited_holds_what_its_person_may_see_by_then(monkeypatch):
    cast = a_cast()
    for _number in range(3):
        build.a_paid_order(cast.world)
    monkeypatch.setattr(tables, "SHORT_FILE", 2)
    monkeypatch.setattr(errands, "DEEDS", {})
    monkeypatch.setattr(services, "run_next", lambda deeds, words: False)
    window_of(cast, "support").get(reverse("operator:orders"), {"as": "csv"})
    monkeypatch.undo()
    Membership.objects.filter(user=cast.users["support"]).delete()

    services.run_next(errands.DEEDS, errands.words_of)

    row = Errand.objects.get()
    assert (row.state, row.content) == ("refused", None)


def test_long_books_are_checked_by_the_worker(monkeypatch):
    monkeypatch.setattr(operator_ledger, "SHORT_BOOKS", 0)
    cast = a_cast()
    treasurer = window_of(cast, "treasurer")
    url = reverse("operator:audit")

    asked = treasurer.get(url).content.decode()
    led = treasurer.post(url, {"key": "now"})
    page = treasurer.get(led.url).content.decode()
    errand = Errand.objects.get()
    found = treasurer.get(url, {"errand": str(errand.uid)}).content.decode()

    assert "Check the books now" in asked and "Invariants" not in asked
    assert f"?errand={errand.uid}" in page
    assert errand.done == errand.total == len(errand.answer["checked"]) > 10
    assert "Invariants" in found


def test_what_the_books_errand_found_is_its_persons_alone(monkeypatch):
    cast = a_cast()
    treasurer, other = window_of(cast, "treasurer"), window_of(cast, "treasurer2")
    treasurer.post(reverse("operator:audit"), {"key": "now"})
    uid = Errand.objects.get().uid

    assert other.get(reverse("operator:audit"), {"errand": str(uid)}).status_code == 404
    assert treasurer.get(reverse("operator:audit"), {"errand": "x"}).status_code == 404
    assert treasurer.get(reverse("operator:audit"), {"errand": str(uuid4())}).status_code == 404


def test_many_orders_are_accepted_by_the_worker(monkeypatch):
    monkeypatch.setattr(errands, "MANY_ORDERS", 1)
    cast = a_cast()
    second = build.shipment_of(build.a_paid_order(cast.world))
    owner = window_of(cast, "owner")
    refs = [cast.shipment.ref, second.ref, "SHP-NONE"]

    led = owner.post(reverse("sell:accept_many"), {"ref": refs, "key": "one"})
    page = owner.get(led.url).content.decode()

    assert "2 orders accepted." in page
    assert set(Shipment.objects.filter(ref__in=refs).values_list("state", flat=True)) == {
        "accepted-by-seller"
    }
    assert (Errand.objects.get().done, Errand.objects.get().total) == (3, 3)


def test_a_file_at_once_stays_a_file_at_once():
    cast = a_cast()

    answer = window_of(cast, "support").get(reverse("operator:orders"), {"as": "csv"})

    assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) == 2
    assert not Errand.objects.exists()
