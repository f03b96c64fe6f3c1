"""
Triggers that mark what a change touches, so that no writer of rows can forget it: deed, import, bulk load or hand.

Two kinds. A *stamp* says that the book of the markets changed (rates, taxes, tariffs, lanes, timetable): whoever keeps a
book in memory reads it again. A *mark* says which prices on the shelf a change touches. Both are written in the
transaction of the change. Booked room and reserved stock mark only when a pack no longer fits, or fits again.

A room that gives prices something new to rest on names its table here and puts the triggers up in its migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

#: Of a departure, what a book keeps; what is booked is read anew each time.
RUN = (
    "lane_id", "state", "cutoff_at", "leaves_at", "capacity_mass_g", "capacity_volume_cm3", "departed_at", "delay_days",
)  # fmt: skip

#: What prices in a market rest on apart from the goods: table, and the columns of it that a book keeps (none: all).
STAMPED: dict[str, tuple[str, ...]] = {
    "regions_region": (),
    "markets_market": (),
    "markets_vatrate": (),
    "markets_exchangerate": (),
    "tariff_measurerow": (),
    "tariff_admissibilityrow": (),
    "departures_hub": (),
    "departures_lane": (),
    "departures_laneservice": (),
    "departures_departure": RUN,
}


@dataclass(frozen=True)
class Mark:
    """
    Which mark a change of one table writes; ``{r}`` stands for the changed row.

    ``columns`` are those whose change counts (none: all); ``also`` is a further condition that makes a change count.
    """

    table: str
    fields: dict[str, str]
    columns: tuple[str, ...] = ()
    source: str = ""
    where: str = ""
    on: str = "IUD"
    also: str = ""


_FREE = "{0}.qty_total - {0}.qty_reserved - {0}.qty_sold"
_WAS, _IS = _FREE.format("OLD"), _FREE.format("NEW")
_FITS_AGAIN_OR_NO_LONGER = f"""(({_WAS}) > 0) <> (({_IS}) > 0) OR EXISTS (
    SELECT 1 FROM catalogue_pack p WHERE p.product_id = NEW.product_id
    AND (p.unit_qty <= ({_WAS})) <> (p.unit_qty <= ({_IS})))"""

_PRODUCT = {"scope": "'product'", "product_id": "{r}.product_id"}
_OF_PACK = {"scope": "'product'", "product_id": "p.product_id"}
_MARKET = {"scope": "'market'", "market_id": "{r}.market_id"}
_RUN = {"scope": "'departure'", "lane_id": "{r}.lane_id", "over_mass_g": "-1", "over_volume_cm3": "-1"}
_BOTH_CUTOFFS = {
    "cutoff_at": "{least}(OLD.cutoff_at, NEW.cutoff_at)",
    "until_at": "{greatest}(OLD.cutoff_at, NEW.cutoff_at)",
}
_LEFT_MASS = "NEW.capacity_mass_g - {greatest}(OLD.booked_mass_g, NEW.booked_mass_g)"
_LEFT_VOLUME = "NEW.capacity_volume_cm3 - {greatest}(OLD.booked_volume_cm3, NEW.booked_volume_cm3)"

MARKS: dict[str, Mark] = {
    "product": Mark(
        "catalogue_product",
        {"scope": "'product'", "product_id": "{r}.id"},
        (
            "seller_id", "region_id", "category", "hs6", "gi_names", "stock_unit", "temperature", "harvest_months",
            "state", "published_at",
        ),
    ),  # fmt: skip
    "pack": Mark("catalogue_pack", _PRODUCT),
    "offer": Mark("catalogue_offer", _OF_PACK, source="catalogue_pack p", where="p.id = {r}.pack_id"),
    "fixed": Mark(
        "catalogue_marketprice",
        _OF_PACK,
        source="catalogue_pack p JOIN catalogue_offer o ON o.pack_id = p.id",
        where="o.id = {r}.offer_id",
    ),
    "class": Mark("catalogue_classification", _PRODUCT),
    "lot": Mark(
        "lots_lot",
        _PRODUCT,
        ("product_id", "origin_country", "origin_region_id", "best_before", "proofs", "state"),
        also=_FITS_AGAIN_OR_NO_LONGER,
    ),
    "seller": Mark(
        "parties_party",
        {"scope": "'seller'", "seller_id": "{r}.id"},
        ("state", "commission_bp", "first_mile_minor_per_kg", "hub_minor_per_kg", "payout_fee_bp"),
        on="U",
    ),
    "region": Mark("regions_region", {"scope": "'all'"}, ("code", "parent_id", "is_live"), on="U"),
    "market": Mark("markets_market", {"scope": "'market'", "market_id": "{r}.id"}),
    "vat": Mark("markets_vatrate", _MARKET),
    "rate": Mark("markets_exchangerate", {"scope": "'all'"}),
    "hub": Mark("departures_hub", {"scope": "'all'"}, ("timezone",), on="U"),
    "lane": Mark(
        "departures_lane",
        {"scope": "'market'", "market_id": "s.market_id"},
        source="departures_laneservice s",
        where="s.lane_id = {r}.id",
        on="U",
    ),
    "service": Mark("departures_laneservice", _MARKET),
    "run": Mark("departures_departure", {**_RUN, "cutoff_at": "{r}.cutoff_at", "until_at": "{r}.cutoff_at"}, on="ID"),
    "moved": Mark("departures_departure", {**_RUN, **_BOTH_CUTOFFS}, RUN, on="U"),
    "room": Mark(
        "departures_departure",
        {**_RUN, **_BOTH_CUTOFFS, "over_mass_g": _LEFT_MASS, "over_volume_cm3": _LEFT_VOLUME},
        ("booked_mass_g", "booked_volume_cm3"),
        where="NOT EXISTS (SELECT 1 FROM quotes_shelfstate t WHERE t.most_mass_g <= "
        f"{_LEFT_MASS} AND t.most_volume_cm3 <= {_LEFT_VOLUME})",
        on="U",
    ),
    "measure": Mark(
        "tariff_measurerow", {"scope": "'code'", "territory": "{r}.territory", "prefix": "{r}.code"}
    ),
    "rule": Mark(
        "tariff_admissibilityrow",
        {"scope": "'market'", "market_id": "m.id"},
        source="markets_market m",
        where="(m.code = {r}.destination OR m.territory = {r}.destination)",
    ),
}  # fmt: skip

#: A setting of one PostgreSQL transaction; see ``one_mark``.
_ONE_MARK = "sogdia.one_mark"
_OPERATIONS = {"I": "INSERT", "U": "UPDATE", "D": "DELETE"}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger up anew; a migration that adds a table to those named here repeats this."""
    there = set(connection.introspection.table_names())
    stamps = {table: columns for table, columns in STAMPED.items() if table in there}
    marks = {key: mark for key, mark in MARKS.items() if mark.table in there}
    statements = _sqlite(stamps, marks) if connection.vendor == "sqlite" else _postgresql(stamps, marks)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def one_mark(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """
    Let rows that are put in within this transaction be marked all at once: one mark that touches everything, not one each.

    For loads of many thousands of rows. Changes and removals mark as ever.
    """
    assert connection.in_atomic_block, "a mark belongs to the transaction of its change"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            put_in = [_trigger_name(key, "I") for key, mark in MARKS.items() if "I" in mark.on]
            listed = ", ".join(f"'{name}'" for name in put_in)
            cursor.execute(
                f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ({listed})"
            )
            taken = cursor.fetchall()
            for name, _sql in taken:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _name, sql in taken:
                cursor.execute(sql)
        else:
            cursor.execute(f"SET LOCAL {_ONE_MARK} = 'on'")
            yield
            cursor.execute(f"SET LOCAL {_ONE_MARK} = 'off'")
        cursor.execute("INSERT INTO quotes_shelfmark (scope) VALUES ('all')")


def names() -> frozenset[str]:
    """Give the name of every trigger."""
    stamps = {f"quotes_stamp_{table}_{op.lower()}" for table in STAMPED for op in "IUD"}
    return frozenset(stamps | {_trigger_name(key, op) for key, mark in MARKS.items() for op in mark.on})


def _trigger_name(key: str, op: str) -> str:
    return f"quotes_mark_{key}_{op.lower()}"


def _insert(mark: Mark, row: str, words: dict[str, str], *, changed: str = "") -> str:
    """Write the marks of one row, or of all rows of the relation ``changed``."""
    given = {**words, "r": row}
    values = ", ".join(value.format(**given) for value in mark.fields.values())
    source = ", ".join(filter(None, [f"{changed} {row}" if changed else "", mark.source]))
    return (
        f"INSERT INTO quotes_shelfmark ({', '.join(mark.fields)}) SELECT {'DISTINCT ' if changed else ''}{values}"
        + (f" FROM {source}" if source else "")
        + (f" WHERE {mark.where.format(**given)}" if mark.where else "")
    )


def _differs(columns: tuple[str, ...], sign: str) -> str:
    return " OR ".join(f"OLD.{column} {sign} NEW.{column}" for column in columns)


def _sqlite(stamps: dict[str, tuple[str, ...]], marks: dict[str, Mark]) -> Iterator[str]:
    words = {"least": "min", "greatest": "max"}
    token = "abs(random() % 1000000000000)"
    stamp = (
        f"INSERT INTO quotes_bookstamp (id, token) VALUES (1, {token}) "
        "ON CONFLICT (id) DO UPDATE SET token = excluded.token"
    )
    for table, columns in stamps.items():
        for op, word in _OPERATIONS.items():
            of = f" OF {', '.join(columns)}" if columns and op == "U" else ""
            name = f"quotes_stamp_{table}_{op.lower()}"
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield f"CREATE TRIGGER {name} AFTER {word}{of} ON {table} BEGIN {stamp}; END"
    for key, mark in marks.items():
        for op in mark.on:
            counts = [_differs(mark.columns, "IS NOT"), mark.also] if op == "U" and mark.columns else []
            when = " OR ".join(filter(None, counts))
            name = _trigger_name(key, op)
            written = _insert(mark, "OLD" if op == "D" else "NEW", words)
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} AFTER {_OPERATIONS[op]} ON {mark.table} "
                + (f"WHEN {when} " if when else "")
                + f"BEGIN {written}; END"
            )


