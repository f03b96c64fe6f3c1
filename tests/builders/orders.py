"""Small makers of a trading world: one seller in Turpan, one lane to Paris, and orders in any state of payment."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from sogdia.apps.catalogue.models import Offer, Pack, Product
from sogdia.apps.departures import services as departures
from sogdia.apps.departures.models import Departure, Hub, Lane, LaneService
from sogdia.apps.ledger import services as ledger
from sogdia.apps.lots import services as lots
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate, Market
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.parties.models import Address, BankAccount, Membership, Party
from sogdia.apps.payments import shares
from sogdia.apps.payments.models import Payment, Receipt
from sogdia.apps.quotes.models import Quote, QuoteLine, QuoteShipment
from sogdia.apps.regions.models import Region
from sogdia.domain.ledger import flows
from sogdia.domain.pricing.parts import SELLER_PARTS, Part
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.plumbing.accounts.models import User

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
CUTOFF = NOW + timedelta(days=10)

#: One pack: part, euro cents paid, and fen owed (seller's side and freight). It costs 8.00 euro, 40 yuan are net.
PER_PACK = (
    (Part.NET, 513, 4000),
    (Part.COMMISSION, 26, 200),
    (Part.FIRST_MILE, 6, 50),
    (Part.HUB, 13, 100),
    (Part.PAYOUT_FEE, 3, 20),
    (Part.FREIGHT_SHARED, 90, 702),
    (Part.FREIGHT_CAUSED, 31, 242),
    (Part.LAST_MILE, 45, None),
    (Part.INSURANCE, 4, None),
    (Part.DUTY, 16, None),
    (Part.VAT, 41, None),
    (Part.CLEARING, 12, None),
)
PACK_MINOR = sum(paid for _part, paid, _owed in PER_PACK)
PACK_NET_FEN = 4000
PACK_NET_G, PACK_GROSS_G, PACK_CM3 = 1000, 1050, 2000

_numbers = itertools.count(1)


@dataclass
class World:
    """Everything an order points at. Rows are fresh; call ``refresh_from_db`` on what a deed changed."""

    region: Region
    seller: Party
    carrier: Party
    operator: Party
    hub: Hub
    market: Market
    rate: ExchangeRate
    lane: Lane
    departure: Departure
    product: Product
    pack: Pack
    offer: Offer
    lot: Lot


def a_user(email: str = "") -> User:
    """Make an account; passwords are for those who test doors."""
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", name="Somebody")


def member(user: User, party: Party, role: Role, **place: object) -> Viewer:
    """Make this person a member and give them as selectors and deeds see them."""
    row = Membership.objects.create(user=user, party=party, role=role, **place)
    return Viewer(
        user_id=user.pk,
        name=user.name,
        email=user.email,
        places=(Place(party.pk, role, region_id=row.region_id, hub_id=row.hub_id),),
    )


def treasurer(world: World) -> Viewer:
    """Give a new person of the operator who handles money."""
    return member(a_user(), world.operator, Role.TREASURER)


def support(world: World) -> Viewer:
    """Give a new person of the operator who decides claims."""
    return member(a_user(), world.operator, Role.SUPPORT)


def a_party(code: str = "", **fields: object) -> Party:
    """Make a verified party."""
    code = code or f"party-{next(_numbers)}"
    given = {"names": {"en": code}, "legal_names": {"en": code}, "state": "verified", **fields}
    return Party.objects.create(code=code, **given)


def a_seller(region: Region, code: str = "", *, payout_mode: str = "on-delivery") -> Party:
    """Make a verified seller with a bank account; call again for another seller."""
    party = a_party(code, is_seller=True, region=region, payout_mode=payout_mode)
    BankAccount.objects.create(
        party=party, holder="Grape Valley", account="6222020200112233", bic="ICBKCNBJ", changed_at=NOW
    )
    return party


def a_departure(lane: Lane, *, ref: str = "", cutoff_at: datetime = CUTOFF, **fields: object) -> Departure:
    """Make an open departure with room for 10 t."""
    given = {"capacity_mass_g": 10_000_000, "capacity_volume_cm3": 30_000_000, **fields}
    return Departure.objects.create(
        lane=lane,
        ref=ref or f"P{next(_numbers):03d}",
        cutoff_at=cutoff_at,
        leaves_at=cutoff_at + timedelta(days=1),
        **given,
    )


def a_product(seller: Party, region: Region, *, slug: str = "") -> tuple[Product, Pack, Offer]:
    """Make published raisins in packs of 1 kg at a net of 40 yuan."""
    slug = slug or f"raisins-{next(_numbers)}"
    product = Product.objects.create(
        slug=slug, seller=seller, region=region, names={"en": "Turpan raisins"}, category="dried-fruit",
        hs6="080620", state="published", published_at=NOW, grades=["A", "B"],
    )  # fmt: skip
    pack = Pack.objects.create(
        product=product, code="1kg", names={"en": "1 kg"}, unit_qty=PACK_NET_G, net_mass_g=PACK_NET_G,
        gross_mass_g=PACK_GROSS_G, volume_cm3=PACK_CM3,
    )  # fmt: skip
    return product, pack, Offer.objects.create(pack=pack, net_minor=PACK_NET_FEN, changed_at=NOW)


def a_lot(
    product: Product, *, kg: int = 100, ref: str = "", best_before: date | None = date(2027, 9, 1)
) -> Lot:
    """Make an open lot, all of it at the seller's."""
    return Lot.objects.create(
        ref=ref or f"LOT-{next(_numbers):06d}", product=product, producer=product.seller,
        origin_region=product.region, harvested_on=date(2026, 9, 1), best_before=best_before, grade="A",
        qty_total=kg * 1000, net_mass_g=kg * 1000, made_at=NOW,
    )  # fmt: skip


