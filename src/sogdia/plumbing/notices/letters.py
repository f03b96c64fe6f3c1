"""Set a notice as a letter: one template per kind, laid out as subject, as text, as page and as a line of a list."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick

_EMPTY_PARAGRAPH: Final = re.compile(r"<(p|dl)[^>]*>\s*</\1>\s*")
_GAPS: Final = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice in its reader's language."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in a list: what happened, and one sentence more."""

    subject: str
    lead: str
    url: str = ""


def write(
    kind: str, params: Mapping[str, Any], *, language: str, house_name: str, house_url: str, token: str = ""
) -> Letter:
    """Write the whole letter; ``token`` is of a guest's signed link, where no account opens the page."""
    with translation.override(language):
        shared = {"house_name": house_name, "house_url": house_url, "token": token, "language": language}
        shared["dir"] = "rtl" if translation.get_language_bidi() else "ltr"
        plain, marked = {**readable(params), **shared}, {**readable(params, is_marked=True), **shared}
        subject = _lay(kind, "subject.txt", plain)
        marked["address"] = _lay(kind, "address.txt", plain)
        marked["headline"] = mark_safe(_lay(kind, "subject.html", marked))  # noqa: S308  set by our template
        return Letter(
            subject=subject,
            text=_GAPS.sub("\n\n", _lay(kind, "letter.txt", plain)) + "\n",
            html=_EMPTY_PARAGRAPH.sub("", _lay(kind, "letter.html", marked)),
        )


def line(kind: str, params: Mapping[str, Any]) -> Line:
    """Write a notice as a line of a list, in the reader's present language."""
    marked = readable(params, is_marked=True)
    return Line(
        subject=mark_safe(_lay(kind, "subject.html", marked)),  # noqa: S308  set by our template, values escaped
        lead=mark_safe(_lay(kind, "lead.html", marked)),  # noqa: S308
        url=_lay(kind, "address.txt", readable(params)),
    )


def readable(params: Mapping[str, Any], *, is_marked: bool = False) -> dict[str, Any]:
    """
    Turn figures into words of the active language: ``total_minor`` gives ``total``, ``leaves_at`` gives ``leaves``.

    By the end of the name: ``_minor`` (of ``currency``), ``_on`` (a day), ``_at`` (an instant in ``zone``), ``_names``
    (words by language), ``_g`` (grams); ``from_on`` and ``to_on`` give ``window``. ``is_marked`` isolates them for HTML,
    and gives what a person typed (``reason``) its own direction.
    """
    said: dict[str, Any] = dict(params)
    currency, zone = str(params.get("currency", "")), str(params.get("zone", "UTC"))
    for name, value in params.items():
        stem, _sep, unit = name.rpartition("_")
        if value in (None, "") or not stem:
            continue
        if unit == "minor":
            said[stem] = _isolate(formats.money(int(value), currency), is_marked)
        elif unit == "on":
            said[stem] = formats.day(dt.date.fromisoformat(value))
        elif unit == "at":
            said[stem] = formats.datetime_zone(dt.datetime.fromisoformat(value), zone)
        elif unit == "names":
            said[stem] = pick(value)
        elif unit == "g":
            said[stem] = formats.mass(int(value))
        elif unit == "ref":
            said[name] = _isolate(str(value), is_marked)
    if params.get("from_on") and params.get("to_on"):
        first, last = (dt.date.fromisoformat(params[name]) for name in ("from_on", "to_on"))
        said["window"] = formats.day_window(first, last)
    if is_marked and params.get("reason"):
        said["reason"] = format_html('<span dir="auto">{}</span>', params["reason"])
    return said


def _isolate(text: str, is_marked: bool) -> str | SafeString:
    return format_html("<bdi>{}</bdi>", text) if is_marked else text


def _lay(kind: str, layout: str, facts: Mapping[str, Any]) -> str:
    ending = layout.rsplit(".", 1)[1]
    given = {
        **facts,
        "layout": f"mail/layouts/{layout}",
        "row": f"mail/layouts/row.{ending}",
        "button": f"mail/layouts/button.{ending}",
    }
    words = render_to_string(f"mail/{kind}.html", given).strip()
    return words if layout.startswith("letter") else " ".join(words.split())
