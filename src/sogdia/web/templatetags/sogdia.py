"""Template tags: values as people read them, icons, and the geometry of drawn bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from sogdia.domain.times import on_two_clocks
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import formats
from sogdia.plumbing.folded import says_the_same
from sogdia.web import rooms
from sogdia.web.page_tables import is_read
from sogdia.web.words import goods

register = template.Library()

#: Icons that point along the line of reading and so turn with it.
_TURNING: Final = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "log-in",
        "log-out",
        "truck",
        "undo-2",
        "send",
    }
)

_MODES: Final = {
    "rail": gettext_noop("Rail"),
    "road": gettext_noop("Road"),
    "air": gettext_noop("Air"),
    "sea": gettext_noop("Sea"),
}


@register.filter
def isolate(text: object) -> SafeString | str:
    """Wrap a code, price or figure so that it keeps its order inside right-to-left text."""
    return format_html("<bdi>{}</bdi>", text) if text not in (None, "") else ""


def valued(text: str, value: object, unit: str = "") -> SafeString | str:
    """Write a figure; with its plain value where rows are read back from the page (web/page_tables.py)."""
    if not is_read.get():
        return text
    return format_html('<bdi data-v="{}" data-c="{}">{}</bdi>', value, unit, text)


@register.filter(name="money")
def money_filter(value: Any, currency: str = "") -> SafeString | str:
    """Write a ``Money``, or minor units with the currency as argument, as an isolated price."""
    if value is None or not is_read.get():
        return isolate(money_text(value, currency))
    minor, code = (int(value), currency) if currency else (value.minor, value.currency)
    return valued(formats.money(minor, code), formats.money_plain(minor, code), code)


@register.filter
def money_text(value: Any, currency: str = "") -> str:
    """Write a price as bare text, for attributes and messages."""
    if value is None:
        return ""
    if currency:
        return formats.money(int(value), currency)
    return formats.money(value.minor, value.currency)


@register.filter
def money_signed(value: Any, currency: str = "") -> SafeString | str:
    """Write a price with its sign, plus included."""
    if value is None:
        return ""
    minor, code = (int(value), currency) if currency else (value.minor, value.currency)
    text = formats.money(minor, code, signed=True)
    return valued(text, formats.money_plain(minor, code), code) if is_read.get() else isolate(text)


@register.simple_tag
def money(minor: int, currency: str) -> SafeString | str:
    """Write minor units of a currency as an isolated price."""
    return money_filter(minor, currency)


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> SafeString | str:
    """Write a number with the reader's separators."""
    return "" if value is None else valued(formats.number(value, decimals=decimals), value)


@register.filter
def percent_bp(value: int | None) -> SafeString | str:
    """Write basis points as an isolated percentage."""
    return "" if value is None else isolate(formats.percent_bp(value))


@register.filter
def percent(value: int | None) -> SafeString | str:
    """Write whole percents as an isolated percentage."""
    return "" if value is None else isolate(formats.percent_bp(value * 100))


@register.filter
def mass(grams: int | None, unit: str = "auto") -> SafeString | str:
    """Write grams in the unit that reads best, or in the one asked for (g, kg, t)."""
    return "" if grams is None else valued(formats.mass(grams, unit=unit), grams, "g")


@register.filter
def mass_kg(grams: int | None, decimals: int = 1) -> SafeString | str:
    """Write grams in kilograms with fixed decimals, for columns."""
    return "" if grams is None else valued(formats.mass(grams, unit="kg", decimals=decimals), grams, "g")


@register.filter
def volume(cubic_cm: int | None) -> str:
    """Write cubic centimetres in cubic metres."""
    return "" if cubic_cm is None else formats.volume(cubic_cm)


@register.filter
def day(value: dt.date | None, style: str = "full") -> SafeString | str:
    """Write a day: full, short, weekday or long."""
    if value is None:
        return ""
    iso = value.date().isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', iso, formats.day(value, style=style))


@register.simple_tag
def day_window(first: dt.date | None, last: dt.date | None) -> str:
    """Write a window of days: 27 to 31 Oct."""
    return formats.day_window(first, last) if first and last else ""


@register.simple_tag
def datetime_zone(instant: dt.datetime | None, zone: str, style: str = "weekday") -> SafeString | str:
    """Write an instant as day and hour in a named zone."""
    if instant is None:
        return ""
    text = formats.datetime_zone(instant, zone, style=style)
    return format_html('<time datetime="{}">{}</time>', formats.in_zone(instant, zone).isoformat(), text)


@register.inclusion_tag("components/_cutoff.html", takes_context=True)
def cutoff(context: Context, instant: dt.datetime, zone: str) -> dict[str, Any]:
    """Say a cut-off on the hub's clock and, where it differs, on the reader's (rule TI-2)."""
    shown = on_two_clocks(instant, hub_zone=zone, reader_zone=context["site"].market.timezone)
    return {"at": instant, "zone": zone, "reader_zone": shown.with_reader and context["site"].market.timezone}


