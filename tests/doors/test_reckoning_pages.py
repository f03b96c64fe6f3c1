"""The page, the paper and the command that open a promised price to its formulas say the same."""

from __future__ import annotations

import html

import pytest
from typer.testing import CliRunner

from doors.test_checkout_pay import guest, pay, promised, world  # noqa: F401
from sogdia.apps.documents import labels
from sogdia.apps.orders.models import Order
from sogdia.apps.quotes.models import Quote
from sogdia.config import commands_explain  # noqa: F401
from sogdia.config.cli import app
from sogdia.plumbing.accounts.models import User

pytestmark = pytest.mark.django_db


def formulas(quote: Quote) -> list[str]:
    """Give every formula of the paper."""
    (annex,) = labels.quote_paper(quote)["annex"]
    return [step["text"]["text"] for row in annex["rows"] for step in row[1] if not step.get("soft")]


def test_page_paper_and_command_say_the_same(guest):  # noqa: F811
    address = promised(guest)
    quote = Quote.objects.get()

    page = html.unescape(guest.get(f"{address}reckoning/").content.decode())
    printed = CliRunner().invoke(app, ["explain", quote.ref]).output

    assert len(formulas(quote)) > 12
    for formula in formulas(quote):
        assert formula in page and formula in printed
    assert f"{address}reckoning/" in guest.get(address).content.decode()


def test_an_order_opens_the_price_that_it_was_promised(guest):  # noqa: F811
    guest.force_login(User.objects.create_user("claire@example.org", "a long enough password"))
    pay(guest, promised(guest))
    order = Order.objects.get()

    page = html.unescape(guest.get(f"/orders/{order.ref}/reckoning/").content.decode())

    for formula in formulas(order.quote):
        assert formula in page


def test_a_quote_that_does_not_exist_is_named():
    answer = CliRunner().invoke(app, ["explain", "QUO-NONE"])

    assert answer.exit_code == 1
    assert "QUO-NONE" in answer.output
