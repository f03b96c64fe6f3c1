"""Set papers with typst in this process; only the press imports this, so that nobody else holds typst and fonts."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

import typst

TEMPLATES: Final = Path(__file__).parent / "templates"


class Setter:
    """Sets papers from templates and inputs that are text; its compilers keep fonts between papers."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._compiler = functools.cache(self._make)

    def set(self, template: str, inputs: dict[str, str], how: dict[str, Any]) -> bytes:
        """Give the file."""
        made, warnings = self._compiler(template).compile_with_warnings(sys_inputs=inputs, **how)
        assert not warnings, f"{template}: {[warning.message for warning in warnings]}"
        assert made is not None, "a paper has a page"
        return made if isinstance(made, bytes) else made[0]

    def _make(self, template: str) -> typst.Compiler:
        return typst.Compiler(
            input=str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=[str(self._fonts)],
            ignore_system_fonts=True,
        )
