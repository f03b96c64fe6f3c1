"""Pictures, papers and codes are given to whom they concern, and to nobody else."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import transaction
from django.test import Client
from PIL import Image

from builders import sale
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.apps.catalogue.models import Product
from sogdia.apps.documents import customs, invoices
from sogdia.apps.documents.models import Document
from sogdia.apps.orders.models import Order
from sogdia.apps.parties.models import Membership
from sogdia.gateways.pictures import PillowPictures
from sogdia.plumbing import links, wiring
from sogdia.plumbing.accounts.models import User
from sogdia.web.pages.pictures import shown_picture, upload_picture

NOW = dt.datetime.now(dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)
DRAWN = {
    "form": "heap",
    "kind": "raisin",
    "tints": ["#8a9a3a", "#6d7a2c", "#a9b85c"],
    "size": 50,
    "ratio": 100,
    "count": 40,
    "seed": 7,
    "company": "none",
    "leaf": "none",
    "ground": 1,
    "trait": "none",
}


class Scribe:
    def __init__(self) -> None:
        self.drawn = 0

    def draw(self, spec) -> str:
        self.drawn += 1
        return f"<svg>{spec['form']}</svg>"


@pytest.fixture
def machines(monkeypatch):
    store, press, scribe = MemoryStore(), PlainPress(), Scribe()
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", lambda: press)
    monkeypatch.setattr(wiring, "illustrator", lambda: scribe)
    return store, press, scribe


@pytest.fixture
def buyer():
    return User.objects.create(email="cleo@example.org")


@pytest.fixture
def sold(buyer, machines):
    return sale.sold(buyer=buyer)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def member(role, party, **more) -> Client:
    user = User.objects.create(email=f"{role}-{party.code}@example.org")
    Membership.objects.create(user=user, party=party, role=role, **more)
    return signed_in(user)


def test_an_illustration_is_drawn_once_and_kept_by_browsers(sold, machines):
    address = f"/files/illustration/{sold.product.slug}.svg"

    first = Client().get(address)
    second = Client().get(address, headers={"If-None-Match": first["ETag"]})
    Client().get(address)

    assert (first.status_code, first["Content-Type"]) == (200, "image/svg+xml")
    assert "sandbox" in first["Content-Security-Policy"]
    assert "default-src 'none'" in first["Content-Security-Policy"]
    assert "public" in first["Cache-Control"]
    assert second.status_code == 304
    assert machines[2].drawn == 1


def test_a_drafts_illustration_is_for_its_seller_only(sold):
    Product.objects.update(published_at=None, state="draft")
    address = f"/files/illustration/{sold.product.slug}.svg"

    assert Client().get(address).status_code == 404
    assert member("owner", sold.seller).get(address).status_code == 200


def test_an_unknown_illustration_is_not_found(machines):
    assert Client().get("/files/illustration/nothing.svg").status_code == 404


def kept(store, folder):
    out = io.BytesIO()
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(out, "JPEG")
    return PillowPictures(store).keep(out.getvalue(), folder=folder)


def test_a_public_picture_comes_in_widths_and_formats(machines):
    one = kept(machines[0], "products")

    shown = upload_picture(one.file, one.widths, "Raisins")

    assert shown.srcset.endswith("800w") and ".webp 400w" in shown.srcset
    assert ".avif 400w" in shown.avif
    for address, media in ((shown.url, "image/webp"), (shown.avif.split()[0], "image/avif")):
        answer = Client().get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, media)
        assert "immutable" in answer["Cache-Control"]


def test_a_private_picture_needs_the_pages_link(machines):
    one = kept(machines[0], "claims")
    page = shown_picture(one.file, one.widths, "A bag", now=NOW)
    late = shown_picture(one.file, one.widths, "A bag", now=NOW - dt.timedelta(days=2))

    assert Client().get(page.url).status_code == 200
    assert Client().get(f"/files/picture/{one.file}-400.webp").status_code == 404
    assert Client().get(late.url).status_code != 200
    assert Client().get(page.url.replace("shown/", "shown/x")).status_code != 200


@pytest.mark.parametrize(
    "name", ["../settings.py", "documents/2026/09/a.pdf", "products/x.webp", "shown/a/b"]
)
def test_nothing_else_of_the_store_is_a_picture(machines, name):
    assert Client().get(f"/files/picture/{name}").status_code == 404


@pytest.fixture
def papers(sold):
    with transaction.atomic():
        invoices.issue_invoices(sold.departure, at=sale.AT)
        customs.issue_departure_papers(sold.departure, at=sale.AT)
    invoice = Document.objects.get(kind="invoice")
    return sold, f"/files/document/{invoice.uid}.pdf"


def test_the_buyer_opens_an_invoice_that_is_set_at_first_sight(papers, buyer, machines):
    _sold, address = papers

    first, second = (signed_in(buyer).get(address) for _ in range(2))

    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content == second.content
    assert "no-store" in first["Cache-Control"]
    assert len(machines[1].set) == 1


def test_a_guest_opens_it_by_the_signed_link_until_it_is_revoked(papers):
    sold, address = papers
    token = links.make(order_id=sold.order.pk, version=1, at=NOW)
    expired = links.make(order_id=sold.order.pk, version=1, at=NOW - dt.timedelta(days=200))

    assert Client().get(address, {"link": token}).status_code == 200
    assert Client().get(address, {"link": expired}).status_code == 409
    assert Client().get(address, {"link": token + "x"}).status_code == 409

    Order.objects.update(link_version=2)
    assert Client().get(address, {"link": token}, follow=False).status_code == 404


def test_strangers_open_no_paper(papers):
    sold, address = papers

    assert Client().get(address).status_code == 404
    assert member("owner", sold.carrier).get(address).status_code == 404


def test_the_carrier_opens_the_packing_list(papers):
    sold, _address = papers
    packing = Document.objects.get(kind="packing-list")

    answer = member("carrier", sold.carrier).get(f"/files/document/{packing.uid}.pdf")

    assert answer.status_code == 200


def test_a_seller_prints_a_label_in_the_language_of_the_page(sold, machines):
    address = f"/files/label/{sold.shipment.ref}.pdf?lang=zh-hans"

    assert member("seller", sold.seller).get(address).status_code == 200

    paper = machines[1].set[0]
    assert (paper.template, paper.language) == ("label", "zh-hans")
    assert paper.facts["meta"][0]["value"] == "葡萄沟合作社"
    assert "Martin" not in str(paper.facts)
    assert Client().get(address).status_code == 404


def test_a_statement_is_for_those_who_see_the_money(sold):
    address = f"/files/statement/{sold.seller.code}/2026-09.pdf"

    assert member("finance", sold.seller).get(address).status_code == 200
    assert member("seller", sold.seller).get(address).status_code == 404
    assert Client().get("/files/statement/nobody/2026-13.pdf").status_code == 404


def test_a_quote_is_printed_for_the_browser_that_asked_for_it(sold):
    guest = Client()
    guest.cookies["basket"] = sold.quote.basket_key

    assert guest.get(f"/files/quote/{sold.quote.ref}.pdf").status_code == 200
    assert Client().get(f"/files/quote/{sold.quote.ref}.pdf").status_code == 404


def test_a_lots_code_and_sheet_are_public(sold):
    code = Client().get(f"/files/lot-code/{sold.lot.ref}.svg")

    assert code.content.startswith(b"<svg")
    assert Client().get(f"/files/lot-sheet/{sold.lot.ref}.pdf").status_code == 200
    assert Client().get("/files/lot-sheet/nothing.pdf").status_code == 404
