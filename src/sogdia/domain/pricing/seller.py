"""The seller's side of a price: what the house takes, what the producer keeps (rules LC-11, LC-12, MO-3 to MO-5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sogdia.domain.money import Money, half_up, rounded
from sogdia.domain.pricing.inputs import HUNDRED_PERCENT, KG, SellerTerms
from sogdia.domain.pricing.parts import Part
from sogdia.domain.refusals import Refusal


class MarketPriceTooLow(Refusal):
    """At this delivered price nothing would be left for the producer."""

    code = "market-price-too-low"


class TiersContradict(Refusal):
    """A quantity tier is out of order, dearer than a smaller one, or makes more packs cost less in total."""

    code = "tiers-contradict"


@dataclass(frozen=True, slots=True, order=True)
class Tier:
    """From this many packs on, every pack of the line nets this much (minor units of the seller's currency)."""

    from_packs: int
    net_minor_per_pack: int


def seller_side(*, net_minor: int, gross_mass_g: int, terms: SellerTerms) -> dict[Part, int]:
    """
    LC-11: give the five seller's parts of a line, in minor units of the seller's currency.

    Commission and payout fee are shares of the net; first mile and hub are per kilogram of gross mass, counted by the
    gram. Each is rounded half up once, on top of the net, which stays exactly what was promised.
    """
    return {
        Part.NET: net_minor,
        Part.COMMISSION: half_up(net_minor * terms.commission_bp, HUNDRED_PERCENT),
        Part.FIRST_MILE: half_up(terms.first_mile_minor_per_kg * gross_mass_g, 1000),
        Part.HUB: half_up(terms.hub_minor_per_kg * gross_mass_g, 1000),
        Part.PAYOUT_FEE: half_up(net_minor * terms.payout_fee_bp, HUNDRED_PERCENT),
    }


def asking(parts: Mapping[Part, int]) -> int:
    """Give the price of the goods at the hub (FCA): net and everything on the seller's side."""
    return sum(parts.values())


def net_per_kg(net_minor: int, net_mass_g: int) -> Fraction:
    """MO-5: give the net per kilogram, exact minor units; for display only, never to compute from."""
    return net_minor * KG / net_mass_g


def net_of_mass(net_minor_per_kg: Fraction, net_mass_g: int) -> int:
    """MO-4: give the net of a catch-weight line: an exact rational per kilogram, rounded half up once."""
    return rounded(net_minor_per_kg * net_mass_g / KG)


def net_of_packs(net_minor_per_pack: int, packs: int, tiers: Sequence[Tier] = ()) -> int:
    """MO-3: give the net of a line: whole minor units per pack, those of the highest tier reached, times packs."""
    reached = max((tier for tier in tiers if tier.from_packs <= packs), default=Tier(0, net_minor_per_pack))
    return reached.net_minor_per_pack * packs


def check_tiers(net_minor_per_pack: int, tiers: Sequence[Tier]) -> None:
    """
    Refuse tiers under which a buyer would pay less for more packs.

    :raises TiersContradict: with ``from_packs`` of the first tier that is wrong.
    """
    before = Tier(1, net_minor_per_pack)
    for tier in tiers:
        one_fewer = (tier.from_packs - 1) * before.net_minor_per_pack
        if (
            tier.from_packs <= before.from_packs
            or tier.net_minor_per_pack > before.net_minor_per_pack
            or tier.from_packs * tier.net_minor_per_pack < one_fewer
        ):
            raise TiersContradict(f"Tier from {tier.from_packs} packs.", from_packs=tier.from_packs)
        before = tier


def net_for_market_price(target: Money, price_of: Callable[[int], Money]) -> int:
    """
    LC-12: give the highest whole net whose delivered price is at most ``target``.

    ``price_of`` gives the delivered price of a net (minor units of the seller's currency) and never falls as the net
    grows. Where a flat low-value duty makes it dip, the net found still keeps the target.

    :raises MarketPriceTooLow: when not even one minor unit would be left; ``lowest_minor`` is the lowest price.
    """
    lowest = price_of(1)
    if lowest > target:
        raise MarketPriceTooLow(
            f"Delivered for {lowest}, more than {target}, at a net of one.",
            lowest_minor=lowest.minor,
            currency=lowest.currency,
        )
    assert target.currency == lowest.currency, f"{target.currency} is not {lowest.currency}"
    kept, broken = 1, 2
    while price_of(broken) <= target:
        kept, broken = broken, broken * 2
        assert broken < 10**18, "a price grows with its net"
    while broken - kept > 1:
        middle = (kept + broken) // 2
        if price_of(middle) <= target:
            kept = middle
        else:
            broken = middle
    return kept
