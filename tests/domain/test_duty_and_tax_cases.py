"""What goods owe under real lines of six tariffs and real bands of tax, figure by figure."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from builders.pricing import FRANCE, line
from sogdia.domain.pricing import border
from sogdia.domain.pricing.border import Arrival
from sogdia.domain.pricing.inputs import EntryMode, Rates
from sogdia.domain.tariff import expressions, resolve
from sogdia.domain.tariff.expressions import Measured
from sogdia.domain.tariff.measures import Measure, MeasureKind

FOLDER = Path(__file__).parent / "cases"
DAY = date(2026, 9, 1)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DUTIES, TAXES = rows("duty_cases.csv"), rows("vat_cases.csv")


def measures_of(row: dict[str, str]) -> tuple[Measure, ...]:
    found = []
    for number, written in enumerate(row["measures"].split(" | ")):
        kind, proof, text = written.split(" ", 2)
        found.append(
            Measure(
                number, row["tariff"], row["code"], MeasureKind(kind), "*", expressions.parse(text), "",
                date(2020, 1, 1), None, "" if proof == "-" else proof, row["tariff"], DAY,
            )
        )  # fmt: skip
    return tuple(found)


def owed(row: dict[str, str], measures: tuple[Measure, ...]) -> resolve.Duty:
    def counted(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    return resolve.duty_for(
        measures,
        code=row["code"],
        origin="CN",
        on=DAY,
        proofs=frozenset(one.proof for one in measures),
        value=Fraction(row["value_minor"]),
        currency=row["currency"],
        measured=Measured(
            int(row["net_mass_g"]), int(row["pieces"]), counted("content_ml"), counted("area_cm2"),
            counted("alcohol_100nl"), counted("pairs"),
        ),
        rates=Rates({}),
    )  # fmt: skip


def test_there_are_enough_cases_of_enough_tariffs_and_every_kind_of_expression():
    written = " ".join(row["measures"] for row in DUTIES)

    assert len(DUTIES) + len(TAXES) >= 300
    assert {row["tariff"] for row in DUTIES} == {"US", "EU", "UK", "EAEU", "JP", "AU"}
    for kind in (
        "adv:",
        "spec:",
        "sum(",
        "max(",
        "min(",
        "season(",
        "value(",
        "free",
        "preference",
        "additional",
    ):
        assert kind in written
    for unit in ("kg", "l", "hl", "t", "item", "pair", "m2", "lpa", "%vol/hl"):
        assert f"/{unit}" in written or f"0{unit}" in written or f"5{unit}" in written


@pytest.mark.parametrize("row", DUTIES, ids=lambda row: f"{row['tariff']}-{row['code']}-{row['value_minor']}")
def test_goods_owe_what_the_line_asks(row):
    assert owed(row, measures_of(row)).amount == Fraction(row["owed_minor"])


@pytest.mark.parametrize(
    "row", TAXES, ids=lambda row: f"{row['country']}-{row['rate_pct']}-{row['vat_minor']}"
)
def test_tax_is_that_of_the_band_on_its_base_rounded_once(row):
    value, inland = int(row["customs_value_minor"]), int(row["inland_minor"])
    goods = replace(line(), vat_bp=int(Fraction(row["rate_pct"]) * 100))
    arrival = Arrival(goods, value, 0, 0, 0, inland, value)
    market = replace(FRANCE, vat_includes_duty=True, vat_includes_inland=row["counts_inland"] == "1")

    tax = border.vat(arrival, duty_minor=int(row["duty_minor"]), mode=EntryMode.CONSOLIDATED, market=market)

    assert tax.amount.minor == int(row["vat_minor"])
