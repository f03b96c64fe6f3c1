"""Put the house's name and addresses on a paper's facts, and set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from sogdia.domain.ports import PdfMaker
from sogdia.plumbing.wiring import House


def dressed(facts: Mapping[str, Any], *, house: House, language: str) -> dict[str, Any]:
    """Give the facts with brand, foot and the full address that their QR code opens."""
    whole = {"brand": house.name, **facts}
    with translation.override(language):
        whole.setdefault("motto", _("Delivered prices, shared departures"))
        whole.setdefault("foot", " · ".join(dict.fromkeys((house.name, house.operator, house.url))))
    path = facts.get("scan_path")
    if path:
        whole["url"] = f"{house.url}{path}"
        whole["codes"] = {**facts.get("codes", {}), "scan": whole["url"]}
    return whole


def press(kind: str, facts: Mapping[str, Any], *, language: str, house: House, pdf: PdfMaker) -> bytes:
    """Set one paper."""
    return pdf.render(kind, dressed(facts, house=house, language=language), language=language)
