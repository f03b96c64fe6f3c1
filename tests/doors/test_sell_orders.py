"""The pages of Today, orders and money: for the right house, and for nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from builders import orders as build
from sogdia.apps.parties.models import Party
from sogdia.apps.settlement.models import Payable, Payout
from sogdia.domain.viewer import Role

pytestmark = pytest.mark.django_db(transaction=True)
#: Departures of these tests leave after any day on which the tests may run.
FAR = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def world():
    made = build.a_world()
    made.departure.cutoff_at, made.departure.leaves_at = FAR, FAR + dt.timedelta(days=1)
    made.departure.save()
    return made


def enter(client, party, role=Role.OWNER):
    user = build.a_user()
    build.member(user, party, role)
    client.force_login(user)
    return client


@pytest.fixture
def grower(client, world):
    return enter(client, world.seller)


def paid(world):
    return build.shipment_of(build.a_paid_order(world))


def test_today_shows_an_order_with_its_net(grower, world):
    paid(world)

    page = grower.get(reverse("sell:today")).content.decode()

    assert "New order: 10 packs of Turpan raisins" in page
    assert "¥400.00" in page


def test_an_empty_day_says_what_will_stand_there(grower):
    page = grower.get(reverse("sell:today")).content.decode()

    assert "Nothing waits" in page


def test_today_never_shows_more_than_five_jobs(grower, world):
    for _n in range(7):
        paid(world)

    page = grower.get(reverse("sell:today")).content.decode()

    assert page.count('class="job"') <= 5
    assert "All 7 orders that wait for your answer" in page
    assert "7 things to do" in page


def test_an_order_after_its_cut_off_asks_for_nothing(grower, world):
    paid(world)
    world.departure.cutoff_at = build.NOW
    world.departure.save()

    today = grower.get(reverse("sell:today")).content.decode()
    listed = grower.get(reverse("sell:orders")).content.decode()

    assert "Nothing waits" in today
    assert 'name="ref"' not in listed


def test_a_seller_accepts_packs_and_hands_over(grower, world):
    shipment = paid(world)

    for step in ("accept", "label", "hand_over"):
        answer = grower.post(reverse(f"sell:{step}", args=[shipment.ref]), {"key": f"k-{step}"})
        assert answer.status_code == 302

    shipment.refresh_from_db()
    assert shipment.state == "handed-over"


def test_the_label_is_a_pdf(grower, world):
    shipment = build.set_state(paid(world), "labelled")

    answer = grower.get(reverse("files:label", args=[shipment.ref]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_many_orders_are_accepted_with_one_button(grower, world):
    first, second = paid(world), paid(world)

    grower.post(
        reverse("sell:accept_many"), {"key": "all", "ref": [first.ref, second.ref, "SHP-unknown"][:2]}
    )

    assert {build.shipment_of(each.order).state for each in (first, second)} == {"accepted-by-seller"}


def test_a_refusal_without_a_reason_is_asked_again(grower, world):
    shipment = paid(world)

    answer = grower.post(reverse("sell:refuse", args=[shipment.ref]), {"key": "no", "reason": " "})

    assert answer.status_code == 422
    assert "Please mend this" in answer.content.decode()
    shipment.refresh_from_db()
    assert shipment.state == "paid"


def test_a_message_is_sent_and_shown(grower, world):
    shipment = paid(world)

    answer = grower.post(
        reverse("sell:say", args=[shipment.ref]), {"key": "m", "text": "On <b>Friday</b>"}, follow=True
    )

    assert "On &lt;b&gt;Friday&lt;/b&gt;" in answer.content.decode()


def test_another_seller_finds_nothing(client, world):
    shipment = paid(world)
    stranger = enter(client, build.a_seller(world.region, "other-house"))

    assert stranger.get(reverse("sell:order", args=[shipment.ref])).status_code == 404
    for step in ("accept", "label", "hand_over"):
        assert stranger.post(reverse(f"sell:{step}", args=[shipment.ref]), {"key": "k"}).status_code == 404
    assert stranger.get(reverse("files:label", args=[shipment.ref])).status_code == 404


@pytest.mark.parametrize("name", ["today", "orders", "payouts"])
def test_a_guest_is_asked_to_sign_in(client, world, name):
    answer = client.get(reverse(f"sell:{name}"))

    assert answer.status_code == 302
    assert "login" in answer.url


@pytest.mark.parametrize("name", ["today", "orders", "payouts"])
def test_a_buyer_is_shown_no_selling_room(client, name):
    client.force_login(build.a_user())

    assert client.get(reverse(f"sell:{name}")).status_code == 403


def test_finance_sees_money_and_answers_no_order(client, world):
    shipment = paid(world)
    finance = enter(client, world.seller, Role.FINANCE)

    assert finance.get(reverse("sell:payouts")).status_code == 200
    assert finance.post(reverse("sell:accept", args=[shipment.ref]), {"key": "k"}).status_code == 403


def test_a_seller_without_the_money_role_sees_no_payouts(client, world):
    seller = enter(client, world.seller, Role.SELLER)

    assert seller.get(reverse("sell:payouts")).status_code == 403


def test_the_list_can_be_taken_along_as_a_table(grower, world):
    shipment = paid(world)

    answer = grower.get(reverse("sell:orders") + "?as=csv")

    assert answer["Content-Type"].startswith("text/csv")
    assert f"Turpan raisins,{shipment.ref},10,10000," in answer.content.decode()


def a_payout(world):
    shipment = paid(world)
    payout = Payout.objects.create(
        ref="PAY-1", party=world.seller, currency="CNY", amount_minor=40_000, state="sent",
        due_on=build.NOW.date(), sent_at=build.NOW,
    )  # fmt: skip
    Payable.objects.create(
        party=world.seller, shipment=shipment, kind="net", currency="CNY", amount_minor=40_000,
        due_on=build.NOW.date(), payout=payout, made_at=build.NOW,
    )  # fmt: skip
    return payout


def test_a_payout_names_its_shipments(grower, world):
    payout = a_payout(world)

    page = grower.get(reverse("sell:payout", args=[payout.ref])).content.decode()

    assert "¥400.00" in page
    assert "Net of a shipment" in page


def test_a_payout_of_another_house_is_not_found(client, world):
    payout = a_payout(world)
    stranger = enter(client, build.a_seller(world.region, "other-house"))

    assert stranger.get(reverse("sell:payout", args=[payout.ref])).status_code == 404


def test_a_way_of_being_paid_is_kept(grower, world):
    grower.post(reverse("sell:payout_mode"), {"key": "mode", "mode": "monthly", "seen": "0"})

    assert Party.objects.get(pk=world.seller.pk).payout_mode == "monthly"


def test_an_advance_is_not_chosen_without_seeing_what_is_owed(grower, world):
    Payable.objects.create(
        party=world.seller, kind="receivable", currency="CNY", amount_minor=-5_000, due_on=build.NOW.date(),
        made_at=build.NOW,
    )  # fmt: skip

    grower.post(reverse("sell:payout_mode"), {"key": "mode", "mode": "advance", "seen": "0"})
    unchanged = Party.objects.get(pk=world.seller.pk).payout_mode
    grower.post(reverse("sell:payout_mode"), {"key": "mode2", "mode": "advance", "seen": "5000"})

    assert (unchanged, Party.objects.get(pk=world.seller.pk).payout_mode) == ("on-delivery", "advance")


@pytest.mark.parametrize("name", ["today", "orders"])
def test_pages_cost_a_bounded_number_of_queries(grower, world, name, django_assert_max_num_queries):
    for _n in range(6):
        paid(world)

    with django_assert_max_num_queries(40):
        grower.get(reverse(f"sell:{name}"))
