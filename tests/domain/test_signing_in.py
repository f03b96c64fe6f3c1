"""What sign-in has to prove (SI-1, SI-2)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from sogdia.domain.signing_in import FRESH, code_of, is_fresh
from sogdia.domain.viewer import SECOND_STEP_ROLES, Place, Role, Viewer

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("role", list(Role))
def test_si_1_a_password_alone_gives_no_place_to_a_role_that_acts_for_others(role):
    held = Viewer(user_id=1, places=(Place(7, role), Place(8, Role.BROKER))).without_second_step()

    assert held.is_held_back == (role in SECOND_STEP_ROLES)
    assert bool(held.places) == (role not in SECOND_STEP_ROLES)


def test_si_1_names_the_roles_of_the_house_the_region_the_hub_and_finance():
    assert {Role.SUPPORT, Role.TREASURER, Role.OFFICER, Role.CLERK, Role.FINANCE} == SECOND_STEP_ROLES


def test_si_2_a_proof_counts_for_ten_minutes():
    assert is_fresh(NOON, at=NOON + FRESH - timedelta(seconds=1))
    assert not is_fresh(NOON, at=NOON + FRESH)
    assert not is_fresh(NOON + timedelta(seconds=1), at=NOON)


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(second, code):
    secret = base64.b32encode(b"12345678901234567890").decode()

    assert code_of(secret, at=datetime.fromtimestamp(second, UTC)) == code
