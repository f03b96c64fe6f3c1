"""Set papers from templates and plain facts."""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import typst

from sogdia.gateways.pdf import barcodes, glyphs
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
        # A compiler keeps its fonts between papers, but works on one paper at a time.
        self._guard = threading.Lock()
        self._compiler = functools.cache(self._make)

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
        with self._guard:
            compiler = self._compiler(template)
            made, warnings = compiler.compile_with_warnings(sys_inputs=inputs, **how)
        assert not warnings, f"{template}: {[warning.message for warning in warnings]}"
        assert made is not None, "a paper has a page"
        return made if isinstance(made, bytes) else made[0]

    def _make(self, template: str) -> typst.Compiler:
        path = TEMPLATES / f"{template}.typ"
        if not _NAME.fullmatch(template) or not path.is_file():
            raise FileNotFoundError(f"no template {template!r}")
        return typst.Compiler(
            input=str(path), root=str(TEMPLATES), font_paths=[str(self._fonts)], ignore_system_fonts=True
        )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
