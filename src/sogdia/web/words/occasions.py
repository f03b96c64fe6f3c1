"""Why a deed was done, as the audit shows it: a person's own words, or what brought it about."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sogdia.domain.occasions import Occasion

SENTENCES: Final[dict[str, Promise]] = {
    Occasion.HUB_WORK: _("The goods were at hand and the departure was theirs."),
    Occasion.STATEMENT: _("Seen on the bank’s statement."),
    Occasion.DUE: _("Due by its day."),
    Occasion.APPROVED: _("Approved before, one by one."),
    Occasion.FAILED: _("It had failed before."),
    Occasion.PAPER: _("The papers were looked at."),
    Occasion.BILL: _("So the carrier’s bill says."),
    Occasion.PUBLISHED: _("Published by its source."),
    Occasion.AGREED: _("The talks with the region went on."),
    Occasion.OWN_HOUSE: _("The house’s own choice."),
    Occasion.ONESELF: _("The person asked for it themselves."),
}


def why(reason: str) -> str:
    """Say why in the reader's language; a person's words stand as written."""
    return str(SENTENCES.get(reason, reason))
