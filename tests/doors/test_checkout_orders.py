"""A buyer's order page and its deeds, by account and by link; tracking; the operator's claims."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from builders import orders as build
from sogdia.apps.claims.models import Claim
from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import Message, Order, OrderLine, Proposal
from sogdia.domain.references import RefKind
from sogdia.domain.viewer import Role
from sogdia.plumbing import links
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.refs import draw

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    world = build.a_world(kg=50)
    now = timezone.now()
    Departure.objects.update(cutoff_at=now + timedelta(days=10), leaves_at=now + timedelta(days=11))
    return world


@pytest.fixture
def claire(world):
    return User.objects.create_user("claire@example.org", "a long enough password", name="Claire")


@pytest.fixture
def order(world, claire):
    return plain(build.a_paid_order(world, buyer=claire))


def plain(order):
    """Let the order's figures stand without their reasons."""
    for line in OrderLine.objects.filter(order=order):
        line.figures = [{**figure, "basis": {}} for figure in line.figures]
        line.save()
    return order


def page(client, order, more=""):
    return client.get(f"/orders/{order.ref}/{more}")


def deliver(order):
    now = timezone.now()
    build.set_state(
        build.shipment_of(order),
        "delivered",
        delivered_at=now - timedelta(hours=1),
        accept_by=now + timedelta(days=3),
    )
    Order.objects.filter(pk=order.pk).update(state="delivered")
    return build.shipment_of(order).ref


def photo():
    out = io.BytesIO()
    Image.new("RGB", (900, 700), "saddlebrown").save(out, "JPEG")
    out.seek(0)
    out.name = "wet.jpg"
    return out


def test_the_buyer_sees_way_price_and_money(client, claire, order):
    client.force_login(claire)

    said = page(client, order).content.decode()

    assert "Turpan raisins" in said and "In its parts" in said and "€80.00" in said
    assert "Cancel the order" in said and "Claire Martin" in said


def test_a_guest_comes_in_by_the_link_and_it_does_not_stay_in_the_address(client, world):
    order = plain(build.a_paid_order(world))
    token = links.make(order_id=order.pk, version=1, at=timezone.now())

    first = page(client, order, f"?link={token}")

    assert first.url == f"/orders/{order.ref}/"
    assert page(client, order).status_code == 200
    Order.objects.filter(pk=order.pk).update(link_version=2)
    assert page(client, order).status_code == 302


def test_a_link_that_is_not_ours_leads_to_asking_for_a_fresh_one(client, order):
    assert page(client, order, "?link=made-up").url == "/orders/track/"


def test_strangers_and_sellers_see_nothing_here(client, world, order):
    assert page(client, order).url.startswith("/account/login/")
    client.force_login(User.objects.create_user("other@example.org"))
    assert page(client, order).status_code == 404
    assert client.post(f"/orders/{order.ref}/cancel/", {"key": "x"}).status_code == 404
    seller = User.objects.create_user("seller@example.org")
    build.member(seller, world.seller, Role.OWNER)
    client.force_login(seller)
    assert page(client, order).status_code == 404


def test_cancelling_says_first_what_comes_back(client, claire, order):
    client.force_login(claire)

    asked = page(client, order, "cancel/").content.decode()
    client.post(f"/orders/{order.ref}/cancel/", {"key": "x"})

    assert "€80.00" in asked and "comes back" in asked
    order.refresh_from_db()
    assert order.state == "refunded"
    assert "Came back" in page(client, order).content.decode()


def test_too_late_to_cancel_is_told_on_the_page(client, claire, order):
    client.force_login(claire)
    Departure.objects.update(cutoff_at=timezone.now() - timedelta(minutes=1))

    answer = client.post(f"/orders/{order.ref}/cancel/", {"key": "x"}, follow=True)

    assert "cannot be cancelled any more" in answer.content.decode()


def test_accepting_pays_the_growers(client, claire, order):
    client.force_login(claire)
    ref = deliver(order)

    said = client.post(f"/orders/{order.ref}/accept/", {"shipment": ref, "key": "a"}, follow=True)

    assert "Accepted" in said.content.decode()
    assert build.shipment_of(order).state in {"accepted", "settled"}


def test_a_message_is_said_and_read(client, claire, order):
    client.force_login(claire)

    for _twice in range(2):
        client.post(f"/orders/{order.ref}/say/", {"text": "When does it come?", "key": "m"})

    assert Message.objects.count() == 1
    assert "When does it come?" in page(client, order).content.decode()


