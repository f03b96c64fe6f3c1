"""One sale: two packs of raisins from Turpan to a kitchen in Paris, on a departure from Lanzhou."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from sogdia.apps.catalogue.models import Classification, Offer, Pack, Product
from sogdia.apps.departures.models import Departure, Hub, Lane, LaneService
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import Market
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.parties.models import Address, Party
from sogdia.apps.quotes.models import Quote, QuoteLine, QuoteShipment
from sogdia.apps.regions.models import Region
from sogdia.plumbing.accounts.models import User

AT = dt.datetime(2026, 9, 14, 9, 30, tzinfo=dt.UTC)
#: In euro cents: 35.00 at the hub, 15.80 to bring it and at the border.
FIGURES: list[dict[str, Any]] = [
    {"part": "net", "minor": 3000, "basis": {}},
    {"part": "commission", "minor": 240, "basis": {}},
    {"part": "first-mile", "minor": 120, "basis": {}},
    {"part": "hub", "minor": 100, "basis": {}},
    {"part": "payout-fee", "minor": 40, "basis": {}},
    {"part": "freight-shared", "minor": 500, "basis": {}},
    {"part": "freight-caused", "minor": 200, "basis": {}},
    {"part": "last-mile", "minor": 160, "basis": {}},
    {"part": "insurance", "minor": 20, "basis": {}},
    {"part": "duty", "minor": 100, "basis": {}},
    {"part": "vat", "minor": 500, "basis": {}},
    {"part": "clearing", "minor": 100, "basis": {}},
]
TOTAL = 5080


def region(code: str = "turpan", **more: Any) -> Region:
    return Region.objects.create(
        code=code,
        level="prefecture",
        names={"en": "Turpan", "fr": "Tourfan", "ru": "Турфан", "zh": "吐鲁番", "ar": "تورفان"},
        is_live=True,
        **more,
    )


def seller(code: str = "grape-valley", **more: Any) -> Party:
    names = {"en": "Grape Valley Cooperative", "zh": "葡萄沟合作社"}
    return Party.objects.create(
        code=code, names=names, legal_names=names, is_seller=True, state="verified", **more
    )


def raisins(*, owner: Party, place: Region, slug: str = "raisins", **more: Any) -> Product:
    given: dict[str, Any] = {
        "names": {
            "en": "Green raisins",
            "fr": "Raisins secs verts",
            "ru": "Зелёный изюм",
            "zh": "绿葡萄干",
            "ar": "زبيب أخضر",
        },
        "category": "dried-fruit",
        "hs6": "080620",
        "state": "published",
        "published_at": AT,
        "search_words": {"en": ["sultanas"]},
        "illustration": {"form": "heap"},
        **more,
    }
    return Product.objects.create(slug=slug, seller=owner, region=place, **given)


def market(code: str = "FR", currency: str = "EUR", territory: str = "EU") -> Market:
    return Market.objects.create(
        code=code,
        names={"en": "France", "fr": "France"},
        territory=territory,
        currency=currency,
        timezone="Europe/Paris",
        address_format={
            "lines": [["recipient"], ["street"], ["postal_code", "city"], ["country"]],
        },
    )


def departure(*, ref: str = "EU 087", carrier: Party | None = None) -> Departure:
    hub, _made = Hub.objects.get_or_create(
        code="lanzhou",
        defaults={
            "names": {"en": "Lanzhou", "fr": "Lanzhou", "ru": "Ланьчжоу", "zh": "兰州", "ar": "لانتشو"},
            "city": "Lanzhou",
            "latitude": "36.06",
            "longitude": "103.83",
            "is_main": True,
        },
    )
    lane, _made = Lane.objects.get_or_create(
        code="LZ-PAR",
        defaults={
            "series": "EU",
            "hub": hub,
            "carrier": carrier,
            "gateway_names": {"en": "Paris", "zh": "巴黎"},
            "gateway_country": "FR",
            "latitude": "48.85",
            "longitude": "2.35",
            "mode": "rail",
            "leaves_at": dt.time(16, 0),
            "cutoff_hours": 48,
            "transit_days_min": 16,
            "transit_days_max": 20,
            "vehicle": "container",
            "vehicle_fixed_minor": 3_000_000,
            "capacity_mass_g": 20_000_000,
            "capacity_volume_cm3": 60_000_000,
            "per_kg_minor": 10,
            "wm_kg_per_m3": 333,
            "standalone_per_kg_minor": 2000,
        },
    )
    return Departure.objects.create(
        ref=ref,
        lane=lane,
        cutoff_at=AT + dt.timedelta(days=5),
        leaves_at=AT + dt.timedelta(days=7),
        capacity_mass_g=20_000_000,
        capacity_volume_cm3=60_000_000,
    )


def sold(*, ref: str = "K7M2QX", language: str = "en", buyer: User | None = None) -> SimpleNamespace:
    """Two packs of one kilogram: paid, received at the hub and loaded."""
    place, owner = region(), seller()
    carrier = Party.objects.create(code="steppe-rail", names={"en": "Steppe Rail"}, is_carrier=True)
    product = raisins(owner=owner, place=place)
    pack = Pack.objects.create(
        product=product,
        code="1kg",
        names={"en": "Bag, 1 kg", "zh": "1公斤袋装"},
        unit_qty=1000,
        net_mass_g=1000,
        gross_mass_g=1050,
        volume_cm3=1800,
    )
    offer = Offer.objects.create(pack=pack, net_minor=11_700, changed_at=AT)
    Classification.objects.create(
        product=product, territory="EU", code="0806203000", state="approved", asked_at=AT, decided_at=AT
    )
    lot = Lot.objects.create(
        ref="LT-2026-01",
        product=product,
        producer=owner,
        origin_region=place,
        harvested_on=dt.date(2026, 8, 20),
        best_before=dt.date(2027, 8, 20),
        grade="First",
        qty_total=500_000,
        qty_sold=2000,
        net_mass_g=500_000,
        made_at=AT,
    )
    to, run = market(), departure(carrier=carrier)
    LaneService.objects.create(
        lane=run.lane,
        market=to,
        entry_mode="consolidated",
        importer_of_record="Seine Import SARL",
        last_mile_currency="EUR",
        last_mile_per_shipment_minor=390,
        last_mile_per_kg_minor=20,
        clearing_currency="EUR",
        clearing_per_entry_minor=9000,
        clearing_per_kg_minor=4,
    )
    home = Address.objects.create(
        name="Cléo Martin",
        email="cleo@example.org",
        country="FR",
        lines={"street": "12 rue du Four", "postal_code": "75006", "city": "Paris"},
        user=buyer,
    )
    common = {"market": to, "address": home, "language": language, "currency": "EUR", "total_minor": TOTAL}
    quote = Quote.objects.create(
        ref=f"Q-{ref}",
        basket_key=f"basket-{ref}",
        user=buyer,
        made_at=AT,
        valid_until=AT + dt.timedelta(hours=24),
        digest="0" * 64,
        **common,
    )
    goods = {"packs": 2, "qty": 2000, "net_mass_g": 2000, "total_minor": TOTAL, "figures": FIGURES}
    mass = {"gross_mass_g": 2100, "volume_cm3": 3600}
    days = {"arrives_from": dt.date(2026, 10, 10), "arrives_to": dt.date(2026, 10, 16)}
    quote_line = QuoteLine.objects.create(
        quote=quote,
        position=1,
        offer=offer,
        lot=lot,
        departure=run,
        seller=owner,
        commodity_code="0806203000",
        vat_bp=550,
        seller_parts={"net": 23_400},
        **goods,
        **mass,
        **days,
    )
    freight = {
        "lane_currency": "CNY",
        "chargeable_g": 2100,
        "shared_minor": 500,
        "caused_minor": 200,
        "standalone_minor": 4200,
        "entry_mode": "consolidated",
    }
    QuoteShipment.objects.create(quote=quote, departure=run, seller=owner, **freight)
    order = Order.objects.create(
        ref=ref, quote=quote, buyer=buyer, state="paid", placed_at=AT, paid_at=AT, pay_by=AT, **common
    )
    shipment = Shipment.objects.create(
        ref=f"S-{ref}", order=order, seller=owner, departure=run, state="loaded", **mass, **days, **freight
    )
    line = OrderLine.objects.create(
        order=order,
        shipment=shipment,
        quote_line=quote_line,
        product=product,
        lot=lot,
        seller_of_record="Sogdia Trade",
        invoice_issuer="Sogdia Trade",
        importer_of_record="Seine Import SARL",
        sale_tax_debtor="Sogdia Trade",
        import_tax_debtor="Seine Import SARL",
        seller_currency="CNY",
        seller_parts={"net": 23_400},
        **goods,
    )
    return SimpleNamespace(
        region=place,
        seller=owner,
        carrier=carrier,
        product=product,
        pack=pack,
        offer=offer,
        lot=lot,
        market=to,
        departure=run,
        address=home,
        quote=quote,
        quote_line=quote_line,
        order=order,
        shipment=shipment,
        line=line,
    )
