"""The pages of goods, prices and lots: for their seller, with what was typed kept, and for nobody else."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from builders import orders as build
from builders import trade
from sogdia.apps.catalogue.models import Offer, Pack, Product, ProductPhoto
from sogdia.apps.departures.models import Departure
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import ExchangeRate
from sogdia.domain.viewer import Role

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCT = {
    "key": "k", "name_en": "Black raisins", "summary_en": "Dried in the shade.", "category": "dried-fruit",
    "hs6": "0806.20", "stock_unit": "g", "temperature": "ambient", "harvest_months": ["8", "9"],
    "grades": "extra, first", "tolerance": "2",
}  # fmt: skip
PACK = {
    "key": "k",
    "net": "0,5",
    "gross": "0.54",
    "length": "10",
    "width": "12",
    "height": "8.5",
    "is_active": "on",
}


@pytest.fixture
def world():
    """Make a world whose rate, departure and lot are good on the day on which the tests run."""
    made, now = trade.priced(build.a_world()), dt.datetime.now(dt.UTC)
    ExchangeRate.objects.update(as_of=now.date())
    Departure.objects.update(cutoff_at=now + dt.timedelta(days=5), leaves_at=now + dt.timedelta(days=6))
    Lot.objects.update(best_before=None)
    return made


def enter(client, party, role=Role.OWNER):
    user = build.a_user()
    build.member(user, party, role)
    client.force_login(user)
    return client


@pytest.fixture
def grower(client, world):
    return enter(client, world.seller)


def product_url(world, name="product", *args):
    return reverse(f"sell:{name}", args=[world.product.slug, *args])


def pages(world):
    slug, code = world.product.slug, world.pack.code
    return [
        reverse("sell:products"), reverse("sell:product_new"), reverse("sell:product", args=[slug]),
        reverse("sell:product_edit", args=[slug]), reverse("sell:pack_new", args=[slug]),
        reverse("sell:pack", args=[slug, code]), reverse("sell:price", args=[slug, code]),
        reverse("sell:lot_new", args=[slug]), reverse("sell:lots"), reverse("sell:lot", args=[world.lot.ref]),
    ]  # fmt: skip


def test_every_page_opens_for_its_seller(grower, world):
    assert [grower.get(url).status_code for url in pages(world)] == [200] * 10


def test_a_guest_signs_in_first(client, world):
    assert {client.get(url).status_code for url in pages(world)} == {302}


def test_another_seller_sees_nothing_of_mine(client, world):
    stranger = enter(client, build.a_seller(world.region, "other-house"))

    answers = [stranger.get(url) for url in pages(world)]

    mine = [
        answer.status_code
        for url, answer in zip(pages(world), answers, strict=True)
        if "/new/" not in url[-9:]
    ]
    assert set(mine) <= {200, 404}
    assert all(
        world.lot.ref not in answer.content.decode() for answer in answers if answer.status_code == 200
    )
    assert stranger.get(product_url(world)).status_code == 404
    assert stranger.post(product_url(world, "withdraw"), {"key": "k"}).status_code == 404


def test_finance_looks_and_does_not_write(client, world):
    finance = enter(client, world.seller, Role.FINANCE)

    assert finance.get(reverse("sell:products")).status_code == 200
    assert finance.get(product_url(world, "price", world.pack.code)).status_code == 403


def test_a_product_becomes_a_draft(grower, world):
    answer = grower.post(reverse("sell:product_new"), {**PRODUCT, "region": world.region.pk})

    product = Product.objects.get(slug="black-raisins")
    assert answer.url == reverse("sell:product", args=["black-raisins"])
    assert (product.state, product.mass_tolerance_bp, product.grades) == ("draft", 200, ["extra", "first"])


def test_the_same_form_twice_makes_one_product(grower, world):
    for _twice in range(2):
        grower.post(reverse("sell:product_new"), {**PRODUCT, "region": world.region.pk})

    assert Product.objects.filter(slug__startswith="black-raisins").count() == 1


def test_what_was_typed_is_kept_when_something_is_wrong(grower, world):
    wrong = {**PRODUCT, "region": world.region.pk, "shelf_life_days": "-4", "tolerance": "lots"}

    answer = grower.post(reverse("sell:product_new"), wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Black raisins"' in page
    assert 'value="-4"' in page
    assert 'value="lots"' in page


def test_words_find_a_code(grower, world):
    typed = {**PRODUCT, "region": world.region.pk, "hs6": "raisin"}

    asked = grower.post(reverse("sell:product_new"), typed).content.decode()
    live = grower.get(reverse("sell:commodities"), {"hs6": "raisin"}).content.decode()
    grower.post(reverse("sell:product_new"), {**typed, "hs6_pick": "080620"})

    assert "0806.20" in asked and "0806.20" in live
    assert Product.objects.get(slug="black-raisins").hs6 == "080620"


def test_a_pack_is_measured_by_its_sides(grower, world):
    answer = grower.post(product_url(world, "pack_new"), PACK)

    pack = Pack.objects.get(product=world.product, code="500g")
    assert (pack.net_mass_g, pack.gross_mass_g, pack.volume_cm3) == (500, 540, 1020)
    assert answer.url == product_url(world, "price", "500g")


@pytest.mark.parametrize(
    "wrong",
    [{"net": "-1"}, {"gross": "0.4"}, {"length": "", "volume": ""}, {"net": "0.0001"}, {"net": "1e999"}],
)
def test_a_pack_that_cannot_be_is_asked_again(grower, world, wrong):
    answer = grower.post(product_url(world, "pack_new"), {**PACK, **wrong})

    assert answer.status_code == 422
    assert Pack.objects.filter(product=world.product).count() == 1


def test_typing_a_net_shows_what_it_brings_and_saves_nothing(grower, world):
    url = product_url(world, "price", world.pack.code)

    part = grower.get(url, {"mode": "farm", "net": "41,50"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "¥41.50" in part and "¥40.00" in part
    assert "Commission" in part
    assert Offer.objects.get(pk=world.offer.pk).net_minor == 4000


def test_without_script_the_same_figures_stand_on_the_page(grower, world):
    page = grower.get(
        product_url(world, "price", world.pack.code), {"mode": "farm", "net": "41.50"}
    ).content.decode()

    assert "<html" in page
    assert "¥41.50" in page


def test_a_price_is_set(grower, world):
    data = {"key": "k", "mode": "farm", "net": "41.5", "from_0": "5", "off_0": "2.5"}

    page = grower.post(product_url(world, "price", world.pack.code), data, follow=True).content.decode()

    offer = Offer.objects.get(pk=world.offer.pk)
    assert (offer.net_minor, offer.tiers) == (4150, [{"from_packs": 5, "discount_bp": 250}])
    assert "before ¥40.00" in page


@pytest.mark.parametrize("net", ["", "-4", "0", "forty", "1e99", "41.555"])
def test_a_net_that_cannot_be_is_kept_and_asked_again(grower, world, net):
    answer = grower.post(
        product_url(world, "price", world.pack.code), {"key": "k", "mode": "farm", "net": net}
    )

    assert answer.status_code == 422
    assert Offer.objects.get(pk=world.offer.pk).net_minor == 4000


def test_a_price_to_a_market_shows_the_net_it_leaves(grower, world):
    url = product_url(world, "price", world.pack.code)
    data = {"mode": "market", "net": "40", "market": "FR", "delivered": "30"}

    part = grower.get(url, data, headers={"HX-Request": "true"}).content.decode()
    grower.post(url, {**data, "key": "k"})
    kept = grower.get(url).content.decode()

    assert "fixed by you" in part and "€30.00" in part
    assert "fixed in 1 market" in kept


def picture():
    out = io.BytesIO()
    Image.new("RGB", (420, 300), "green").save(out, "JPEG")
    return out.getvalue()


def test_a_photograph_is_kept_and_a_wrong_file_is_not(grower, world):
    add = product_url(world, "photo_add")
    wrong = grower.post(
        add, {"key": "a", "alt": "A heap", "photo": SimpleUploadedFile("a.jpg", b"no picture")}
    )
    right = grower.post(add, {"key": "b", "alt": "A heap", "photo": SimpleUploadedFile("a.jpg", picture())})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert 'value="A heap"' in wrong.content.decode()
    assert ProductPhoto.objects.get(product=world.product).alt == {"en": "A heap"}


def test_a_removed_photograph_can_be_put_back(grower, world):
    grower.post(
        product_url(world, "photo_add"),
        {"key": "b", "alt": "A", "photo": SimpleUploadedFile("a.jpg", picture())},
    )
    photo = ProductPhoto.objects.get(product=world.product)

    gone = grower.post(product_url(world, "photo", photo.pk), {"key": "rm", "do": "remove"}, follow=True)
    assert "Put it back" in gone.content.decode()
    grower.post(product_url(world, "photo_restore"), {"removed": "rm"})

    assert ProductPhoto.objects.filter(product=world.product).count() == 1


LOT = {"key": "k", "harvested_on": "2026-09-01", "quantity": "120.5", "grade": "A", "place": "seller"}


def test_a_lot_is_opened(grower, world):
    grower.post(
        product_url(world, "lot_new"), {**LOT, "origin_region": world.region.pk, "best_before": "2028-01-01"}
    )

    assert Lot.objects.exclude(pk=world.lot.pk).get().qty_total == 120_500


@pytest.mark.parametrize(
    "wrong",
    [{"harvested_on": ""}, {"harvested_on": "2999-01-01"}, {"harvested_on": "2026-02-31"}, {"quantity": "-3"},
     {"best_before": "2020-01-01"}],
)  # fmt: skip
def test_a_lot_that_cannot_be_is_asked_again(grower, world, wrong):
    answer = grower.post(product_url(world, "lot_new"), {**LOT, "origin_region": world.region.pk, **wrong})

    assert answer.status_code == 422
    assert Lot.objects.count() == 1
    assert "Please mend this" in answer.content.decode()


def test_a_finding_stands_beside_its_limit(grower, world):
    data = {"key": "k", "name_code": "lead", "found": "0.02", "limit": "0.1", "unit": "mg/kg", "laboratory": "Lab",
            "sampled_on": "2026-09-25"}  # fmt: skip

    page = grower.post(reverse("sell:lot_test", args=[world.lot.ref]), data, follow=True).content.decode()

    assert "within the limit" in page


def test_the_rest_of_a_lot_is_withdrawn_with_a_reason(grower, world):
    url = reverse("sell:lot_withdraw", args=[world.lot.ref])

    assert grower.post(url, {"key": "a", "reason": ""}).status_code == 422
    grower.post(url, {"key": "b", "reason": "Damp"})

    world.lot.refresh_from_db()
    assert world.lot.state == "withdrawn"


def test_tables_can_be_taken_along(grower, world):
    goods = grower.get(reverse("sell:products") + "?as=csv").content.decode()
    lots = grower.get(reverse("sell:lots") + "?as=csv").content.decode()

    assert "40.00,CNY,100000,g" in goods
    assert world.lot.ref in lots


@pytest.mark.parametrize("place", range(10))
def test_pages_cost_a_bounded_number_of_queries(grower, world, place, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        grower.get(pages(world)[place])
