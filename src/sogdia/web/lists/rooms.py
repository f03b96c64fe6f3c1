"""Columns of the tables of hub, carrier, broker, officer, and of the public plan of departures."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sogdia.plumbing.texts import pick
from sogdia.web.tables import Column, amount
from sogdia.web.words import hub as words
from sogdia.web.words import operator as operator_words
from sogdia.web.words import sell as sell_words

BOARD: Final = (
    Column("ref", _("Departure"), lambda row: row.departure.ref),
    Column("hub", _("Hub"), lambda row: row.departure.hub),
    Column("to", _("To"), lambda row: row.departure.gateway),
    Column("mode", _("By"), lambda row: row.departure.mode),
    Column("cutoff", _("Orders close"), lambda row: row.departure.cutoff_at),
    Column("leaves", _("Leaves"), lambda row: row.departure.leaves_at),
    Column("fill", _("Booked"), lambda row: row.departure.fill_percent),
    Column("market", _("Market"), lambda row: pick(row.market_names)),
    Column("arrives_first", _("Arrives from"), lambda row: row.arrives_first),
    Column("arrives_last", _("Arrives until"), lambda row: row.arrives_last),
    *amount(
        "freight",
        _("Freight, 1 kg"),
        lambda row: (row.freight.minor, row.freight.currency) if row.freight else (None, ""),
    ),
)
STOCK: Final = (
    Column("bay", _("Bay"), lambda row: row.bay),
    Column("shipment", _("Shipment"), lambda row: row.ref),
    Column("goods", _("Goods"), lambda row: row.name),
    Column("seller", _("Seller"), lambda row: pick(row.seller_names), is_shown=False),
    Column("packs", _("Packs"), lambda row: row.packs, is_number=True),
    Column("mass_g", _("Gross mass, g"), lambda row: row.gross_mass_g, is_shown=False),
    Column("departure", _("Departure"), lambda row: row.departure_ref),
    Column("cutoff", _("Orders close"), lambda row: row.cutoff_at),
)
DIFFERENCES: Final = (
    Column("goods", _("Goods"), lambda row: pick(row.names)),
    Column("shipment", _("Shipment"), lambda row: row.shipment_ref, is_shown=False),
    Column("departure", _("Departure"), lambda row: row.departure_ref, is_shown=False),
    Column("kind", _("Difference"), lambda row: words.waiting_kind(row.kind)),
    *amount("total", _("New total"), lambda row: (row.new_total_minor, row.currency)),
    Column("answer", _("Answer by"), lambda row: row.answer_by),
    Column("state", _("State"), lambda row: words.waiting_tag(row.state)[0]),
)


def _last(row: Any) -> str:
    return words.milestone_name(row.last_kind) if row.last_kind else ""


LIVE_RUNS: Final = (
    Column("to", _("To"), lambda row: pick(row.names)),
    Column("ref", _("Departure"), lambda row: row.ref, is_shown=False),
    Column("last", _("Reported last"), _last, by=lambda row: row.last_at),
    Column("last_at", "", lambda row: row.last_at, is_shown=False),
    Column(
        "next",
        _("Next"),
        lambda row: words.milestone_name(row.next_kinds[0]) if row.next_kinds else "",
        sorts=False,
    ),
    Column("doors", _("At the doors"), lambda row: row.arrives_from),
    Column("aboard", _("Aboard"), lambda row: row.mass_g, is_number=True),
    Column("shipments", _("Shipments"), lambda row: row.shipments, is_shown=False),
)
RUNS_AHEAD: Final = (
    Column("to", _("To"), lambda row: pick(row.names)),
    Column("ref", _("Departure"), lambda row: row.ref, is_shown=False),
    Column("leaves", _("Leaves"), lambda row: row.leaves_at),
    Column("state", _("State"), lambda row: operator_words.departure_tag(row.state)[0]),
    Column("booked", _("Booked"), lambda row: row.mass_g, is_number=True),
)


def cases(state: str) -> tuple[Column, ...]:
    """Give the columns of a broker's list: what waits, or what was decided."""
    is_asked = state == "asked"
    return (
        Column("goods", _("Goods"), lambda row: row.name),
        Column("product", _("Product"), lambda row: row.slug, is_shown=False),
        Column("seller", _("Seller"), lambda row: row.seller, is_shown=False),
        Column("territory", _("Territory"), lambda row: row.territory),
        Column(
            "code", _("World code") if is_asked else _("Code"), lambda row: row.hs6 if is_asked else row.code
        ),
        Column("vat_class", _("VAT class"), lambda row: row.vat_class, is_shown=False),
        Column("reason", _("Reason"), lambda row: row.reason, is_shown=False),
        Column("lots", _("Opens or closes"), lambda row: row.lots, sorts=False),
        Column("since", _("Waits since"), lambda row: row.asked_at)
        if is_asked
        else Column("decided", _("Decided"), lambda row: row.decided_at),
    )


PRODUCERS: Final = (
    Column("name", _("House"), lambda row: row.name),
    Column("county", _("County"), lambda row: row.county),
    Column("state", _("State"), lambda row: sell_words.seller_tag(row.state)[0]),
    Column("members", _("Members"), lambda row: row.members, is_number=True),
    Column("products", _("Goods on sale"), lambda row: row.products, is_number=True),
    Column("joined", _("Joined"), lambda row: row.joined_on),
)
