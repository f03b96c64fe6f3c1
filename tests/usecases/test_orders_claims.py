"""Claims with photographs: opened by the buyer, computed by the rule, decided by the operator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import orders as build
from sogdia.apps.claims import selectors
from sogdia.apps.claims.models import Claim, ClaimPhoto
from sogdia.apps.orders.models import Order, OrderLine
from sogdia.apps.payments.models import Refund
from sogdia.domain.claims import ClaimReason, ClaimTooLate, ClaimWithoutPhoto, MorePacksThanOrdered
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.machines import StepNotPossible
from sogdia.domain.ports import PictureKept
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Viewer
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.decide_claim import Decision, decide_claim
from sogdia.usecases.open_claim import Said, open_claim

pytestmark = pytest.mark.django_db(transaction=True)
NOW = build.NOW


class Pictures:
    """Keeps a picture by name only."""

    def keep(self, content, *, folder):
        return PictureKept(f"{folder}/{content.hex()}", 800, 600, (400, 800))


@pytest.fixture
def world():
    return build.a_world(kg=50)


@pytest.fixture
def order(world):
    user = build.a_user("claire@example.org")
    order = build.a_paid_order(world, buyer=user)
    build.set_state(
        build.shipment_of(order), "delivered", delivered_at=NOW, accept_by=NOW + timedelta(days=3)
    )
    Order.objects.filter(pk=order.pk).update(state="delivered")
    return order


def claire(order):
    return Viewer(user_id=order.buyer_id)


def claim(order, **changes):
    given = {
        "viewer": claire(order),
        "order_ref": order.ref,
        "line_id": OrderLine.objects.get(order=order).pk,
        "photos": [b"wet"],
        "pictures": Pictures(),
        "at": NOW + timedelta(days=1),
        "key": "claim",
        **changes,
    }
    said = {"reason": ClaimReason.DAMAGED, "packs": 2, "text": "Wet."}
    for name in ("reason", "packs", "lost_worth_bp"):
        if name in given:
            said[name] = given.pop(name)
    return open_claim(**given, said=Said(**said))


def decide(world, ref, **changes):
    given = {
        "viewer": build.support(world),
        "claim_ref": ref,
        "at": NOW + timedelta(days=2),
        "key": "decide",
        **changes,
    }
    decision = {"grants": True, "reason": "Seen on the photograph."}
    for name in ("grants", "reason", "packs", "lost_worth_bp", "bearer"):
        if name in given:
            decision[name] = given.pop(name)
    return decide_claim(**given, decision=Decision(**decision))


def back(order):
    return sum(Refund.objects.filter(order=order).values_list("amount_minor", flat=True))


def test_a_claim_shows_what_the_rule_gives(order):
    first, again = claim(order), claim(order)

    row = Claim.objects.get()
    assert first == again == row.ref
    assert row.computed_minor == 2 * build.PACK_MINOR
    assert ClaimPhoto.objects.count() == 1
    assert build.shipment_of(order).state == "claimed"


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        (ClaimWithoutPhoto, {"photos": []}),
        (ClaimTooLate, {"at": NOW + timedelta(days=5)}),
        (MorePacksThanOrdered, {"packs": 11}),
        (NotFound, {"viewer": Viewer(user_id=0)}),
        (NotFound, {"viewer": Viewer()}),
        (NotFound, {"line_id": 0}),
    ],
)
def test_a_claim_that_cannot_be_keeps_nothing(order, refusal, change):
    with pytest.raises(refusal):
        claim(order, **change)

    assert not Claim.objects.exists()
    assert build.shipment_of(order).state == "delivered"


def test_a_granted_claim_pays_the_buyer_once_and_lets_the_rest_go(world, order):
    ref = claim(order)

    for _twice in range(2):
        decide(world, ref, viewer=build.support(world))

    assert back(order) == 2 * build.PACK_MINOR
    row = Claim.objects.get()
    assert (row.state, row.payer, row.agreed_minor) == ("paid", "carrier", 2 * build.PACK_MINOR)
    assert build.shipment_of(order).state == "accepted"


def test_the_grower_is_paid_for_what_the_carrier_broke_and_not_for_wrong_goods(world, order):
    from sogdia.apps.settlement.models import Settlement
    from sogdia.usecases.settle_shipment import settle_due

    ref = claim(order, reason=ClaimReason.WRONG, packs=5)
    decide(world, ref)

    settle_due(at=NOW + timedelta(days=2))

    assert Settlement.objects.get().net_minor == 5 * build.PACK_NET_FEN
    assert back(order) == 5 * build.PACK_MINOR


def test_a_second_claim_concerns_only_what_the_first_left(world, order):
    first = claim(order, packs=5, key="one")
    second = claim(order, packs=5, key="two", photos=[b"more"])
    decide(world, first, key="one")
    decide(world, second, key="two")

    assert back(order) == order.total_minor
    order.refresh_from_db()
    assert build.shipment_of(order).state == "accepted"


def test_another_payer_and_fewer_packs_can_be_decided(world, order):
    ref = claim(order)

    minor = decide(world, ref, packs=1, bearer=Bearer.HOUSE)

    assert minor == back(order) == build.PACK_MINOR
    assert Claim.objects.get().payer == "house"


def test_lower_quality_gives_back_what_follows_the_worth(world, order):
    ref = claim(order, reason=ClaimReason.QUALITY, packs=10, lost_worth_bp=2_000)

    decide(world, ref)

    assert back(order) == (513 + 26 + 3 + 41) * 10 // 5


def test_a_rejected_claim_pays_nothing_and_the_goods_count_as_accepted(world, order):
    ref = claim(order)

    decide(world, ref, grants=False)

    assert (Claim.objects.get().state, back(order)) == ("rejected", 0)
    assert build.shipment_of(order).state == "accepted"


def test_a_decision_says_why_and_is_taken_once(world, order):
    ref = claim(order)
    with pytest.raises(ReasonNeeded):
        decide(world, ref, reason="  ")
    decide(world, ref, key="one")

    with pytest.raises(StepNotPossible):
        decide(world, ref, key="two")


def test_only_the_operator_sees_the_queue_and_decides(world, order):
    ref = claim(order)

    for viewer in (claire(order), Viewer()):
        with pytest.raises(NotAllowed):
            decide(world, ref, viewer=viewer)
        with pytest.raises(NotAllowed):
            selectors.list_claims(viewer)
        with pytest.raises(NotAllowed):
            selectors.get_dossier(viewer, ref)

    dossier = selectors.get_dossier(build.support(world), ref)
    assert (dossier.now_minor, dossier.usual_bearer) == (2 * build.PACK_MINOR, "carrier")
    assert [one.ref for one in selectors.list_claims(build.support(world))] == [ref]
