"""Parts of every page that are the same for many readers: rendered once, kept in memory by what they depend on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sogdia.domain.viewer import Viewer

register = template.Library()

#: Languages times markets times themes are some hundreds; an entry is some kilobytes.
MOST = 500
_kept: OrderedDict[Hashable, str] = OrderedDict()


def keep(key: Hashable, render: Callable[[], str]) -> SafeString:
    """Give the part kept under ``key``, rendering it if it is not there; the oldest gives way."""
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = str(render())
        if len(_kept) > MOST:
            _kept.popitem(last=False)
    return SafeString(found)


@register.simple_tag(takes_context=True)
def own(context: Context, what: str) -> SafeString:
    """Give what is the reader's own on a page that may be kept for others: ``basket`` or ``name``."""
    from sogdia.web import kept_pages  # tags are loaded before the rooms are

    return kept_pages.own(context.get("request"), what)


@register.simple_tag(takes_context=True)
def foot(context: Context) -> SafeString:
    """Give the foot of public pages: the same for all readers with the same language and roles."""
    request = context.get("request")
    viewer = request.viewer if request is not None and hasattr(request, "viewer") else Viewer()
    site = context["site"]
    key = (
        "foot",
        get_language(),
        viewer.is_signed_in,
        frozenset(place.role for place in viewer.places),
        site.deployment["name"],
        site.deployment["mode"],
    )
    return keep(key, lambda: _part("components/_foot.html", context))


@register.simple_tag(takes_context=True)
def place_fields(context: Context) -> SafeString:
    """Give the fields of market, language and theme: the same for all readers who chose the same."""
    site, is_short = context["site"], bool(context.get("is_short"))
    choices = (
        () if is_short else (site.market.code, *((one.code, one.name, one.currency) for one in site.markets))
    )
    key = ("place", get_language(), site.theme, choices)
    return keep(key, lambda: _part("components/_place_fields.html", context, is_short=is_short))


def _part(name: str, context: Context, **more: Any) -> str:
    with context.push(**more):
        return str(get_template(name).template.render(context))  # type: ignore[attr-defined]
