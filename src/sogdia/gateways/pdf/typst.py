"""Set papers from templates and plain facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sogdia.gateways.pdf import barcodes, glyphs
from sogdia.gateways.pdf.press import Press
from sogdia.plumbing import qr

TEMPLATES: Final = Path(__file__).parent / "templates"
FONTS: Final = Path(__file__).parents[2] / "data" / "fonts"
_NAME: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")


class GlyphMissing(ValueError):
    """A text holds a character that no font of ours can write: better no paper than one with holes."""


class TypstPdf:
    """
    Sets ``templates/<template>.typ``.

    ``facts["codes"]`` names what is drawn as a code: ``{"scan": text}`` a QR code, ``{"sscc": digits}`` a GS1-128.
    All other words come in ``facts``, already in the reader's language.
    """

    def __init__(self, fonts: Path = FONTS) -> None:
        self._fonts = fonts
        self._press = Press(fonts)

    def render(self, template: str, facts: Mapping[str, object], *, language: str) -> bytes:
        """
        Give the PDF (PDF/A-3b); the same facts give the same bytes.

        :raises GlyphMissing: when a character cannot be written.
        :raises FileNotFoundError: when there is no such template, or the asset step did not bring the fonts.
        """
        return self._set(template, facts, language, format="pdf", pdf_standards="a-3b")

    def picture(self, template: str, facts: Mapping[str, object], *, language: str, ppi: int = 80) -> bytes:
        """Give the first page as PNG, for looking at."""
        return self._set(template, facts, language, format="png", ppi=ppi)

    def _set(self, template: str, facts: Mapping[str, object], language: str, **how: Any) -> bytes:
        if not _NAME.fullmatch(template) or not (TEMPLATES / f"{template}.typ").is_file():
            raise FileNotFoundError(f"no template {template!r}")
        lost = glyphs.missing(_texts(facts), self._fonts)
        if lost:
            named = ", ".join(f"U+{ord(letter):04X}" for letter in lost[:12])
            raise GlyphMissing(f"{template}: no glyph for {named}")
        given = facts.get("codes")
        codes = dict(given) if isinstance(given, Mapping) else {}
        drawn = {name: qr.svg(str(text)) for name, text in codes.items() if name != "sscc"}
        if "sscc" in codes:
            drawn["bars"] = barcodes.sscc_svg(str(codes["sscc"]))
        inputs = {"facts": json.dumps(facts), "codes": json.dumps(drawn), "language": language}
        return self._press.set(template, inputs, **how)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
