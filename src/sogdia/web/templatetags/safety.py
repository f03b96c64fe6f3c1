"""What pages of sign-in ask: whether passkeys work at this address, and the demonstration's codes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import template
from django.conf import settings

from sogdia.plumbing.accounts import second_step
from sogdia.web.mfa_adapter import takes_passkeys

register = template.Library()


@register.simple_tag(takes_context=True)
def passkeys_work(context: dict[str, Any]) -> bool:
    """Tell whether a browser makes passkeys for the address of this page."""
    return takes_passkeys(context["request"])


@register.simple_tag
def code_of_demo(user: Any) -> str:
    """Give an invented person's code in a demonstration; nothing for real people, and nothing in production."""
    if settings.DEPLOYMENT["mode"] != "demo" or user is None or not second_step.shows_demo_code(user):
        return ""
    return second_step.demo_code(user.email, at=datetime.now(UTC))
