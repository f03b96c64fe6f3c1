"""
Whether a PDF only shows pages: nothing in it runs, opens, sends or hides another file.

Source: ISO 32000-2, 7.3.5 (names and their escapes), 7.5.7 (object streams), 12.6 (actions), 7.6 (encryption).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

#: Names of what acts or carries files; pages, fonts and pictures need none of them.
_ACTIVE: Final = {
    b"JavaScript": "pdf-acts",
    b"JS": "pdf-acts",
    b"Launch": "pdf-acts",
    b"AA": "pdf-acts",
    b"SubmitForm": "pdf-acts",
    b"ImportData": "pdf-acts",
    b"RichMedia": "pdf-acts",
    b"Movie": "pdf-acts",
    b"Sound": "pdf-acts",
    b"XFA": "pdf-acts",
    b"GoToE": "pdf-acts",
    b"GoToR": "pdf-acts",
    b"EmbeddedFile": "pdf-carries-files",
    b"EmbeddedFiles": "pdf-carries-files",
    b"Filespec": "pdf-carries-files",
    b"FileAttachment": "pdf-carries-files",
    b"Encrypt": "pdf-locked",
}
_NAME: Final = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]+)")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"stream\r?\n")
_END: Final = b"endstream"
#: Lists of objects unpack to less than this in any paper; more is a bomb.
_MOST_UNPACKED: Final = 32 * 1024 * 1024
_TAIL: Final = 2048


def why_not(content: bytes) -> str:
    """Give why this PDF is not kept (pdf-acts, pdf-carries-files, pdf-locked, pdf-damaged), or nothing."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-_TAIL:]:
        return "pdf-damaged"
    left = _MOST_UNPACKED
    plain_parts: list[bytes] = []
    for part in _parts(content):
        if isinstance(part, tuple):
            unpacked = _unpacked(*part, most=left)
            if unpacked is None:
                return "pdf-damaged"
            left -= len(unpacked)
            plain_parts.append(unpacked)
        else:
            plain_parts.append(part)
    return next((wrong for part in plain_parts for wrong in _wrongs(part)), "")


def _wrongs(part: bytes) -> Iterator[str]:
    for name in _names(part):
        if name in _ACTIVE:
            yield _ACTIVE[name]


def _parts(content: bytes) -> Iterator[bytes | tuple[bytes, bytes]]:
    """Give what stands outside streams, and each stream that is a list of objects with its dictionary."""
    place = 0
    while begin := _STREAM.search(content, place):
        head = content[place : begin.start()]
        yield head
        end = content.find(_END, begin.end())
        end = len(content) if end < 0 else end
        described = head[head.rfind(b"obj") :]
        names = _names(described)
        # Some readers take any stream with these two entries for a list of objects.
        if b"ObjStm" in names or {b"N", b"First"} <= names:
            yield (described, content[begin.end() : end])
        place = min(end + len(_END), len(content))
    yield content[place:]


def _names(part: bytes) -> set[bytes]:
    return {_ESCAPE.sub(lambda hexed: bytes([int(hexed[1], 16)]), found[1]) for found in _NAME.finditer(part)}


def _unpacked(head: bytes, stream: bytes, *, most: int) -> bytes | None:
    names = _names(head)
    filters = {name for name in names if name.endswith((b"Decode", b"Crypt"))}
    if not filters:
        return stream
    if filters != {b"FlateDecode"} or b"DecodeParms" in names:
        return None
    machine = zlib.decompressobj()
    try:
        found = machine.decompress(stream, max(most, 1))
    except zlib.error:
        return None
    return found if machine.eof and not machine.unconsumed_tail else None
