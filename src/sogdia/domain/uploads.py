"""What may be uploaded for which use: kinds known by their first bytes, never by name, and how large each may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sogdia.domain import pdf_safety
from sogdia.domain.refusals import Refusal

MIB: Final = 1024 * 1024


class UploadRefused(Refusal):
    """A file of a wrong kind or size."""

    code = "upload-refused"


class Use(StrEnum):
    """What a file is uploaded for."""

    PHOTO = "photo"
    PAPER = "paper"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one use takes: kinds by ``kind_of``, and the most bytes."""

    kinds: frozenset[str]
    most_bytes: int
    wrong_kind: str


USES: Final[Mapping[Use, Allowed]] = {
    Use.PHOTO: Allowed(frozenset({"jpeg", "png", "webp"}), 15 * MIB, "not-a-picture"),
    Use.PAPER: Allowed(frozenset({"pdf"}), 15 * MIB, "not-a-pdf"),
    Use.STATEMENT: Allowed(frozenset({"text"}), 5_000_000, "not-a-statement"),
}
#: No single file is kept past this while it arrives, whatever it is for.
MOST_BYTES: Final = max(allowed.most_bytes for allowed in USES.values())

_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_STARTS: Final = (
    ("jpeg", b"\xff\xd8\xff"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("gif", b"GIF8"),
    ("pdf", b"%PDF-"),
    ("zip", b"PK\x03\x04"),
    ("zip", b"PK\x05\x06"),
    ("gzip", b"\x1f\x8b"),
    ("program", b"MZ"),
    ("program", b"\x7fELF"),
    ("ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("tiff", b"II*\x00"),
    ("tiff", b"MM\x00*"),
)
_TEXT_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def kind_of(content: bytes) -> str:
    """Give the kind of ``content`` by its first bytes: jpeg, png, webp, heic, pdf, text and more; "" when unknown."""
    for kind, start in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        return "heic" if content[8:12] in _HEIC_BRANDS else "film"
    if content.startswith(_TEXT_MARKS) or (content and not _NOT_TEXT.search(content[:4096])):
        return "text"
    return ""


def check_size(size: int, use: Use) -> None:
    """Refuse a file by its size alone, before it is read (``too-big``)."""
    allowed = USES[use]
    if size > allowed.most_bytes:
        raise UploadRefused(
            f"{size} bytes", reason="too-big", use=str(use), most_mb=allowed.most_bytes // 1_000_000
        )


def check(content: bytes, use: Use) -> None:
    """
    Check a whole file for its use.

    :raises UploadRefused: with ``reason``: too-big, empty, heic, not-a-picture, not-a-pdf, not-a-statement, or those of
        ``sogdia.domain.pdf_safety``.
    """
    check_size(len(content), use)
    if not content:
        raise UploadRefused("empty", reason="empty")
    allowed, kind = USES[use], kind_of(content)
    if kind not in allowed.kinds:
        reason = "heic" if kind == "heic" and use is Use.PHOTO else allowed.wrong_kind
        raise UploadRefused(f"{kind or 'unknown'} for {use}", reason=reason)
    if kind == "pdf":
        wrong = pdf_safety.why_not(content)
        if wrong:
            raise UploadRefused(wrong, reason=wrong)
