"""Make a trading world priceable: codes, duty, tax, an address form; and a second market to move to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from builders import orders as build
from sogdia.apps.catalogue.models import Classification, Offer
from sogdia.apps.departures.models import Departure, Hub, Lane, LaneService
from sogdia.apps.markets.models import ExchangeRate, Market, VatRate
from sogdia.apps.parties.models import Party
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.domain.viewer import Viewer
from sogdia.usecases.change_basket import change_basket
from sogdia.usecases.keep_address import keep_address
from sogdia.usecases.make_quote import make_quote
from sogdia.usecases.place_order import place_order

NOW = build.NOW
FRENCH = {
    "lines": [["recipient"], ["house", "street"], ["postal_code", "city"], ["country"]],
    "required": ["recipient", "street", "city", "postal_code"],
    "postal_code_regex": "^[0-9]{5}$",
    "postal_code_example": "75004",
}
BRITISH = {
    "lines": [["recipient"], ["street"], ["city"], ["postal_code"], ["country"]],
    "required": ["recipient", "street", "city", "postal_code"],
    "postal_code_regex": "^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$",
    "postal_code_example": "EC1M 3HE",
}


def priced(world: build.World) -> build.World:
    """Let the world's raisins have a delivered price in France: 2.4 % duty, 5.5 % tax."""
    Market.objects.filter(pk=world.market.pk).update(
        address_format=FRENCH, checked_on=NOW.date(), withdrawal_days=14
    )
    Lane.objects.update(temperatures=["ambient"])
    priceable(world.market, world.offer)
    return world


def priceable(market: Market, *offers: Offer) -> None:
    """State what prices in a market rest on, for these offers."""
    VatRate.objects.get_or_create(
        market=market,
        vat_class="food",
        defaults={
            "rate_bp": 550,
            "valid_from": date(2026, 1, 1),
            "source": "Test",
            "checked_on": NOW.date(),
        },
    )
    MeasureRow.objects.get_or_create(
        territory=market.territory,
        code="0806203000",
        kind="third-country",
        defaults={
            "expression": "adv:2.4",
            "rate_text": "2.4 %",
            "valid_from": date(2026, 1, 1),
            "source": "Test",
            "checked_on": NOW.date(),
        },
    )
    AdmissibilityRow.objects.get_or_create(
        destination=market.territory,
        hs_prefix="0806",
        defaults={
            "effect": "allowed",
            "reason_key": "no-special-measure",
            "legal_source": "Test",
            "checked_on": NOW.date(),
        },
    )
    for offer in offers:
        Classification.objects.get_or_create(
            product=offer.pack.product,
            territory=market.territory,
            defaults={
                "code": "0806203000",
                "vat_class": "food",
                "state": "approved",
                "asked_at": NOW,
                "decided_at": NOW,
            },
        )


def britain(world: build.World) -> tuple[Market, Departure]:
    """Open a second market with a lane and a departure of its own."""
    market = Market.objects.create(
        code="GB", names={"en": "United Kingdom"}, territory="GB", currency="GBP", languages=["en"],
        timezone="Europe/London", address_format=BRITISH,
    )  # fmt: skip
    ExchangeRate.objects.create(
        base="CNY", quote="GBP", value=Decimal("0.11"), as_of=NOW.date(), source="Fictional bank"
    )
    lane = _lane(world.hub, market, world.carrier)
    priceable(market, world.offer)
    return market, build.a_departure(lane)


def _lane(hub: Hub, market: Market, carrier: Party) -> Lane:
    lane = build.a_lane(hub, market, carrier, code="LZH-LON")
    Lane.objects.filter(pk=lane.pk).update(temperatures=["ambient"])
    LaneService.objects.filter(lane=lane).update(last_mile_currency="GBP", clearing_currency="GBP")
    return lane


def ordered(viewer: Viewer, *wants: tuple[Offer, Departure, int], key: str = "order") -> str:
    """Walk a buyer from an empty basket to a placed order in France; gives its number."""
    for offer, departure, packs in wants:
        change_basket(viewer=viewer, offer_id=offer.pk, departure_ref=departure.ref, packs=packs, at=NOW)
    return place_order(viewer=viewer, quote_ref=quoted(viewer), operator="Trade house", at=NOW, key=key)


def quoted(viewer: Viewer) -> str:
    """Give a promised price for what lies in the basket, delivered to Paris."""
    address_id = keep_address(
        viewer=viewer,
        country="FR",
        name="Claire Martin",
        email="claire@example.org",
        phone="+33142685300",
        lines={"street": "rue du Four", "city": "Paris", "postal_code": "75006"},
        at=NOW,
    )
    return make_quote(viewer=viewer, market_code="FR", address_id=address_id, language="en", at=NOW)