def test_a_question_is_answered_on_the_page(client, claire, order):
    client.force_login(claire)
    now = timezone.now()
    asked = Proposal.objects.create(
        line=OrderLine.objects.get(order=order),
        kind="delay",
        data={
            "shown_from": "2026-10-20",
            "shown_to": "2026-10-24",
            "new_from": "2026-10-27",
            "new_to": "2026-10-31",
        },
        new_total_minor=order.total_minor,
        default_answer="agreed",
        made_at=now,
        answer_by=now + timedelta(days=2),
    )
    assert "comes later than promised" in page(client, order).content.decode()

    client.post(f"/orders/{order.ref}/answer/", {"proposal": asked.pk, "answer": "yes", "key": "y"})

    asked.refresh_from_db()
    assert asked.state == "agreed"
    assert "comes later than promised" not in page(client, order).content.decode()


def claim(client, order, ref, **changes):
    line = OrderLine.objects.get(order=order)
    form = {"line": line.pk, "reason": "damaged", "packs": 2, "text": "Wet.", "key": "c", "photos": photo()}
    return client.post(f"/orders/{order.ref}/claim/{ref}/", {**form, **changes})


def test_a_claim_without_a_photograph_keeps_what_was_typed(client, claire, order):
    client.force_login(claire)
    ref = deliver(order)

    said = claim(client, order, ref, photos="").content.decode()

    assert "add at least one photograph" in said and "Wet." in said
    assert not Claim.objects.exists()


def test_a_claim_is_shown_to_the_operator_and_decided(client, world, claire, order):
    client.force_login(claire)
    ref = deliver(order)
    assert claim(client, order, ref).status_code == 302
    made = Claim.objects.get()
    assert client.get("/operator/claims/").status_code == 403

    clerk = User.objects.create_user("support@example.org")
    build.member(clerk, world.operator, Role.SUPPORT)
    client.force_login(clerk)
    queue = client.get("/operator/claims/").content.decode()
    dossier = client.get(f"/operator/claims/{made.ref}/").content.decode()
    client.post(
        f"/operator/claims/{made.ref}/",
        {"packs": 2, "worth": 100, "bearer": "carrier", "reason": "Seen.", "do": "grant", "key": "d"},
    )

    assert made.ref in queue and "€16.00" in dossier and "Photograph 1" in dossier
    made.refresh_from_db()
    assert (made.state, made.agreed_minor) == ("paid", 1600)


def test_my_orders_are_mine_and_come_as_a_file(client, world, claire, order):
    other = build.a_paid_order(world, buyer=User.objects.create_user("other@example.org"))
    assert client.get("/orders/").url.startswith("/account/login/")
    client.force_login(claire)

    said = client.get("/orders/").content.decode()
    file = client.get("/orders/?as=csv").content.decode()

    assert order.ref in said and other.ref not in said
    assert order.ref in file and "80.00,EUR" in file
    assert order.ref not in client.get("/orders/?show=done").content.decode()


@pytest.fixture
def tracked(order):
    Order.objects.filter(pk=order.pk).update(ref=draw(RefKind.ORDER))
    order.refresh_from_db()
    return order


def test_number_and_e_mail_show_the_state_only(client, tracked):
    said = client.post(
        "/orders/track/", {"ref": tracked.ref, "email": tracked.address.email}
    ).content.decode()

    assert "Paid" in said and "Claire Martin" not in said and "€" not in said


def test_wrong_and_absent_get_the_same_words_and_soon_none(client, tracked):
    wrong = client.post("/orders/track/", {"ref": tracked.ref, "email": "other@example.org"})
    absent = client.post("/orders/track/", {"ref": "SOG-AAAAA-AAAAA-AAAAA", "email": "other@example.org"})
    for _many in range(9):
        last = client.post("/orders/track/", {"ref": tracked.ref, "email": tracked.address.email})

    words = "No order has this number and e-mail together"
    assert words in wrong.content.decode() and words in absent.content.decode()
    assert last.status_code == 429


def test_a_fresh_link_is_sent_and_the_page_never_tells_whether(client, tracked, mailoutbox):
    right = client.post(
        "/orders/track/", {"ref": tracked.ref, "email": tracked.address.email, "do": "link"}, follow=True
    )
    wrong = client.post(
        "/orders/track/", {"ref": tracked.ref, "email": "other@example.org", "do": "link"}, follow=True
    )

    words = "If number and e-mail belong together"
    assert words in right.content.decode() and words in wrong.content.decode()
    (letter,) = mailoutbox
    assert f"/orders/{tracked.ref}/?link=" in letter.body
