"""Columns of a seller's tables: goods, lots, orders; and of a buyer's own orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from sogdia.plumbing.texts import pick
from sogdia.web.tables import Column, amount
from sogdia.web.words import orders as order_words
from sogdia.web.words import sell as words


def products(free: Mapping[str, int]) -> tuple[Column, ...]:
    """Give the columns of goods; ``free`` is each product's free stock."""
    return (
        Column("name", _("Product"), lambda row: row.name),
        Column("code", _("Code"), lambda row: row.slug, is_shown=False),
        Column("category", _("Category"), lambda row: words.category_names().get(row.category, row.category), is_shown=False),
        Column("state", _("State"), lambda row: words.product_tag(row.state)[0]),
        *amount(
            "net",
            _("Net, smallest pack"),
            lambda row: (row.lowest.net_minor, row.lowest.currency) if row.lowest else (None, ""),
        ),
        Column("free", _("Free stock"), lambda row: free.get(row.slug, 0), is_number=True),
        Column("unit", _("Unit"), lambda row: row.stock_unit, is_shown=False),
    )  # fmt: skip


LOTS: Final = (
    Column("product", _("Lot"), lambda row: row.product),
    Column("ref", _("Lot number"), lambda row: row.ref, is_shown=False),
    Column("grade", _("Grade"), lambda row: row.grade, is_shown=False),
    Column("harvested", _("Harvested"), lambda row: row.harvested_on, is_shown=False),
    Column("best_before", _("Best before"), lambda row: row.best_before),
    Column("state", _("State"), lambda row: words.lot_tag(row.state)[0]),
    Column("total", _("Whole lot"), lambda row: row.total, is_number=True),
    Column("reserved", _("Reserved"), lambda row: row.reserved, is_number=True),
    Column("sold", _("Sold"), lambda row: row.sold, is_number=True),
    Column("handed_over", _("Handed over"), lambda row: row.handed_over, is_number=True),
    Column("free", _("Free to sell"), lambda row: row.free, is_number=True),
    Column("unit", _("Unit"), lambda row: row.stock_unit, is_shown=False),
)
SHIPMENTS: Final = (
    Column("goods", _("Goods"), lambda row: row.goods),
    Column("ref", _("Shipment"), lambda row: row.ref, is_shown=False),
    Column("packs", _("Packs"), lambda row: row.packs, is_shown=False),
    Column("net_mass_g", _("Net mass, g"), lambda row: row.net_mass_g, is_shown=False),
    Column("place", _("Goes to"), lambda row: row.city or row.country),
    Column("country", _("Country"), lambda row: row.country, is_shown=False),
    Column("departure", _("Departure"), lambda row: row.departure_ref, is_shown=False),
    Column("cutoff", _("Before"), lambda row: row.cutoff_at),
    Column("state", _("State"), lambda row: words.shipment_tag(row.state)[0]),
    *amount("net", _("You receive, net"), lambda row: (row.net_minor, row.currency)),
    Column("ordered", _("Ordered"), lambda row: row.placed_at, is_shown=False),
)
MY_ORDERS: Final = (
    Column("ref", _("Order number"), lambda row: row.ref),
    Column("ordered", _("Ordered"), lambda row: row.placed_at, is_shown=False),
    Column("goods", _("Goods"), lambda row: "; ".join(pick(names) for names in row.goods)),
    Column("state", _("State"), lambda row: order_words.order_tag(row.state)[0]),
    Column("arrives", _("At your door"), lambda row: row.arrives_last),
    *amount("total", _("Total"), lambda row: (row.total_minor, row.currency)),
)
