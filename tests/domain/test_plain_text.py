"""Text without characters that nobody sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.plain_text import is_plain, plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Raisins of Turpan", "Raisins of Turpan"),
        ("a\x00b", "ab"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066pay\u2069 \u200eme\u061c", "pay me"),
        ("adm\u200bin\ufeff", "admin"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("one\ttwo\r\nthree", "one\ttwo\r\nthree"),
        ("bell\x07 escape\x1b[31m", "bell escape[31m"),
        ("half \ud800 of one", "half  of one"),
        ("never a character \uffff\ufdd0", "never a character "),
        ("tag \U000e0041\U000e007f", "tag "),
        ("a\u200db", "ab"),
        ("\u200dlonely", "lonely"),
    ],
)
def test_what_nobody_sees_is_taken_out(typed, kept):
    assert plain(typed) == kept


@pytest.mark.parametrize(
    "text", ["吐鲁番葡萄干", "изюм", "زبيب", "می\u200cخواهم", "👨\u200d🌾", "ئۈزۈم", "naïve"]
)
def test_every_script_stays_as_it_is_written(text):
    assert plain(text) == text


@given(st.text())
def test_plain_text_stays_plain_and_composed(text):
    once = plain(text)

    assert plain(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once
    assert is_plain(once.replace("\u200c", "").replace("\u200d", ""))
