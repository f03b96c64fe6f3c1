"""Tariff files are read whole or refused with the line that is wrong."""

from __future__ import annotations

import json

import pytest

from sogdia.domain.tariff import expressions
from sogdia.domain.tariff.schedule import TariffNotReadable
from sogdia.gateways.tariffs import TariffFiles
from sogdia.gateways.tariffs.usitc import expression_of

HEAD = "code,kind,origin,expression,rate_text,unit,proof,valid_from,valid_to,source\n"
PLAIN = (
    HEAD
    + "0806.20.30,third-country,*,adv:2.4,2.4 %,kg,,2021-01-01,,A decree\n"
    + "080620,preference,CN,free,Free,kg,origin declaration,,2027-06-30,A decree\n"
).encode()
#: In the layout of the Commission's export; codes and rates are those of the 2025 schedule.
USITC = (
    "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,Column 2 Rate of Duty\n"
    '0806,0,"Grapes, fresh or dried:",,,,\n'
    '0806.10.20,2,If entered from February 15 to March 31,"[""m3"",""kg""]",$1.13/m<sup>3</sup>,,$8.83/m3\n'
    "0806.20.10,2,Raisins made from dried seedless grapes,kg,1.8¢/kg,,4.4¢/kg\n"
    "0806.20.10.10,3,Currants,kg,,,\n"
    ",1,Other:,,,,\n"
    "5701.10.90,2,Other,m2,4.5%,,60%\n"
    "9903.88.15,0,Articles of China,,The duty provided + 7.5%,,\n"
).encode()


def test_the_plain_table_states_every_kind_of_measure():
    read = TariffFiles().read("csv", PLAIN)

    assert read.source == "A decree"
    assert [(one.code, str(one.kind), one.origin, one.expression, one.proof) for one in read.lines] == [
        ("08062030", "third-country", "*", "adv:2.4", ""),
        ("080620", "preference", "CN", "free", "origin declaration"),
    ]
    assert str(read.lines[1].valid_to) == "2027-06-30"


def test_the_american_schedule_states_its_general_rates_and_accounts_for_every_line():
    read = TariffFiles().read("usitc", USITC)

    assert {one.code: one.expression for one in read.lines} == {
        "08061020": "spec:1.13 USD/m3",
        "08062010": "spec:0.018 USD/kg",
        "57011090": "adv:4.5",
    }
    assert len(read.lines) + len(read.left) == USITC.count(b"\n") - 1
    assert not read.is_confirmed


def test_the_american_schedule_reads_alike_as_json():
    rows = [{"htsno": "0806.20.10", "general": "1.8¢/kg"}, {"htsno": "", "general": ""}]

    read = TariffFiles().read("usitc", json.dumps(rows).encode())

    assert [(one.code, one.expression, one.line) for one in read.lines] == [
        ("08062010", "spec:0.018 USD/kg", 1)
    ]


@pytest.mark.parametrize(
    ("printed", "expression"),
    [
        ("Free", "free"),
        ("6.8%", "adv:6.8"),
        ("3.3¢/kg + 2.5%", "sum(spec:0.033 USD/kg,adv:2.5)"),
        ("26.5 cents/kg", "spec:0.265 USD/kg"),
        ("$1.50/kg", "spec:1.5 USD/kg"),
        ("0.4¢/liter", "spec:0.004 USD/l"),
        ("51¢ each + 6.25%", "sum(spec:0.51 USD/item,adv:6.25)"),
        ("90¢/pr. + 37.5%", "sum(spec:0.9 USD/pair,adv:37.5)"),
        ("See U.S. note 2", "ask:rate stated in words"),
        ("1.8/kg", "ask:rate stated in words"),
    ],
)
def test_a_printed_american_rate_becomes_an_expression_or_asks(printed, expression):
    assert expression_of(printed) == expression
    expressions.parse(expression)


@pytest.mark.parametrize(
    ("name", "content", "line", "why"),
    [
        ("csv", PLAIN.replace(b"adv:2.4", b"two"), 2, "'two': no duty expression starts here at position 0."),
        ("csv", PLAIN.replace(b"adv:2.4", b"spec:5 EUR/bushel"), 2, "unknown unit bushel"),
        ("csv", PLAIN.replace(b"third-country", b"tax"), 2, "'tax' is no kind of measure"),
        ("csv", PLAIN.replace(b"CN", b"China"), 3, "'China' is no country"),
        ("csv", PLAIN.replace(b"0806.20.30", b"7706"), 2, "'7706' is not a commodity code"),
        ("csv", PLAIN.replace(b"2027-06-30", b"30/02/27"), 3, "'30/02/27' is not a day"),
        ("csv", PLAIN.replace(b",,A decree\n080620", b",,Another\n080620"), 2, "not one source"),
        ("csv", PLAIN + b"0813,third-country\n", 4, "another number of cells"),
        ("csv", b"code,kind\n", 1, "no column origin"),
        ("csv", b"\xff\xfe", 1, "not text in UTF-8"),
        ("usitc", b"[{]", 1, "not JSON"),
        ("usitc", b'[{"htsno": "0806"}]', 1, "no htsno or no general"),
        ("usitc", b"HTS Number,General Rate of Duty\n0806,\n", 1, "no line with a general rate"),
        ("usitc", USITC.replace(b"0806.20.10,", b"08O6.20.10,"), 4, "'08O6.20.10' is not a commodity code"),
        ("tea-leaves", b"", 0, "formats: csv"),
    ],
)
def test_a_file_that_is_wrong_says_where(name, content, line, why):
    with pytest.raises(TariffNotReadable) as refused:
        TariffFiles().read(name, content)

    assert refused.value.params["line"] == line
    assert str(refused.value.params["why"]).startswith(why)
