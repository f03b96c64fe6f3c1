"""The administrator helps at the door: with a reason, written down, and the person is told."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.orders import NOW
from sogdia.domain.refusals import NotFound
from sogdia.plumbing.accounts import second_step
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.outbox.models import AuditRow
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.help_sign_in import drop_second_step, end_sign_ins_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"
WHY = "Telephone stolen; called back on the number in the contract."


@pytest.fixture
def cleo() -> User:
    return User.objects.create_user("cleo@example.org", PASSWORD)


def test_every_sign_in_of_a_person_ends_at_once(cleo):
    client = Client()
    client.post("/account/login/", {"login": cleo.email, "password": PASSWORD})

    count = end_sign_ins_of(email=" Cleo@Example.org", reason=WHY, at=NOW)

    assert count == 1
    assert client.get("/me/security/").status_code == 302
    assert AuditRow.objects.get().reason == WHY


def test_a_lost_second_step_is_taken_away_and_the_person_is_told(cleo):
    second_step.seed_demo([cleo])

    drop_second_step(email=cleo.email, reason=WHY, at=NOW)

    assert not second_step.has_second_step(cleo.pk)
    assert Notice.objects.get().kind == "safety-second-step"
    assert (AuditRow.objects.get().deed, AuditRow.objects.get().subject) == (
        "drop-second-step",
        f"user:{cleo.pk}",
    )


@pytest.mark.parametrize("deed", [end_sign_ins_of, drop_second_step])
def test_without_a_reason_or_for_nobody_nothing_is_done(cleo, deed):
    second_step.seed_demo([cleo])

    with pytest.raises(ReasonNeeded):
        deed(email=cleo.email, reason=" ", at=NOW)
    with pytest.raises(NotFound):
        deed(email="nobody@example.org", reason=WHY, at=NOW)

    assert second_step.has_second_step(cleo.pk)
    assert not AuditRow.objects.exists()