def a_market(code: str = "FR", currency: str = "EUR") -> Market:
    """Make an open market."""
    return Market.objects.create(
        code=code, names={"en": code}, territory="EU", currency=currency, languages=["fr", "en"],
        timezone="Europe/Paris",
    )  # fmt: skip


def a_lane(hub: Hub, market: Market, carrier: Party, *, code: str = "LZH-PAR") -> Lane:
    """Make a rail lane with how it serves the market."""
    lane = Lane.objects.create(
        code=code, series="P", hub=hub, carrier=carrier, gateway_names={"en": "Paris"}, gateway_country="FR",
        latitude=Decimal("48.85"), longitude=Decimal("2.35"), mode="rail", leaves_at=time(20, 0),
        cutoff_hours=24, transit_days_min=16, transit_days_max=20, vehicle="40 ft container",
        vehicle_fixed_minor=5_000_000, capacity_mass_g=10_000_000, capacity_volume_cm3=30_000_000,
        per_kg_minor=200, wm_kg_per_m3=333, standalone_per_kg_minor=1500,
    )  # fmt: skip
    LaneService.objects.create(
        lane=lane, market=market, entry_mode="consolidated", importer_of_record="Maison d'Import (fictional)",
        last_mile_currency="EUR", last_mile_per_shipment_minor=450, last_mile_per_kg_minor=0,
        clearing_currency="EUR", clearing_per_entry_minor=120, clearing_per_kg_minor=0,
    )  # fmt: skip
    return lane


def a_world(*, kg: int = 100, payout_mode: str = "on-delivery") -> World:
    """Make a seller in Turpan with one lot of raisins, a lane to Paris and an open departure."""
    region = Region.objects.create(code="turpan", level="prefecture", names={"en": "Turpan"}, is_live=True)
    seller = a_seller(region, "grape-valley", payout_mode=payout_mode)
    carrier = a_party("steppe-rail", is_carrier=True)
    operator = a_party("trade-house", is_operator=True)
    hub = Hub.objects.create(
        code="lanzhou", names={"en": "Lanzhou"}, city="Lanzhou", latitude=Decimal("36.06"),
        longitude=Decimal("103.83"), is_main=True,
    )  # fmt: skip
    market = a_market()
    rate = ExchangeRate.objects.create(
        base="CNY", quote="EUR", value=Decimal("0.1282"), as_of=NOW.date(), source="Fictional bank"
    )
    lane = a_lane(hub, market, carrier)
    product, pack, offer = a_product(seller, region)
    return World(
        region, seller, carrier, operator, hub, market, rate, lane, a_departure(lane), product, pack, offer,
        a_lot(product, kg=kg),
    )  # fmt: skip


