"""The readers of printed rates come to what the same real lines owe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.test_duty_and_tax_cases import DUTIES, measures_of, owed
from sogdia.domain.tariff import expressions
from sogdia.gateways.tariffs import duties_text, eaeu, japan, usitc

READERS = {
    "US": usitc.expression_of, "EU": duties_text.expression_of, "UK": duties_text.expression_of,
    "EAEU": eaeu.expression_of, "JP": japan.expression_of,
}  # fmt: skip
PRINTED = [row for row in DUTIES if row["tariff"] in READERS]


@pytest.mark.parametrize(
    "row", PRINTED, ids=lambda row: f"{row['tariff']}-{row['code']}-{row['value_minor']}"
)
def test_a_printed_rate_is_read_as_it_is_reckoned_or_asks_a_broker(row):
    text = READERS[row["tariff"]](row["printed"].split(" | ")[0])
    first, *rest = measures_of(row)

    if not text.startswith("ask:"):
        read = replace(first, expression=expressions.parse(text))
        assert owed(row, (read, *rest)).amount == owed(row, (first, *rest)).amount


def test_nearly_every_printed_rate_is_read():
    asked = [
        row["printed"]
        for row in PRINTED
        if READERS[row["tariff"]](row["printed"].split(" | ")[0]).startswith("ask:")
    ]

    assert len(asked) <= 40, asked
