"""The price shelf says what the exact engine says, whatever changes, and is renewed only where a change touches it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from sogdia.apps.catalogue.models import Classification, MarketPrice, Offer, Pack, Product
from sogdia.apps.departures.models import Departure, Lane, LaneService
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate, Market, VatRate
from sogdia.apps.markets.selectors import forget_markets
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes import shelf
from sogdia.apps.quotes.book import book_of
from sogdia.apps.quotes.models import BookStamp, ShelfMark, ShelfMarket, ShelfRow
from sogdia.apps.quotes.pricing import price_offers
from sogdia.apps.quotes.selectors_shelf import Wanted
from sogdia.apps.quotes.shelf_prices import Row, usual_offers
from sogdia.apps.regions.models import Region
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import wiring
from sogdia.usecases.refresh_shelf import rebuild_shelf, refresh_shelf
from sogdia.usecases.world.load import load_world

NOW = dt.datetime.now(dt.UTC).replace(hour=3, minute=0)
#: Of the products, so that a whole shelf is quickly computed.
EVERY = 9
#: Markets that tests of a single change look at; one shares its customs territory with others, one is at home.
SOME = ("FR", "KZ", "CN")
MARKETS = (*SOME, "US")


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_world(at=NOW, operator="Test House", with_people=False)
        kept = Product.objects.filter(state="published").order_by("pk").values_list("pk", flat=True)[::EVERY]
        Product.objects.exclude(pk__in=list(kept)).update(state="withdrawn")
        for rows in (LaneService.objects, VatRate.objects):
            rows.exclude(market__code__in=MARKETS).delete()
        Market.objects.exclude(code__in=MARKETS).delete()
        forget_markets()
        rebuild_shelf(engine=wiring.prices(), at=NOW)
        yield
        transaction.set_rollback(True)
        forget_markets()


@pytest.fixture(autouse=True)
def world(_world, db):
    """The demonstration's world with some of its products on the shelf, taken back after each test."""


def refreshed(at=NOW) -> int:
    """Do what the worker does until nothing waits."""
    rounds = 0
    while refresh_shelf(engine=wiring.prices(), at=at):
        rounds += 1
        assert rounds < 5
    return rounds


def prices(market="FR", at=NOW, ids=None):
    open_shelf = shelves.open_shelf(Viewer(), market_code=market, at=at)
    wanted = ids or list(Product.objects.filter(state="published").values_list("pk", flat=True))
    return shelves.list_prices(open_shelf, wanted)


def said(card):
    return (
        card.total,
        card.arrives_first,
        card.arrives_last,
        card.departure_ref,
        card.closed.code if card.closed else "",
        card.closed.params if card.closed else {},
    )


def exact(market, at=NOW):
    """What the exact engine says of every usual pack, by product."""
    ids = list(Product.objects.filter(state="published").values_list("pk", flat=True))
    offers = usual_offers(ids)
    priced = price_offers(book_of(market, at=at, product_ids=ids), list(offers.values()))
    found = {}
    for pk, offer in offers.items():
        best, closed = priced[offer.pk].best, priced[offer.pk].closed
        if best is None:
            found[pk] = (None, None, None, "", closed.code, closed.params)
        else:
            window = best.way.window
            found[pk] = (best.total, window.earliest, window.latest, best.way.departure.ref, "", {})
    return found


def assert_true(markets=SOME, at=NOW):
    """The shelf holds what would be computed now, and counts what it holds."""
    for market in markets:
        assert {pk: said(card) for pk, card in prices(market, at).items()} == exact(market, at)
        market_id = Market.objects.get(code=market).pk
        rows = {
            row.product_id: row
            for row in map(Row._make, ShelfRow.objects.filter(market_id=market_id).values_list(*Row._fields))
        }
        (now,) = shelf.draft(wiring.prices(), [market], at=at, product_ids=None)
        assert rows == {row.product_id: row for row in now.rows}
        counted = Counter(shelf._counted(row) for row in rows.values())
        kept = ShelfMarket.objects.get(market_id=market_id).counts
        assert {tuple(key): count for *key, count in kept} == counted


def an_open(market="FR"):
    return ShelfRow.objects.filter(market_id=Market.objects.get(code=market).pk, is_open=True).order_by("pk")[
        0
    ]


def offer():
    return Offer.objects.filter(pk=an_open().offer_id)


def sell_out():
    Lot.objects.filter(product=an_open().product_id).update(qty_sold=F("qty_total") - F("qty_reserved"))


