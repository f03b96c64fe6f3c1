"""Template tags of public pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import translate_url

register = template.Library()


@register.inclusion_tag("shop/_alternates.html", takes_context=True)
def alternates(context: Context) -> dict[str, Any]:
    """Name this page in every language, by the address that the deployment is known by."""
    request = context["request"]
    root = settings.DEPLOYMENT["url"]
    path = request.path
    found = [
        (code.replace("hans", "Hans"), root + translate_url(path, code)) for code, _name in settings.LANGUAGES
    ]
    return {
        "canonical": root + path,
        "alternates": [*found, ("x-default", root + translate_url(path, settings.LANGUAGE_CODE))],
    }
