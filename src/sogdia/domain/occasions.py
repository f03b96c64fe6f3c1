"""Why a privileged deed of a day's work is done, where nobody types a reason (rule AU-2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Occasion(StrEnum):
    """What brought a deed about; kept in the audit where a person's own words would stand."""

    HUB_WORK = "work-of-the-hub"
    STATEMENT = "seen-on-the-statement"
    DUE = "due-today"
    APPROVED = "approved-before"
    FAILED = "failed-before"
    PAPER = "paper-looked-at"
    BILL = "bill-of-the-carrier"
    PUBLISHED = "published-by-its-source"
    AGREED = "talks-went-on"
    OWN_HOUSE = "choice-of-the-house-itself"
    ONESELF = "asked-for-oneself"


#: Deeds that follow from something that happened. Every other deed is a judgement, and a person says why.
OCCASIONS: Final[Mapping[str, Occasion]] = {
    "receive-line": Occasion.HUB_WORK,
    "make-units": Occasion.HUB_WORK,
    "load-shipment": Occasion.HUB_WORK,
    "unload-shipment": Occasion.HUB_WORK,
    "move-shipment": Occasion.HUB_WORK,
    "seal-departure": Occasion.HUB_WORK,
    "depart-departure": Occasion.HUB_WORK,
    "payout-confirmed": Occasion.STATEMENT,
    "refund-confirmed": Occasion.STATEMENT,
    "statement-imported": Occasion.STATEMENT,
    "provider-settled": Occasion.STATEMENT,
    "payout-batch-made": Occasion.DUE,
    "refund-file-made": Occasion.APPROVED,
    "try-event-again": Occasion.FAILED,
    "try-mail-again": Occasion.FAILED,
    "keep-paper": Occasion.PAPER,
    "verify-seller": Occasion.PAPER,
    "decide-classification": Occasion.PAPER,
    "true-cost-entered": Occasion.BILL,
    "pay-costs": Occasion.BILL,
    "rates-imported": Occasion.PUBLISHED,
    "tariff-imported": Occasion.PUBLISHED,
    "move-agreement": Occasion.AGREED,
    "set-price": Occasion.OWN_HOUSE,
    "fix-market-price": Occasion.OWN_HOUSE,
    "choose-payout-mode": Occasion.OWN_HOUSE,
    "keep-licence": Occasion.OWN_HOUSE,
    "keep-bank-account": Occasion.OWN_HOUSE,
    "invite-member": Occasion.OWN_HOUSE,
    "take-back-invitation": Occasion.OWN_HOUSE,
    "change-member": Occasion.OWN_HOUSE,
    "join-team": Occasion.ONESELF,
    "erase-person": Occasion.ONESELF,
    "receipt-proposal-withdrawn": Occasion.ONESELF,
}


def why(deed: str, typed: str) -> str:
    """
    Give the reason that is kept with a deed: what was typed, or what brought it about.

    :raises ValueError: a judgement without words; the deed asks for them before it gets here.
    """
    words = typed.strip()
    if words:
        return words
    if deed not in OCCASIONS:
        raise ValueError(f"{deed}: nobody said why")
    return str(OCCASIONS[deed])
