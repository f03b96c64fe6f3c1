"""Words of the operator's room: queues, states of departures, deeds, kinds of letters."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: By queue: its name, what to do there, the page that does it.
QUEUES: Final[dict[str, tuple[Promise, Promise, str]]] = {
    "sellers": (
        _("Sellers to verify"),
        _("Check number, licences and account; verify or send back."),
        "operator:sellers",
    ),
    "claims": (
        _("Claims to decide"),
        _("Look at the photographs; the refund is computed."),
        "operator:claims",
    ),
    "receipts": (_("Money without an order"), _("Give it to an order or send it back."), "operator:receipts"),
    "refunds": (
        _("Refunds to look at"),
        _("Check given accounts; put refunds into a bank file."),
        "operator:refunds",
    ),
    "payables": (_("Payouts that are due"), _("Make a batch for the bank."), "operator:payouts"),
    "batches": (_("Batches to approve"), _("A second person approves."), "operator:payouts"),
    "returned": (
        _("Payouts the bank returned"),
        _("Ask for right bank details, then pay again."),
        "operator:payouts",
    ),
    "departures": (
        _("Departures below their least load"),
        _("Let them leave light, or cancel them before the cut-off."),
        "operator:departures",
    ),
    "codes": (_("Codes with the broker"), _("Goods stay closed until the broker decides."), ""),
    "events": (
        _("Events that did not get through"),
        _("Look at the error and try again."),
        "operator:outbox",
    ),
    "mails": (_("Letters that did not leave"), _("Look at the error and try again."), "operator:outbox"),
}

_DEPARTURES: Final[dict[str, tuple[Promise, str]]] = {
    "open": (_("takes orders"), "go"),
    "closed": (_("orders closed"), ""),
    "loading": (_("loading"), ""),
    "sealed": (_("sealed"), "go"),
    "departed": (_("on the way"), "go"),
    "arrived": (_("arrived"), "go"),
    "closed-out": (_("closed"), ""),
    "cancelled": (_("cancelled"), "stop"),
}


def departure_tag(state: str) -> tuple[str, str]:
    """Name the state of a departure and the kind of its tag."""
    words, kind = _DEPARTURES.get(state, (state, ""))
    return str(words), kind
