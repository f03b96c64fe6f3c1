"""Why goods cannot be bought in a market: the refusals that close an offer there."""

from __future__ import annotations

from sogdia.domain.refusals import Refusal


class RegionNotLive(Refusal):
    """The seller's region has not joined yet, so its sellers cannot sell."""

    code = "region-not-live"


class SellerNotVerified(Refusal):
    """The seller has not been verified."""

    code = "seller-not-verified"


class OfferNotOpen(Refusal):
    """The product or the offer is not for sale now."""

    code = "offer-not-open"


class MarketClosed(Refusal):
    """The whole market is closed, with the deployment's reason."""

    code = "market-closed"


class NotClassified(Refusal):
    """No broker has approved a commodity code for this product in the market's customs territory."""

    code = "not-classified"


class NotAdmissible(Refusal):
    """A rule of the destination keeps these goods out, or nobody has found out whether it does."""

    code = "not-admissible"


class NoDeparture(Refusal):
    """No departure to this market takes these goods."""

    code = "no-departure"


class NoLot(Refusal):
    """No lot has enough left, or none lives long enough after its latest arrival."""

    code = "no-lot"


class VatUnknown(Refusal):
    """The market's tax on these goods is not known, so no price can be promised."""

    code = "vat-unknown"
