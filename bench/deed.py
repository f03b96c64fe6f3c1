"""
``place_order`` alone beside one hand-written transaction that writes the same rows.

Both run in this process on eight connections; counted are this process and the database. The deed here is what a buyer
waits for on the way to a payment: place the order, open the payment, take the money in. The hand-written transaction
writes all of these rows (stock, room, order, shipment, line, reservation, consent, payment, receipt, journal entry with
its postings, escrow, events, the form's key) in one go, without asking anything that it could know.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from bench.cpu import spent_ms
from bench.driver import Round, at_once
from bench.house import House

_DAY = timedelta(days=1)
_COPY = """
WITH basket AS (
  INSERT INTO quotes_basket (key, changed_at) SELECT k, now() FROM unnest(%(keys)s::text[]) k RETURNING id, key
), line AS (
  INSERT INTO quotes_basketline (basket_id, offer_id, departure_id, packs, added_at)
  SELECT b.id, l.offer_id, l.departure_id, l.packs, now() FROM basket b, quotes_quoteline l WHERE l.quote_id = %(quote)s
), quote AS (
  INSERT INTO quotes_quote (uid, ref, basket_key, market_id, address_id, language, currency, total_minor, made_at,
    valid_until, rate_ids, measure_ids, digest)
  SELECT gen_random_uuid(), 'Q' || left(k, 20), k, market_id, address_id, language, currency, total_minor, now(),
    now() + interval '50 minutes', rate_ids, measure_ids, digest
  FROM quotes_quote, unnest(%(keys)s::text[]) k WHERE id = %(quote)s RETURNING id, basket_key
), numbered AS (
  SELECT id, row_number() OVER (ORDER BY id) AS n FROM quote
), lots AS (
  SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS size FROM lots_lot WHERE id = ANY(%(lots)s)
), shipment AS (
  INSERT INTO quotes_quoteshipment (quote_id, departure_id, seller_id, lane_currency, chargeable_g, shared_minor,
    caused_minor, standalone_minor, entry_mode)
  SELECT q.id, departure_id, seller_id, lane_currency, chargeable_g, shared_minor, caused_minor, standalone_minor,
    entry_mode FROM quote q, quotes_quoteshipment s WHERE s.quote_id = %(quote)s
)
INSERT INTO quotes_quoteline (quote_id, position, offer_id, lot_id, departure_id, seller_id, packs, qty, net_mass_g,
  gross_mass_g, volume_cm3, commodity_code, vat_bp, total_minor, figures, seller_currency, seller_parts, arrives_from,
  arrives_to)
SELECT q.id, position, offer_id, t.id, departure_id, seller_id, packs, qty, net_mass_g, gross_mass_g, volume_cm3,
  commodity_code, vat_bp, total_minor, figures, seller_currency, seller_parts, arrives_from, arrives_to
FROM numbered q JOIN lots t ON t.n = 1 + q.n %% t.size, quotes_quoteline l WHERE l.quote_id = %(quote)s
"""


@dataclass(frozen=True)
class Beside:
    """A deed and its hand-written twin: CPU milliseconds each, the middle of three rounds."""

    name: str
    deed_ms: float
    hand_ms: float
    deed: Round
    hand: Round

    @property
    def times(self) -> float:
        """Give how many times the hand-written one's CPU the deed takes."""
        return self.deed_ms / self.hand_ms


class Places:
    """Quotes ready to be ordered: copies of one that the house made, for one lot or spread over many."""

    def __init__(self, house: House, quote_ref: str, lots: list[int]) -> None:
        self._url, self._lots = house.database.url, lots
        with psycopg.connect(self._url) as connection:
            row = connection.execute("SELECT id FROM quotes_quote WHERE ref = %s", [quote_ref]).fetchone()
            assert row is not None
            self._quote = row[0]

    def ready(self, count: int) -> list[str]:
        """Copy the quote so many times; gives the buyers' keys."""
        keys = [secrets.token_urlsafe(24) for _ in range(count)]
        with psycopg.connect(self._url) as connection:
            connection.execute(_COPY, {"keys": keys, "quote": self._quote, "lots": self._lots})
        return keys


