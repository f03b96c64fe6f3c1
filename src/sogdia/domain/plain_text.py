"""
Text as the house keeps it: composed (NFC), and without characters that nobody sees.

Such characters make two names look like one, turn a line around for its reader, or end a text early in a database.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Zero-width joiners: letters of Arabic, Indic and Mongolian script, and emoji, are shaped by them.
_JOINERS: Final = "\u200c\u200d"
#: Scripts in which a joiner means something begin here (Hebrew and Arabic, then the rest of the table).
_SHAPED_FROM: Final = "\u0590"
_SEEN: Final = frozenset("\t\n\r")
#: Variation selectors choose between two pictures of one character; tags and language marks are seen by nobody.
_UNSEEN: Final = frozenset({0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0})
_PLAIN: Final = re.compile(r"[\t\n\r\x20-\x7e]*")


def plain(text: str) -> str:
    """Give ``text`` composed, without control, direction, zero-width and other unseen characters."""
    if _PLAIN.fullmatch(text):
        return text
    kept: list[str] = []
    for mark in text:
        if mark in _JOINERS:
            if kept and kept[-1] >= _SHAPED_FROM and kept[-1] not in _JOINERS:
                kept.append(mark)
        elif mark in _SEEN or not _is_unseen(mark):
            kept.append(mark)
    return unicodedata.normalize("NFC", "".join(kept))


def is_plain(text: str) -> bool:
    """Whether ``text`` holds no control, direction or zero-width character."""
    return bool(_PLAIN.fullmatch(text)) or not any(_is_unseen(mark) for mark in text)


def _is_unseen(mark: str) -> bool:
    # Cc: control, Cf: format (direction, zero width, tags), Cs: half a character, Co: private, Cn: no character.
    kind = unicodedata.category(mark)
    if kind == "Cn":
        # A character newer than this Python's table is shown; the 66 that will never be one are not.
        return ord(mark) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(mark) <= 0xFDEF
    return kind in {"Cc", "Cf", "Cs", "Co"} and mark not in _SEEN or ord(mark) in _UNSEEN
