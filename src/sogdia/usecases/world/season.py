"""A season of trade for the demo world, made of the same deeds that people do: nothing is written behind their back."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from sogdia.apps.catalogue.models import Offer
from sogdia.apps.departures.models import Departure, LaneService
from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import Payment
from sogdia.apps.quotes import pricing
from sogdia.apps.quotes.book import MarketBook, Way, book_of
from sogdia.apps.quotes.models import Basket
from sogdia.domain.money import Money
from sogdia.domain.ports import PaymentProvider, PictureMaker
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.outbox.models import OutboxEvent
from sogdia.usecases.cancel_order import cancel_order
from sogdia.usecases.capture_payment import Arrival, capture_payment
from sogdia.usecases.change_basket import change_basket
from sogdia.usecases.keep_address import keep_address
from sogdia.usecases.make_quote import make_quote
from sogdia.usecases.place_order import place_order
from sogdia.usecases.start_payment import start_payment
from sogdia.usecases.world import journey
from sogdia.usecases.world.paying import Payer, pay_sellers
from sogdia.usecases.world.places import plan_departures

#: Lanes that had departures before today, and how far back.
LANES = ("KZ", "KF", "SH", "BJ", "BF", "EU", "EA", "GB", "RU", "JP", "CD", "GZ", "KG")
BACK = timedelta(days=18)
#: Lanes with a longer past, so that a month can be held against the one before it; one departure in so many.
FURTHER = dict.fromkeys(("SH", "CD", "KZ", "BF"), timedelta(days=52))
FURTHER_EACH = 3
AHEAD = timedelta(days=10)
#: How many offers are looked at for a departure.
LOOKED_AT = 24
KEY = "season-"

#: People of the demo who buy along: lane, market, who, the most packs, and where it goes.
REGULARS = {
    "EA": (
        "FR",
        "buyer@sogdia.example",
        2,
        {"street": "12 rue de l'Exemple", "postal_code": "69001", "city": "Lyon"},
    ),
    "KZ": ("KZ", "importer@sogdia.example", 40, {"street": "1 Example Street", "city": "Almaty"}),
}

_HOUSE = Viewer(places=(Place(0, Role.SUPPORT),))

Tell = Callable[[str, int], None]


@dataclass(frozen=True)
class Buyer:
    """Who buys, and where it goes."""

    viewer: Viewer
    name: str = "Demonstration buyer"
    email: str = "season@sogdia.example"
    lines: Mapping[str, str] = field(
        default_factory=lambda: {"street": "1 Example Street", "city": "Example"}
    )


@dataclass(frozen=True)
class House:
    """What the deeds need from outside: who operates, how money and pictures come in."""

    operator: str
    provider: PaymentProvider
    pictures: PictureMaker
    transfer_days: int
    payer: Payer


def play_season(
    *,
    at: datetime,
    house: House,
    tell: Tell = lambda _what, _count: None,
    seed: int = 7,
    lanes: Collection[str] = LANES,
) -> int:
    """
    Buy, hand over, load, depart, deliver and settle on past departures, and buy on coming ones; gives the orders placed.

    A season is played once; repeating it changes nothing.
    """
    if Basket.objects.filter(key__startswith=KEY).exists():
        return 0
    with transaction.atomic():
        plan_departures(at=at, back=BACK, further=FURTHER)
    chance, of_regulars = random.Random(seed), random.Random(seed)
    bought: set[tuple[str, str]] = set()
    placed = 0
    recent = Q(lane__code__in=lanes, leaves_at__gt=at - BACK + timedelta(days=3), leaves_at__lt=at + AHEAD)
    past = Q(lane__code__in=FURTHER.keys() & set(lanes), leaves_at__lte=at - BACK)
    rows = Departure.objects.filter(recent | past).select_related("lane__hub", "lane__carrier")
    for number, departure in enumerate(rows.order_by("cutoff_at", "id")):
        if departure.leaves_at <= at - BACK and number % FURTHER_EACH:
            continue
        first = Order.objects.count()
        _buy_for(departure, chance, house, at=at)
        _buy_along(departure, of_regulars, house, bought, at=at)
        placed += Order.objects.count() - first
        if departure.leaves_at < at:
            journey.travel(departure, now=at, pictures=house.pictures)
        else:
            journey.prepare(departure, now=at, pictures=house.pictures)
        tell(departure.ref, placed)
    pay_sellers(house.payer, since=at - max(FURTHER.values()), now=at)
    with transaction.atomic():
        _send_no_letters(at)
    return placed


def _send_no_letters(at: datetime) -> None:
    """The season's buyers are invented: its events count as handed on, so that nobody is written to."""
    OutboxEvent.objects.filter(handled_at__isnull=True).update(handled_at=at)


