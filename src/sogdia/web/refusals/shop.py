"""Refusals that close a product in a market, and those of the basket's door."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "offer-not-open": _("This is not for sale now."),
    "region-not-live": _("The region has not joined yet, so its producers cannot sell."),
    "seller-not-verified": _("The seller has not been verified yet."),
    "market-closed": _("This market is closed for now."),
    "not-classified": _(
        "No customs broker has approved a commodity code for these goods in this market yet."
    ),
    "not-admissible": _("These goods may not enter this market."),
    "no-departure": _("No departure to this market takes these goods in the coming weeks."),
    "no-lot": _("No lot has enough left that keeps long enough after it arrives. Try fewer packs."),
    "vat-unknown": _("The tax on these goods is not known in this market, so no price can be promised."),
    "tariff-unknown": _("The duty on these goods is not known in this market, so no price can be promised."),
    "duty-not-computable": _("The duty on these goods cannot be computed, so no price can be promised."),
    "entry-not-described": _(
        "How goods enter this market on this lane is not settled, so no price is promised."
    ),
    "packs-out-of-range": _("Choose between 1 and %(most)s packs."),
}
