"""Signed links at the door: read once from the address, kept in the session, never shown again."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sogdia.domain.guests import LinkNotValid
from sogdia.plumbing import links
from sogdia.plumbing.links import OrderLink

PARAM = "link"
_KEPT = "order-links"
_MOST = 20


def url(order_ref: str, token: str) -> str:
    """Give the address of an order's page with its signed link, to stand in an e-mail."""
    return f"{reverse('orders:order', args=[order_ref])}?{PARAM}={token}"


def take(request: HttpRequest, order_ref: str) -> HttpResponse | None:
    """
    Keep the link that the address carries, and go on without it, so that it stands in no history and no log.

    :raises sogdia.plumbing.links.LinkNotValid: when it was changed or has expired.
    """
    token = request.GET.get(PARAM, "")
    if not token:
        return None
    links.read(token, at=request.now)  # type: ignore[attr-defined]
    kept = dict(list(request.session.get(_KEPT, {}).items())[1 - _MOST :])
    request.session[_KEPT] = {**kept, order_ref: token}
    return redirect(request.path)


def held(request: HttpRequest, order_ref: str) -> OrderLink | None:
    """Give the link to this order that this browser holds; one that has run out is no link."""
    token = request.session.get(_KEPT, {}).get(order_ref, "")
    return _read(token, request.now) if token else None  # type: ignore[attr-defined]


def _read(token: str, at: datetime) -> OrderLink | None:
    try:
        return links.read(token, at=at)
    except LinkNotValid:
        return None
