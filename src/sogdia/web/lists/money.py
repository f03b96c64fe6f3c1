"""Columns of the tables of money: receipts, refunds, payouts, freight, what a seller is paid."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sogdia.web.tables import Column, amount
from sogdia.web.words import money as words
from sogdia.web.words import sell as sell_words
from sogdia.web.words.reasons import kept_reason

RECEIPTS: Final = (
    Column("arrived", _("Received"), lambda row: row.received_on),
    Column("text", _("Text"), lambda row: row.text, sorts=False),
    Column("from", _("From"), lambda row: row.payer, is_shown=False),
    Column("provider", _("Provider"), lambda row: words.provider_name(row.provider), is_shown=False),
    Column("state", _("State"), lambda row: words.receipt_tag(row.state)[0]),
    Column("order", _("Order"), lambda row: row.order_ref, is_shown=False),
    *amount("amount", _("Amount"), lambda row: (row.amount_minor, row.currency)),
)
#: No account number goes into a file: who pays downloads the bank file.
REFUNDS: Final = (
    Column("order", _("Order"), lambda row: row.order_ref),
    Column("kind", _("What for"), lambda row: words.refund_kind(row.kind)),
    Column("reason", _("Reason"), lambda row: kept_reason(row.reason), is_shown=False),
    Column("state", _("State"), lambda row: words.refund_tag(row.state)[0]),
    Column(
        "to",
        _("Goes to"),
        lambda row: _("Transfer") if row.by_bank else words.provider_name(row.provider),
        sorts=False,
    ),
    Column("made", _("Since"), lambda row: row.made_at, is_shown=False),
    *amount("amount", _("Amount"), lambda row: (row.amount_minor, row.currency)),
)
DUE: Final = (
    Column("seller", _("Seller"), lambda row: row.name),
    *amount("due", _("Due"), lambda row: (row.due_minor, row.currency)),
    *amount("owed", _("Owed back"), lambda row: (row.owed_minor, row.currency)),
    *amount("sent", _("Would be sent"), lambda row: (row.sent_minor, row.currency)),
)
BATCHES: Final = (
    Column("ref", _("Batch"), lambda row: row.ref),
    Column("made", _("Made"), lambda row: row.made_at),
    Column("state", _("State"), lambda row: words.payout_tag(row.state)[0]),
    Column("payouts", _("Payouts"), lambda row: row.count, is_number=True),
    *amount("amount", _("Amount"), lambda row: (row.total_minor, row.currency)),
)
FREIGHT: Final = (
    Column("ref", _("Departure"), lambda row: row.ref),
    Column("hub", _("Hub"), lambda row: row.hub, is_shown=False),
    Column("to", _("To"), lambda row: row.gateway, is_shown=False),
    Column("left", pgettext_lazy("a departure", "Left"), lambda row: row.leaves_at),
    *amount("planned", _("Planned cost"), lambda row: (row.quoted_minor, row.currency)),
    *amount("true", _("True cost"), lambda row: (row.true_fixed_minor, row.currency)),
    *amount(
        "lost",
        _("Not recovered"),
        lambda row: (None if row.true_fixed_minor is None else row.under_recovery_minor, row.currency),
    ),
)
WAITING: Final = (
    Column("kind", _("What for"), lambda row: sell_words.payable_name(row.kind)),
    Column("shipment", _("Shipment"), lambda row: row.shipment_ref, is_shown=False),
    Column("due", _("Due"), lambda row: row.due_on),
    *amount("amount", _("Amount"), lambda row: (row.amount_minor, row.currency)),
)
PAYOUTS: Final = (
    Column("ref", _("Payout"), lambda row: row.ref),
    Column("due", _("Due"), lambda row: row.due_on),
    Column("state", _("State"), lambda row: sell_words.payout_tag(row.state)[0]),
    *amount("amount", _("Amount"), lambda row: (row.amount_minor, row.currency)),
)
