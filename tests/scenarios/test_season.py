"""The demonstration's season on one lane: past goods are paid for, growers are paid, the next departures are prepared."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from fakes.storage import MemoryStore
from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.settlement.models import Payout
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.plumbing import wiring
from sogdia.usecases.audit_books import audit_books
from sogdia.usecases.make_refund_file import HouseAccount
from sogdia.usecases.world.load import load_world
from sogdia.usecases.world.paying import Payer
from sogdia.usecases.world.season import House, play_season

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_season_pays_growers_prepares_departures_and_leaves_clean_books():
    at = dt.datetime.now(dt.UTC)
    load_world(at=at, operator="Test House", with_people=True)
    payer = Payer(HouseAccount("Test House", "DE02", "TESTDEFF"), wiring.transfer_file(), MemoryStore())
    house = House(
        operator=settings.DEPLOYMENT["operator"],
        provider=wiring.payment_providers()["bank-transfer"],
        pictures=wiring.pictures(),
        transfer_days=5,
        payer=payer,
    )

    placed = play_season(at=at, house=house, lanes=("KZ",))

    assert placed > 4
    mine = Order.objects.filter(buyer__email="importer@sogdia.example")
    assert mine.count() == 3
    paid = Payout.objects.filter(state="confirmed")
    assert paid.exists()
    assert not paid.filter(sent_at__gt=at).exists()
    assert len(payer.files.files) == paid.values("batch").distinct().count()
    coming = Departure.objects.filter(lane__code="KZ", cutoff_at__range=(at, at + dt.timedelta(hours=80)))
    assert Shipment.objects.filter(departure__in=coming).exclude(state__in=["reserved", "paid"]).exists()
    auditor = Viewer(user_id=1, places=(Place(0, Role.SUPPORT),))
    assert [one.code for one in audit_books(auditor) if not one.is_ok] == []
