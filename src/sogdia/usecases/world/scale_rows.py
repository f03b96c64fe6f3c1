"""
The rows of generated products: what varies comes from outside, what does not is copied inside the database.

What the models have is set aside once for each connection, and new rows get their numbers before they are written, so that a
batch asks nothing of tables that grow with the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from sogdia.plumbing import bulk

COLUMNS = (
    "uid", "slug", "after", "seller", "names", "grade", "factor", "published", "lot_after", "lot_uid", "lot_ref", "qty",
    "mass",
)  # fmt: skip


def set_aside(product_ids: Sequence[int], lot_ids: Sequence[int]) -> None:
    """Copy what belongs to the models to tables of this connection's own; before the first ``put``."""
    given = {"products": _listed(product_ids), "lots": _listed(lot_ids)}
    with connection.cursor() as cursor:
        for name, selected in _MODELS.items():
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(f"CREATE TEMPORARY TABLE {name} AS SELECT * FROM {selected.format(**given)}")


def put(rows: Iterable[tuple[Any, ...]], *, source: str, at: datetime) -> None:
    """Write products with all that belongs to them, inside the caller's transaction; ``rows`` are of ``COLUMNS``."""
    with connection.cursor() as cursor:
        for name in ("scale_made", "scale_given", "scale_given_pack"):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(
            _MADE.format(uuid=_type("uuid"), jsonb=_type("jsonb"), timestamptz=_type("timestamptz"))
        )
    bulk.put("scale_made", COLUMNS, rows)
    numbers = {
        "product": _next("catalogue_product", "lot_ref"),
        "lot": _next("lots_lot", "lot_ref"),
        "pack": _next("catalogue_pack", "product, position"),
    }
    with connection.cursor() as cursor:
        for statement in _COPIES:
            cursor.execute(statement.format(**numbers), {"source": source, "at": at})


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(str(int(each)) for each in ids)


def _type(name: str) -> str:
    """Name a type as the engine keeps it: SQLite has text for identifiers, documents and instants."""
    return name if connection.vendor == "postgresql" else {"uuid": "char(32)"}.get(name, "text")


def _next(table: str, order: str) -> str:
    """Say how each selected row gets the next number of a table, in an order; nobody else is given it."""
    if connection.vendor == "postgresql":
        return f"nextval(pg_get_serial_sequence('{table}', 'id'))"
    # Whoever writes on SQLite writes alone.
    last = f"(SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = '{table}')"
    return f"{last} + ROW_NUMBER() OVER (ORDER BY {order})"


#: What is set aside of the models, and where it is found.
_MODELS = {
    "scale_product": "catalogue_product WHERE id IN ({products})",
    "scale_pack": "catalogue_pack WHERE product_id IN ({products})",
    "scale_offer": "catalogue_offer WHERE pack_id IN (SELECT id FROM scale_pack)",
    "scale_class": "catalogue_classification WHERE product_id IN ({products}) AND state = 'approved'",
    "scale_lot": "lots_lot WHERE id IN ({lots})",
    "scale_test": "lots_lottest WHERE lot_id IN ({lots})",
}

_MADE = """
CREATE TEMPORARY TABLE scale_made (uid {uuid}, slug varchar(80), after bigint, seller bigint, names {jsonb},
  grade varchar(60), factor bigint, published {timestamptz}, lot_after bigint, lot_uid {uuid}, lot_ref varchar(20),
  qty bigint, mass bigint)
"""

#: Nets are rounded to the 50 fen that farmers ask.
_COPIES = (
    """
    CREATE TEMPORARY TABLE scale_given AS SELECT {product} AS product, {lot} AS lot, m.*
    FROM (SELECT * FROM scale_made ORDER BY lot_ref) m
    """,
    """
    INSERT INTO catalogue_product (id, uid, slug, seller_id, region_id, names, summaries, category, hs6, gi_names,
      gi_notice, stock_unit, temperature, harvest_months, shelf_life_days, grades, search_words, illustration,
      illustration_alt, ground, mass_tolerance_bp, state, published_at, made_at, source)
    SELECT g.product, g.uid, g.slug, g.seller, p.region_id, g.names, p.summaries, p.category, p.hs6, p.gi_names,
      p.gi_notice, p.stock_unit, p.temperature, p.harvest_months, p.shelf_life_days, p.grades, p.search_words,
      p.illustration, p.illustration_alt, p.ground, p.mass_tolerance_bp, 'published', g.published, g.published,
      %(source)s
    FROM scale_given g JOIN scale_product p ON p.id = g.after ORDER BY g.product
    """,
    """
    CREATE TEMPORARY TABLE scale_given_pack AS SELECT {pack} AS id, m.*
    FROM (
      SELECT g.product, g.factor, k.id AS after, k.position FROM scale_given g JOIN scale_pack k ON k.product_id = g.after
      ORDER BY g.product, k.position
    ) m
    """,
    """
    INSERT INTO catalogue_pack (id, product_id, code, names, unit_qty, net_mass_g, gross_mass_g, volume_cm3, content_ml,
      area_cm2, alcohol_bp, pairs, position, is_active)
    SELECT g.id, g.product, k.code, k.names, k.unit_qty, k.net_mass_g, k.gross_mass_g, k.volume_cm3, k.content_ml,
      k.area_cm2, k.alcohol_bp, k.pairs, k.position, k.is_active
    FROM scale_given_pack g JOIN scale_pack k ON k.id = g.after ORDER BY g.id
    """,
    """
    INSERT INTO catalogue_offer (pack_id, currency, net_minor, tiers, is_active, changed_at)
    SELECT g.id, o.currency, 50 * (1 + o.net_minor * g.factor / 500000), o.tiers, o.is_active, %(at)s
    FROM scale_given_pack g JOIN scale_offer o ON o.pack_id = g.after ORDER BY g.id
    """,
    """
    INSERT INTO catalogue_classification (product_id, territory, code, vat_class, state, reason, decided_by, decided_at,
      asked_at)
    SELECT g.product, c.territory, c.code, c.vat_class, c.state, c.reason, c.decided_by, c.decided_at, c.asked_at
    FROM scale_given g JOIN scale_class c ON c.product_id = g.after ORDER BY g.product, c.id
    """,
    """
    INSERT INTO lots_lot (id, uid, ref, product_id, producer_id, origin_country, origin_region_id, harvested_on,
      best_before, grade, qty_total, qty_reserved, qty_sold, qty_handed_over, net_mass_g, place, proofs, state, made_at,
      source)
    SELECT g.lot, g.lot_uid, g.lot_ref, g.product, g.seller, l.origin_country, l.origin_region_id, l.harvested_on,
      l.best_before, g.grade, g.qty, 0, 0, 0, g.mass, 'seller', l.proofs, 'open', %(at)s, %(source)s
    FROM scale_given g JOIN scale_lot l ON l.id = g.lot_after ORDER BY g.lot
    """,
    """
    INSERT INTO lots_lottest (lot_id, name_code, found, found_value, unit, "limit", limit_source, passed, laboratory,
      report_no, sampled_on, file)
    SELECT g.lot, t.name_code, t.found, t.found_value, t.unit, t."limit", t.limit_source, t.passed, t.laboratory,
      t.report_no, t.sampled_on, ''
    FROM scale_given g JOIN scale_test t ON t.lot_id = g.lot_after ORDER BY g.lot, t.id
    """,
)
