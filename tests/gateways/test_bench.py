"""The measurements' own parts work: forms are read, rounds are counted, the bank speaks the sandbox's protocol."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from bench import cpu, driver, house, purchase
from bench.bank import Bank

from sogdia.domain.money import Money
from sogdia.gateways.payments import signing
from sogdia.gateways.payments.sandbox import SandboxProvider


def test_hidden_fields_are_read_from_the_form_asked_for():
    page = (
        '<form method="post" action="/a/"><input type="hidden" name="key" value="1"></form>'
        '<form class="form" method="post"><input type="hidden" name="key" value="2"></form>'
    )

    assert driver.form_fields(page, "/a/") == {"key": "1"}
    assert driver.form_fields(page, "") == {"key": "2"}
    with pytest.raises(driver.Unexpected):
        driver.form_fields(page, "/b/")


def test_a_round_does_everything_once_on_all_connections():
    seen: list[int] = []

    took = driver.at_once(20, seen.append, connections=4)

    assert sorted(seen) == list(range(20))
    assert took.count == len(took.took_ms) == 20


def test_a_failure_ends_the_round():
    def fail(_number: int) -> None:
        raise driver.Unexpected("no")

    with pytest.raises(driver.Unexpected):
        driver.at_once(4, fail)


def test_processes_of_a_family_are_counted():
    assert os.getpid() in cpu.family(os.getppid())
    assert cpu.spent_ms(os.getpid()) > 0
    assert cpu.resident_mb(os.getpid()) > 1


def test_the_bank_opens_payments_and_its_news_are_believed():
    port = house.free_port()
    bank, provider = Bank(port), SandboxProvider(f"http://127.0.0.1:{port}", house.SECRET)
    try:
        started = provider.start(
            reference="RF18ABC",
            amount=Money(1234, "EUR"),
            order_ref="SOG-1",
            return_url="http://127.0.0.1/checkout/return/SOG-1/",
            notify_url="",
            expires_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC),
            language="en",
        )
    finally:
        bank.close()

    body, order_ref, path = purchase.read_news(bank, started.pay_url)
    now = int(dt.datetime.now(dt.UTC).timestamp())
    news = provider.read_callback(headers=signing.sign(house.SECRET, body, now=now), body=body)
    assert (news.kind, news.amount, news.provider_ref) == (
        "captured",
        Money(1234, "EUR"),
        started.provider_ref,
    )
    assert (order_ref, path) == ("SOG-1", "/checkout/return/SOG-1/")