@register.simple_tag
def day_zone(instant: dt.datetime | None, zone: str, style: str = "weekday") -> SafeString | str:
    """Write the day of an instant in a named zone."""
    return "" if instant is None else day(formats.in_zone(instant, zone), style)


@register.simple_tag
def clock(instant: dt.datetime | None, zone: str) -> SafeString | str:
    """Write the hour of an instant in a named zone."""
    return "" if instant is None else isolate(formats.clock(instant, zone))


@register.inclusion_tag("components/_flap.html", takes_context=True)
def flap(context: Context, ends_at: dt.datetime) -> dict[str, Any]:
    """Show what is left from the request's instant until another as cells of a board."""
    return {"left": formats.countdown(ends_at, _now(context)), "units": formats.flap_units()}


@register.simple_tag(takes_context=True)
def time_left(context: Context, ends_at: dt.datetime) -> str:
    """Say what is left from the request's instant until another, in words: 1 d 22 h 10 min."""
    return formats.countdown(ends_at, _now(context)).text


def _now(context: Context) -> dt.datetime:
    now: dt.datetime = context["request"].now
    return now


@register.filter
def country_name(code: str | None) -> str:
    """Name a country."""
    return formats.country_name(code) if code else ""


@register.filter
def currency_name(code: str | None) -> str:
    """Name a currency."""
    return formats.currency_name(code) if code else ""


@register.filter
def file_size(size: int | None) -> str:
    """Write a size in bytes."""
    return "" if size is None else formats.file_size(size)


@register.filter
def mode_name(mode: str) -> str:
    """Name a mode of transport as it opens a line: Rail, Road, Air, Sea."""
    return gettext(_MODES[mode]) if mode in _MODES else mode


register.filter("grade_name", goods.grade_name)
register.filter("vehicle_name", goods.vehicle_name)


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("vendor/icons.svg")


@register.simple_tag
@says_the_same
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of the sprite; it is hidden from readers, so a word must stand beside it."""
    classes = " ".join(filter(None, ("mk", "turn" if name in _TURNING else "", extra)))
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        classes,
        _sprite(),
        name,
    )


@register.filter
def share(part: int, whole: int) -> str:
    """Give ``part`` of ``whole`` as a length for an SVG attribute: 49.95%, never localised."""
    if not whole:
        return "0%"
    return f"{Decimal(part) * 100 / Decimal(whole):.2f}".rstrip("0").rstrip(".") + "%"


@register.filter
def is_sliver(part: int, whole: int) -> bool:
    """Tell whether a bar is so short that it is drawn at its least width."""
    return bool(whole) and part != 0 and abs(part) * 100 < 2 * whole


@register.inclusion_tag("components/_year.html", takes_context=True)
def year(context: Context, harvest: Collection[int]) -> dict[str, Any]:
    """Draw twelve cells with the harvest filled and this month outlined."""
    month = _now(context).month
    cells = [{"on": number in harvest, "now": number == month} for number in range(1, 13)]
    return {"cells": cells, "words": harvest_words(harvest)}


@register.filter
def harvest_words(harvest: Collection[int]) -> str:
    """Say the months of harvest: August to October; May to June, September."""
    spans = [
        formats.month_name(first)
        if first == last
        else _("%(first)s to %(last)s")
        % {"first": formats.month_name(first), "last": formats.month_name(last)}
        for first, last in _spans(harvest)
    ]
    return ", ".join(spans)


def _spans(months: Iterable[int]) -> list[tuple[int, int]]:
    """Join neighbouring months into spans; a span may run over the turn of the year."""
    present = set(months)
    if len(present) == 12:
        return [(1, 12)]
    starts = sorted(month for month in present if (month - 2) % 12 + 1 not in present)
    spans = []
    for first in starts:
        last = first
        while last % 12 + 1 in present:
            last = last % 12 + 1
        spans.append((first, last))
    return spans


@register.simple_tag(takes_context=True)
def own_site(context: Context) -> str:
    """Put our ``site`` back where the sign-in library's pages set one of theirs by the same name."""
    if not hasattr(context.get("site"), "languages") and "request" in context:
        from sogdia.web import context as site_context  # tags are loaded before the rooms are

        context["site"] = site_context.site(context["request"])["site"]
    return ""


@register.simple_tag(takes_context=True)
def work_room(context: Context) -> rooms.Room | None:
    """Give the work room of this page with its sections."""
    return rooms.room_of(context["request"])


@register.simple_tag(takes_context=True)
def head_links(context: Context) -> tuple[rooms.Link, ...]:
    """Give the ways that the head of public pages shows."""
    request = context.get("request")
    return rooms.links(rooms.HEAD, request.path if request else "")


@register.simple_tag(takes_context=True)
def foot_columns(context: Context) -> list[tuple[rooms.Words, tuple[rooms.Link, ...]]]:
    """Give the columns of the foot with what this reader may open; an empty one is left out."""
    request = context.get("request")
    viewer = request.viewer if request is not None and hasattr(request, "viewer") else Viewer()
    columns = [(title, rooms.links(entries, "", viewer)) for title, entries in rooms.FOOT]
    return [(title, found) for title, found in columns if found]
