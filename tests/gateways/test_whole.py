"""Columns of whole numbers are multiplied, divided and rounded exactly, however large the product is."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.money import Rounding, rounded
from sogdia.gateways.prices import whole

amounts = st.lists(st.integers(0, 2**49), min_size=1, max_size=5)
#: Half of all products end exactly between two minor units.
halves = st.integers(0, 2**40).map(lambda half: (2 * half + 1, 2))
ratios = st.one_of(st.tuples(st.integers(0, 2**62), st.integers(1, 2**61)), halves)


def column(values):
    return np.array(values, dtype=np.int64)


def exactly(deed, *given):
    """Do it, or say that the figures are too large to be held."""
    try:
        return deed(*given).tolist()
    except whole.TooLarge:
        return None


@given(amounts, ratios)
def test_a_column_rounds_as_the_rulebook_rounds(values, ratio):
    found = exactly(whole.half_up, column(values), *ratio)

    wanted = [rounded(Fraction(value * ratio[0], ratio[1])) for value in values]
    assert found == wanted or (found is None and max(wanted) >= whole.LARGEST // 4)


@given(amounts, ratios)
def test_a_column_rounds_up_as_the_rulebook_rounds_up(values, ratio):
    found = exactly(whole.up, column(values), *ratio)

    wanted = [rounded(Fraction(value * ratio[0], ratio[1]), Rounding.UP) for value in values]
    assert found == wanted or (found is None and max(wanted) >= whole.LARGEST // 4)


@given(amounts, st.integers(1, 2**59), st.data())
def test_each_row_may_have_its_own_numerator(values, under, data):
    over = data.draw(st.lists(st.integers(0, 2**59), min_size=len(values), max_size=len(values)))

    found = exactly(whole.half_up_of_each, column(values), column(over), under)

    wanted = [rounded(Fraction(value * its, under)) for value, its in zip(values, over, strict=True)]
    assert found == wanted or (found is None and max(wanted) >= whole.LARGEST // 4)


@pytest.mark.parametrize("ratio", [(10**13 + 1, 10**12), (7, 10**12), (17_579_911_473_992, 10**12)])
def test_no_guess_survives_its_remainder(ratio):
    values = [0, 1, 3, 10**6 - 1, 10**6, 2**35, 10**12]

    parts, rest = whole.shares(column(values), *ratio)

    wanted = [divmod(value * ratio[0], ratio[1]) for value in values]
    assert list(zip(parts.tolist(), rest.tolist(), strict=True)) == wanted


def test_what_a_column_cannot_hold_is_said():
    with pytest.raises(whole.TooLarge):
        whole.half_up(column([2**49]), 2**20, 1)
