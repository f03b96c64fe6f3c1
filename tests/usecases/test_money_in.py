"""A buyer's money comes in: exact, late, short, over, twice, failed, in any order and number of callbacks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import books
from builders import orders as build
from fakes.payments import FakeProvider
from sogdia.apps.ledger.models import Entry, EscrowBalance, Posting
from sogdia.apps.lots.models import Reservation
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.payments.models import Payment, ProviderEvent, Receipt, Refund
from sogdia.domain.money import Money
from sogdia.domain.payments import TooLateToPay
from sogdia.domain.ports import CallbackForged, ProviderAway
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.usecases.capture_payment import Arrival, capture_payment
from sogdia.usecases.expire_orders import expire_orders
from sogdia.usecases.start_payment import OrderNotPayable, start_payment
from sogdia.usecases.take_provider_news import NewsTooEarly, take_provider_news

pytestmark = pytest.mark.django_db

NOW = build.NOW
TOTAL = Money(80_00, "EUR")
SOON = NOW + timedelta(minutes=1)


def start(order, provider, at=NOW, viewer=None):
    return start_payment(
        viewer=viewer or Viewer(guest_key=order.quote.basket_key), order_ref=order.ref, provider=provider,
        transfer_days=3, return_url="https://shop.example/back", notify_url="https://shop.example/hook",
        language="en", at=at,
    )  # fmt: skip


def tell(provider, started, kind, *, at=SOON, amount=TOTAL, event_id="", said_at=None):
    payment = Payment.objects.get(uid=started.uid)
    call = provider.call(
        kind, provider_ref=payment.provider_ref, reference=started.reference, amount=amount,
        at=said_at or at, event_id=event_id,
    )  # fmt: skip
    return take_provider_news(provider=provider, at=at, **call)


def transfer(started, minor, external_id, *, at=SOON, currency="EUR"):
    payment = Payment.objects.get(uid=started.uid)
    arrival = Arrival("bank-transfer", external_id, Money(minor, currency), at.date())
    return capture_payment(payment_id=payment.pk, arrival=arrival, at=at)


def held(order):
    row = EscrowBalance.objects.filter(order_id=order.pk).first()
    return row.held_minor if row else 0


def unallocated():
    return -sum(
        Posting.objects.filter(account__code="unallocated-receipts").values_list("amount_minor", flat=True)
    )


def stock(world):
    world.lot.refresh_from_db()
    return world.lot.qty_reserved, world.lot.qty_sold


def state(order):
    return Order.objects.get(pk=order.pk).state


@pytest.fixture(autouse=True)
def _books_hold_after_every_test():
    yield
    assert books.broken() == {}


@pytest.fixture
def world():
    return build.a_world()


@pytest.fixture
def order(world):
    return build.a_placed_order(world)


@pytest.fixture
def provider():
    return FakeProvider()


@pytest.fixture
def bank():
    return FakeProvider("bank-transfer")


def test_a_started_payment_keeps_its_stock_for_the_providers_time(order, bank):
    started = start(order, bank)

    assert started.expires_at == NOW + timedelta(days=3)
    assert Reservation.objects.get(order_id=order.pk).expires_at == started.expires_at
    assert state(order) == "awaiting-payment"


def test_starting_again_gives_the_same_payment_and_another_provider_another_reference(order, provider, bank):
    first, again, other = start(order, provider), start(order, provider), start(order, bank)

    assert first == again
    assert other.reference != first.reference


def test_only_the_buyer_or_a_holder_of_the_link_may_pay(order, provider):
    stranger = Viewer(guest_key="somebody else")

    with pytest.raises(NotFound):
        start(order, provider, viewer=stranger)
    with pytest.raises(NotFound):
        start(order, provider, viewer=Viewer())


def test_a_transfer_is_refused_when_the_cut_off_is_too_near(world, bank):
    near = world.departure.cutoff_at - timedelta(hours=20)
    order = build.a_placed_order(world, at=near)

    with pytest.raises(TooLateToPay):
        start(order, bank, at=near)


def test_a_provider_that_is_away_may_be_asked_again(order, provider):
    provider.is_away = True
    with pytest.raises(ProviderAway):
        start(order, provider)
    provider.is_away = False

    assert start(order, provider).pay_url
    assert Payment.objects.count() == 1


def test_exact_money_goes_to_escrow_and_the_stock_is_sold(world, order, provider):
    outcome = tell(provider, start(order, provider), "captured")

    assert (outcome, state(order), held(order)) == ("exact", "paid", 80_00)
    assert stock(world) == (0, 10_000)
    assert {s.state for s in Shipment.objects.filter(order=order)} == {"paid"}


def test_a_callback_that_comes_twice_counts_once(order, provider):
    started = start(order, provider)

    outcomes = [tell(provider, started, "captured", event_id="same") for _ in range(2)]

    assert outcomes == ["exact", "exact"]
    assert (held(order), ProviderEvent.objects.count(), Receipt.objects.count()) == (80_00, 1, 1)


def test_a_forged_callback_changes_nothing(order, provider):
    start(order, provider)

    with pytest.raises(CallbackForged):
        take_provider_news(provider=provider, headers={}, body=b"{}", at=SOON)
    assert not ProviderEvent.objects.exists()


def test_news_of_an_unknown_payment_is_asked_for_again(provider):
    call = provider.call("captured", provider_ref="x", reference="RF00", amount=TOTAL, at=NOW)

    with pytest.raises(NewsTooEarly):
        take_provider_news(provider=provider, at=NOW, **call)
    assert not ProviderEvent.objects.exists()


def test_a_second_payment_goes_back(order, provider, bank):
    by_card, by_bank = start(order, provider), start(order, bank)
    tell(provider, by_card, "captured")

    outcome = transfer(by_bank, 80_00, "T-1")

    assert (outcome, held(order), unallocated()) == ("twice", 80_00, 0)
    assert Refund.objects.get().amount_minor == 80_00
    assert Receipt.objects.get(external_id="T-1").state == "to-refund"


def test_short_money_waits_and_the_rest_completes_it(order, bank):
    started = start(order, bank)

    assert transfer(started, 70_00, "T-1") == "short"
    assert (held(order), unallocated(), state(order)) == (0, 70_00, "awaiting-payment")
    assert transfer(started, 10_00, "T-2") == "exact"
    assert (held(order), unallocated(), state(order)) == (80_00, 0, "paid")


def test_too_much_pays_the_order_and_the_rest_goes_back(order, bank):
    started = start(order, bank)

    assert transfer(started, 100_00, "T-1") == "over"
    assert (held(order), unallocated()) == (80_00, 0)
    assert Refund.objects.get().amount_minor == 20_00


def test_another_currency_goes_back(order, bank):
    started = start(order, bank)

    assert transfer(started, 80_00, "T-1", currency="USD") == "wrong-currency"
    assert (held(order), Refund.objects.get().currency) == (0, "USD")


def test_the_same_statement_line_is_booked_once(order, bank):
    started = start(order, bank)

    for _ in range(2):
        transfer(started, 70_00, "T-1")
    assert unallocated() == 70_00


def expire(order, started):
    later = started.expires_at + timedelta(minutes=1)
    assert expire_orders(at=later) == 1
    return later


def test_an_order_whose_time_is_over_gives_back_stock_room_and_waiting_money(world, order, bank):
    started = start(order, bank)
    transfer(started, 70_00, "T-1")

    later = expire(order, started)

    world.departure.refresh_from_db()
    assert (state(order), stock(world), world.departure.booked_mass_g) == ("expired", (0, 0), 0)
    assert (unallocated(), Refund.objects.get().amount_minor) == (0, 70_00)
    assert expire_orders(at=later) == 0


def test_late_money_revives_an_order_that_still_stands(world, order, bank):
    started = start(order, bank)
    later = expire(order, started)

    assert transfer(started, 80_00, "T-1", at=later) == "late"
    world.departure.refresh_from_db()
    assert (state(order), held(order), stock(world)) == ("paid", 80_00, (0, 10_000))
    assert world.departure.booked_mass_g == 10 * build.PACK_GROSS_G


def test_late_money_goes_back_when_the_goods_are_sold_to_another(world, order, bank):
    started = start(order, bank)
    later = expire(order, started)
    build.a_placed_order(world, build.Want(packs=95), at=later)

    assert transfer(started, 80_00, "T-1", at=later) == "late"
    assert (state(order), held(order), unallocated()) == ("expired", 0, 0)
    assert Refund.objects.get().amount_minor == 80_00


def test_late_money_goes_back_when_the_departure_has_cut_off(world, order, bank):
    started = start(order, bank)
    expire(order, started)

    assert transfer(started, 80_00, "T-1", at=world.departure.cutoff_at) == "late"
    assert (state(order), Refund.objects.count()) == ("expired", 1)


def test_money_of_an_order_that_is_over_cannot_be_asked_for(order, provider, bank):
    later = expire(order, start(order, bank))

    with pytest.raises(OrderNotPayable):
        start(order, provider, at=later)


def test_a_payment_that_failed_may_still_be_captured(order, provider):
    started = start(order, provider)

    assert tell(provider, started, "failed") == "failed"
    assert tell(provider, started, "captured", at=SOON + timedelta(minutes=1)) == "exact"
    assert held(order) == 80_00


def test_a_late_failure_takes_the_order_back_and_keeps_both_entries(world, order, provider):
    started = start(order, provider)
    tell(provider, started, "captured")

    outcome = tell(provider, started, "failed", at=SOON + timedelta(minutes=1))

    world.departure.refresh_from_db()
    assert (outcome, state(order), held(order)) == ("taken-back", "cancelled", 0)
    assert (stock(world), world.departure.booked_mass_g) == ((0, 0), 0)
    assert Entry.objects.count() == 2 and Entry.objects.filter(reverses__isnull=False).count() == 1
    assert Receipt.objects.get().state == "taken-back"


def test_a_failure_that_overtakes_its_capture_never_counts_as_money(order, provider):
    started = start(order, provider)

    tell(provider, started, "failed", said_at=SOON + timedelta(minutes=1))
    outcome = tell(provider, started, "captured", said_at=SOON)

    assert (outcome, held(order), Entry.objects.count()) == ("overtaken-by-failure", 0, 0)


def test_the_house_bears_a_failure_after_the_goods_left(order, provider):
    started = start(order, provider)
    tell(provider, started, "captured")
    Shipment.objects.filter(order=order).update(state="sealed")

    assert tell(provider, started, "failed", at=SOON + timedelta(minutes=1)) == "house-bears"
    assert (state(order), held(order)) == ("paid", 80_00)
