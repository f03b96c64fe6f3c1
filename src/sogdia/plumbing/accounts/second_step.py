"""The second step at sign-in: what a person has set up, and the open secrets of the demonstration's people."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from sogdia.domain.signing_in import code_of
from sogdia.plumbing.accounts.models import User


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key that a person added: its name is theirs."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondSteps:
    """What a person may sign in with beside the password."""

    app_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None

    @property
    def is_set_up(self) -> bool:
        """Whether there is a second step; codes for an emergency alone are none."""
        return self.app_since is not None or bool(self.passkeys)


def steps_of(user_id: int) -> SecondSteps:
    """Give what this person has set up, in one query."""
    app_since, codes_left, keys = None, None, []
    for row in Authenticator.objects.filter(user_id=user_id).order_by("pk"):
        if row.type == Authenticator.Type.TOTP:
            app_since = row.created_at
        elif row.type == Authenticator.Type.WEBAUTHN:
            keys.append(Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at))
        else:
            codes_left = len(row.wrap().get_unused_codes())
    return SecondSteps(app_since, tuple(keys), codes_left)


def has_second_step(user_id: int) -> bool:
    """Tell whether this person has an authenticator app or a passkey."""
    main = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=main).exists())


def is_last(authenticator: Authenticator) -> bool:
    """Tell whether without this one only the codes for an emergency would be left."""
    main = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=main)
    return not others.exclude(pk=authenticator.pk).exists()


def demo_secret(email: str) -> str:
    """Give the secret of an invented person's authenticator app: open to all, as their password is."""
    return base64.b32encode(hashlib.sha256(f"sogdia demonstration {email}".encode()).digest()[:20]).decode()


def demo_code(email: str, *, at: datetime, later: int = 0) -> str:
    """Give the code that this invented person's authenticator app shows."""
    return code_of(demo_secret(email), at=at, later=later)


def seed_demo(users: Iterable[User]) -> None:
    """Set up the open secret for invented people who have no second step yet."""
    wanted = {user.pk: user for user in users}
    there = Authenticator.objects.filter(user_id__in=wanted).values_list("user_id", flat=True)
    for pk in wanted.keys() - set(there):
        TOTP.activate(wanted[pk], demo_secret(wanted[pk].email))


def shows_demo_code(user: User) -> bool:
    """Tell whether this person's app still has the demonstration's open secret."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None:
        return False
    from allauth.mfa.utils import decrypt

    return bool(decrypt(row.data["secret"]) == demo_secret(user.email))
