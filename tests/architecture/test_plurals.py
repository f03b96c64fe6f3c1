"""Plural forms stand in the order in which CLDR names them."""

from __future__ import annotations

import re
from gettext import c2py  # type: ignore[attr-defined]
from pathlib import Path

import pytest

LOCALE = Path(__file__).resolve().parents[2] / "src" / "sogdia" / "locale"
#: CLDR 44 plural rules: the form (zero, one, two, few, many, other) of some numbers.
FORMS = {
    "ar": {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 25: 4, 99: 4, 100: 5, 102: 5, 103: 3, 111: 4},
    "ru": {1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 100: 2, 101: 0},
    "fr": {0: 0, 1: 0, 2: 1, 25: 1},
    "zh_Hans": {0: 0, 1: 0, 25: 0},
}


@pytest.mark.parametrize("language", FORMS)
def test_a_number_takes_the_form_that_the_language_has_for_it(language):
    header = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    rule = re.search(r"plural=(.*?);", re.sub(r'"\n"', "", header)).group(1)

    form = c2py(rule)

    assert {number: form(number) for number in FORMS[language]} == FORMS[language]
