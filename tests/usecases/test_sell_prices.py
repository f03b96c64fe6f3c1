"""A seller prices packs from the farm or to a market, and what is shown while typing is what the engine says."""

from __future__ import annotations

import pytest

from builders import orders as build
from builders import trade
from sogdia.apps.catalogue.models import Classification, MarketPrice, Offer
from sogdia.apps.quotes import net_selectors, pricing
from sogdia.apps.quotes.book import book_of
from sogdia.domain.pricing.parts import Part
from sogdia.domain.pricing.seller import MarketPriceTooLow, TiersContradict
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.usecases.fix_market_price import NoFarmPrice, fix_market_price
from sogdia.usecases.set_price import NetOutOfRange, TierAsked, set_price

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return trade.priced(build.a_world())


@pytest.fixture
def grower(world):
    return build.member(build.a_user(), world.seller, Role.SELLER)


@pytest.fixture
def stranger(world):
    return build.member(build.a_user(), build.a_seller(world.region, "other-house"), Role.OWNER)


def test_a_price_is_set_once_and_says_what_it_was(world, grower):
    for _twice in range(2):
        said = set_price(viewer=grower, pack_id=world.pack.pk, net_minor=4100, at=build.NOW, key="p")

    assert (said.old_minor, said.new_minor) == (4000, 4100)
    assert Offer.objects.get(pk=world.offer.pk).net_minor == 4100


@pytest.mark.parametrize("net", [0, -5, 10**10])
def test_a_price_out_of_range_is_refused(world, grower, net):
    with pytest.raises(NetOutOfRange):
        set_price(viewer=grower, pack_id=world.pack.pk, net_minor=net, at=build.NOW, key="p")


def test_tiers_never_make_more_packs_cost_less(world, grower):
    with pytest.raises(TiersContradict):
        set_price(
            viewer=grower, pack_id=world.pack.pk, net_minor=4000, at=build.NOW, key="p",
            tiers=[TierAsked(2, 6000)],
        )  # fmt: skip


def nets(viewer, world, **given):
    given = {"net_minor": world.offer.net_minor, **given}
    return net_selectors.list_nets(viewer, world.seller.pk, world.pack.pk, at=build.NOW, **given)


def test_the_live_net_is_the_engines(world, grower):
    (row,) = nets(grower, world).open_rows

    engine = pricing.price_offers(book_of("FR", at=build.NOW), pricing.load_offers([world.offer.pk]))
    line = engine[world.offer.pk].best.line
    assert row.delivered == line.total
    assert dict(row.parts) == {part: line.seller_parts[part] for part in dict(row.parts)}
    assert row.net_minor == world.offer.net_minor


def test_a_fixed_delivered_price_is_kept_and_its_net_is_the_engines(world, grower):
    target = nets(grower, world).open_rows[0].delivered.minor + 250
    preview = nets(grower, world, fixed={"FR": target}).open_rows[0]
    fix_market_price(
        viewer=grower, pack_id=world.pack.pk, market_code="FR", delivered_minor=target, at=build.NOW, key="f"
    )

    offers = pricing.load_offers([world.offer.pk])
    line = pricing.price_offers(book_of("FR", at=build.NOW), offers)[world.offer.pk].best.line
    assert preview.delivered == line.total
    assert preview.net_minor == line.seller_parts[Part.NET] > world.offer.net_minor
    assert nets(grower, world).open_rows[0].is_fixed


def test_a_delivered_price_that_leaves_nothing_is_refused(world, grower):
    with pytest.raises(MarketPriceTooLow):
        fix_market_price(
            viewer=grower, pack_id=world.pack.pk, market_code="FR", delivered_minor=1, at=build.NOW, key="f"
        )

    assert not MarketPrice.objects.exists()


def test_a_market_can_follow_the_farm_again(world, grower):
    common = {"viewer": grower, "pack_id": world.pack.pk, "market_code": "FR", "at": build.NOW}
    fix_market_price(**common, delivered_minor=5000, key="f")

    assert fix_market_price(**common, delivered_minor=None, key="g") == 5000
    assert not MarketPrice.objects.exists()


def test_a_market_price_needs_a_farm_price(world, grower):
    Offer.objects.update(is_active=False)

    with pytest.raises(NoFarmPrice):
        fix_market_price(
            viewer=grower,
            pack_id=world.pack.pk,
            market_code="FR",
            delivered_minor=5000,
            at=build.NOW,
            key="f",
        )


def test_a_closed_market_says_why(world, grower):
    Classification.objects.all().delete()

    (row,) = nets(grower, world).closed_rows
    assert row.closed.code in {"not-classified", "not-admissible"}


def test_another_seller_computes_nothing_of_mine(world, stranger):
    for viewer in (stranger, Viewer()):
        with pytest.raises(NotFound):
            nets(viewer, world)


def test_typing_costs_few_queries(world, grower, django_assert_max_num_queries):
    nets(grower, world)

    with django_assert_max_num_queries(20):
        nets(grower, world, net_minor=4242)
