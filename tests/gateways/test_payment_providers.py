"""What every payment provider promises, and what the sandbox bank does when it is told to misbehave."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from fakes.payments import FakeProvider
from sogdia.domain.money import Money
from sogdia.domain.ports import CallbackForged, ProviderAway, ProviderRefused
from sogdia.gateways.payments import signing
from sogdia.gateways.payments.sandbox import SandboxProvider
from sogdia.gateways.payments.sandbox_bank.app import SandboxBank
from sogdia.gateways.payments.sandbox_bank.book import Book
from sogdia.gateways.payments.sandbox_bank.running import Messenger, NotInProduction, serve
from sogdia.gateways.payments.sandbox_bank.words import WORDS
from sogdia.gateways.payments.transfer import BankTransfer

SECRET = "a secret of two"
PRICE = Money(79_90, "EUR")


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Running:
    """A WSGI application on a loopback port while a test runs."""

    def __init__(self, make):
        self.server = make_server("127.0.0.1", 0, lambda *a: self.app(*a), handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.app = make(self.url)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def clock():
    return [datetime(2026, 10, 1, 9, tzinfo=UTC).timestamp()]


@pytest.fixture
def book(tmp_path, clock):
    made = Book(tmp_path / "bank.sqlite3", lambda: clock[0])
    yield made
    made.close()


@pytest.fixture
def bank(book):
    running = Running(lambda url: SandboxBank(book, SECRET, url))
    yield running
    running.stop()


@pytest.fixture(params=["sandbox", "bank-transfer", "fake"])
def provider(request, bank):
    return {
        "sandbox": lambda: SandboxProvider(bank.url, SECRET),
        "bank-transfer": BankTransfer,
        "fake": FakeProvider,
    }[request.param]()


def start(provider, reference="RF18539007547034", amount=PRICE, notify_url="http://127.0.0.1:9/hook"):
    return provider.start(
        reference=reference, amount=amount, order_ref="SOG-1", return_url="https://shop.example/back",
        notify_url=notify_url, expires_at=datetime(2026, 10, 1, 10, tzinfo=UTC), language="fr",
    )  # fmt: skip


def test_the_same_reference_is_the_same_payment(provider):
    assert start(provider) == start(provider)


def test_a_buyer_gets_a_page_or_instructions(provider):
    started = start(provider)

    assert started.provider_ref
    assert bool(started.pay_url) != bool(started.instructions)


def test_a_forged_callback_is_refused(provider):
    with pytest.raises(CallbackForged):
        provider.read_callback(headers={}, body=b"{}")


def test_the_same_key_refunds_once(provider, book):
    started = start(provider)
    book.decide(started.provider_ref, "paid", [])

    first, again = (
        provider.refund(provider_ref=started.provider_ref, refund_key="k-1", amount=PRICE) for _ in range(2)
    )

    assert first == again


@pytest.mark.parametrize("made", ["sandbox", "fake"])
def test_more_than_was_captured_does_not_go_back(made, bank, book):
    provider = FakeProvider() if made == "fake" else SandboxProvider(bank.url, SECRET)
    started = start(provider)
    book.decide(started.provider_ref, "paid", [])

    with pytest.raises(ProviderRefused):
        provider.refund(provider_ref=started.provider_ref, refund_key="k-1", amount=Money(79_91, "EUR"))


def test_a_bank_that_is_away_may_be_asked_again():
    with pytest.raises(ProviderAway):
        start(SandboxProvider("http://127.0.0.1:9", SECRET))


def test_the_bank_answers_only_those_who_know_the_secret(bank):
    with pytest.raises(ProviderRefused):
        start(SandboxProvider(bank.url, "another secret"))


def test_transfer_instructions_carry_the_reference():
    told = start(BankTransfer()).instructions

    assert (told["reference"], told["amount_minor"], told["currency"]) == ("RF18539007547034", "7990", "EUR")
    assert told["account"] and told["bic"] and told["holder"]


def test_a_signature_is_bound_to_body_and_time():
    headers = signing.sign(SECRET, b"body", now=1000)
    given = {"timestamp": headers[signing.TIMESTAMP], "signature": headers[signing.SIGNATURE]}

    signing.check(SECRET, b"body", now=1000 + signing.TOLERANCE_S, **given)
    for secret, body, now in [
        (SECRET, b"bodY", 1000), ("other", b"body", 1000), (SECRET, b"body", 1001 + signing.TOLERANCE_S)
    ]:  # fmt: skip
        with pytest.raises(CallbackForged):
            signing.check(secret, body, now=now, **given)


def read_all(provider, owed, clock):
    found = []
    for one in owed:
        body = json.dumps(one.body).encode()
        import time

        found.append(
            provider.read_callback(headers=signing.sign(SECRET, body, now=int(time.time())), body=body)
        )
    return found


@pytest.mark.parametrize(
    ("button", "now", "later"),
    [
        ("pay", ["captured"], []),
        ("late", [], ["captured"]),
        ("twice", ["captured", "captured"], []),
        ("fail", ["failed"], []),
        ("undo", ["captured"], ["failed"]),
        ("close", [], []),
    ],
)
def test_every_button_of_the_page_does_what_it_says(bank, book, clock, button, now, later):
    import urllib.error
    import urllib.request

    provider = SandboxProvider(bank.url, SECRET)
    started = start(provider)
    with urllib.request.urlopen(started.pay_url) as page:
        assert f'value="{button}"'.encode() in page.read()

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    opener = urllib.request.build_opener(NoRedirect)
    with pytest.raises(urllib.error.HTTPError) as answer:
        opener.open(started.pay_url, data=f"do={button}".encode())
    answer.value.close()
    assert (answer.value.code, answer.value.headers["Location"]) == (303, "https://shop.example/back")

    first = read_all(provider, book.owed(), clock)
    assert [news.kind for news in first] == now
    assert len({news.event_id for news in first}) <= 1
    for owed in book.owed():
        book.told(owed)
    clock[0] += 21
    assert [news.kind for news in read_all(provider, book.owed(), clock)] == later


def test_what_was_decided_stays_decided_and_what_ran_out_expires(bank, book, clock):
    provider = SandboxProvider(bank.url, SECRET)
    paid, waiting = start(provider), start(provider, "RF02X")
    book.decide(paid.provider_ref, "paid", [("captured", 0)])
    book.decide(paid.provider_ref, "failed", [("failed", 0)])

    clock[0] += timedelta(hours=2).total_seconds()
    book.expire()

    kinds = {(owed.body["payment"], owed.body["kind"]) for owed in book.owed()}
    assert kinds == {(paid.provider_ref, "captured"), (waiting.provider_ref, "expired")}


def test_callbacks_are_tried_until_they_are_answered_with_200(bank, book, clock):
    answers, heard = ["503 Away", "200 OK"], []

    def shop(environ, begin):
        heard.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        begin(answers[min(len(heard), 2) - 1], [("Content-Length", "0")])
        return [b""]

    listening = Running(lambda url: shop)
    try:
        started = start(SandboxProvider(bank.url, SECRET), notify_url=listening.url)
        book.decide(started.provider_ref, "paid", [("captured", 0)])
        messenger = Messenger(book, SECRET)

        assert [messenger.deliver(), messenger.deliver()] == [0, 0]
        clock[0] += 2
        assert [messenger.deliver(), messenger.deliver()] == [1, 0]
        assert len(heard) == 2 and heard[0] == heard[1]
    finally:
        listening.stop()


def test_the_bank_refuses_to_run_in_production(tmp_path):
    with pytest.raises(NotInProduction):
        serve(mode="production", host="127.0.0.1", port=0, url="", secret=SECRET, folder=tmp_path)


def test_the_bank_speaks_five_languages():
    assert {len(words) for words in WORDS.values()} == {11}
    assert set(WORDS) == {"en", "fr", "zh", "ru", "ar"}
