"""HS and commodity codes: six world digits, then national ones (rule TA-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sogdia.domain.refusals import Refusal

_WRITTEN = re.compile(r"[0-9]{4}[ .]?[0-9]{2}(?:[ .]?[0-9]{1,2}){0,2}")


class HsCodeMalformed(Refusal):
    """What was typed is not an HS or commodity code."""

    code = "hs-code-malformed"


@dataclass(frozen=True, slots=True, order=True)
class HsCode:
    """TA-1: six to ten digits without points; the first six mean the same in every country."""

    code: str

    def __post_init__(self) -> None:
        assert 6 <= len(self.code) <= 10 and self.code.isascii() and self.code.isdigit(), self.code

    @classmethod
    def parse(cls, text: str) -> HsCode:
        """
        Read what people type: ``0802.32``, ``0802 32 00``, ``080232``.

        :raises HsCodeMalformed: with the ``text``; also for chapters 00 and 77, which the nomenclature leaves empty.
        """
        written = text.strip()
        if not _WRITTEN.fullmatch(written) or written[:2] in {"00", "77"}:
            raise HsCodeMalformed(f"{text!r} is not an HS code.", text=text)
        return cls(written.replace(".", "").replace(" ", ""))

    def prefixes(self) -> tuple[str, ...]:
        """Give every prefix a tariff may speak of, longest first, down to the chapter."""
        return tuple(self.code[:length] for length in range(len(self.code), 1, -1))

    @property
    def subheading(self) -> str:
        """Give the six world digits."""
        return self.code[:6]

    @property
    def dotted(self) -> str:
        """Write the code as tariffs print it: ``0802.32`` or ``0802.32.00``."""
        return ".".join(
            part for part in (self.code[:4], self.code[4:6], self.code[6:8], self.code[8:]) if part
        )

    def __str__(self) -> str:
        return self.dotted


@lru_cache(maxsize=65_536)
def digits(code: str) -> str:
    """Give a code or prefix as bare digits, whatever points and spaces the source prints."""
    return code.replace(".", "").replace(" ", "")
