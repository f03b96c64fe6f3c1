"""Values as people read them, in each of the five languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from sogdia.plumbing import formats

LANGUAGES = ("en", "fr", "zh-hans", "ru", "ar")
TUESDAY = dt.datetime(2026, 10, 6, 8, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ("€1,041.00", "JP¥104,100", "KWD 104.100", "¥1,041.00", "₸1,041.00")),
        ("fr", ("1 041,00 €", "104 100 JP¥", "104,100 KWD", "1 041,00 ¥", "1 041,00 ₸")),
        ("zh-hans", ("€1,041.00", "JP¥104,100", "KWD 104.100", "¥1,041.00", "₸1,041.00")),
        ("ru", ("1 041,00 €", "104 100 JP¥", "104,100 KWD", "1 041,00 ¥", "1 041,00 ₸")),
        ("ar", ("€1,041.00", "JP¥104,100", "KWD 104.100", "¥1,041.00", "₸1,041.00")),
    ],
)
def test_money_shows_the_decimals_of_its_currency(language, shown):
    currencies = ("EUR", "JPY", "KWD", "CNY", "KZT")

    texts = tuple(formats.money(104_100, currency, language=language) for currency in currencies)

    assert tuple(text.replace("\u00a0", " ") for text in texts) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "−€5.20"), ("fr", "−5,20\u00a0€"), ("ar", "−€5.20")])
def test_what_is_below_zero_carries_a_true_minus_before_everything(language, shown):
    assert formats.money(-520, "EUR", language=language) == shown


def test_a_sign_is_written_when_asked_and_never_before_nothing():
    assert formats.money(520, "EUR", language="en", signed=True) == "+€5.20"
    assert formats.money(0, "EUR", language="en", signed=True) == "€0.00"


@pytest.mark.parametrize(
    ("minor", "currency", "shown"), [(1041, "EUR", "10.41"), (7, "JPY", "7"), (-5, "KWD", "-0.005")]
)
def test_plain_money_is_for_fields_and_machines(minor, currency, shown):
    assert formats.money_plain(minor, currency) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "2.4 %"), ("fr", "2,4 %"), ("zh-hans", "2.4%"), ("ru", "2,4 %"), ("ar", "2.4 %")],
)
def test_a_figure_that_came_as_text_takes_the_point_of_the_language(language, shown):
    bare = shown.removesuffix("%").rstrip()
    assert formats.figure("2.4", language=language) == bare
    assert formats.figure("none", language=language) == "none"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "2.4 %"), ("fr", "2,4 %"), ("zh-hans", "2.4%"), ("ru", "2,4 %"), ("ar", "2.4 %")],
)
def test_basis_points_read_as_percent(language, shown):
    assert formats.percent_bp(240, language=language).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ("500 g", "1.5 kg", "1,864 kg", "17.2 t")),
        ("fr", ("500 g", "1,5 kg", "1 864 kg", "17,2 t")),
        ("zh-hans", ("500 克", "1.5 公斤", "1,864 公斤", "17.2 吨")),
        ("ru", ("500 г", "1,5 кг", "1 864 кг", "17,2 т")),
        ("ar", ("500 غ", "1.5 كغ", "1,864 كغ", "17.2 طن")),
    ],
)
def test_mass_takes_the_unit_that_reads_best(language, shown):
    masses = (500, 1_500, 1_864_000, 17_160_000)

    texts = tuple(formats.mass(grams, language=language) for grams in masses)

    assert tuple(text.replace("\u00a0", " ") for text in texts) == shown


def test_mass_keeps_the_unit_and_the_decimals_asked_for():
    assert formats.mass(900_000, unit="t", language="en") == "0.9\u00a0t"
    assert formats.mass(252_000, unit="kg", decimals=1, language="en") == "252.0\u00a0kg"


@pytest.mark.parametrize(
    ("language", "inside", "across", "single"),
    [
        ("en", "27 to 31 Oct", "28 Oct to 2 Nov", "27 Oct"),
        ("fr", "27 au 31 oct.", "du 28 oct. au 2 nov.", "27 oct."),
        ("zh-hans", "10月27日至31日", "10月28日至11月2日", "10月27日"),
        ("ru", "27–31 окт.", "28 окт. – 2 нояб.", "27 окт."),
        ("ar", "27 إلى 31 أكتوبر", "28 أكتوبر إلى 2 نوفمبر", "27 أكتوبر"),
    ],
)
def test_a_window_names_a_month_once_when_it_can(language, inside, across, single):
    def window(first, last):
        return formats.day_window(first, last, language=language).replace("\u00a0", " ")

    assert window(dt.date(2026, 10, 27), dt.date(2026, 10, 31)) == inside
    assert window(dt.date(2026, 10, 28), dt.date(2026, 11, 2)) == across
    assert window(dt.date(2026, 10, 27), dt.date(2026, 10, 27)) == single


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Tue 6 Oct, 16:20"),
        ("fr", "mar. 6 oct., 16:20"),
        ("zh-hans", "10月6日周二 16:20"),
        ("ru", "вт, 6 окт., 16:20"),
        ("ar", "الثلاثاء 6 أكتوبر، 16:20"),
    ],
)
def test_an_instant_is_told_in_the_named_zone(language, shown):
    assert formats.datetime_zone(TUESDAY, "Asia/Shanghai", language=language) == shown


def test_a_countdown_counts_days_only_when_there_are_days():
    far = formats.countdown(TUESDAY + dt.timedelta(days=1, hours=22, minutes=10), TUESDAY, language="en")
    near = formats.countdown(TUESDAY + dt.timedelta(hours=6, minutes=40), TUESDAY, language="en")

    assert far.text.replace("\u00a0", " ") == "1 d 22 h 10 min"
    assert near.text.replace("\u00a0", " ") == "06 h 40 min"
    assert (far.is_soon, near.is_soon) == (False, True)


def test_a_countdown_that_has_run_out_is_over():
    past = formats.countdown(TUESDAY - dt.timedelta(minutes=1), TUESDAY)

    assert past.is_over
    assert past.text.replace("\u00a0", " ").startswith("00")


@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_currencies_and_sizes_speak_each_language(language):
    assert formats.country_name("KZ", language=language) != "KZ"
    assert formats.currency_name("KZT", language=language) != "KZT"
    assert formats.file_size(1_234_567, language=language)[0] == "1"
    assert formats.month_name(10, language=language)


def test_an_unknown_country_names_itself():
    assert formats.country_name("QQ", language="en") == "QQ"


def test_without_a_language_the_active_one_is_spoken():
    with translation.override("fr"):
        assert formats.number(Decimal("1234.5")) == "1\u00a0234,5"
    with translation.override("zh-hant"):
        assert formats.mass(500) == "500\u00a0克"


def test_digits_are_latin_in_every_language():
    for language in LANGUAGES:
        text = formats.money(123_456_789, "EUR", language=language) + formats.day(TUESDAY, language=language)
        assert all(char.isascii() for char in text if char.isdigit())
