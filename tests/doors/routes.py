"""Every address of the house with what it needs and whose it is: a new address has to be entered here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from builders.cast import Cast

Kwargs = Callable[[Cast], dict[str, Any]]

EVERYONE = frozenset(
    {
        "nobody", "buyer", "other_buyer", "owner", "seller", "finance", "other_owner", "clerk", "other_clerk",
        "carrier", "other_carrier", "broker", "officer", "other_officer", "support", "treasurer", "treasurer2",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Route:
    """
    One address: who gets in, and who gets in but sees only their own things (``blind``); everybody else is refused.

    ``state`` is where the shipment stands, ``prepare`` makes what else the page is about, ``deed`` is what its form posts.
    ``posts`` is False where a form needs what only the page before it gives, so that ours is answered "not found".
    A method that the address does not know (405) is nobody's.
    """

    kwargs: Kwargs
    right: frozenset[str]
    blind: frozenset[str] = frozenset()
    deed: Callable[[Cast], dict[str, Any]] = lambda cast: {}
    state: str = ""
    prepare: Callable[[Cast], object] = lambda cast: None
    posts: bool = True

    @property
    def refused(self) -> frozenset[str]:
        """Give those who must not get in."""
        return EVERYONE - self.right - self.blind


def bare(cast: Cast) -> dict[str, Any]:
    """Need nothing in the address."""
    return {}


def public(kwargs: Kwargs = bare) -> Route:
    """Everybody may look, and nobody reads anything of an order there."""
    return Route(kwargs, right=frozenset(), blind=EVERYONE)


def names() -> Iterator[str]:
    """Give the name of each address of ours."""
    yield from _names(get_resolver().url_patterns, "")


OURS = frozenset(
    {
        "hooks",
        "files",
        "shop",
        "checkout",
        "orders",
        "sell",
        "hub",
        "carrier",
        "broker",
        "officer",
        "operator",
        "account",
    }
)


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}:{each.namespace}".strip(":") if each.namespace else space
            if not inner or inner.split(":")[0] in OURS:
                yield from _names(each.url_patterns, inner)
        elif space:
            yield f"{space}:{each.name}"