def start_django(house: House) -> None:
    """Make this process one that can do deeds in the house's database."""
    import os

    os.environ.update(house.environment)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sogdia.config.settings"
    import django

    django.setup()


def _ordered(key: str) -> None:
    from sogdia.domain.viewer import Viewer
    from sogdia.usecases.place_order import Agreed, place_order

    place_order(
        viewer=Viewer(guest_key=key), quote_ref="Q" + key[:20], operator="Operator", at=datetime.now(UTC), key=key,
        consent=Agreed("terms-of-sale", "1", "0" * 64),
    )  # fmt: skip


def _paid(key: str) -> None:
    from sogdia.apps.payments.models import Payment
    from sogdia.domain.money import Money
    from sogdia.domain.ports import StartedPayment
    from sogdia.domain.viewer import Viewer
    from sogdia.usecases.capture_payment import Arrival, capture_payment
    from sogdia.usecases.place_order import Agreed, place_order
    from sogdia.usecases.start_payment import start_payment

    class Provider:
        code = "sandbox"

        def start(self, **_asked: Any) -> StartedPayment:
            return StartedPayment(provider_ref=key, pay_url="")

    viewer, at = Viewer(guest_key=key), datetime.now(UTC)
    order = place_order(
        viewer=viewer, quote_ref="Q" + key[:20], operator="Operator", at=at, key=key,
        consent=Agreed("terms-of-sale", "1", "0" * 64),
    )  # fmt: skip
    started = start_payment(
        viewer=viewer, order_ref=order, provider=Provider(), transfer_days=3, return_url="", notify_url="",
        language="en", at=at,
    )  # type: ignore[arg-type]  # fmt: skip
    payment = Payment.objects.only("id").get(uid=started.uid)
    capture_payment(
        payment_id=payment.pk,
        arrival=Arrival("sandbox", key, Money(started.amount.minor, started.amount.currency), at.date()),
        at=at,
    )


_here = threading.local()


def _hand(house: House) -> psycopg.Connection[Any]:
    found: psycopg.Connection[Any] | None = getattr(_here, "connection", None)
    if found is None:
        found = _here.connection = psycopg.connect(house.database.url)
    return found


