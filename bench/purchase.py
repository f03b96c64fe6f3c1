"""A whole guest purchase over HTTP, every step as a browser takes it."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bench import choosing
from bench.bank import Bank
from bench.choosing import Goods
from bench.cpu import Meter, Spent
from bench.driver import Answer, Round, Unexpected, at_once, form_fields
from bench.house import SECRET, House
from sogdia.gateways.payments import signing

STEPS = ("product", "add", "basket", "address", "quote", "promise", "pay", "callback", "confirmation")
_ADDRESS = {
    "recipient": "Amélie Rousseau", "street": "12 rue des Tanneurs", "postal_code": "59000", "city": "Lille",
    "phone": "+33320123456", "address_extra": "", "business_name": "", "tax_number": "",
}  # fmt: skip


@dataclass(frozen=True)
class Bought:
    """One purchase: the order, and what every step took in milliseconds."""

    order_ref: str
    took_ms: dict[str, float]


def buy(house: House, bank: Bank, goods: Goods, number: int) -> Bought:
    """
    Buy one pack as a guest with a browser of their own; nine requests.

    :raises Unexpected: when any of them is answered otherwise.
    """
    browser = choosing.shopper(house)
    took: dict[str, float] = {}

    def step(name: str, ask: Callable[[], Answer]) -> Answer:
        began = time.perf_counter()
        answer = ask()
        took[name] = (time.perf_counter() - began) * 1000
        return answer

    shown = step("product", lambda: browser.get(f"/goods/{goods.slug}/"))
    add = f"/goods/{goods.slug}/basket/"
    fields = form_fields(shown.text, add)
    step("add", lambda: browser.post(add, fields))
    step("basket", lambda: browser.get("/basket/"))
    asked = step("address", lambda: browser.get("/checkout/"))
    filled = {**form_fields(asked.text, ""), **_ADDRESS, "email": f"buyer{number}@example.org"}
    promised = step("quote", lambda: browser.post("/checkout/", filled)).location
    if "/quote/" not in promised:
        raise Unexpected(f"No quote but {promised}.")
    read = step("promise", lambda: browser.get(promised))
    agreed = {**form_fields(read.text, ""), "way": "sandbox", "terms": "on"}
    pay_url = step("pay", lambda: browser.post(promised, agreed)).location
    notice, order_ref, confirmation = read_news(bank, pay_url)
    headers = {"Content-Type": "application/json", **signing.sign(SECRET, notice, now=int(time.time()))}
    heard = step("callback", lambda: browser.ask("POST", "/hooks/payments/sandbox", notice, headers))
    if heard.text != "exact":
        raise Unexpected(f"The callback was answered {heard.status} {heard.text[:200]}.")
    done = step("confirmation", lambda: browser.get(confirmation))
    if order_ref not in done.text:
        raise Unexpected(f"No order {order_ref} on its confirmation.")
    browser.close()
    return Bought(order_ref, took)


def read_news(bank: Bank, pay_url: str) -> tuple[bytes, str, str]:
    """Give what the bank would tell of a payment that the buyer has just made, the order, and where the buyer goes on."""
    parts = urlsplit(pay_url)
    payment = bank.opened[parts.path.rsplit("/", 1)[1]]
    said = {
        "event_id": "evt_" + secrets.token_urlsafe(18),
        "kind": "captured",
        "payment": parts.path.rsplit("/", 1)[1],
        "reference": payment["reference"],
        "amount_minor": payment["amount_minor"],
        "currency": payment["currency"],
        "at": datetime.now(UTC).isoformat(),
    }
    return json.dumps(said).encode(), payment["order_ref"], urlsplit(payment["return_url"]).path


@dataclass(frozen=True)
class Measured:
    """One round of purchases."""

    round: Round
    spent: Spent
    steps_ms: dict[str, list[float]]


def measure(house: House, bank: Bank, goods: list[Goods], count: int, *, rounds: int = 3) -> list[Measured]:
    """Buy ``count`` times in every round, the goods in turn; all connections at once."""
    meter = Meter(
        web=house.children["web"].pid,
        database=house.database.pid,
        worker=house.children["worker"].pid if "worker" in house.children else None,
    )
    found = []
    for _ in range(rounds):
        steps: dict[str, list[float]] = {name: [] for name in STEPS}

        def one(number: int, steps: dict[str, list[float]] = steps) -> None:
            bought = buy(house, bank, goods[number % len(goods)], number)
            for name, took in bought.took_ms.items():
                steps[name].append(took)

        meter.lap()
        took = at_once(count, one)
        found.append(Measured(took, meter.lap().per(count), steps))
    return found


def typical(measured: list[Measured]) -> Measured:
    """Give the round with the middle CPU time."""
    ordered = sorted(measured, key=lambda one: one.spent.both)
    return ordered[len(ordered) // 2]
