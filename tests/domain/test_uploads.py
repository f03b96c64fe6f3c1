"""What may be uploaded is known by its bytes; a PDF only shows pages."""

from __future__ import annotations

import zlib

import pytest

from sogdia.domain.uploads import MIB, UploadRefused, Use, check, kind_of


def pdf(body: bytes, *, packed: bytes | None = None, end: bytes = b"%%EOF\n") -> bytes:
    """Write a small PDF with ``body`` in its catalogue, and ``packed`` in a list of objects."""
    streams = b""
    if packed is not None:
        data = zlib.compress(packed)
        streams = b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(data)
        streams += data + b"\nendstream endobj\n"
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + body + b">>endobj\n" + streams + end


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypmp42", "film"),
        (b"%PDF-1.7", "pdf"),
        (b"MZ\x90\0", "program"),
        (b"PK\x03\x04", "zip"),
        (b"id,date\n", "text"),
        (b"\xef\xbb\xbfid,date\n", "text"),
        (b"id\0,date", ""),
        (b"", ""),
    ],
)
def test_a_kind_is_known_by_its_first_bytes(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "use", "reason"),
    [
        (b"", Use.PAPER, "empty"),
        (b"<svg onload='alert(1)'/>", Use.PHOTO, "not-a-picture"),
        (b"<html><script>alert(1)</script>", Use.PHOTO, "not-a-picture"),
        (b"GIF89a/*", Use.PHOTO, "not-a-picture"),
        (b"\0\0\0\x18ftypheic", Use.PHOTO, "heic"),
        (pdf(b""), Use.PHOTO, "not-a-picture"),
        (b"PK\x03\x04" + pdf(b""), Use.PAPER, "not-a-pdf"),
        (b"\xff\xd8\xff\xe0", Use.PAPER, "not-a-pdf"),
        (b"MZ\x90\0", Use.STATEMENT, "not-a-statement"),
        (b"\xff\xd8\xff" + bytes(15 * MIB), Use.PHOTO, "too-big"),
        (b"a" * 5_000_001, Use.STATEMENT, "too-big"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(content, use, reason):
    with pytest.raises(UploadRefused) as refused:
        check(content, use)

    assert refused.value.params["reason"] == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "pdf-acts"),
        (pdf(b"/OpenAction<</S/Java#53cript>>"), "pdf-acts"),
        (pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "pdf-acts"),
        (pdf(b"/AA<</O 3 0 R>>"), "pdf-acts"),
        (pdf(b"/AcroForm<</XFA 4 0 R>>"), "pdf-acts"),
        (pdf(b"/Names<</EmbeddedFiles 5 0 R>>"), "pdf-carries-files"),
        (pdf(b"", end=b"trailer<</Encrypt 6 0 R>>\n%%EOF\n"), "pdf-locked"),
        (pdf(b"", packed=b"7 0 <</S/JavaScript/JS(x)>>"), "pdf-acts"),
        (pdf(b"", packed=b"7 0 <</S/J#61vaScript>>" + b" " * 70_000), "pdf-acts"),
        (pdf(b"", packed=bytes(40 * MIB)), "pdf-damaged"),
        (pdf(b"", end=b""), "pdf-damaged"),
        (pdf(b"", packed=b"7 0 <<>>").replace(b"/FlateDecode", b"/ASCIIHexDecode"), "pdf-damaged"),
        (pdf(b"", packed=b"7 0 <</S/JavaScript>>" * 9).replace(b"\nendstream", b"")[:-40] + b"%%EOF", "pdf-damaged"),
    ],
)  # fmt: skip
def test_a_paper_that_does_more_than_show_pages_is_refused(content, reason):
    with pytest.raises(UploadRefused) as refused:
        check(content, Use.PAPER)

    assert refused.value.params["reason"] == reason


def test_an_ordinary_paper_is_kept():
    check(pdf(b"/Pages 3 0 R/Metadata 4 0 R", packed=b"7 0 <</Type/Page/Contents 8 0 R>>"), Use.PAPER)
