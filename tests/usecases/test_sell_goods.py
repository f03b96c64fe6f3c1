"""A seller writes goods, packs, prices and lots: in their own house, once, with what cannot be refused by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from builders import orders as build
from builders import trade
from sogdia.apps.catalogue.completeness import ProductIncomplete
from sogdia.apps.catalogue.models import Classification, Pack, Product, ProductPhoto
from sogdia.apps.lots.models import Lot, LotTest
from sogdia.domain.ports import PictureKept, UploadRefused
from sogdia.domain.pricing.closed import RegionNotLive, SellerNotVerified
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.usecases.add_photo import add_photo
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.arrange_photos import move_photo, remove_photo, restore_photo
from sogdia.usecases.prove_lot import Finding, FindingWrong, add_test
from sogdia.usecases.publish_product import publish_product
from sogdia.usecases.set_price import set_price
from sogdia.usecases.withdraw_lot import withdraw_lot
from sogdia.usecases.withdraw_product import withdraw_product
from sogdia.usecases.write_lot import (
    HarvestInFuture,
    LotFacts,
    LotFactsWrong,
    LotWithoutHarvestDate,
    write_lot,
)
from sogdia.usecases.write_pack import PackFacts, PackFactsWrong, write_pack
from sogdia.usecases.write_product import ProductFacts, ProductFactsWrong, StockUnitFixed, write_product

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = build.NOW.date()
PACK = PackFacts(names={}, unit_qty=500, net_mass_g=500, gross_mass_g=540, volume_cm3=1200)


class Pictures:
    """Keeps nothing and says it did."""

    def keep(self, content: bytes, *, folder: str) -> PictureKept:
        return PictureKept(f"{folder}/{content.decode()}", 800, 600, (400, 800))


@pytest.fixture
def world():
    return trade.priced(build.a_world())


@pytest.fixture
def grower(world):
    return build.member(build.a_user(), world.seller, Role.SELLER)


@pytest.fixture
def stranger(world):
    return build.member(build.a_user(), build.a_seller(world.region, "other-house"), Role.OWNER)


def facts(world, **changes):
    plain = ProductFacts(
        names={"en": "Black raisins"}, summaries={"en": "Dried in the shade."}, category="dried-fruit",
        region_id=world.region.pk, hs6="0806.20", gi_names={}, gi_notice="", stock_unit="g",
        temperature="ambient", harvest_months=(9, 8), shelf_life_days=500, grades=("extra",),
        mass_tolerance_bp=200,
    )  # fmt: skip
    return replace(plain, **changes)


def write(world, viewer, *, key="w", slug="", **changes):
    return write_product(
        viewer=viewer,
        party_id=world.seller.pk,
        facts=facts(world, **changes),
        slug=slug,
        at=build.NOW,
        key=key,
    )


def test_a_draft_is_written_once(world, grower):
    slugs = {write(world, grower) for _twice in range(2)}

    product = Product.objects.get(slug=slugs.pop())
    assert (product.state, product.hs6, product.harvest_months) == ("draft", "080620", [8, 9])
    assert slugs == set()


def test_nobody_else_writes_in_this_house(world, stranger):
    finance = build.member(build.a_user(), world.seller, Role.FINANCE)

    for viewer, refusal in ((Viewer(), NotFound), (stranger, NotFound), (finance, NotAllowed)):
        with pytest.raises(refusal):
            write(world, viewer)
        with pytest.raises(refusal):
            publish_product(viewer=viewer, slug=world.product.slug, at=build.NOW, key="k")
        with pytest.raises(refusal):
            withdraw_product(viewer=viewer, slug=world.product.slug, at=build.NOW, key="k")
        with pytest.raises(refusal):
            write_pack(viewer=viewer, slug=world.product.slug, facts=PACK, at=build.NOW, key="k")
        with pytest.raises(refusal):
            set_price(viewer=viewer, pack_id=world.pack.pk, net_minor=1, at=build.NOW, key="k")
        with pytest.raises(refusal):
            a_new_lot(world, viewer)
        with pytest.raises(refusal):
            withdraw_lot(viewer=viewer, lot_ref=world.lot.ref, reason="x", at=build.NOW, key="k")


def test_facts_that_cannot_be_are_refused(world, grower):
    for changes in (
        {"names": {"en": " "}},
        {"harvest_months": (13,)},
        {"mass_tolerance_bp": 5000},
        {"shelf_life_days": 0},
        {"region_id": 0},
    ):
        with pytest.raises(ProductFactsWrong):
            write(world, grower, **changes)


def test_a_product_with_lots_keeps_its_unit(world, grower):
    with pytest.raises(StockUnitFixed):
        write(world, grower, slug=world.product.slug, stock_unit="pc")


def test_a_changed_code_is_asked_again(world, grower):
    Product.objects.filter(pk=world.product.pk).update(illustration={"form": "heap"})
    write(world, grower, slug=world.product.slug, hs6="0813.10")

    standing = Classification.objects.filter(product=world.product).exclude(state="replaced")
    assert {(row.state, row.code) for row in standing} == {("asked", "081310")}


def test_publishing_says_what_is_missing(world, grower):
    slug = write(world, grower, grades=())

    with pytest.raises(ProductIncomplete) as refused:
        publish_product(viewer=grower, slug=slug, at=build.NOW, key="p")

    assert refused.value.params["missing"] == ("grade", "pack", "picture", "price")


def complete(world, grower):
    slug = write(world, grower)
    write_pack(viewer=grower, slug=slug, facts=PACK, at=build.NOW, key="pack")
    pack = Pack.objects.get(product__slug=slug)
    set_price(viewer=grower, pack_id=pack.pk, net_minor=2000, at=build.NOW, key="price")
    picture(grower, slug, b"one")
    return slug


def picture(grower, slug, content):
    return add_photo(
        viewer=grower, slug=slug, content=content, alt={"en": "A heap"}, pictures=Pictures(), at=build.NOW,
        key=content.decode(),
    )  # fmt: skip


def test_a_complete_product_is_published_and_brokers_are_asked(world, grower):
    slug = complete(world, grower)

    for _twice in range(2):
        publish_product(viewer=grower, slug=slug, at=build.NOW, key="p")

    product = Product.objects.get(slug=slug)
    assert product.state == "published"
    assert [row.state for row in Classification.objects.filter(product=product)] == ["asked"]


def test_only_the_verified_of_a_live_region_publish(world, grower):
    slug = complete(world, grower)
    world.seller.state = "submitted"
    world.seller.save()
    with pytest.raises(SellerNotVerified):
        publish_product(viewer=grower, slug=slug, at=build.NOW, key="p")
    world.seller.state = "verified"
    world.seller.save()
    world.region.is_live = False
    world.region.save()

    with pytest.raises(RegionNotLive):
        publish_product(viewer=grower, slug=slug, at=build.NOW, key="p")


def test_what_is_withdrawn_can_be_put_up_again(world, grower):
    slug = complete(world, grower)
    publish_product(viewer=grower, slug=slug, at=build.NOW, key="p")
    withdraw_product(viewer=grower, slug=slug, at=build.NOW, key="w")
    publish_product(viewer=grower, slug=slug, at=build.NOW, key="p2")

    assert Product.objects.get(slug=slug).state == "published"


@pytest.mark.parametrize(
    "changes",
    [{"unit_qty": 0}, {"unit_qty": 400}, {"gross_mass_g": 400}, {"volume_cm3": 0}, {"content_ml": -1}],
)
def test_a_pack_that_cannot_be_is_refused(world, grower, changes):
    with pytest.raises(PackFactsWrong):
        write_pack(
            viewer=grower, slug=world.product.slug, facts=replace(PACK, **changes), at=build.NOW, key="k"
        )


def test_photographs_are_ordered_removed_and_put_back(world, grower):
    slug = world.product.slug
    first, second = picture(grower, slug, b"one"), picture(grower, slug, b"two")
    move_photo(viewer=grower, slug=slug, photo_id=second, up=True, at=build.NOW, key="up")
    remove_photo(viewer=grower, slug=slug, photo_id=first, at=build.NOW, key="gone")
    assert ProductPhoto.objects.filter(product=world.product).count() == 1

    for _twice in range(2):
        restore_photo(viewer=grower, slug=slug, removal_key="gone", at=build.NOW)

    files = ProductPhoto.objects.filter(product=world.product).order_by("position")
    assert [row.file for row in files] == ["products/two", "products/one"]


LOT = {"best_before": dt.date(2027, 9, 1), "grade": "A", "qty_total": 50_000}


def a_new_lot(world, viewer, *, key="l", harvested_on=dt.date(2026, 9, 20), **changes):
    given = LotFacts(harvested_on=harvested_on, origin_region_id=world.region.pk, **{**LOT, **changes})
    return write_lot(viewer=viewer, slug=world.product.slug, facts=given, today=TODAY, at=build.NOW, key=key)


def test_a_lot_is_opened_once(world, grower):
    refs = {a_new_lot(world, grower) for _twice in range(2)}

    lot = Lot.objects.get(ref=refs.pop())
    assert (lot.net_mass_g, lot.state) == (50_000, "open")
    assert refs == set()


def test_a_lot_without_a_harvest_date_is_refused(world, grower):
    with pytest.raises(LotWithoutHarvestDate):
        a_new_lot(world, grower, harvested_on=None)


def test_a_harvest_to_come_is_refused(world, grower):
    with pytest.raises(HarvestInFuture):
        a_new_lot(world, grower, harvested_on=TODAY + dt.timedelta(days=1))


@pytest.mark.parametrize(
    "changes",
    [
        {"best_before": dt.date(2026, 9, 19)},
        {"qty_total": -5},
        {"qty_total": 10**12},
        {"grade": "unheard-of"},
        {"place": "nowhere"},
        {"origin_region_id": 0},
    ],
)
def test_a_lot_that_cannot_be_is_refused(world, grower, changes):
    changes = dict(changes)
    given = LotFacts(
        harvested_on=dt.date(2026, 9, 20),
        **{"origin_region_id": world.region.pk, **LOT, **changes},
    )
    with pytest.raises(LotFactsWrong):
        write_lot(viewer=grower, slug=world.product.slug, facts=given, today=TODAY, at=build.NOW, key="l")


def test_withdrawing_leaves_what_was_sold(world, grower):
    build.a_paid_order(world)
    with pytest.raises(ReasonNeeded):
        withdraw_lot(viewer=grower, lot_ref=world.lot.ref, reason=" ", at=build.NOW, key="w")

    left = withdraw_lot(viewer=grower, lot_ref=world.lot.ref, reason="Damp", at=build.NOW, key="w")

    world.lot.refresh_from_db()
    assert (left, world.lot.state, world.lot.qty_sold) == (90_000, "withdrawn", 10_000)


def a_finding(**changes):
    plain = Finding(
        name_code="lead", found=Decimal("0.02"), limit=Decimal("0.1"), limit_source="GB 2762", unit="mg/kg",
        laboratory="Lab", report_no="7", sampled_on=dt.date(2026, 9, 25),
    )  # fmt: skip
    return replace(plain, **changes)


def test_a_finding_passes_by_its_limit(world, grower):
    from fakes.storage import MemoryStore

    common = {"viewer": grower, "lot_ref": world.lot.ref, "files": MemoryStore(), "today": TODAY}
    assert add_test(**common, finding=a_finding(), report=b"", at=build.NOW, key="a")
    assert not add_test(
        **common, finding=a_finding(found=Decimal("0.2")), report=b"%PDF-1.7\n%%EOF\n", at=build.NOW, key="b"
    )
    with pytest.raises(FindingWrong):
        add_test(
            **common, finding=a_finding(sampled_on=dt.date(2027, 1, 1)), report=b"", at=build.NOW, key="c"
        )
    with pytest.raises(UploadRefused):
        add_test(**common, finding=a_finding(), report=b"GIF89a", at=build.NOW, key="d")

    assert [row.passed for row in LotTest.objects.order_by("id")] == [True, False]
