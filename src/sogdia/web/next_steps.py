"""What to do after a refusal: for each code the next step in words and, where one page is the place for it, the way there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """The next step: ``words`` empty where the refusal's own sentence says it; ``url_name`` and ``title`` lead there."""

    words: Words = ""
    url_name: str = ""
    title: Words = ""

    @property
    def url(self) -> str:
        """Give where it is done; empty where there is no one place, or this deployment has no such page."""
        try:
            return reverse(self.url_name) if self.url_name else ""
        except NoReverseMatch:
            return ""


_MEND: Final = Step(_("Correct it and send the form again."))
_ADD: Final = Step(_("Add it, then try again."))
_LESS: Final = Step(_("Write a smaller amount."))
_OTHER_DEPARTURE: Final = Step(_("Choose another departure."))
_EARLIER: Final = Step(
    _("Choose an earlier departure, or other goods."), "shop:departures", _("All departures")
)
_OTHER_GOODS: Final = Step(_("Choose other goods, or come back later."), "shop:goods", _("All goods"))
_OTHER_PLACE: Final = Step(
    _("Choose other goods, or another place to deliver to."), "shop:goods", _("All goods")
)
_NOTHING_LEFT: Final = Step(_("There is nothing left to do here."))
_SEE_ORDER: Final = Step(
    _("The order's page says how it stands and what can be done."), "orders:list", _("Your orders")
)
_ASK_SELLER: Final = Step(_("Ask the seller to enter one, then try again."))
_TO_BASKET: Final = Step("", "checkout:basket", _("To the basket"))
_TO_DEPARTURES: Final = Step("", "shop:departures", _("All departures"))

