"""The public pages as visitors of several markets and languages see them, on the demonstration's world."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sogdia.apps.catalogue.models import Product
from sogdia.apps.markets.models import Market
from sogdia.apps.markets.selectors import forget_markets
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes.book import book_of
from sogdia.apps.quotes.models import BasketLine
from sogdia.apps.quotes.pricing import price_offers
from sogdia.apps.quotes.shelf_prices import usual_offers
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import formats, wiring
from sogdia.usecases.rebuild_search import rebuild_search
from sogdia.usecases.refresh_shelf import rebuild_shelf
from sogdia.usecases.world.load import load_world
from sogdia.web import kept_pages
from sogdia.web.pages import shop_regions

RAISINS = "/goods/raisins-turpan-green/"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The whole demonstration, taken back when these tests have run."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_world(at=dt.datetime.now(dt.UTC), operator="Test House", with_people=False)
        rebuild_search(index=wiring.search())
        rebuild_shelf(engine=wiring.prices(), at=dt.datetime.now(dt.UTC))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def visitor(world, db):
    """Give a browser that has chosen a market."""

    def choose(market: str = "FR") -> Client:
        client = Client()
        client.cookies["market"] = market
        return client

    return choose


def page_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.context["page"]


@pytest.mark.parametrize("market", ["FR", "KZ", "GB", "CN", "JP"])
def test_the_waterfall_on_the_page_sums_to_its_price(visitor, market):
    offered = page_of(visitor(market).get(RAISINS)).offered

    assert offered.fall.total_minor == offered.price.minor
    assert sum(row.amount_minor for row in offered.fall.rows) == offered.price.minor
    assert all(row.why for row in offered.fall.rows)


def test_each_departure_to_choose_says_its_difference_to_the_chosen_one(visitor):
    offered = page_of(visitor().get(RAISINS)).offered

    assert 1 < len(offered.cards) <= 6
    assert sum(card.is_chosen for card in offered.cards) == 1
    for card in offered.cards:
        assert card.price_minor == offered.price.minor + card.difference_minor


def test_another_pack_more_of_it_and_another_departure_are_priced_without_script(visitor):
    client = visitor()
    page = page_of(client.get(RAISINS))
    other = next(card for card in page.offered.cards if not card.is_chosen)
    large = page.packs[-1]

    again = page_of(client.get(RAISINS, {"pack": large.id, "n": 3, "on": other.value}))

    assert again.pack.id == large.id
    assert again.count == 3
    assert again.offered.departure.departure.ref == other.value
    assert again.offered.price.minor > 2 * large.price.minor


def test_nonsense_in_the_address_shows_the_usual_page(visitor):
    page = page_of(visitor().get(RAISINS, {"pack": "x", "n": "-4", "on": "nothing"}))

    assert page.count == 1
    assert page.offered is not None


def test_a_visitor_in_dubai_reads_why_the_product_is_closed(visitor):
    answer = visitor("AE").get(RAISINS)

    assert page_of(answer).offered is None
    assert "The duty of this market is not on file" in answer.content.decode()
    assert "Put in basket" not in answer.content.decode()


def test_a_visitor_in_the_states_reads_the_law_that_refuses_goods_of_xinjiang(visitor):
    answer = visitor("US").get(RAISINS)
    closed = page_of(answer).closed

    assert "forced labour" in closed.sentence
    assert closed.is_law
    assert closed.source in answer.content.decode().replace("&#x27;", "'")


def test_a_product_of_a_region_in_talks_cannot_be_bought_and_says_so(visitor):
    client = visitor("CN")
    found = page_of(client.get("/goods/", {"region": "shaanxi"}))

    assert found.cards
    assert all("has not joined yet" in card.closed_reason for card in found.cards)
    assert "cannot sell yet" in client.get("/regions/shaanxi/").content.decode()


def test_a_region_shows_its_sellers_page_by_page(visitor, monkeypatch):
    monkeypatch.setattr(shop_regions, "SELLERS_SHOWN", 2)
    client = visitor()

    first = page_of(client.get("/regions/xinjiang/"))
    second = page_of(client.get("/regions/xinjiang/", {"page": 2}))

    assert first.paging.paginator.count > 4
    assert len(first.sellers) == len(second.sellers) == 2
    assert not {one.url for one in first.sellers} & {one.url for one in second.sellers}
    assert "page=2" in client.get("/regions/xinjiang/").content.decode()


def test_home_shows_five_departures_and_the_readers_own_among_them(visitor):
    page = page_of(visitor("KZ").get("/"))
    cutoffs = [row.cutoff_at for row in page.board.rows]

    assert len(page.board.rows) == 5
    assert any(row.is_reader_market for row in page.board.rows)
    assert cutoffs == sorted(cutoffs)
    assert all(row.freight_per_kg_minor and row.currency == "KZT" for row in page.board.rows)


def test_home_opens_a_real_price(visitor):
    page = page_of(visitor().get("/"))

    assert len(page.goods) == 5
    assert page.example.fall.total_minor == sum(row.amount_minor for row in page.example.fall.rows)
    assert page.example.fall.total_minor == page.goods[0].price_minor


def test_cards_show_what_the_exact_engine_says(visitor):
    page = page_of(visitor("GB").get("/goods/", {"category": "dried-fruit", "reaches": "1"}))
    card = page.cards[0]

    product = page_of(visitor("GB").get(card.url))

    assert (card.price_minor, card.currency) == (product.offered.price.minor, "GBP")


def test_goods_are_sorted_by_delivered_price_and_what_is_closed_stands_last(visitor):
    page = page_of(visitor().get("/goods/"))
    shown = [card.price_minor for card in page.cards if card.price_minor is not None]

    assert len(page.cards) == 24
    assert shown == sorted(shown)
    assert page.paging.paginator.num_pages == 6


@pytest.mark.parametrize("sort", ["arrival", "newest"])
def test_goods_can_be_sorted_otherwise(visitor, sort):
    page = page_of(visitor().get("/goods/", {"sort": sort, "reaches": "1"}))
    windows = [card.arrives_first for card in page.cards]

    assert len(page.cards) == 24
    assert sort != "arrival" or windows == sorted(windows)


@pytest.mark.parametrize(
    ("language", "words"), [("", "raisns"), ("/fr", "raisins"), ("/ru", "изюм"), ("/ar", "زبيب")]
)
def test_words_find_in_every_language_even_misspelt(visitor, language, words):
    page = page_of(visitor().get(f"{language}/goods/", {"q": words}))

    assert any("raisins" in card.url for card in page.cards)


def test_nothing_found_teaches_and_leads_on(visitor):
    text = visitor().get("/goods/", {"q": "zzzzqqqq"}).content.decode()

    assert "Try the name of the fruit" in text
    assert "Show all goods" in text


def test_each_facet_counts_what_it_would_show(visitor):
    client = visitor()
    nuts = next(one for one in page_of(client.get("/goods/")).categories if one.code == "nuts")

    assert page_of(client.get("/goods/", {"category": "nuts"})).paging.paginator.count == nuts.count


def test_the_shelf_equals_the_exact_engine_for_the_whole_world_in_every_market(world, db):
    at = dt.datetime.now(dt.UTC)
    ids = list(Product.objects.filter(state="published").values_list("pk", flat=True))
    offers = usual_offers(ids)
    for market in Market.objects.values_list("code", flat=True):
        with CaptureQueriesContext(connection) as asked:
            shown = shelves.list_prices(shelves.open_shelf(Viewer(), market_code=market, at=at), ids)
        priced = price_offers(book_of(market, at=at, product_ids=ids), list(offers.values()))

        assert len(asked) < 6, "read, not computed"
        for pk, offer in offers.items():
            best, closed = priced[offer.pk].best, priced[offer.pk].closed
            assert shown[pk].total == (best.total if best else None)
            assert (shown[pk].closed and shown[pk].closed.code) == (closed and closed.code)


@pytest.mark.parametrize("path", ["/", "/goods/", RAISINS, "/regions/xinjiang/", "/departures/"])
def test_a_page_asks_the_database_a_fixed_number_of_times(visitor, path):
    client = visitor()
    client.get(path)
    kept_pages.forget()

    with CaptureQueriesContext(connection) as asked:
        client.get(path)

    assert len(asked) <= 30, "\n".join(query["sql"][:120] for query in asked.captured_queries)


def test_more_cards_ask_no_more_questions(visitor):
    client = visitor()

    def asked(**more):
        client.get("/goods/", more)
        kept_pages.forget()
        forget_markets()
        with CaptureQueriesContext(connection) as queries:
            client.get("/goods/", more)
        return len(queries)

    assert asked(category="craft") == asked()


def test_a_product_can_be_put_into_the_basket_once_by_one_form(visitor):
    client = visitor()
    page = page_of(client.get(RAISINS))
    form = {
        "offer": page.offer_id,
        "on": page.offered.departure.departure.ref,
        "n": "2",
        "key": "one-form",
    }

    first = client.post(f"{RAISINS}basket/", form)
    client.post(f"{RAISINS}basket/", form)

    assert first.status_code == 302
    assert BasketLine.objects.get().packs == 2


def test_departures_can_be_filtered_by_market_and_way_and_sorted(visitor):
    client = visitor()
    to_kazakhstan = page_of(client.get("/departures/", {"to": "KZ", "mode": "road"}))
    by_freight = page_of(client.get("/departures/", {"sort": "-freight"}))
    freight = [row.freight_per_kg_minor for row in by_freight.board.rows if row.freight_per_kg_minor]

    assert {row.market_name for row in to_kazakhstan.board.rows} == {"Kazakhstan"}
    assert {row.mode for row in to_kazakhstan.board.rows} == {"road"}
    assert freight == sorted(freight, reverse=True)


def test_no_departure_of_this_kind_says_so(visitor):
    text = visitor().get("/departures/", {"to": "KZ", "mode": "sea"}).content.decode()

    assert "none is planned in the coming eight weeks" in text


def test_a_departure_says_its_way_its_tariff_and_what_can_go(visitor):
    client = visitor()
    row = next(row for row in page_of(client.get("/departures/", {"to": "FR"})).board.rows)

    page = page_of(client.get(row.url))

    assert page.departure.ref == row.code
    assert page.serves_reader
    assert page.goods_count >= len(page.goods) > 0
    assert page.tariff


def test_a_cut_off_is_read_at_the_hub_and_with_the_reader(visitor):
    client = visitor("FR")
    row = next(row for row in page_of(client.get("/departures/", {"to": "FR"})).board.rows)

    answer = client.get(row.url)

    shown = re.sub(r"<[^>]+>", "", answer.content.decode())
    run = page_of(answer).departure
    assert f"{formats.datetime_zone(run.cutoff_at, 'Asia/Shanghai')} at the hub" in shown
    assert f"{formats.datetime_zone(run.cutoff_at, 'Europe/Paris')} with you" in shown


def test_a_lot_tells_its_origin_and_evidence_and_no_person(visitor):
    client = visitor()
    lot = page_of(client.get(RAISINS)).offered.lot

    answer = client.get(f"/lots/{lot.ref}/")
    page = page_of(answer)

    assert page.tests
    assert page.steps[0].title == "Harvested"
    assert "Turpan" in page.origin_words
    assert "@" not in re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL)


def test_every_market_is_listed_with_its_price_or_its_reason(visitor):
    page = page_of(visitor().get(f"{RAISINS}markets/"))

    assert len(page.rows) == 17
    assert all(row.price or row.closed.sentence for row in page.rows)


@pytest.mark.parametrize(
    "path",
    [
        "/regions/",
        "/regions/turpan/",
        "/producers/karez-terrace/",
        "/price/",
        "/roles/",
        "/terms/",
        "/privacy/",
    ],
)
@pytest.mark.parametrize("language", ["", "/fr", "/zh-hans", "/ru", "/ar"])
def test_each_public_page_opens_in_each_language(visitor, language, path):
    answer = visitor().get(f"{language}{path}")

    assert answer.status_code == 200
    assert 'hreflang="zh-Hans"' in answer.content.decode()


def test_robots_and_sitemap_name_public_pages_only(visitor):
    client = visitor()

    robots, sitemap = client.get("/robots.txt"), client.get("/sitemap.xml")

    assert "Disallow: /operator/" in robots.content.decode()
    assert "/goods/raisins-turpan-green/" in sitemap.content.decode()
    assert "/operator" not in sitemap.content.decode()


@pytest.mark.parametrize("path", ["/goods/nothing/", "/lots/NONE/", "/regions/nowhere/", "/departures/XX-1/"])
def test_what_is_not_there_is_not_found(visitor, path):
    assert visitor().get(path).status_code == 404


def test_a_newcomer_meets_the_first_page_in_the_language_of_their_device(visitor):
    answer = visitor().get("/", headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.8"})

    assert (answer.status_code, answer.url) == (302, "/fr/")


def test_who_chose_english_stays_with_it_on_a_french_device(visitor):
    reader = visitor()
    reader.post("/place/", {"language": "en", "next": "/fr/"})

    assert reader.get("/", headers={"accept-language": "fr"}).status_code == 200


def test_a_device_that_asks_for_english_first_is_not_sent_elsewhere(visitor):
    assert visitor().get("/", headers={"accept-language": "en-GB,fr;q=0.5"}).status_code == 200
