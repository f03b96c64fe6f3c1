"""Tariff files are read whole or refused with the line that is wrong."""

from __future__ import annotations

import json

import pytest

from sogdia.domain.tariff import expressions
from sogdia.domain.tariff.schedule import TariffNotReadable
from sogdia.gateways.tariffs import TariffFiles, eaeu, japan
from sogdia.gateways.tariffs.duties_text import expression_of as printed_duty
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
#: In the layout of the UK's open data; rates are those of the UK Global Tariff of 2021.
UK_HEAD = (
    "id,commodity__code,measure__type__id,measure__additional_code__code,measure__duty_expression,"
    "measure__effective_start_date,measure__effective_end_date,measure__geographical_area__id,"
    "measure__excluded_geographical_areas__ids,measure__quota__order_number\n"
)
UK = (
    UK_HEAD
    + "1,0802310000,103,,4.00 %,2021-01-01,,1011,,\n"
    + "2,0802210000,142,,0.00 %,2021-01-01,,CN,,\n"
    + "3,0802210000,142,,0.00 %,2021-01-01,,2020,,\n"
    + "4,0709592000,103,,2.70 % + 110.00 GBP / 1000 kg,2021-01-01,2027-01-31,1011,,\n"
    + "5,8714200000,552,C999,48.50 %,2021-01-01,,CN,,\n"
    + "6,8714200000,552,B123,10.00 %,2021-01-01,,CN,,\n"
    + "7,0709592000,122,,Free,2021-01-01,,1011,,050006\n"
    + "8,0802310000,305,VATZ,0.00 %,2021-01-01,,1400,,\n"
    + "9,0802310000,112,,0.00 %,2021-01-01,,1011,RU|BY,\n"
).encode()


def taric_record(name: str, **said: str) -> str:
    fields = "".join(
        f"<oub:{key.replace('_', '.')}>{value}</oub:{key.replace('_', '.')}>" for key, value in said.items()
    )
    return (
        f"<env:transaction id='1'><env:app.message id='1'><oub:transmission><oub:record>"
        f"<oub:update.type>3</oub:update.type><oub:{name}>{fields}</oub:{name}>"
        f"</oub:record></oub:transmission></env:app.message></env:transaction>\n"
    )


def taric(*records: str) -> bytes:
    names = 'xmlns:env="urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0" xmlns:oub="urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<env:envelope {names}>\n{"".join(records)}</env:envelope>'.encode()


def taric_measure(sid: str, item: str, kind: str = "103", area: str = "1011") -> str:
    return taric_record(
        "measure", measure_sid=sid, measure_type=kind, geographical_area=area, goods_nomenclature_item_id=item,
        validity_start_date="2021-01-01",
    )  # fmt: skip


#: Raisins pay 2.4 %; wheat flour and frozen lamb have compound duties of the common external tariff of 2020.
TARIC = taric(
    taric_measure("1", "0806200000"),
    taric_record("measure.component", measure_sid="1", duty_expression_id="01", duty_amount="2.4"),
    taric_measure("2", "0204410000"),
    taric_record("measure.component", measure_sid="2", duty_expression_id="01", duty_amount="12.8"),
    taric_record(
        "measure.component", measure_sid="2", duty_expression_id="04", duty_amount="128.8", monetary_unit_code="EUR",
        measurement_unit_code="DTN",
    ),
    taric_measure("3", "2008110000"),
    taric_record("measure.component", measure_sid="3", duty_expression_id="01", duty_amount="9"),
    taric_record("measure.component", measure_sid="3", duty_expression_id="12"),
    taric_measure("4", "0806200000", "142", "2020"),
)  # fmt: skip


def test_the_british_table_is_read_by_kind_origin_and_proof():
    read = TariffFiles().read("uk", UK)

    assert [(str(one.kind), one.origin, one.expression, one.proof) for one in read.lines] == [
        ("third-country", "*", "adv:4.00", ""),
        ("preference", "CN", "free", "proof of origin"),
        ("third-country", "*", "sum(adv:2.70,spec:110.00 GBP/t)", ""),
        ("anti-dumping", "CN", "adv:48.50", ""),
        ("anti-dumping", "CN", "adv:10.00", "B123"),
        ("quota", "*", "free", "quota 050006"),
    ]
    assert read.left == (
        (4, "group of countries 2020"),
        (9, "measure type 305"),
        (10, "a relief that excludes countries"),
    )


def test_taric_puts_the_components_of_a_measure_together():
    read = TariffFiles().read("taric", TARIC)

    assert {one.code: one.expression for one in read.lines} == {
        "080620": "adv:2.4",
        "020441": "sum(adv:12.8,spec:128.8 EUR/100kg)",
        "200811": "ask:rate stated in words",
    }
    assert [why for _line, why in read.left] == ["group of countries 2020"]


