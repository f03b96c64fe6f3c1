"""The administrator helps somebody who cannot sign in, or ends sign-ins that are not theirs: with a reason, and told."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from sogdia.domain.refusals import NotFound
from sogdia.plumbing.accounts import sign_ins
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.tell_safety import tell_safety


def end_sign_ins_of(*, email: str, reason: str, at: datetime) -> int:
    """
    End every sign-in of a person; gives how many.

    :raises sogdia.domain.refusals.NotFound: nobody has this address. :raises ReasonNeeded:
    """
    with transaction.atomic(durable=True):
        user = _person(email, reason)
        count = sign_ins.end(user.pk, at=at)
        audit("end-sign-ins", subject=f"user:{user.pk}", at=at, reason=reason, count=count)
        return count


def drop_second_step(*, email: str, reason: str, at: datetime) -> int:
    """
    Take away every second step of a person who has lost theirs, and end their sign-ins; gives how many steps.

    Roles that need one (SI-1) stay closed until another is set up. The person is told by letter. Whoever runs this has
    made sure who asked: see "Somebody lost their second step" in docs/howto/run-in-production.md.

    :raises sogdia.domain.refusals.NotFound: nobody has this address. :raises ReasonNeeded:
    """
    with transaction.atomic(durable=True):
        user = _person(email, reason)
        gone, _by_table = Authenticator.objects.filter(user=user).delete()
        count = int(gone)
        sign_ins.end(user.pk, at=at)
        audit("drop-second-step", subject=f"user:{user.pk}", at=at, reason=reason, count=count)
        tell_safety(user_id=user.pk, kind="safety-second-step", at=at, what="app-removed")
        return count


def _person(email: str, reason: str) -> User:
    if not reason.strip():
        raise ReasonNeeded(email)
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if user is None:
        raise NotFound(email)
    return user
