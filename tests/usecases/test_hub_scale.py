"""What the hub's scale means for money: refunds to the cent, questions to the buyer, and nothing charged for more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import orders as build
from builders import way
from builders.orders import NOW
from sogdia.apps.hub.models import Reception
from sogdia.apps.hub.services import WeightNotPossible
from sogdia.apps.ledger.models import EscrowBalance
from sogdia.apps.orders.models import Correction, OrderLine, Proposal
from sogdia.apps.payments.models import Refund
from sogdia.domain.machines import StepNotPossible
from sogdia.domain.refusals import KeyReused, NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.usecases.close_departures import close_departures
from sogdia.usecases.receive_line import receive_line
from sogdia.usecases.settle_discrepancy import ProposalClosed, settle_discrepancy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    made = build.a_world()
    way.open_market(made)
    return made


@pytest.fixture
def clerk(world):
    return way.clerk(world)


def held(shipment):
    return EscrowBalance.objects.get(order_id=shipment.order_id).held_minor


def frozen():
    return list(OrderLine.objects.values())


def test_goods_as_ordered_change_nothing(world, clerk):
    shipment = way.labelled(world)

    assert way.receive(clerk, shipment) == "as-ordered"

    assert (shipment.state, held(shipment), Refund.objects.count()) == ("ready", 80_00, 0)
    world.lot.refresh_from_db()
    assert world.lot.qty_handed_over == 10_000


def test_more_than_ordered_is_never_charged(world, clerk):
    shipment = way.labelled(world)

    said = way.receive(clerk, shipment, net_mass_g=10_240, gross_mass_g=10_800)

    assert (said, shipment.state, held(shipment)) == ("excess-ignored", "ready", 80_00)
    assert Correction.objects.count() == 0


def test_one_percent_short_within_two_refunds_to_the_cent(world, clerk):
    shipment = way.labelled(world)
    before = frozen()

    said = way.receive(clerk, shipment, net_mass_g=9_900)

    correction = Correction.objects.get()
    assert (said, shipment.state) == ("refund", "ready")
    assert (correction.kind, correction.net_mass_g, correction.packs) == ("short", -100, 0)
    assert (correction.refund_minor, sum(correction.figures.values())) == (80, 80)
    assert correction.seller_parts["net"] == 400
    assert (Refund.objects.get().amount_minor, held(shipment)) == (80, 79_20)
    assert frozen() == before


def test_beyond_the_tolerance_the_buyer_is_asked(world, clerk):
    shipment = way.labelled(world)

    said = way.receive(clerk, shipment, packs=9, net_mass_g=9_000)

    proposal = Proposal.objects.get()
    assert (said, shipment.state, held(shipment)) == ("needs-buyer", "held", 80_00)
    assert (proposal.new_total_minor, proposal.default_answer) == (72_00, "refused")
    assert proposal.answer_by == world.departure.cutoff_at


def test_a_buyer_who_agrees_pays_the_new_total(world, clerk):
    buyer = build.a_user()
    shipment = way.labelled(world, buyer=buyer)
    way.receive(clerk, shipment, packs=9, net_mass_g=9_000)

    settle_discrepancy(
        viewer=Viewer(user_id=buyer.pk), proposal_id=Proposal.objects.get().pk, agrees=True, at=NOW, key="yes"
    )

    assert (way.again(shipment).state, held(shipment)) == ("ready", 72_00)
    assert Correction.objects.get().packs == -1


def test_a_buyer_who_refuses_gets_everything_back(world, clerk):
    buyer = build.a_user()
    shipment = way.labelled(world, buyer=buyer)
    way.receive(clerk, shipment, packs=5, net_mass_g=5_000)

    settle_discrepancy(
        viewer=Viewer(user_id=buyer.pk), proposal_id=Proposal.objects.get().pk, agrees=False, at=NOW, key="no"
    )

    assert (way.again(shipment).state, held(shipment)) == ("cancelled", 0)
    assert way.order_of(shipment).state == "refunded"
    assert Refund.objects.get().amount_minor == 80_00
    world.departure.refresh_from_db()
    assert world.departure.booked_mass_g == 0


def test_silence_until_the_cut_off_cancels_and_refunds(world, clerk):
    shipment = way.labelled(world)
    way.receive(clerk, shipment, packs=5, net_mass_g=5_000)

    close_departures(at=world.departure.cutoff_at)
    close_departures(at=world.departure.cutoff_at)

    world.departure.refresh_from_db()
    assert (way.again(shipment).state, held(shipment)) == ("cancelled", 0)
    assert (Proposal.objects.get().state, world.departure.state) == ("lapsed", "closed")


def test_an_answer_after_the_cut_off_is_too_late(world, clerk):
    buyer = build.a_user()
    shipment = way.labelled(world, buyer=buyer)
    way.receive(clerk, shipment, packs=5, net_mass_g=5_000)

    with pytest.raises(ProposalClosed):
        settle_discrepancy(
            viewer=Viewer(user_id=buyer.pk), proposal_id=Proposal.objects.get().pk, agrees=True,
            at=world.departure.cutoff_at, key="late",
        )  # fmt: skip


def test_a_lower_grade_lowers_only_what_follows_its_worth(world, clerk):
    shipment = way.labelled(world)

    way.receive(clerk, shipment, grade="B", value_bp=8_000)

    proposal = Proposal.objects.get()
    # Net, commission, payout fee, insurance, duty and tax are 60.30 of 80.00; four fifths of them are 48.24.
    assert (proposal.kind, proposal.new_total_minor) == ("downgrade", 19_70 + 48_24)


def test_a_second_weighing_is_a_new_reception_and_has_what_is_left_of_the_tolerance(world, clerk):
    shipment = way.labelled(world)
    way.receive(clerk, shipment, net_mass_g=9_900)

    said = way.receive(clerk, shipment, net_mass_g=9_750)

    assert (said, shipment.state) == ("needs-buyer", "held")
    assert Reception.objects.count() == 2


def test_weighing_right_after_all_takes_the_question_back(world, clerk):
    shipment = way.labelled(world)
    way.receive(clerk, shipment, packs=9, net_mass_g=9_000)

    way.receive(clerk, shipment)

    assert (shipment.state, Proposal.objects.get().state, held(shipment)) == ("ready", "lapsed", 80_00)


def test_the_same_key_weighs_once_and_another_weight_under_it_is_refused(world, clerk):
    shipment = way.labelled(world)
    line = way.line_of(shipment)

    def weigh(net_mass_g):
        return receive_line(
            viewer=clerk, line_id=line.pk, weighed=way.as_ordered(line, net_mass_g=net_mass_g), photos=[b"1"],
            pictures=way.FakePictures(), at=NOW, key="once",
        )  # fmt: skip

    assert weigh(9_900) == weigh(9_900) == "refund"
    assert Reception.objects.count() == Refund.objects.count() == 1
    with pytest.raises(KeyReused):
        weigh(9_800)


def test_gross_never_weighs_less_than_net(world, clerk):
    shipment = way.labelled(world)

    with pytest.raises(WeightNotPossible):
        way.receive(clerk, shipment, gross_mass_g=9_000)
    assert way.again(shipment).state == "labelled"


def test_what_is_not_labelled_or_is_loaded_already_is_not_received(world, clerk):
    shipment = build.set_state(way.labelled(world), "paid")
    with pytest.raises(StepNotPossible):
        way.receive(clerk, shipment)

    build.set_state(shipment, "loaded")
    with pytest.raises(StepNotPossible):
        way.receive(clerk, shipment)


@pytest.mark.parametrize("who", ["other hub", "seller", "operator", "nobody"])
def test_only_clerks_of_this_hub_receive(world, who):
    shipment = way.labelled(world)
    other = type(world.hub).objects.create(
        code="urumqi", names={"en": "Urumqi"}, city="Urumqi", latitude=world.hub.latitude,
        longitude=world.hub.longitude,
    )  # fmt: skip
    viewer = {
        "other hub": lambda: build.member(build.a_user(), world.operator, Role.CLERK, hub_id=other.pk),
        "seller": lambda: build.member(build.a_user(), world.seller, Role.OWNER),
        "operator": lambda: build.support(world),
        "nobody": lambda: Viewer(),
    }[who]()

    with pytest.raises(NotFound):
        way.receive(viewer, shipment)
    assert Reception.objects.count() == 0


def test_goods_weighed_after_the_cut_off_are_asked_about_until_it_leaves(world, clerk):
    shipment = way.labelled(world)

    way.receive(clerk, shipment, at=world.departure.cutoff_at + timedelta(hours=1), net_mass_g=9_000)

    assert Proposal.objects.get().answer_by == world.departure.leaves_at