@dataclass(frozen=True)
class Want:
    """One line of an order to make: so many packs of a lot on a departure (default: the world's)."""

    packs: int = 10
    lot: Lot | None = None
    offer: Offer | None = None
    departure: Departure | None = None


def a_placed_order(world: World, *wants: Want, buyer: User | None = None, at: datetime = NOW) -> Order:
    """Make an order as checkout leaves it: quoted, stock held, room booked, nothing paid. Default: ten packs."""
    wants = wants or (Want(),)
    number = next(_numbers)
    total_minor = PACK_MINOR * sum(want.packs for want in wants)
    with transaction.atomic():
        address = Address.objects.create(
            user=buyer, name="Claire Martin", email=f"claire{number}@example.org", country="FR",
            lines={"street": "1 rue du Marché", "city": "Paris", "postcode": "75003"},
        )  # fmt: skip
        quote = Quote.objects.create(
            ref=f"Q-{number}", basket_key=f"basket-{number}", user=buyer, market=world.market, address=address,
            currency="EUR", total_minor=total_minor, made_at=at, valid_until=at + timedelta(hours=1),
            rate_ids=[world.rate.pk], digest="0" * 64,
        )  # fmt: skip
        order = Order.objects.create(
            ref=f"SOG-{number:06d}", quote=quote, buyer=buyer, address=address, market=world.market,
            currency="EUR", total_minor=total_minor, placed_at=at, pay_by=at + timedelta(hours=1),
        )  # fmt: skip
        for position, want in enumerate(wants):
            _line(world, order, quote, want, position, number)
        _hold(order)
    return order


def _line(world: World, order: Order, quote: Quote, want: Want, position: int, number: int) -> None:
    lot, offer = want.lot or world.lot, want.offer or world.offer
    departure, n = want.departure or world.departure, want.packs
    arrives = departure.leaves_at.date() + timedelta(days=16)
    shipment, made = Shipment.objects.get_or_create(
        order=order, seller=lot.product.seller, departure=departure,
        defaults={
            "ref": f"SHP-{number}-{position}", "gross_mass_g": 0, "volume_cm3": 0, "chargeable_g": 0,
            "lane_currency": "CNY", "shared_minor": 0, "caused_minor": 0, "standalone_minor": 0,
            "entry_mode": "consolidated", "arrives_from": arrives, "arrives_to": arrives + timedelta(days=4),
        },
    )  # fmt: skip
    shipment.gross_mass_g += n * PACK_GROSS_G
    shipment.chargeable_g += n * PACK_GROSS_G
    shipment.volume_cm3 += n * PACK_CM3
    shipment.shared_minor += n * 702
    shipment.caused_minor += n * 242
    shipment.standalone_minor += n * 1575
    shipment.save()
    figures = [
        {"part": str(part), "minor": n * paid, "basis": _basis(world, part, n * (owed or 0))}
        for part, paid, owed in PER_PACK
    ]
    common = {
        "lot": lot, "packs": n, "qty": n * PACK_NET_G, "net_mass_g": n * PACK_NET_G,
        "total_minor": n * PACK_MINOR, "figures": figures, "seller_currency": "CNY",
        "seller_parts": {str(part): n * (owed or 0) for part, _p, owed in PER_PACK if part in SELLER_PARTS},
    }  # fmt: skip
    quote_line = QuoteLine.objects.create(
        quote=quote, position=position, offer=offer, departure=departure, seller=lot.product.seller,
        gross_mass_g=n * PACK_GROSS_G, volume_cm3=n * PACK_CM3, commodity_code="0806203000",
        arrives_from=shipment.arrives_from, arrives_to=shipment.arrives_to, **common,
    )  # fmt: skip
    OrderLine.objects.create(
        order=order, shipment=shipment, quote_line=quote_line, product=lot.product,
        seller_of_record="Trade house", invoice_issuer="Trade house", importer_of_record="Importer",
        sale_tax_debtor="Trade house", import_tax_debtor="Importer", **common,
    )  # fmt: skip
    QuoteShipment.objects.update_or_create(
        quote=quote, departure=departure, seller=lot.product.seller,
        defaults={
            "lane_currency": "CNY", "chargeable_g": shipment.chargeable_g, "shared_minor": shipment.shared_minor,
            "caused_minor": shipment.caused_minor, "standalone_minor": shipment.standalone_minor,
            "entry_mode": "consolidated",
        },
    )  # fmt: skip