def _by_hand(house: House, key: str, *, pays: bool) -> None:
    """Write the rows of a placed order (and, with ``pays``, of its payment) in one transaction."""
    connection, at = _hand(house), datetime.now(UTC)
    with connection.transaction():
        do = connection.execute
        quote = do(
            "SELECT id, market_id, address_id, language, currency, total_minor FROM quotes_quote WHERE ref = %s AND "
            "basket_key = %s AND valid_until > %s FOR UPDATE", ["Q" + key[:20], key, at],
        ).fetchone()  # fmt: skip
        assert quote is not None
        line = do(
            "SELECT l.id, offer_id, lot_id, departure_id, l.seller_id, packs, qty, l.net_mass_g, gross_mass_g, volume_cm3,"
            " total_minor, figures::text, seller_currency, seller_parts::text, arrives_from, arrives_to, t.product_id"
            " FROM quotes_quoteline l JOIN lots_lot t ON t.id = l.lot_id WHERE quote_id = %s", [quote[0]],
        ).fetchone()  # fmt: skip
        assert line is not None
        order_id = _value(do(
            "INSERT INTO orders_order (uid, ref, quote_id, address_id, market_id, language, currency, total_minor, state,"
            " placed_at, pay_by, paid_at, link_version) VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,1) RETURNING id",
            [uuid.uuid4(), "S" + key[:20], quote[0], quote[2], quote[1], quote[3], quote[4], quote[5],
             "paid" if pays else "placed", at, at + _DAY, at if pays else None],
        ))  # fmt: skip
        shipment_id = _value(do(
            "INSERT INTO orders_shipment (uid, ref, order_id, seller_id, departure_id, state, state_reason, gross_mass_g,"
            " volume_cm3, chargeable_g, lane_currency, shared_minor, caused_minor, standalone_minor, entry_mode,"
            " arrives_from, arrives_to) SELECT %s,%s,%s,seller_id,departure_id,%s,'',%s,%s,chargeable_g,lane_currency,"
            "shared_minor,caused_minor,standalone_minor,entry_mode,%s,%s FROM quotes_quoteshipment WHERE quote_id = %s"
            " RETURNING id",
            [uuid.uuid4(), "H" + key[:20], order_id, "paid" if pays else "reserved", line[8], line[9], line[14],
             line[15], quote[0]],
        ))  # fmt: skip
        do(
            "INSERT INTO orders_orderline (order_id, shipment_id, quote_line_id, product_id, lot_id, seller_of_record,"
            " invoice_issuer, importer_of_record, sale_tax_debtor, import_tax_debtor, packs, qty, net_mass_g, total_minor,"
            " figures, seller_currency, seller_parts) VALUES (%s,%s,%s,%s,%s,'a','b','c','d','e',%s,%s,%s,%s,%s,%s,%s)",
            [order_id, shipment_id, line[0], line[16], line[2], line[5], line[6], line[7], line[10], line[11], line[12],
             line[13]],
        )  # fmt: skip
        do(
            "DELETE FROM quotes_basketline WHERE basket_id = (SELECT id FROM quotes_basket WHERE key = %s)",
            [key],
        )
        do(
            "INSERT INTO parties_consent (subject, kind, version, wording_digest, at) VALUES (%s, 'terms-of-sale', '1', %s, %s)",
            ["S" + key[:20], "0" * 64, at],
        )  # fmt: skip
        _event(do, "order.placed", at, order_id)
        do(
            "INSERT INTO outbox_deedkey (scope, key, body_digest, answer, used_at) VALUES ('place-order', %s, %s, %s, %s)",
            ["h" + key, "0" * 64, Jsonb({"order": "S" + key[:20]}), at],
        )  # fmt: skip
        assert do(
            "UPDATE departures_departure SET booked_mass_g = booked_mass_g + %s, booked_volume_cm3 = booked_volume_cm3 + %s"
            " WHERE id = %s AND state = 'open' AND cutoff_at > %s AND capacity_mass_g >= booked_mass_g + %s"
            " AND capacity_volume_cm3 >= booked_volume_cm3 + %s", [line[8], line[9], line[3], at, line[8], line[9]],
        ).rowcount == 1  # fmt: skip
        column = "qty_sold" if pays else "qty_reserved"
        assert do(
            f"UPDATE lots_lot SET {column} = {column} + %s WHERE id = %s AND state = 'open'"
            " AND qty_total >= qty_reserved + qty_sold + %s", [line[6], line[2], line[6]],
        ).rowcount == 1  # fmt: skip
        do(
            "INSERT INTO lots_reservation (lot_id, order_id, qty, state, expires_at) VALUES (%s, %s, %s, %s, %s)",
            [line[2], order_id, line[6], "sold" if pays else "held", at + _DAY],
        )
        if pays:
            _pay_by_hand(do, key, order_id, line, quote[4], quote[5], at)


def _pay_by_hand(
    do: Callable[..., psycopg.Cursor[Any]],
    key: str,
    order_id: int,
    line: Any,
    currency: str,
    total: int,
    at: datetime,
) -> None:
    payment_id = _value(do(
        "INSERT INTO payments_payment (uid, order_id, provider, provider_ref, reference, currency, amount_minor,"
        " captured_minor, refunded_minor, state, pay_url, started_at, expires_at, captured_at)"
        " VALUES (%s,%s,'sandbox',%s,%s,%s,%s,%s,0,'captured','',%s,%s,%s) RETURNING id",
        [uuid.uuid4(), order_id, key, "R" + key[:20], currency, total, total, at, at + _DAY, at],
    ))  # fmt: skip
    receipt_id = _value(do(
        "INSERT INTO payments_receipt (provider, external_id, currency, amount_minor, reference_text, payer_digest,"
        " received_on, state, reason, payment_id, proposal, recorded_at)"
        " VALUES ('sandbox',%s,%s,%s,'','',%s,'matched','',%s,'{}',%s) RETURNING id",
        [key, currency, total, at.date(), payment_id, at],
    ))  # fmt: skip
    entry_id = _value(do(
        "INSERT INTO ledger_entry (uid, key, kind, reason, at, is_sealed) VALUES (%s,%s,'receive-payment','',%s,false)"
        " RETURNING id", [uuid.uuid4(), f"receipt:{receipt_id}", at],
    ))  # fmt: skip
    accounts = dict(
        do("SELECT code, id FROM ledger_ledgeraccount WHERE currency = %s", [currency]).fetchall()
    )
    bank, escrow = accounts["provider-clearing"], accounts["escrow"]
    parts = [(figure["part"], figure["minor"]) for figure in json.loads(line[11]) if figure["minor"]]
    rows = [(entry_id, escrow, -minor, order_id, part) for part, minor in parts]
    rows.append((entry_id, bank, sum(minor for _part, minor in parts), order_id, ""))
    do(
        "INSERT INTO ledger_posting (entry_id, account_id, amount_minor, order_id, part)"
        " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[])",
        [list(column) for column in zip(*rows, strict=True)],
    )
    do("UPDATE ledger_entry SET is_sealed = true WHERE id = %s", [entry_id])
    do(
        "INSERT INTO ledger_escrowbalance (order_id, currency, captured_minor, refunded_minor, released_minor, held_minor)"
        " VALUES (%s, %s, %s, 0, 0, %s)", [order_id, currency, total, total],
    )  # fmt: skip
    _event(do, "payment.started", at, order_id)
    _event(do, "order.paid", at, order_id)


