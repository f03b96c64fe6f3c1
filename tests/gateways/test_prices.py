"""Prices computed in columns are the exact engine's, to the minor unit, or refused for the same reason."""

from __future__ import annotations

import os

import pytest

from builders import dice
from sogdia.apps.quotes.pricing import price_offer
from sogdia.gateways.prices import ColumnPrices

#: So many random rows; a longer run asks for more.
ROWS = int(os.environ.get("SOGDIA_TEST_PRICE_ROWS", "3000"))
AT_ONCE = 150


def exact(world, row):
    """What the exact engine says of a row, and for what reason it refuses."""
    price = price_offer(world.book, world.offers[row], world.lots[row], packs=world.packs)
    if price.best is None:
        return type(price.closed), price.closed.params
    return price.best.total.minor, price.best.way.departure.pk, price.best.lot.pk


def in_columns(world, priced, row):
    """What the columns say of a row."""
    if priced.way[row] < 0:
        refusal = priced.refusals[priced.closed[row]]
        return type(refusal), refusal.params
    return priced.total_minor[row], world.market.ways[priced.way[row]].departure_id, priced.lot[row]


@pytest.mark.parametrize("seed", range(ROWS // AT_ONCE))
def test_columns_are_the_exact_engines_in_any_market(seed):
    world = dice.world(seed, AT_ONCE)

    (priced,) = ColumnPrices().price(world.goods, [world.market])

    rows = [row for row in range(AT_ONCE) if row not in priced.left]
    assert [(row, in_columns(world, priced, row)) for row in rows] == [
        (row, exact(world, row)) for row in rows
    ]
