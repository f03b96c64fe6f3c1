"""The letters of sign-in in the house's own words: what each of the library's occasions is called here."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import get_language

from sogdia.plumbing import wiring
from sogdia.plumbing.notices import letters

_log = logging.getLogger(__name__)

#: What happened to an account: kind of notice, and what exactly.
TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "account/email/password_changed": ("safety-password", "changed"),
    "account/email/password_set": ("safety-password", "changed"),
    "account/email/password_reset": ("safety-password", "changed"),
    "account/email/email_changed": ("safety-address", "changed"),
    "account/email/email_confirm": ("safety-address", "confirmed"),
    "account/email/email_deleted": ("safety-address", "removed"),
    "mfa/email/totp_activated": ("safety-second-step", "app-added"),
    "mfa/email/totp_deactivated": ("safety-second-step", "app-removed"),
    "mfa/email/webauthn_added": ("safety-second-step", "passkey-added"),
    "mfa/email/webauthn_removed": ("safety-second-step", "passkey-removed"),
    "mfa/email/recovery_codes_generated": ("safety-second-step", "codes-made"),
}

#: Letters that carry a way in, so they are written and sent at once and kept nowhere: kind, and where the way stands.
SENT: Final[Mapping[str, tuple[str, str]]] = {
    "account/email/password_reset_key": ("safety-reset", "password_reset_url"),
    "account/email/email_confirmation": ("safety-confirm", "activate_url"),
    "account/email/email_confirmation_signup": ("safety-confirm", "activate_url"),
    "account/email/unknown_account": ("safety-no-account", "signup_url"),
    "account/email/account_already_exists": ("safety-has-account", "password_reset_url"),
}


def send(kind: str, *, to: str, params: Mapping[str, Any], language: str = "") -> bool:
    """Write a letter and send it; gives whether it left. A mail server that is down breaks no page."""
    house = wiring.house()
    letter = letters.write(
        kind,
        params,
        language=language or get_language() or "en",
        house_name=house.name,
        house_url=house.url,
    )
    try:
        wiring.mailer().send(to=to, subject=letter.subject, text=letter.text, html=letter.html)
    except OSError as error:
        _log.warning("A letter of kind %s did not leave: %s", kind, error)
        return False
    return True


def path_of(url: str) -> str:
    """Give the path of an address: where the house stands says its setting, never a request."""
    return urlsplit(url).path


def language_of(user: AbstractBaseUser) -> str:
    """Give the language of a person's letters."""
    return str(getattr(user, "language", "") or get_language() or "en")
