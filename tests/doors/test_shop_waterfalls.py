"""The waterfall of a price: every part said, every reason known, nothing lost."""

from __future__ import annotations

import csv
from pathlib import Path

from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import Refusal
from sogdia.web.pages import waterfalls
from sogdia.web.words import reasons

FX = {"fx": "CNY/EUR", "fx_rate": "100/743", "fx_rate_id": 1, "fx_as_of": "2026-10-30", "fx_source": "ECB"}
OWN = {"seller_minor": 4160, "seller_currency": "CNY", **FX}
MEASURE = {
    "kind": "third-country",
    "rate_text": "2.4",
    "source": "Regulation",
    "checked_on": "2026-11-22",
    "code": "080620",
    "id": 7,
}
ROWS = [
    {"part": "net", "minor": 520, "basis": {**OWN, "packs": 1}},
    {"part": "commission", "minor": 45, "basis": {**OWN, "rate_bp": 865}},
    {"part": "first-mile", "minor": 38, "basis": {**OWN, "minor_per_kg": 60}},
    {"part": "hub", "minor": 31, "basis": {**OWN, "minor_per_kg": 50}},
    {"part": "payout-fee", "minor": 3, "basis": {**OWN, "rate_bp": 50}},
    {"part": "freight-shared", "minor": 200, "basis": {"careful_fill_bp": 6000, "chargeable_g": 2100}},
    {"part": "freight-caused", "minor": 60, "basis": {"lane_minor": 480}},
    {"part": "last-mile", "minor": 14, "basis": {"rule": "FR-11"}},
    {"part": "insurance", "minor": 6, "basis": {"rate_bp": 30, "base_minor": 634, "insured_bp": 11000}},
    {"part": "duty", "minor": 18, "basis": {"measures": [MEASURE], "base_minor": 752, "code": "0806203000"}},
    {"part": "vat", "minor": 54, "basis": {"rate_bp": 550, "base_minor": 987, "checked_on": "2026-11-22"}},
    {"part": "clearing", "minor": 55, "basis": {"entry_mode": "consolidated", "importer_of_record": "Seine"}},
]


def test_frozen_figures_become_every_row_of_the_waterfall_and_sum_to_the_price():
    fall = waterfalls.full(waterfalls.of_json(ROWS), "EUR")

    assert fall.total_minor == 1044 == sum(row.amount_minor for row in fall.rows)
    assert [row.start_minor for row in fall.rows][:3] == [0, 520, 565]
    assert all(row.why for row in fall.rows)
    assert sum(share.percent for share in fall.shares) == 100


def test_the_short_form_joins_neighbours_and_drops_none():
    fall = waterfalls.short(waterfalls.of_json(ROWS), "EUR")

    assert [row.amount_minor for row in fall.rows] == [520, 48, 69, 280, 72, 55]
    assert fall.total_minor == 1044


def test_a_duty_says_its_rate_its_base_its_code_and_its_day():
    duty = next(one for one in waterfalls.of_json(ROWS) if one.part is Part.DUTY)

    words = waterfalls.why(duty, "EUR")

    assert "2.4\u00a0%" in words
    assert "€7.52" in words
    assert "0806\u00a020\u00a030\u00a000" in words
    assert "22 Nov 2026" in words


def test_a_figure_stands_apart_from_the_words_around_it():
    words = waterfalls.say("%(rate)s of the net", rate="8 %")

    assert words == "\u20688 %\u2069 of the net"


def test_two_lines_are_added_part_by_part():
    line = waterfalls.of_json(ROWS)

    both = waterfalls.added([line, line])

    assert sum(one.minor for one in both) == 2088
    assert waterfalls.full(both, "EUR").rows[0].why == ""


def test_each_source_is_named_once():
    found = waterfalls.sources(waterfalls.of_json(ROWS))

    assert [source.text for source in found] == ["ECB", "Regulation"]


def test_a_relief_says_its_limit():
    basis = {"rule": "LC-4", "limit_minor": 13_500, "limit_currency": "GBP", "low_value_source": "Act"}
    flat = {**basis, "rule": "LC-5", "flat_minor": 300, "limit_currency": "EUR"}

    assert "£135.00" in waterfalls.why(waterfalls.OpenPart(Part.DUTY, 0, basis), "GBP")
    assert "€3.00" in waterfalls.why(waterfalls.OpenPart(Part.DUTY, 300, flat), "EUR")


def test_every_reason_of_the_world_has_its_sentence():
    world = Path(__file__).resolve().parents[2] / "src/sogdia/data/world"
    with (world / "admissibility.csv").open(encoding="utf-8") as file:
        keys = {row["reason_key"] for row in csv.DictReader(file)}
    with (world / "tariff_measures.csv").open(encoding="utf-8") as file:
        asks = {row["expression"][4:] for row in csv.DictReader(file) if row["expression"].startswith("ask:")}

    assert keys - set(reasons.ADMISSIBILITY) == set()
    assert asks - set(reasons.DUTIES) == set()


def test_a_law_says_its_source():
    class NotAdmissible(Refusal):
        code = "not-admissible"

    said = reasons.closed(
        NotAdmissible(reason_key="forced-labour-presumption", legal_source="UFLPA, 2021", effect="prohibited")
    )

    assert "forced labour" in said.sentence
    assert said.source == "UFLPA, 2021"
    assert said.is_law
