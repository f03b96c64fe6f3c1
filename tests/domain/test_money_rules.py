"""Money: the worked examples of docs/rules/money.md, and its laws."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sogdia.domain.money import Money, Rounding, allocate, rounded, total
from sogdia.domain.pricing import seller
from sogdia.domain.pricing.seller import Tier

minor = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


def test_mo_1_an_exact_amount_is_rounded_by_name():
    assert rounded(Fraction("2737.5")) == 2738
    assert rounded(Fraction("-2737.5")) == -2738
    assert rounded(Fraction(1, 2)) == 1
    assert rounded(Fraction(1, 2), Rounding.HALF_EVEN) == 0
    assert rounded(Fraction(3, 2), Rounding.HALF_EVEN) == 2
    assert rounded(Fraction(1, 100), Rounding.UP) == 1
    assert rounded(Fraction(99, 100), Rounding.DOWN) == 0


@given(st.fractions())
def test_mo_1_no_rounding_moves_an_amount_by_a_whole_unit(exact):
    for how in Rounding:
        assert abs(rounded(exact, how) - exact) < 1
    assert abs(rounded(exact) - exact) <= Fraction(1, 2)


def test_mo_2_one_euro_is_shared_by_three():
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]


@given(minor, weights)
def test_mo_2_parts_add_up_to_the_whole(amount, by):
    parts = Money(amount, "EUR").split(by)

    assert total(parts, "EUR") == Money(amount, "EUR")
    assert all(part.minor * amount >= 0 for part in parts)


@given(st.integers(0, 10**9), weights)
def test_mo_2_no_part_is_a_unit_away_from_its_exact_share(amount, by):
    parts = allocate(amount, by)

    if sum(by):
        assert all(abs(part - Fraction(amount * w, sum(by))) < 1 for part, w in zip(parts, by, strict=True))


def test_mo_3_the_highest_tier_reached_sets_the_net_per_pack():
    tiers = [Tier(10, 1_900)]

    assert seller.net_of_packs(2_000, 9, tiers) == 18_000
    assert seller.net_of_packs(2_000, 10, tiers) == 19_000
    assert seller.net_of_packs(2_000, 10) == 20_000


@pytest.mark.parametrize("tiers", [[Tier(10, 1_700)], [Tier(10, 2_100)], [Tier(10, 1_900), Tier(5, 1_900)]])
def test_mo_3_tiers_that_contradict_are_refused(tiers):
    seller.check_tiers(2_000, [Tier(10, 1_900)])

    with pytest.raises(seller.TiersContradict):
        seller.check_tiers(2_000, tiers)


@given(st.integers(1, 10_000), st.lists(st.tuples(st.integers(2, 60), st.integers(1, 10_000)), max_size=3))
def test_mo_3_tiers_that_pass_never_make_more_packs_cheaper(per_pack, drawn):
    tiers = sorted(Tier(*one) for one in drawn)
    try:
        seller.check_tiers(per_pack, tiers)
    except seller.TiersContradict:
        return

    nets = [seller.net_of_packs(per_pack, packs, tiers) for packs in range(1, 80)]
    assert nets == sorted(nets)


def test_mo_4_a_catch_weight_line_is_rounded_once():
    assert seller.net_of_mass(Fraction(10_000, 3), 1_500) == 5_000


def test_mo_5_net_per_kg_stays_exact():
    shown = seller.net_per_kg(20_000, 12_000)

    assert shown == Fraction(5_000, 3)
    assert rounded(shown) == 1_667