#: By code: the step that the refusal's own sentence does not say, or the way to a step that it does say.
STEPS: Final[dict[str, Step]] = {
    "refused": Step(_("Reload the page and try again.")),
    "callback-forged": Step(_("Check the secret that signs it, and send it again.")),
    "no-currency-rate": Step(_("Choose another currency, or come back later.")),
    "currency-rate-too-old": Step(_("Choose another currency, or come back later.")),
    # A person's own pages.
    "kept-by-law": Step(_("After that day it is deleted by itself.")),
    "still-on-a-team": Step("", "sell:team", _("To the team")),
    "orders-under-way": Step("", "orders:list", _("Your orders")),
    # The broker's room.
    "code-elsewhere": Step(_("Choose a code under it, or refuse and say why.")),
    "expression-malformed": Step(_("Correct it from there on and send the form again.")),
    "tariff-not-readable": Step(_("Mend that line and take the file in again.")),
    "decision-stands-already": Step(_("Go on with the next case."), "broker:home", _("To the cases")),
    # Basket, checkout, order.
    "basket-empty": Step(_("Choose some goods first."), "shop:goods", _("All goods")),
    "basket-has-closed-lines": _TO_BASKET,
    "address-elsewhere": Step(
        _(
            "Choose that country in the basket and look at its price, or write an address in the country priced."
        ),
        "checkout:basket",
        _("To the basket"),
    ),
    "quote-expired": Step(_("Ask for today's price in the basket."), "checkout:basket", _("To the basket")),
    "quote-without-address": Step(_("Write the address first.")),
    "no-lot-fresh-enough": _EARLIER,
    "lot-too-old": _EARLIER,
    "lot-not-equal": Step(_("Choose a lot of the same product, grade and origin.")),
    "market-price-too-low": Step(_("Write a higher price, or let it follow the price from the farm.")),
    "importer-not-named": _OTHER_GOODS,
    "too-late-to-cancel": Step(
        _(
            "Once the goods are at the door, they can be claimed for or, where there is that right, withdrawn from."
        )
    ),
    "nothing-to-cancel": _SEE_ORDER,
    "no-right-to-withdraw": Step(
        _("If something is wrong with the goods, open a claim on the order's page.")
    ),
    "claim-too-late": Step(_("Write to us on the order's page all the same if something is wrong.")),
    "more-packs-than-ordered": Step(_("Write that number or a smaller one.")),
    "proposal-closed": _SEE_ORDER,
    # Papers.
    "invoice-too-early": Step(_("Seal the departure first.")),
    "credit-note-without-invoice": Step(_("Issue the invoice first.")),
    "credit-above-invoice": _LESS,
    "link-not-valid": Step("", "orders:track", _("Ask for a new link")),
    # Hub and carrier.
    "temperature-differs": Step(_("Move the shipment to another departure.")),
    "weight-not-possible": Step(_("Weigh again and write what the scale says.")),
    "line-cancelled": Step(_("Set these goods aside for the seller and go on with the next line.")),
    "buyer-not-answered": Step(_("Wait for the answer; at the cut-off the default answers.")),
    "other-departure": Step(_("Load it there, or move it to this departure first.")),
    "departure-sealed": Step(_("Use a later departure.")),
    "shipment-already-there": _OTHER_DEPARTURE,
    "another-lane": Step(_("Choose a departure of the same lane.")),
    "goods-too-old-for-it": _OTHER_DEPARTURE,
    "nothing-loaded": Step(_("Load a shipment first, or cancel the departure.")),
    "below-least-load": Step(_("Load more, or ask the operator.")),
    "units-not-possible": Step(_("Write a number up to that, or print the labels that are there.")),
    "milestone-out-of-turn": Step(_("Report the step that comes next.")),
    "delay-out-of-range": Step(_("Write a number in between.")),
    # Money, stock, room.
    "nothing-owed": _NOTHING_LEFT,
    "lot-too-small": Step(_("Take that much or less.")),
    "departure-full": _TO_DEPARTURES,
    "departure-closed": _TO_DEPARTURES,
    "order-not-payable": _SEE_ORDER,
    "payment-reference-not-valid": Step(_("Check it against the confirmation of the order.")),
    "news-too-early": Step(_("Nobody has to do anything.")),
    "statement-not-readable": Step(_("Mend that line, or export the statement again.")),
    "publication-not-readable": Step(_("Fetch the file again from its publisher, then take it in.")),
    "nothing-to-import": Step(_("Take in a newer file.")),
    "bank-account-not-valid": Step(_("Check it against a statement of the bank and send the form again.")),
    "details-not-wanted": _NOTHING_LEFT,
    "receipt-does-not-fit": Step(_("Choose another order, or send the money back.")),
    "second-person-needed": Step(_("Ask a second person who may.")),
    "nothing-due": Step(_("Come back when a payout is due.")),
    "advance-below-receivable": Step(_("Wait for the payout on its day.")),
    "escrow-too-small": _LESS,
    "refund-above-capture": _LESS,
    "already-released": Step(_("What is still wrong is settled by a claim.")),
    "no-bank-account": _ASK_SELLER,
    "departure-not-under-way": Step(_("Come back when it has left.")),
    "true-cost-entered": Step(_("Write to the operator if the figure is wrong.")),
    # Selling.
    "cut-off-passed": Step(_("They need a later departure: write to the trade house.")),
    "product-facts-wrong": _MEND,
    "stock-unit-fixed": Step(_("Make another product to count it otherwise.")),
    "product-incomplete": _ADD,
    "product-not-for-sale": Step(_("Publish it when it shall be sold.")),
    "pack-facts-wrong": _MEND,
    "lot-without-harvest-date": _ADD,
    "lot-facts-wrong": _MEND,
    "lot-not-open": Step(_("Choose another lot."), "sell:lots", _("To the lots")),
    "finding-wrong": _MEND,
    "tiers-contradict": Step(_("Write a smaller percentage there.")),
    "bank-details-mistyped": _MEND,
    "house-facts-wrong": _MEND,
    "licence-facts-wrong": _MEND,
    "registration-incomplete": _ADD,
    # Why a product is closed in a market.
    "offer-not-open": _OTHER_GOODS,
    "region-not-live": _OTHER_GOODS,
    "seller-not-verified": _OTHER_GOODS,
    "market-closed": _OTHER_PLACE,
    "not-classified": _OTHER_PLACE,
    "not-admissible": _OTHER_PLACE,
    "no-departure": _OTHER_PLACE,
    "vat-unknown": _OTHER_PLACE,
    "tariff-unknown": _OTHER_PLACE,
    "duty-not-computable": _OTHER_PLACE,
    "entry-not-described": _OTHER_PLACE,
}
NONE: Final = Step()
