"""A product beside a line: its small picture, its pack, and the way to its page."""

from __future__ import annotations

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.quotes.basket_selectors import GoodsView
from sogdia.plumbing import addresses, formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages.parts import Picture


def product_url(slug: str) -> str:
    """Give the address of a product's page, or nothing in a deployment without a shop."""
    return _address("shop:product", slug)


def thumb(slug: str, name: str, ground: int = 1) -> Picture | None:
    """Give the illustration of a product, named as one."""
    url = _address("files:illustration", slug)
    if not url:
        return None
    return Picture(url=url, alt=_("Illustration: %(name)s") % {"name": name}, ground=ground)


def pack_name(goods: GoodsView) -> str:
    """Name a pack: in the seller's words, else by its mass or its pieces."""
    given = pick(goods.pack_names)
    if given or goods.stock_unit == "g":
        return given or formats.mass(goods.pack_net_g)
    count = goods.pack_qty
    return ngettext("%(count)s piece", "%(count)s pieces", count) % {"count": formats.number(count)}


def _address(name: str, slug: str) -> str:
    try:
        return addresses.address(name, slug)
    except NoReverseMatch:
        return ""