@pytest.mark.parametrize(
    ("printed", "expression"),
    [
        ("0.00 %", "free"),
        ("8.80 % + 1.10 EUR / 100 kg", "sum(adv:8.80,spec:1.10 EUR/100kg)"),
        ("6.40 % MAX 15.00 EUR / 100 kg", "min(adv:6.40,spec:15.00 EUR/100kg)"),
        (
            "10.00 % MIN 22.00 EUR / 100 kg MAX 56.00 EUR / 100 kg",
            "min(max(adv:10.00,spec:22.00 EUR/100kg),spec:56.00 EUR/100kg)",
        ),
        ("9.00 % + EA", "ask:rate stated in words"),
        ("Entry Price - 8.00 % + 4.30 EUR / 100 kg", "ask:rate stated in words"),
        ("1.75 EUR / % vol/hl", "spec:1.75 EUR/lpa"),
    ],
)
def test_a_printed_european_duty_becomes_an_expression_or_asks(printed, expression):
    assert printed_duty(printed) == expression
    expressions.parse(expression)


#: Rates of the Common Customs Tariff and of the Japanese schedule, in tables as their authorities print them.
EAEU = (
    "Код ТН ВЭД;Наименование позиции;Доп. ед. изм.;Ставка ввозной таможенной пошлины\n"
    "0806;Виноград, свежий или сушеный:;;\n"
    "0806 20 300 0;султана;–;5\n"
    "5701 10 900 0;прочие;м2;15, но не менее 0,6 евро за 1 кг\n"
    "1704 10 100 0;жевательная резинка;–;12,5 плюс 0,13 евро за 1 кг\n"
).encode()
JAPAN = (
    "統計番号,品名,基本,暫定,WTO協定,RCEP(中国)\n"
    ",くるみ,,,,\n"
    "0802.31.000,殻付きのもの,10%,,(10%),4.5%\n"
    "0409.00.000,天然はちみつ,30%,,25.5%,\n"
    "0806.20.000,干しぶどう,2%,1.2%,(2%),無税\n"
).encode()


def test_the_eurasian_table_is_read_without_its_headings():
    read = TariffFiles().read("eaeu", EAEU)

    assert {one.code: one.expression for one in read.lines} == {
        "0806203000": "adv:5",
        "5701109000": "max(adv:15,spec:0.6 EUR/kg)",
        "1704101000": "sum(adv:12.5,spec:0.13 EUR/kg)",
    }
    assert read.left == ((2, "a heading"),)


def test_the_japanese_table_states_the_temporary_the_lower_and_the_proven_rate():
    read = TariffFiles().read("japan", JAPAN)

    assert [(one.code, str(one.kind), one.origin, one.expression, one.proof) for one in read.lines] == [
        ("080231000", "third-country", "*", "adv:10", ""),
        ("080231000", "preference", "CN", "adv:4.5", "RCEP certificate of origin"),
        ("040900000", "third-country", "*", "adv:30", ""),
        ("040900000", "preference", "*", "adv:25.5", ""),
        ("080620000", "third-country", "*", "adv:1.2", ""),
        ("080620000", "preference", "CN", "free", "RCEP certificate of origin"),
    ]


@pytest.mark.parametrize(
    ("printed", "expression"),
    [
        ("0", "free"),
        ("240 долларов США за 1000 кг", "spec:240 USD/1000kg"),
        ("25, но не менее 0,2 евро за 1 кг", "max(adv:25,spec:0.2 EUR/kg)"),
        ("20, но не менее 0,36 евро за 1 см объема двигателя", "ask:rate stated in words"),
    ],
)
def test_a_printed_eurasian_rate_becomes_an_expression_or_asks(printed, expression):
    assert eaeu.expression_of(printed) == expression


@pytest.mark.parametrize(
    ("printed", "expression"),
    [
        ("(無税）", "free"),
        ("21.3%＋1,199円/kg", "sum(adv:21.3,spec:1199 JPY/kg)"),
        ("50%又は12円/kgのうちいずれか高い税率", "max(adv:50,spec:12 JPY/kg)"),
        ("4.1%又は14円/kgのうちいずれか低い税率", "min(adv:4.1,spec:14 JPY/kg)"),
        ("5.6%又は4.4%＋1.52円/㎡のうちいずれか高い税率", "max(adv:5.6,sum(adv:4.4,spec:1.52 JPY/m2))"),
        ("●2.2%又は非譲許", "ask:rate stated in words"),
    ],
)
def test_a_printed_japanese_rate_becomes_an_expression_or_asks(printed, expression):
    assert japan.expression_of(printed) == expression


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
        ("4.4 cents/liter + 31.4 cents/pf. liter", "sum(spec:0.044 USD/l,spec:0.314 USD/0.5lpa)"),
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
        ("uk", UK_HEAD.encode(), 1, "no duty of a kind"),
        ("uk", UK.replace(b"2027-01-31", b"31/01/2027"), 5, "'31/01/2027' is not a day"),
        ("taric", b"<x>", 1, "not-xml"),
        ("taric", taric(taric_record("measure", measure_sid="1")), 3, "no measure.type"),
        ("eaeu", "Код;Цена\n".encode(), 1, "no column Код or Ставка"),
        ("eaeu", EAEU + b"0806;x\n", 6, "fewer cells than the first line"),
        ("japan", JAPAN.replace("暫定".encode(), b"x"), 1, "no column 暫定"),
        ("tea-leaves", b"", 0, "formats: csv"),
    ],
)
def test_a_file_that_is_wrong_says_where(name, content, line, why):
    with pytest.raises(TariffNotReadable) as refused:
        TariffFiles().read(name, content)

    assert refused.value.params["line"] == line
    assert str(refused.value.params["why"]).startswith(why)
