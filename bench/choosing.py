"""Which goods are measured: found in the database, made plentiful enough for the count."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from bench.driver import Browser, browser_of
from bench.house import CannotMeasure, House

MARKET = "FR"


@dataclass(frozen=True)
class Goods:
    """One product that can be had."""

    product_id: int
    slug: str


def shopper(house: House, *, market: str = MARKET) -> Browser:
    """Give a new browser of somebody who wants goods in a market."""
    browser = browser_of(house.url)
    browser.cookies["market"] = market
    return browser


def list_goods(house: House, count: int, *, market: str = MARKET) -> list[Goods]:
    """
    Give so many products that can be bought in a market, spread over the catalogue.

    :raises CannotMeasure: when there are not enough.
    """
    with psycopg.connect(house.database.url) as connection:
        rows = connection.execute(
            "SELECT id, slug FROM catalogue_product WHERE state = 'published' ORDER BY md5(slug)"
        ).fetchall()
    found: list[Goods] = []
    browser = shopper(house, market=market)
    for product_id, slug in rows:
        if 'id="basket"' in browser.get(f"/goods/{slug}/").text:
            found.append(Goods(product_id, slug))
        if len(found) == count:
            break
    browser.close()
    if len(found) < count:
        raise CannotMeasure(f"Only {len(found)} of {count} products can be bought in {market}.")
    return found


def make_plentiful(house: House, goods: list[Goods]) -> None:
    """Let lots and departures have room for any count: what is measured is buying, not running out."""
    with psycopg.connect(house.database.url) as connection:
        connection.execute(
            "UPDATE lots_lot SET qty_total = qty_total + 100000000000 WHERE product_id = ANY(%s)",
            [[one.product_id for one in goods]],
        )
        connection.execute(
            "UPDATE departures_departure SET capacity_mass_g = 1000000000000, capacity_volume_cm3 = 1000000000000"
        )
