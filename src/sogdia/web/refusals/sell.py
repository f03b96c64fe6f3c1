"""Refusals of the seller's rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sogdia.web.words import sell as words

SENTENCES = {
    "cut-off-passed": _("The cut-off of %(departure)s is over, so these goods cannot come along any more."),
    "nothing-said": _("Write a message of at most 4000 characters."),
    "payout-mode-unknown": _("Choose one of the ways of being paid."),
    "advance-not-seen": _("What you owe back has changed. Look at it again before you choose an advance."),
    "product-facts-wrong": _("This cannot be: %(field)s."),
    "stock-unit-fixed": _("This product has lots, so what its stock is counted in stays as it is."),
    "hs-code-malformed": _("%(text)s is no commodity code. Write six digits, like 0806.20."),
    "product-incomplete": _("Something is missing before it can be sold: %(missing)s."),
    "product-not-for-sale": _("It is not for sale, so there is nothing to withdraw."),
    "pack-facts-wrong": _("This cannot be: %(field)s."),
    "too-many-photos": _("A product shows at most %(most)s photographs. Remove one first."),
    "lot-without-harvest-date": _("A lot needs the day of its harvest."),
    "harvest-in-future": _("A harvest lies in the past. Write the day on which it ended."),
    "lot-facts-wrong": _("This cannot be: %(field)s."),
    "lot-not-open": _("This lot is not open, so there is nothing to withdraw."),
    "finding-wrong": _("This cannot be: %(field)s."),
    "net-out-of-range": _(
        "Write a price above nothing and below ten million, and tiers between 0 and 100 percent."
    ),
    "no-farm-price": _("Set a price from the farm first; then fix one in a market."),
    "tiers-contradict": _(
        "The tier from %(from_packs)s packs does not fit: more packs would cost less in total."
    ),
    "registration-not-valid": _(
        "%(number)s is not a number of this register: look for a mistyped character."
    ),
    "bank-details-mistyped": _("This cannot be: %(field)s."),
    "house-facts-wrong": _("This cannot be: %(field)s."),
    "registered-already": _(
        "A house with this registration number is here already. Ask its owner to invite you."
    ),
    "facts-are-verified": _(
        "What is or was verified is not changed here. Names as shown and the story can be; for the rest write to us."
    ),
    "too-many-drafts": _("You have drafts enough. Finish one of them first."),
    "licence-facts-wrong": _("This cannot be: %(field)s."),
    "registration-incomplete": _("Something is missing before it can be verified: %(missing)s."),
    "role-unknown": _("Choose one of the team's roles."),
    "invitation-not-valid": _(
        "This invitation was used, taken back, or its time is over. Ask for a new one."
    ),
    "last-owner": _("A house keeps at least one owner. Make somebody else an owner first."),
    "scope-unknown": _("Say what the agreement is about: commerce, cloud or data."),
}


def _field(params: Mapping[str, Any]) -> dict[str, object]:
    return {"field": words.field_name(str(params.get("field", "")))}


def _missing(params: Mapping[str, Any]) -> dict[str, object]:
    return {"missing": ", ".join(words.missing_name(code) for code in params.get("missing", ()))}


def _house(params: Mapping[str, Any]) -> dict[str, object]:
    return {"missing": ", ".join(words.house_missing_name(code) for code in params.get("missing", ()))}


WORDS = {
    "bank-details-mistyped": _field,
    "house-facts-wrong": _field,
    "licence-facts-wrong": _field,
    "registration-incomplete": _house,
    "product-facts-wrong": _field,
    "pack-facts-wrong": _field,
    "lot-facts-wrong": _field,
    "finding-wrong": _field,
    "product-incomplete": _missing,
}
