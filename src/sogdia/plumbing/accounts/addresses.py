"""Whether a person has proved that the e-mail address of their account is theirs."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from sogdia.plumbing.accounts.models import User


def is_proven(user: User) -> bool:
    """Tell whether a letter to this account's present address was answered."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())


def prove(users: Iterable[User]) -> None:
    """Keep that these accounts' addresses are their people's: invented people have no letters to answer."""
    for user in users:
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"primary": True, "verified": True}
        )


def primary_of(user: User) -> EmailAddress:
    """Give the row of this account's present address, made when it is missing."""
    row, _made = EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    return row
