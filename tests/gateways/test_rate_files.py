"""Publishers' files of exchange rates are read whole or refused with the line that is wrong."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from fractions import Fraction

import pytest

from sogdia.domain.publication import PublicationNotReadable
from sogdia.gateways.rates import RateFiles

#: In the layout of eurofxref-hist.csv; the figures are those of 2026-10-30 and the day before it is made of them.
ECB = b"Date,USD,JPY,GBP,CNY,RUB,\n2026-10-30,1.1172,175.68,0.8338,7.4326,N/A,\n2026-10-29,1.11,175,0.83,7.43,N/A,\n"
KAZAKHSTAN = """<?xml version="1.0" encoding="utf-8"?>
<rates><generator>x</generator><title>Official exchange rates</title><date>29.09.2026</date>
<item><fullname>ДОЛЛАР США</fullname><title>USD</title><description>525.09</description><quant>1</quant></item>
<item><fullname>УЗБЕКСКИХ СУМОВ</fullname><title>UZS</title><description>4.31</description><quant>100</quant></item>
</rates>""".encode()
RUSSIA = """<?xml version="1.0" encoding="windows-1251"?>
<ValCurs Date="29.09.2026" name="Foreign Currency Market">
<Valute ID="R01375"><NumCode>156</NumCode><CharCode>CNY</CharCode><Nominal>1</Nominal><Name>Юань</Name><Value>11,4321</Value></Valute>
<Valute ID="R01335"><NumCode>398</NumCode><CharCode>KZT</CharCode><Nominal>100</Nominal><Name>Тенге</Name><Value>15,1</Value></Valute>
</ValCurs>""".encode("windows-1251")
PLAIN = b"publisher,base,currency,units,value,as_of\nCentral Bank of Uzbekistan,UZS,CNY,1,1690.5,2026-09-29\n"


def worth(publication) -> dict[str, Fraction]:
    return {rate.currency: rate.value for rate in publication.rates if rate.as_of == publication.days[-1]}


def test_the_ecbs_table_says_how_much_of_each_currency_a_euro_buys():
    read = RateFiles().read("ecb", ECB)

    assert (read.base, read.crosses, read.days) == ("EUR", True, (date(2026, 10, 29), date(2026, 10, 30)))
    assert worth(read) == {
        code: 1 / Fraction(value)
        for code, value in {"USD": "1.1172", "JPY": "175.68", "GBP": "0.8338", "CNY": "7.4326"}.items()
    }


def test_the_ecbs_archive_is_read_like_its_table():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref-hist.csv", ECB)

    assert RateFiles().read("ecb", packed.getvalue()) == RateFiles().read("ecb", ECB)


def test_the_ecbs_own_history_is_at_hand():
    read = RateFiles().read("ecb", None, since=date(2026, 10, 1))

    assert {"USD", "GBP", "JPY", "CNY"} <= worth(read).keys()
    assert read.days[0] >= date(2026, 10, 1)


@pytest.mark.parametrize(
    ("name", "content", "base", "expected"),
    [
        ("kazakhstan", KAZAKHSTAN, "KZT", {"USD": Fraction("525.09"), "UZS": Fraction("0.0431")}),
        ("russia", RUSSIA, "RUB", {"CNY": Fraction("11.4321"), "KZT": Fraction("0.151")}),
        ("csv", PLAIN, "UZS", {"CNY": Fraction("1690.5")}),
    ],
)
def test_a_national_bank_says_what_others_are_worth_in_its_own(name, content, base, expected):
    read = RateFiles().read(name, content)

    assert (read.base, read.crosses, worth(read)) == (base, False, expected)
    assert read.days == (date(2026, 9, 29),)


@pytest.mark.parametrize(
    ("name", "content", "line", "why"),
    [
        ("ecb", b"day;USD\n", 1, "the first column is not Date"),
        ("ecb", ECB.replace(b"0.8338", b"-1"), 2, "not a positive figure"),
        ("ecb", ECB.replace(b"2026-10-29", b"2026-13-29"), 3, "not a date"),
        ("ecb", ECB.replace(b"USD", b"usd"), 1, "not a currency code"),
        ("ecb", b"PK\x03\x04broken", 1, "the archive is broken"),
        ("ecb", b"\xff\xfe\x00", 1, "not text in UTF-8"),
        ("kazakhstan", RUSSIA, 1, "no element rates"),
        ("kazakhstan", KAZAKHSTAN.replace(b"<quant>100</quant>", b""), 4, "no quant"),
        ("kazakhstan", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rates/>", 1, "document-type"),
        ("russia", RUSSIA.replace(b"11,4321", b"0"), 3, "not a positive figure"),
        ("csv", PLAIN.replace(b"units", b"unit"), 1, "no column units"),
        ("csv", PLAIN + b"Other,UZS,USD,1,1,2026-09-29\n", 2, "not one publisher with one base currency"),
        (
            "csv",
            PLAIN + b"Central Bank of Uzbekistan,UZS,USD\n",
            3,
            "another number of cells than the first line",
        ),
        ("tea-leaves", b"", 0, "formats: ecb, kazakhstan, russia, csv"),
        ("russia", None, 0, "only ecb comes with a history of its own"),
    ],
)
def test_a_file_that_is_wrong_says_where(name, content, line, why):
    with pytest.raises(PublicationNotReadable) as refused:
        RateFiles().read(name, content)

    assert (refused.value.params["line"], refused.value.params["why"]) == (line, why)