def _event(do: Callable[..., psycopg.Cursor[Any]], topic: str, at: datetime, order_id: int) -> None:
    do(
        "INSERT INTO outbox_outboxevent (topic, payload, occurred_at, attempts, last_error) VALUES (%s, %s, %s, 0, '')",
        [topic, Jsonb({"order_id": order_id}), at],
    )


def _value(cursor: psycopg.Cursor[Any]) -> Any:
    row = cursor.fetchone()
    assert row is not None
    return row[0]


def beside(house: House, name: str, places: Places, count: int, *, pays: bool, rounds: int = 3) -> Beside:
    """Do the deed and its hand-written twin in turn, so that both meet the same machine."""
    deed = _paid if pays else _ordered
    found: dict[str, list[tuple[float, Round]]] = {"deed": [], "hand": []}
    for number in range(rounds + 1):
        for kind in ("deed", "hand"):
            keys = places.ready(count if number else min(count, 16))

            def one(place: int, kind: str = kind, keys: list[str] = keys) -> None:
                if kind == "deed":
                    deed(keys[place])
                else:
                    _by_hand(house, keys[place], pays=pays)

            before = time.process_time() * 1000 + spent_ms(house.database.pid)
            took = at_once(len(keys), one)
            after = time.process_time() * 1000 + spent_ms(house.database.pid)
            if number:
                found[kind].append(((after - before) / len(keys), took))
    deeds, hands = (sorted(found[kind], key=lambda one: one[0])[rounds // 2] for kind in ("deed", "hand"))
    return Beside(name, deeds[0], hands[0], deeds[1], hands[1])


def latest_quote(house: House) -> str:
    """Give the reference of the newest quote."""
    with psycopg.connect(house.database.url) as connection:
        row = connection.execute("SELECT ref FROM quotes_quote ORDER BY id DESC LIMIT 1").fetchone()
        assert row is not None
        return str(row[0])


def measure(house: House, quote_ref: str, count: int) -> list[Beside]:
    """Place orders on one hot lot and spread over a thousand, then with their payment."""
    start_django(house)
    with psycopg.connect(house.database.url) as connection:
        one = [row[0] for row in connection.execute(
            "SELECT l.lot_id FROM quotes_quoteline l JOIN quotes_quote q ON q.id = l.quote_id WHERE q.ref = %s", [quote_ref]
        ).fetchall()]  # fmt: skip
        many = [row[0] for row in connection.execute(
            "SELECT id FROM lots_lot WHERE state = 'open' ORDER BY md5(ref) LIMIT 1000"
        ).fetchall()]  # fmt: skip
        connection.execute(
            "UPDATE lots_lot SET qty_total = qty_total + 100000000000 WHERE id = ANY(%s)", [one + many]
        )
    hot, spread = Places(house, quote_ref, one), Places(house, quote_ref, many)
    return [
        beside(house, "place_order, one hot lot", hot, count, pays=False),
        beside(house, f"place_order, spread over {len(many)} lots", spread, count, pays=False),
        beside(house, "place, open payment, capture: one hot lot", hot, count, pays=True),
    ]
