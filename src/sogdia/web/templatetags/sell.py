"""Words of the seller's rooms for templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from sogdia.apps.catalogue.seller_selectors import PackRow
from sogdia.plumbing.texts import pick
from sogdia.web.templatetags.sogdia import valued
from sogdia.web.words import sell as words

register = template.Library()


@register.simple_tag
def pack_words(pack: PackRow) -> str:
    """Name a pack."""
    return words.pack_name(
        pack.names, unit_qty=pack.unit_qty, stock_unit=pack.stock_unit, net_mass_g=pack.net_mass_g
    )


@register.filter
def quantity(qty: int, stock_unit: str) -> SafeString | str:
    """Write a quantity in its stock unit."""
    return valued(words.quantity(qty, stock_unit), qty, stock_unit)


@register.filter
def role_name(role: str) -> str:
    """Name a role of the team."""
    return words.role_name(role)


@register.simple_tag
def texts(words_by_language: dict[str, str]) -> str:
    """Give the words in the reader's language."""
    return pick(words_by_language)


@register.simple_tag
def agreement_word(state: str) -> str:
    """Say how far an agreement was."""
    return words.agreement_tag(state)[0]
