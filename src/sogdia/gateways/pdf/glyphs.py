"""Which characters the papers' fonts can write, read from the fonts themselves."""

from __future__ import annotations

import functools
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

#: Control and format characters (joiners, isolates) have no shape to miss.
_SHAPELESS = frozenset({"Cc", "Cf", "Zl", "Zp"})


@functools.cache
def writable(folder: Path) -> bytes:
    """
    Give for each code point whether any font in the folder has a glyph for it.

    :raises FileNotFoundError: when there is no font; the asset step brings them.
    """
    fonts = sorted(folder.glob("*.ttf"))
    if not fonts:
        raise FileNotFoundError(f"There are no fonts in {folder}: run `make assets`.")
    known = bytearray(sys.maxunicode + 1)
    for font in fonts:
        for point in _points(font.read_bytes()):
            known[point] = True
    return bytes(known)


def missing(texts: Iterable[str], folder: Path) -> list[str]:
    """Give the characters of ``texts`` that no font can write, each once, in order."""
    known = writable(folder)
    letters = dict.fromkeys(letter for text in texts for letter in text)
    return [
        letter
        for letter in letters
        if not known[ord(letter)] and unicodedata.category(letter) not in _SHAPELESS
    ]


def _points(font: bytes) -> Iterator[int]:
    """Read the character map of a TrueType font: formats 4 and 12 (OpenType specification, cmap)."""
    tables = struct.unpack(">H", font[4:6])[0]
    for i in range(tables):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * i)
        if tag == b"cmap":
            count = struct.unpack_from(">H", font, offset + 2)[0]
            for j in range(count):
                start = offset + struct.unpack_from(">L", font, offset + 8 + 8 * j)[0]
                kind = struct.unpack_from(">H", font, start)[0]
                if kind == 4:
                    yield from _format_4(font, start)
                elif kind == 12:
                    yield from _format_12(font, start)


def _format_12(font: bytes, start: int) -> Iterator[int]:
    groups = struct.unpack_from(">L", font, start + 12)[0]
    for i in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * i)
        yield from range(first, last + 1)


def _format_4(font: bytes, start: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    at = start + 16 + 2 * count
    starts = struct.unpack_from(f">{count}H", font, at)
    deltas = struct.unpack_from(f">{count}H", font, at + 2 * count)
    ranges_at = at + 4 * count
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    for i in range(count):
        for point in range(starts[i], min(ends[i], 0xFFFE) + 1):
            if ranges[i]:
                place = ranges_at + 2 * i + ranges[i] + 2 * (point - starts[i])
                glyph = struct.unpack_from(">H", font, place)[0]
            else:
                glyph = (point + deltas[i]) & 0xFFFF
            if glyph:
                yield point
