"""Types of measure (TARIC measure type codes) and where they apply, as the Union and the United Kingdom number them."""

from __future__ import annotations

from typing import Final

from sogdia.domain.tariff.measures import MeasureKind

KINDS: Final = {
    "103": MeasureKind.THIRD_COUNTRY,
    "142": MeasureKind.PREFERENCE,
    "112": MeasureKind.SUSPENSION,
    "122": MeasureKind.QUOTA,
    "143": MeasureKind.QUOTA,
    "551": MeasureKind.ANTI_DUMPING,
    "552": MeasureKind.ANTI_DUMPING,
    "553": MeasureKind.COUNTERVAILING,
    "554": MeasureKind.COUNTERVAILING,
    "695": MeasureKind.ADDITIONAL,
    "696": MeasureKind.SAFEGUARD,
    "306": MeasureKind.EXCISE,
}
#: All third countries.
ERGA_OMNES: Final = "1011"
#: What a proof of preferential origin is called when the file names none.
ORIGIN_PROOF: Final = "proof of origin"


def origin_of(area: str) -> str | None:
    """Give the origin of a geographical area: ``*`` for all, a country; ``None`` for a group of countries."""
    if area == ERGA_OMNES:
        return "*"
    return area if len(area) == 2 and area.isascii() and area.isalpha() and area.isupper() else None


def proof_of(kind: MeasureKind, *, quota: str, additional: str) -> str:
    """Give the proof that a measure asks for: a share of its quota, the exporter's code, a proof of origin."""
    if kind is MeasureKind.QUOTA:
        return f"quota {quota}" if quota else "quota"
    if kind.is_defence:
        # Codes ending in 999 stand for all other exporters.
        return additional if additional and not additional.endswith("999") else ""
    if kind is MeasureKind.PREFERENCE:
        return ORIGIN_PROOF
    return additional