def _buy_for(departure: Departure, chance: random.Random, house: House, *, at: datetime) -> None:
    services = list(LaneService.objects.filter(lane=departure.lane).select_related("market"))
    is_past = departure.cutoff_at < at
    is_long_ago = departure.leaves_at <= at - BACK
    soon = max(0.3, 1 - max(0, (departure.cutoff_at - at).days) / 14)
    wanted = int(
        departure.capacity_mass_g
        * (chance.uniform(0.42, 0.8) if is_past else chance.uniform(0.5, 0.95) * soon)
        * (0.5 if is_long_ago else 1)
    )
    loaded = 0
    buy_at = min(departure.cutoff_at - timedelta(days=2), at - timedelta(minutes=30))
    if not is_past:
        buy_at = min(at - timedelta(minutes=chance.randint(30, 900)), departure.cutoff_at - timedelta(days=3))
    chance.shuffle(services)
    for service in services:
        book = book_of(service.market.code, at=buy_at)
        way = book.way(departure.pk)
        choices = _sellable(book, way, chance) if way else []
        if choices:
            break
    else:
        return
    choices.sort(key=lambda choice: -choice[1] * choice[2])
    for number, (offer_id, pack_g, most) in enumerate(choices[: 2 if is_past else _buyers(departure, at)]):
        packs = max(1, min(most, (wanted - loaded) // max(1, pack_g)))
        placed_g = _order(
            f"{KEY}{departure.ref}-{number}",
            book,
            departure,
            offer_id,
            packs,
            house,
            chance=chance,
            at=buy_at,
        )
        loaded += pack_g * packs if placed_g else 0
        if loaded >= wanted:
            return


def _buy_along(
    departure: Departure, chance: random.Random, house: House, bought: set[tuple[str, str]], *, at: datetime
) -> None:
    """Let a person of the demo buy a little too: once of what has arrived, of what is under way, of what will leave."""
    if departure.lane.code not in REGULARS:
        return
    market, email, most, lines = REGULARS[departure.lane.code]
    days = (at - departure.leaves_at).days
    stage = (
        "ahead" if departure.cutoff_at > at else "arrived" if days >= 9 else "under way" if days >= 1 else ""
    )
    user = User.objects.filter(email=email).first()
    if user is None or not stage or (email, stage) in bought:
        return
    buy_at = min(departure.cutoff_at - timedelta(days=2), at - timedelta(hours=2))
    book = book_of(market, at=buy_at)
    way = book.way(departure.pk)
    choices = _sellable(book, way, chance) if way else []
    buyer = Buyer(Viewer(user_id=user.pk, name=user.name, email=email), user.name, email, lines)
    for offer_id, _pack_g, left in sorted(choices, key=lambda choice: choice[1])[:3]:
        key = f"{KEY}{departure.ref}-{email}-{offer_id}"
        packs = min(most, left)
        if _order(key, book, departure, offer_id, packs, house, chance=chance, at=buy_at, buyer=buyer):
            bought.add((email, stage))
            return


def _buyers(departure: Departure, at: datetime) -> int:
    """The nearer a departure, the more have bought a place on it."""
    return 7 if departure.cutoff_at - at < timedelta(days=3) else 4


def _sellable(book: MarketBook, way: Way, chance: random.Random) -> list[tuple[int, int, int]]:
    """Give offers that can go on this departure: id, gross mass of a pack, and how many packs a quarter of its lot is."""
    published = _published()
    offers = pricing.load_offers(chance.sample(published, min(LOOKED_AT, len(published))))
    offers.sort(key=lambda offer: offer.pk)
    lots = pricing.load_lots(offers)
    found = []
    for offer in offers:
        try:
            pricing.check_open(book, offer)
            if offer.pack.product.temperature not in way.lane.temperatures:
                continue
            lot = pricing.choose_lot(book, offer, way, lots[offer.pack.product_id])
            pricing.price_on(book, way, [pricing.goods_line(book, offer, lot, packs=1, key="1")])
        except Refusal:
            continue
        most = pricing.available(lot) // 4 // offer.pack.unit_qty
        if most >= 1:
            found.append((offer.pk, offer.pack.gross_mass_g, most))
    return found


def _published() -> list[int]:
    return list(
        Offer.objects.filter(is_active=True, pack__product__state="published").values_list("pk", flat=True)
    )


def _order(
    key: str,
    book: MarketBook,
    departure: Departure,
    offer_id: int,
    packs: int,
    house: House,
    *,
    chance: random.Random,
    at: datetime,
    buyer: Buyer | None = None,
) -> bool:
    """Buy as a guest of the demo or as a person of it; false when the house refused, as it may."""
    viewer = (buyer := buyer or Buyer(Viewer(guest_key=key))).viewer
    placed_at = at + timedelta(seconds=chance.randint(1, 600))
    try:
        change_basket(
            viewer=viewer, offer_id=offer_id, departure_ref=departure.ref, packs=packs, at=placed_at
        )
        address = keep_address(
            viewer=viewer,
            country=book.market.code,
            name=buyer.name,
            email=buyer.email,
            phone="",
            lines=buyer.lines,
            at=placed_at,
        )
        quote = make_quote(
            viewer=viewer, market_code=book.market.code, address_id=address, language="en", at=placed_at
        )
        ref = place_order(viewer=viewer, quote_ref=quote, operator=house.operator, at=placed_at, key=key)
    except Refusal:
        return False
    try:
        started = start_payment(
            viewer=viewer,
            order_ref=ref,
            provider=house.provider,
            transfer_days=house.transfer_days,
            return_url="",
            notify_url="",
            language="en",
            at=placed_at,
        )
    except Refusal:
        cancel_order(viewer=_HOUSE, order_ref=ref, at=placed_at, key=f"{key}-cancel")
        return False
    _pay(key, started.reference, house, at=placed_at + timedelta(minutes=9))
    return True


def _pay(key: str, reference: str, house: House, *, at: datetime) -> None:
    payment = Payment.objects.get(reference=reference)
    arrival = Arrival(
        provider=house.provider.code,
        external_id=f"{key}-{payment.pk}",
        amount=Money(payment.amount_minor, payment.currency),
        on=at.date(),
        text=reference,
    )
    capture_payment(payment_id=payment.pk, arrival=arrival, at=at)
