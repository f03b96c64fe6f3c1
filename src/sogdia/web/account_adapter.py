"""How sign-in speaks to people: our pages, our language, our mail."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter as it is; named so that a deployment may put its own in its place."""