def fill(departures):
    departures.update(booked_mass_g=F("capacity_mass_g"), booked_volume_cm3=F("capacity_volume_cm3"))


def first_of_each_lane():
    first = {}
    for run in Departure.objects.filter(state="open", cutoff_at__gt=NOW).order_by("-cutoff_at", "-pk"):
        first[run.lane_id] = run.pk
    return Departure.objects.filter(pk__in=first.values())


CHANGES = {
    "net": lambda: offer().update(net_minor=F("net_minor") * 2),
    "closed offer": lambda: offer().update(is_active=False),
    "larger pack": lambda: Pack.objects.filter(pk=offer().get().pack_id).update(
        gross_mass_g=F("gross_mass_g") * 3
    ),
    "fixed price": lambda: MarketPrice.objects.create(
        offer=offer().get(), market=Market.objects.get(code="FR"), delivered_minor=99_900, changed_at=NOW
    ),
    "withdrawn": lambda: Product.objects.filter(pk=an_open().product_id).update(state="withdrawn"),
    "warm": lambda: Product.objects.filter(pk=an_open().product_id).update(temperature="frozen"),
    "other harvest": lambda: Product.objects.filter(pk=an_open().product_id).update(harvest_months=[1]),
    "sold out": sell_out,
    "old lot": lambda: Lot.objects.filter(product=an_open().product_id).update(best_before=NOW.date()),
    "withdrawn lot": lambda: Lot.objects.filter(product=an_open().product_id).update(state="withdrawn"),
    "papers": lambda: Lot.objects.update(proofs=["phytosanitary-certificate"]),
    "reclassified": lambda: Classification.objects.filter(product=an_open().product_id).update(
        code="0806209000"
    ),
    "seller": lambda: Party.objects.filter(pk=an_open().seller_id).update(commission_bp=1234),
    "suspended": lambda: Party.objects.filter(pk=an_open().seller_id).update(state="suspended"),
    "region": lambda: Region.objects.filter(pk=an_open().province_id).update(is_live=False),
    "rate": lambda: ExchangeRate.objects.create(
        base="CNY", quote="EUR", value="0.5", as_of=NOW.date(), source="a test"
    ),
    "tax": lambda: VatRate.objects.filter(market__code="FR").update(rate_bp=F("rate_bp") + 100),
    "closed market": lambda: Market.objects.filter(code="FR").update(is_open=False, closed_reason="test"),
    "measure": lambda: MeasureRow.objects.filter(territory="EU", code__startswith="08").update(
        expression="adv:50"
    ),
    "no measure": lambda: MeasureRow.objects.filter(territory="EU").delete(),
    "rule": lambda: AdmissibilityRow.objects.filter(destination="EU").update(effect="prohibited"),
    "lane": lambda: Lane.objects.update(per_kg_minor=F("per_kg_minor") * 2),
    "last mile": lambda: LaneService.objects.update(last_mile_per_kg_minor=F("last_mile_per_kg_minor") + 50),
    "full departures": lambda: fill(first_of_each_lane()),
    "all full": lambda: fill(Departure.objects.filter(state="open")),
    "cancelled": lambda: first_of_each_lane().update(state="cancelled"),
    "late": lambda: first_of_each_lane().update(delay_days=40),
    "moved": lambda: first_of_each_lane().update(cutoff_at=F("cutoff_at") - dt.timedelta(hours=1)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_shows_on_cards_at_once_and_on_the_shelf_when_it_was_refreshed(what):
    CHANGES[what]()

    assert ShelfMark.objects.exists()
    for market in SOME:
        assert {pk: said(card) for pk, card in prices(market).items()} == exact(market)

    refreshed()

    assert not ShelfMark.objects.exists()
    assert_true()


def test_changes_come_back_when_they_are_undone():
    before = {market: exact(market) for market in SOME}
    fill(Departure.objects.filter(state="open"))
    Lot.objects.update(qty_reserved=F("qty_total") - F("qty_sold"))
    refreshed()
    assert not any(card.total for card in prices().values())

    Departure.objects.filter(state="open").update(booked_mass_g=0, booked_volume_cm3=0)
    Lot.objects.update(qty_reserved=0)
    refreshed()

    assert {market: exact(market) for market in SOME} == before
    assert_true()


def test_a_new_product_is_listed_once_the_shelf_was_refreshed():
    new = Product.objects.filter(state="withdrawn", pk__in=Pack.objects.values("product_id"))[0]
    listed = shelves.open_shelf(Viewer(), market_code="FR", at=NOW)
    assert new.pk not in shelves.list_ids(listed, Wanted(), sort="price", size=500)

    Product.objects.filter(pk=new.pk).update(state="published")
    refreshed()

    assert new.pk in shelves.list_ids(listed, Wanted(), sort="price", size=500)
    assert_true()


def test_orders_that_leave_enough_mark_nothing():
    lot = Lot.objects.filter(product=an_open().product_id)
    lot.update(qty_reserved=F("qty_reserved") + 1)
    Departure.objects.filter(state="open").update(
        booked_mass_g=F("booked_mass_g") + 1000, booked_volume_cm3=F("booked_volume_cm3") + 1000
    )

    assert not ShelfMark.objects.exists()


def test_a_price_whose_cutoff_passed_is_never_shown():
    passed = (
        ShelfRow.objects.filter(is_open=True, market_id=Market.objects.get(code="FR").pk)
        .order_by("valid_until")[0]
        .valid_until
    )
    later = passed + dt.timedelta(seconds=1)

    assert {pk: said(card) for pk, card in prices("FR", later).items()} == exact("FR", later)
    refreshed(later)
    assert_true(at=later)


def test_a_new_day_in_the_market_makes_prices_anew():
    tomorrow = NOW + dt.timedelta(days=1)

    assert {pk: said(card) for pk, card in prices("KZ", tomorrow).items()} == exact("KZ", tomorrow)
    refreshed(tomorrow)
    assert_true(at=tomorrow)


def test_many_marks_are_not_read_one_by_one():
    offer().update(net_minor=F("net_minor") * 2)
    ShelfMark.objects.bulk_create([ShelfMark(scope="product", product_id=10**9) for _ in range(300)])

    assert {pk: said(card) for pk, card in prices().items()} == exact("FR")


def test_a_market_that_is_computed_aside_leaves_what_was_renewed_meanwhile():
    since = shelf.serial()
    (stale,) = shelf.draft(wiring.prices(), ["FR"], at=NOW, product_ids=None)
    offer().update(net_minor=F("net_minor") * 2)
    refreshed()

    with transaction.atomic():
        shelf.put(shelf.lock(), [stale], since=since)

    assert_true(["FR"])


def test_a_market_put_there_whole_leaves_what_was_renewed_meanwhile():
    since = shelf.serial()
    (stale,) = shelf.draft(wiring.prices(), ["FR"], at=NOW, product_ids=None)
    offer().update(net_minor=F("net_minor") * 2)
    refreshed()

    shelf.put_whole(stale, since)

    assert_true(["FR"])


def test_a_market_made_anew_has_every_change_and_forgets_what_is_gone():
    gone = ShelfRow.objects.first().product_id
    Product.objects.filter(pk=gone).update(state="withdrawn")
    Offer.objects.update(net_minor=F("net_minor") + 7)

    rebuild_shelf(engine=wiring.prices(), at=NOW)

    assert not ShelfRow.objects.filter(product_id=gone).exists()
    assert_true()


def test_a_shelf_that_is_already_right_is_left_alone():
    serials = dict(ShelfMarket.objects.values_list("market_id", "serial"))

    rebuild_shelf(engine=wiring.prices(), at=NOW)

    assert dict(ShelfMarket.objects.values_list("market_id", "serial")) == serials


def test_a_list_asks_a_fixed_number_of_questions():
    def asked(size):
        with CaptureQueriesContext(connection) as queries:
            listed = shelves.open_shelf(Viewer(), market_code="FR", at=NOW)
            ids = shelves.list_ids(listed, Wanted(), sort="price", size=size)
            shelves.list_prices(listed, ids)
        return len(queries)

    asked(1)
    assert asked(3) == asked(24) == 4


def test_a_refusal_comes_back_with_its_words():
    cards = prices("US")
    barred = next(card for card in cards.values() if card.closed and card.closed.code == "not-admissible")

    assert barred.closed.params["reason_key"]
    assert type(barred.closed).__name__ == "NotAdmissible"


def test_stamps_do_not_pile_up():
    BookStamp.objects.bulk_create([BookStamp(token=number) for number in range(600)])
    offer().update(net_minor=F("net_minor") * 2)

    refreshed()

    assert BookStamp.objects.count() == 100
    assert_true(["FR"])