def _basis(world: World, part: Part, owed_minor: int) -> dict[str, object]:
    """Give what a part was reckoned from: every key that a page may show."""
    basis: dict[str, object] = {
        "rate_bp": 500, "minor_per_kg": 20, "careful_fill_bp": 6_000, "chargeable_g": 10_500, "base_minor": 5_000,
        "insured_bp": 11_000, "code": "0806203000", "checked_on": "2026-09-01", "entry_minor": 120,
        "importer_of_record": "Maison d'Import (fictional)",
    }  # fmt: skip
    if owed_minor:
        basis["fx_rate_id"] = world.rate.pk
    if part in SELLER_PARTS:
        basis |= {"seller_minor": owed_minor, "seller_currency": "CNY"}
    return basis


def _hold(order: Order) -> None:
    wanted: dict[int, int] = {}
    for line in OrderLine.objects.filter(order=order):
        wanted[line.lot_id] = wanted.get(line.lot_id, 0) + line.qty
    sizes: dict[int, tuple[int, int]] = {}
    for shipment in Shipment.objects.filter(order=order):
        mass, volume = sizes.get(shipment.departure_id, (0, 0))
        sizes[shipment.departure_id] = (mass + shipment.gross_mass_g, volume + shipment.volume_cm3)
    departures.book(sizes, at=order.placed_at)
    lots.hold(order.pk, wanted, expires_at=order.pay_by)


def a_paid_order(world: World, *wants: Want, buyer: User | None = None, at: datetime = NOW) -> Order:
    """Make an order whose money is in escrow: sandbox payment captured, stock sold, shipments paid."""
    order = a_placed_order(world, *wants, buyer=buyer, at=at)
    with transaction.atomic():
        payment = Payment.objects.create(
            order=order, provider="sandbox", provider_ref=f"SB-{order.pk}", reference=f"RF00{order.pk:06d}",
            currency=order.currency, amount_minor=order.total_minor, captured_minor=order.total_minor,
            state="captured", started_at=at, expires_at=order.pay_by, captured_at=at,
        )  # fmt: skip
        receipt = Receipt.objects.create(
            provider="sandbox", external_id=f"paid-{order.pk}", currency=order.currency, state="matched",
            amount_minor=order.total_minor, received_on=at.date(), payment=payment, recorded_at=at,
        )  # fmt: skip
        entry = flows.receive_payment(
            order_id=order.pk, shares=shares.flat(shares.of_order(order.pk)), via=flows.Via.PROVIDER,
            key=f"receipt:{receipt.pk}",
        )  # fmt: skip
        ledger.post_once(entry, at=at)
        lots.sell(order.pk)
        Shipment.objects.filter(order=order).update(state="paid")
        order.state, order.paid_at = "paid", at
        order.save(update_fields=["state", "paid_at"])
    return order


def shipment_of(order: Order) -> Shipment:
    """Give the only shipment of an order."""
    return Shipment.objects.get(order=order)


def set_state(shipment: Shipment, state: str, **fields: object) -> Shipment:
    """Put a shipment into a state without walking there."""
    Shipment.objects.filter(pk=shipment.pk).update(state=state, **fields)
    shipment.refresh_from_db()
    return shipment
