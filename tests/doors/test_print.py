"""A page on paper says where it stands, without the key that opened it, and a lot brings its code."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from builders import sale
from sogdia.plumbing import links

pytestmark = pytest.mark.django_db
CSS = settings.PACKAGE / "web/static/css"
ON_PAPER = re.compile(r'<p class="on-paper"><bdi>([^<]+)</bdi>')


def test_an_order_on_paper_says_its_address_but_not_its_key(client):
    sold = sale.sold()
    token = links.make(order_id=sold.order.pk, version=sold.order.link_version, at=sale.AT)

    answer = client.get(f"/orders/{sold.order.ref}/?link={token}", follow=True)

    [address] = ON_PAPER.findall(answer.content.decode())
    assert address == f"http://testserver/orders/{sold.order.ref}/"


def test_a_lot_on_paper_brings_its_code(client):
    lot = sale.sold().lot

    html = client.get(f"/lots/{lot.ref}/").content.decode()

    assert f'class="on-paper lot-code" src="/files/lot-code/{lot.ref}.svg"' in html


def test_what_needs_a_hand_is_not_printed_and_paper_is_not_taken_for_a_phone():
    css = "\n".join(path.read_text("utf-8") for path in CSS.glob("*.css"))
    paper = (CSS / "print.css").read_text("utf-8").split("@media print")[1]

    assert not re.search(r"@media\s*\(max-width", css), (
        "a narrow sheet keeps the wide layout: say `screen and`"
    )
    for name in (".top", ".foot", ".side", ".tabs", ".btn", ".form", ".sealbar", "textarea"):
        assert re.search(rf"[\s,]{re.escape(name)}[\s,]", paper), name