def _postgresql(stamps: dict[str, tuple[str, ...]], marks: dict[str, Mark]) -> Iterator[str]:
    words = {"least": "LEAST", "greatest": "GREATEST"}
    yield """
        CREATE OR REPLACE FUNCTION quotes_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO quotes_bookstamp (token) VALUES ((random() * 1000000000000)::bigint);
            RETURN NULL;
        END $$
    """
    for table, columns in stamps.items():
        for op, word in _OPERATIONS.items():
            of = f" OF {', '.join(columns)}" if columns and op == "U" else ""
            name = f"quotes_stamp_{table}_{op.lower()}"
            yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
            yield (
                f"CREATE TRIGGER {name} AFTER {word}{of} ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION quotes_stamp()"
            )
    for key, mark in marks.items():
        for op in mark.on:
            yield from _postgresql_mark(_trigger_name(key, op), mark, op, words)


def _postgresql_mark(name: str, mark: Mark, op: str, words: dict[str, str]) -> Iterator[str]:
    # Many rows put in at once are marked at once; of a changed row, what it was is asked.
    many = op == "I"
    if many:
        # Whoever puts in very many rows marks everything once.
        written = _insert(mark, "r", words, changed="changed")
        written = f"IF current_setting('{_ONE_MARK}', true) IS DISTINCT FROM 'on' THEN {written}; END IF"
    else:
        written = _insert(mark, "OLD" if op == "D" else "NEW", words)
    when = f"WHEN ({_differs(mark.columns, 'IS DISTINCT FROM')})" if op == "U" and mark.columns else ""
    if when and mark.also:
        # A condition of a trigger may not ask other tables: the function does.
        written = f"IF {_differs(mark.columns, 'IS DISTINCT FROM')} OR {mark.also} THEN {written}; END IF"
        when = "WHEN (OLD.* IS DISTINCT FROM NEW.*)"
    yield f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {written}; RETURN NULL; END $$
    """
    yield f"DROP TRIGGER IF EXISTS {name} ON {mark.table}"
    yield (
        f"CREATE TRIGGER {name} AFTER {_OPERATIONS[op]} ON {mark.table} "
        + ("REFERENCING NEW TABLE AS changed FOR EACH STATEMENT " if many else f"FOR EACH ROW {when} ")
        + f"EXECUTE FUNCTION {name}()"
    )
