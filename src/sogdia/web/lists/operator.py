"""Columns of the operator's tables: plan, orders, deeds, claims, sellers, what failed."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sogdia.plumbing.texts import pick
from sogdia.web.tables import Column, amount
from sogdia.web.words import occasions
from sogdia.web.words import operator as words
from sogdia.web.words import orders as order_words
from sogdia.web.words import sell as sell_words

DEPARTURES: Final = (
    Column("ref", _("Departure"), lambda row: row.ref),
    Column("hub", _("Hub"), lambda row: row.hub, is_shown=False),
    Column("to", _("To"), lambda row: row.gateway, is_shown=False),
    Column("cutoff", _("Orders close"), lambda row: row.cutoff_at),
    Column("leaves", _("Leaves"), lambda row: row.leaves_at),
    Column("fill", _("Booked"), lambda row: row.booked_mass_g * 100 // row.capacity_mass_g, sorts=False),
    Column("booked_g", "", lambda row: row.booked_mass_g, is_shown=False),
    Column("capacity_g", "", lambda row: row.capacity_mass_g, is_shown=False),
    Column("state", _("State"), lambda row: words.departure_tag(row.state)[0]),
)
ORDERS: Final = (
    Column("ref", _("Order"), lambda row: row.ref),
    Column("market", _("Market"), lambda row: row.market),
    Column("state", _("State"), lambda row: order_words.order_tag(row.state)[0]),
    Column("placed", _("Placed"), lambda row: row.placed_at),
    Column("shipments", _("Shipments"), lambda row: row.shipments, is_number=True),
    *amount("total", _("Total"), lambda row: (row.total_minor, row.currency)),
)
DEEDS: Final = (
    Column("at", _("When"), lambda row: row.at),
    Column("who", _("Who"), lambda row: row.who, sorts=False),
    Column("role", _("In which role"), lambda row: row.role, sorts=False, is_shown=False),
    Column("deed", _("Deed"), lambda row: row.deed),
    Column("subject", _("Subject"), lambda row: row.subject),
    Column("reason", _("Reason"), lambda row: occasions.why(row.reason), sorts=False),
    Column("changed", _("What changed"), lambda row: row.changed, sorts=False, is_shown=False),
)


def claims(*, is_open: bool) -> tuple[Column, ...]:
    """Give the columns of claims: what the rule gives while they wait, what went back once decided."""

    def sum_of(row: Any) -> tuple[int | None, str]:
        return (row.computed_minor if is_open else row.agreed_minor), row.currency

    return (
        Column("ref", _("Claim"), lambda row: row.ref, by=lambda row: row.opened_at),
        Column("opened", _("Opened"), lambda row: row.opened_at, is_shown=False),
        Column("order", _("Order"), lambda row: row.order_ref, is_shown=False),
        Column("goods", _("Goods"), lambda row: pick(row.goods.names)),
        Column("reason", _("What is wrong"), lambda row: order_words.reason_name(row.reason)),
        Column("packs", _("Packs"), lambda row: row.packs, is_shown=False),
        *amount("refund", _("Refund"), sum_of),
        Column("state", _("State"), lambda row: order_words.claim_tag(row.state)[0]),
    )


SELLERS: Final = (
    Column("name", _("Seller"), lambda row: row.name),
    Column("region", _("Region"), lambda row: pick(row.region_names)),
    Column("state", _("State"), lambda row: sell_words.seller_tag(row.state)[0]),
    Column("since", _("Since"), lambda row: row.since),
)
EVENTS: Final = (
    Column("topic", _("Event"), lambda row: row.topic),
    Column("at", _("Happened"), lambda row: row.occurred_at),
    Column("tries", _("Tries"), lambda row: row.attempts, is_number=True),
    Column("next", _("Next try"), lambda row: row.next_try_at),
    Column("error", _("Error"), lambda row: row.error),
)
LETTERS: Final = (
    Column("kind", _("Letter"), lambda row: row.kind),
    Column("made", _("Made"), lambda row: row.made_at),
    Column("tries", _("Tries"), lambda row: row.attempts, is_number=True),
    Column("next", _("Next try"), lambda row: row.next_try_at),
    Column("error", _("Error"), lambda row: row.error),
)
