"""What is said on an order, what its buyer is asked, and what a guest may look up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import orders as build
from builders import trade
from fakes.mail import KeepingMailer
from sogdia.apps.orders import selectors as orders
from sogdia.apps.orders.models import Message, Order, OrderLine, Proposal
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing import links
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.wiring import House
from sogdia.usecases.answer_proposal import answer_proposal
from sogdia.usecases.merge_baskets import merge_baskets
from sogdia.usecases.say_as_seller import NothingSaid
from sogdia.usecases.say_message import say_message
from sogdia.usecases.send_order_link import send_order_link
from sogdia.usecases.settle_discrepancy import ProposalClosed

pytestmark = pytest.mark.django_db(transaction=True)
NOW = build.NOW
HOUSE = House("Sogdia", "https://sogdia.example", "Trade house")


@pytest.fixture
def world():
    return build.a_world(kg=50)


@pytest.fixture
def order(world):
    return build.a_paid_order(world, buyer=build.a_user("claire@example.org"))


def claire(order):
    return Viewer(user_id=order.buyer_id)


def say(order, viewer, **changes):
    given = {"viewer": viewer, "order_ref": order.ref, "text": "When?", "at": NOW, "key": "say", **changes}
    return say_message(**given)


def test_each_side_speaks_under_its_own_name(world, order):
    seller = build.member(build.a_user(), world.seller, Role.SELLER)
    clerk = build.member(build.a_user(), build.a_party(), Role.CLERK, hub_id=world.hub.pk)
    for number, viewer in enumerate((claire(order), seller, clerk, build.support(world))):
        say(order, viewer, key=str(number))

    said = list(Message.objects.order_by("id").values_list("side", flat=True))

    assert said == ["buyer", "seller", "hub", "operator"]


def test_the_same_key_says_it_once_and_nobody_else_says_anything(world, order):
    for _twice in range(2):
        say(order, claire(order))
    other = build.member(build.a_user(), build.a_seller(world.region), Role.SELLER)

    for viewer in (other, Viewer(), Viewer(user_id=0)):
        with pytest.raises(NotFound):
            say(order, viewer)
    with pytest.raises(NothingSaid):
        say(order, claire(order), text="  ", key="empty")

    assert Message.objects.count() == 1


def test_a_seller_reads_only_their_own_shipment_and_no_address(world, order):
    seller = build.member(build.a_user(), world.seller, Role.SELLER)
    stranger = build.member(build.a_user(), build.a_seller(world.region), Role.SELLER)

    facts = orders.get_order(seller, order.ref)

    assert len(facts.shipments) == 1 and facts.address is None
    assert orders.get_order(claire(order), order.ref).address.name == "Claire Martin"
    for viewer in (stranger, Viewer(), Viewer(user_id=0)):
        with pytest.raises(NotFound):
            orders.get_order(viewer, order.ref)


def test_a_link_opens_one_order_until_it_is_revoked(world, order):
    other = build.a_paid_order(world)
    link = OrderLink(order.pk, order.link_version)

    assert orders.get_order(Viewer(), order.ref, link=link).ref == order.ref
    with pytest.raises(NotFound):
        orders.get_order(Viewer(), other.ref, link=link)
    Order.objects.filter(pk=order.pk).update(link_version=2)
    with pytest.raises(NotFound):
        orders.get_order(Viewer(), order.ref, link=link)


def delayed(order):
    line = OrderLine.objects.get(order=order)
    return Proposal.objects.create(
        line=line,
        kind="delay",
        data={
            "shown_from": "2026-10-20",
            "shown_to": "2026-10-24",
            "new_from": "2026-10-27",
            "new_to": "2026-10-31",
        },
        new_total_minor=order.total_minor,
        default_answer="agreed",
        made_at=NOW,
        answer_by=NOW + timedelta(days=2),
    )


@pytest.mark.parametrize(
    ("agrees", "state", "shipment"), [(True, "agreed", "paid"), (False, "refused", "cancelled")]
)
def test_the_buyer_answers_once(order, agrees, state, shipment):
    asked = delayed(order)
    given = {"viewer": claire(order), "order_ref": order.ref, "proposal_id": asked.pk, "agrees": agrees}

    for _twice in range(2):
        answer_proposal(**given, at=NOW, key="answer")

    asked.refresh_from_db()
    assert (asked.state, build.shipment_of(order).state) == (state, shipment)
    with pytest.raises(ProposalClosed):
        answer_proposal(**given, at=NOW, key="again")


def test_an_answer_is_the_buyers_own_and_in_time(world, order):
    asked = delayed(order)
    other = build.a_paid_order(world, buyer=build.a_user("other@example.org"))
    given = {"proposal_id": asked.pk, "agrees": False, "key": "answer"}

    for viewer, ref in ((claire(other), other.ref), (claire(other), order.ref), (Viewer(), order.ref)):
        with pytest.raises(NotFound):
            answer_proposal(viewer=viewer, order_ref=ref, at=NOW, **given)
    with pytest.raises(ProposalClosed):
        answer_proposal(viewer=claire(order), order_ref=order.ref, at=NOW + timedelta(days=3), **given)

    asked.refresh_from_db()
    assert asked.state == "open"


@pytest.fixture
def placed(world):
    trade.priced(world)
    ref = trade.ordered(Viewer(guest_key="browser"), (world.offer, world.departure, 1))
    return Order.objects.get(ref=ref)


def test_number_and_e_mail_show_the_state_however_they_are_typed(placed):
    found = orders.get_status(
        Viewer(), typed_ref=placed.ref.lower().replace("-", " "), typed_email=" Claire@Example.org"
    )

    assert (found.ref, found.state) == (placed.ref, "placed")


@pytest.mark.parametrize("change", [{"typed_email": "other@example.org"}, {"typed_ref": "SOG-AAAAA"}])
def test_a_wrong_number_and_a_wrong_e_mail_get_the_same_answer(placed, change):
    given = {"typed_ref": placed.ref, "typed_email": "claire@example.org", **change}

    with pytest.raises(NotFound) as refused:
        orders.get_status(Viewer(), **given)

    assert str(refused.value) == "No order has this reference and e-mail."


def test_a_fresh_link_goes_only_to_the_address_of_the_order(placed):
    mailer = KeepingMailer()
    given = {"address_of": lambda ref, token: f"/{ref}?{token}", "mailer": mailer, "house": HOUSE, "at": NOW}

    sent = send_order_link(typed_ref=placed.ref, typed_email="claire@example.org", **given)
    not_sent = send_order_link(typed_ref=placed.ref, typed_email="other@example.org", **given)

    (letter,) = mailer.sent
    assert (sent, not_sent, letter.to) == (True, False, "claire@example.org")
    token = letter.text.split("?")[1].split()[0]
    assert links.read(token, at=NOW) == OrderLink(placed.pk, 1)


def test_packs_of_two_baskets_add_up_and_another_persons_stay_theirs(world):
    from sogdia.apps.quotes.models import BasketLine
    from sogdia.usecases.change_basket import change_basket

    person = Viewer(user_id=build.a_user().pk, guest_key="browser")
    other = Viewer(user_id=build.a_user().pk, guest_key="elsewhere")
    given = {"offer_id": world.offer.pk, "departure_ref": world.departure.ref, "at": NOW}
    change_basket(viewer=Viewer(guest_key="browser"), packs=2, **given)
    change_basket(viewer=person, packs=3, **given)
    change_basket(viewer=other, packs=7, **given)

    moved = [merge_baskets(viewer=person, at=NOW) for _twice in range(2)]

    assert moved == [1, 0]
    assert sorted(BasketLine.objects.values_list("packs", flat=True)) == [5, 7]
