"""More sellers, goods, departures, orders and money change no page's number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from builders import orders as build
from builders import trade
from builders.cast import Cast, a_cast
from doors import routes_table
from fakes.pdf import PlainPress
from fakes.search import MemoryIndex
from fakes.storage import MemoryStore
from sogdia.apps.catalogue.models import Classification
from sogdia.apps.claims.models import Claim
from sogdia.apps.orders.models import Message, Order, OrderLine
from sogdia.apps.parties.models import Party
from sogdia.apps.payments.models import Payment, Receipt, Refund
from sogdia.apps.settlement.models import Payable, Payout, PayoutBatch, Settlement
from sogdia.plumbing import wiring
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.outbox.models import AuditRow, OutboxEvent

pytestmark = pytest.mark.django_db
MORE = 6
#: One question more when a kind of thing appears for the first time (an empty list asks nothing further), never per row.
ONCE = 1
NOW = build.NOW


@pytest.fixture(autouse=True)
def _machines(monkeypatch):
    store, index = MemoryStore(), MemoryIndex()
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "search", lambda: index)
    monkeypatch.setattr(wiring, "pdf", PlainPress)


#: Pages by who looks: one world for all of them, so that it is made twice and not a hundred times.
PAGES = sorted(
    (name, "buyer" if "buyer" in route.right or not route.right else min(route.right))
    for name, route in routes_table.TABLE.items()
    if not name.startswith(("hooks:", "files:", "sell:photo", "orders:paper", "operator:download"))
)


def _counted(urls: dict[str, str], clients: dict[str, Client]) -> dict[str, int]:
    """Give how many queries each page asks when it is looked at again; pages that do not open are left out."""
    found = {}
    for name, person in PAGES:
        client = clients[person]
        if client.get(urls[name]).status_code != 200:
            continue
        with CaptureQueriesContext(connection) as asked:
            client.get(urls[name])
        found[name] = len(asked)
    return found


def _grow(cast: Cast, numbers: range) -> None:
    """Add to each kind of thing some more."""
    world, buyer = cast.world, cast.users["buyer"]
    batch = PayoutBatch.objects.create(
        ref=f"PB-MORE-{numbers.start}", currency="CNY", made_by=cast.users["treasurer2"].pk, made_at=NOW
    )
    for number in numbers:
        # Half of the goods are of the house that is looked at, half of houses that are new.
        seller = world.seller if number % 2 else build.a_seller(world.region)
        product, _pack, offer = build.a_product(seller, world.region)
        lot = build.a_lot(product)
        trade.priceable(world.market, offer)
        Classification.objects.create(product=product, territory="GB", code="080620", asked_at=NOW)
        departure = build.a_departure(world.lane, cutoff_at=world.departure.cutoff_at)
        order = build.a_paid_order(
            world, build.Want(packs=1, lot=lot, offer=offer), build.Want(packs=1), build.Want(1, departure=departure),
            buyer=buyer,
        )  # fmt: skip
        _money(order, batch, seller, number)


def _money(order: Order, batch: PayoutBatch, seller: Party, number: int) -> None:
    line = OrderLine.objects.filter(order=order).select_related("shipment").order_by("pk")[0]
    payment = Payment.objects.get(order=order)
    Claim.objects.create(
        ref=f"CL-M{number}", line=line, shipment=line.shipment, reason="damaged", packs=1, currency="EUR",
        computed_minor=700, opened_at=NOW,
    )  # fmt: skip
    Receipt.objects.create(
        provider="bank-transfer", external_id=f"more-{number}", currency="EUR", amount_minor=500,
        received_on=NOW.date(), recorded_at=NOW, reason="late", payment=payment,
    )  # fmt: skip
    Refund.objects.create(
        order=order, payment=payment, kind="short", currency="EUR", amount_minor=1, made_at=NOW,
        state="details-given", by_bank=True,
    )  # fmt: skip
    Payout.objects.create(
        ref=f"PO-MORE-{number}", party=seller, batch=batch, currency="CNY", amount_minor=100, state="batched",
        due_on=NOW.date(),
    )  # fmt: skip
    Settlement.objects.create(
        shipment=line.shipment, seller=line.shipment.seller, currency="CNY", promised_minor=1, net_minor=1, settled_at=NOW
    )  # fmt: skip
    Payable.objects.create(
        party=line.shipment.seller, shipment=line.shipment, kind="net", currency="CNY", amount_minor=1,
        due_on=NOW.date(), made_at=NOW,
    )  # fmt: skip
    Message.objects.create(order=order, shipment=line.shipment, side="buyer", text="When?", said_at=NOW)
    Notice.objects.create(
        user=order.buyer, kind="order-paid", params={"order_ref": order.ref}, made_at=NOW, attempts=1,
        last_error="down",
    )  # fmt: skip
    OutboxEvent.objects.create(topic="lot.withdrawn", occurred_at=NOW, attempts=1)
    AuditRow.objects.create(
        at=NOW, deed="verify-seller", subject=f"party:{seller.pk}", user_id=order.buyer_id
    )


def test_no_page_asks_more_when_there_is_more():
    cast = a_cast()
    trade.priced(cast.world)
    clients = {}
    for person in {person for _name, person in PAGES}:
        clients[person] = Client(raise_request_exception=False)
        clients[person].force_login(cast.users[person])
    urls = {name: reverse(name, kwargs=routes_table.TABLE[name].kwargs(cast)) for name, _who in PAGES}
    _grow(cast, range(2))
    few = _counted(urls, clients)

    _grow(cast, range(2, 2 + MORE))
    many = _counted(urls, clients)

    assert len(few) > 50, sorted(few)
    more = {name: (few[name], count) for name, count in many.items() if count > few.get(name, count) + ONCE}
    assert more == {}
