"""How the second step is kept: the house's name in the app, secrets sealed, the last one not thrown away."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import secrets

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sogdia.domain.viewer import SECOND_STEP_ROLES
from sogdia.plumbing.accounts import second_step


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's adapter for second steps."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your role needs a second step: add another one before you remove this."
        ),
    }

    def get_totp_issuer(self) -> str:
        """Name the house in the app."""
        return str(settings.DEPLOYMENT["name"])

    def _get_site_name(self) -> str:
        return str(settings.DEPLOYMENT["name"])

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key that follows from the deployment's own."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret; one that was sealed with a key nobody has any more is answered by chance, so no code fits."""
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second step of whoever needs one."""
        viewer = context.request.viewer
        return not (viewer.has_role(*SECOND_STEP_ROLES) and second_step.is_last(authenticator))


def _seal() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second step {key}".encode()).digest()))
            for key in keys
        ]
    )


def takes_passkeys(request: HttpRequest) -> bool:
    """Tell whether a browser makes passkeys for this address: they need a name, never a number."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
