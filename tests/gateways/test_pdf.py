"""Every paper is set in five languages with our fonts alone, and never with a hole in it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess

import pytest

from builders import paper
from sogdia.gateways.pdf import GlyphMissing, TypstPdf, barcodes
from sogdia.gateways.pdf.press import PressFailed, run
from sogdia.gateways.pdf.typst import FONTS, TEMPLATES

NAMES = sorted(path.stem for path in TEMPLATES.glob("*.typ") if path.stem != "house")

needs_fonts = pytest.mark.skipif(not any(FONTS.glob("*.ttf")), reason="no fonts: run `make assets`")
needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext (poppler-utils)")


@pytest.fixture(scope="module")
def press():
    return TypstPdf()


def text_of(pdf: bytes) -> str:
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return said.stdout.decode()


@needs_fonts
@needs_pdftotext
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "fr", "ru", "zh-hans", "ar"])
def test_every_paper_speaks_every_language(press, name, language):
    said = text_of(press.render(name, paper.facts(language), language=language))

    assert "Sogdia" in said
    # Arabic comes out of a PDF in the order and the joined shapes it is drawn in: only its codes are compared.
    if language != "ar":
        assert paper.GOODS[language] in said


@needs_fonts
@needs_pdftotext
def test_an_arabic_invoice_keeps_prices_and_codes_in_order(press):
    said = text_of(press.render("invoice", paper.facts("ar"), language="ar"))

    for code in ("€50.80", "12-IN-2026-000042", "EU 087", "12 rue du Four"):
        assert code in said


@needs_fonts
def test_the_same_facts_make_the_same_file(press):
    first, second = (press.render("invoice", paper.facts(), language="en") for _ in range(2))

    assert first == second
    assert first.startswith(b"%PDF")


@needs_fonts
@pytest.mark.parametrize("letter", ["\u1820", "\U0001f347", "\U00020000"])
def test_a_character_without_a_shape_stops_the_paper(press, letter):
    facts = paper.facts() | {"parties": [{"label": "To", "name": f"Name {letter}", "lines": []}]}

    with pytest.raises(GlyphMissing, match=f"U\\+{ord(letter):04X}"):
        press.render("invoice", facts, language="en")


@needs_fonts
@pytest.mark.parametrize("name", ["unknown", "../house", ""])
def test_an_unknown_paper_is_not_set(press, name):
    with pytest.raises(FileNotFoundError):
        press.render(name, paper.facts(), language="en")


def test_without_fonts_the_error_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="make assets"):
        TypstPdf(tmp_path).render("invoice", paper.facts(), language="en")


def test_a_bar_code_is_as_the_standard_draws_it():
    widths = barcodes._WIDTHS

    assert len(widths) == len(set(widths)) == 107
    assert all(sum(map(int, width)) == 11 for width in widths[:-1])
    # Start C, FNC1, 00 and the nine pairs, the check symbol, stop.
    values = barcodes.code_128_c("00" + "106141411234567897")
    assert (values[:3], values[-1], len(values)) == ([105, 102, 0], 106, 14)
    assert values[-2] == (105 + sum(i * v for i, v in enumerate(values[:-2]))) % 103


@needs_fonts
def test_a_press_that_ended_is_started_again(press):
    press.render("label", paper.facts(), language="en")
    running = press._press._running[0]
    running.kill()
    running.wait()

    assert press.render("label", paper.facts(), language="en").startswith(b"%PDF")


@needs_fonts
def test_a_press_that_nobody_asks_ends_of_itself():
    answered = io.BytesIO()
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as given:
        run(FONTS, given, answered, idle_s=0)
    os.close(writer)

    assert answered.getvalue() == b""


@needs_fonts
def test_the_press_says_why_it_cannot(press):
    with pytest.raises(PressFailed, match="label"):
        press._press.set("label", {"facts": "no JSON", "codes": "{}", "language": "en"}, format="pdf")
    assert press.render("label", paper.facts(), language="en").startswith(b"%PDF")
