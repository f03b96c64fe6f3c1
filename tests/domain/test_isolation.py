"""Who sees what (IS-1 to IS-3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sogdia.domain.guests import (
    TRIES,
    GuestLink,
    LinkNotValid,
    TooManyTries,
    check_status_reader,
    check_tries,
)
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import HOUSE, Place, Role, Viewer, check_party

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
GROWER = Viewer(user_id=1, places=(Place(7, Role.FINANCE),))


def test_is_1_a_party_is_seen_by_its_own_people_and_the_operator():
    check_party(GROWER, 7, Role.OWNER, Role.FINANCE)
    check_party(HOUSE, 7, Role.OWNER)


@pytest.mark.parametrize(
    ("viewer", "party_id", "role"),
    [(GROWER, 8, Role.FINANCE), (GROWER, 7, Role.OWNER), (Viewer(), 7, Role.OWNER)],
)
def test_is_1_for_everybody_else_there_is_nothing(viewer, party_id, role):
    with pytest.raises(NotFound):
        check_party(viewer, party_id, role)


def test_is_2_reference_and_email_show_the_status():
    check_status_reader(typed_email=" Amina@Example.org ", order_email="amina@example.org")


@pytest.mark.parametrize("order_email", [None, "", "other@example.org"])
def test_is_2_a_wrong_email_and_no_order_get_the_same_answer(order_email):
    with pytest.raises(NotFound) as refused:
        check_status_reader(typed_email="amina@example.org", order_email=order_email)

    assert str(refused.value) == "No order has this reference and e-mail."


def test_is_2_look_ups_are_limited():
    tries = [NOON - timedelta(minutes=i) for i in range(TRIES)]
    check_tries(tries[:-1], at=NOON)

    with pytest.raises(TooManyTries) as refused:
        check_tries(tries, at=NOON)

    assert refused.value.params["again_at"] == NOON + timedelta(minutes=6)
    check_tries(tries, at=NOON + timedelta(minutes=6))


def test_is_3_a_link_opens_one_order_for_one_purpose():
    link = GuestLink(1, "invoice", NOON + timedelta(days=30))

    link.check(order_id=1, purpose="invoice", at=NOON)
    for order_id, purpose in ((2, "invoice"), (1, "refund")):
        with pytest.raises(LinkNotValid):
            link.check(order_id=order_id, purpose=purpose, at=NOON)


@pytest.mark.parametrize(
    "link",
    [GuestLink(1, "invoice", NOON), GuestLink(1, "invoice", NOON + timedelta(days=30), revoked_at=NOON)],
)
def test_is_3_an_expired_or_revoked_link_opens_nothing(link):
    with pytest.raises(LinkNotValid):
        link.check(order_id=1, purpose="invoice", at=NOON)
