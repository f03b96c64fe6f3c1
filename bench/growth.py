"""Whether pages grow with the catalogue: each computed anew, never from what is kept, at several sizes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from bench import choosing, pages
from bench.cpu import Meter, Spent
from bench.driver import Browser, Unexpected, form_fields
from bench.house import ROOT, House, scratch_house

#: No page may cost so many times as much with ten times as many goods.
LIMIT = 1.3
GROWER, TREASURER, SUPPORT = "grower@sogdia.example", "treasurer@sogdia.example", "support@sogdia.example"


@dataclass(frozen=True)
class Page:
    """A page that is opened again and again: its name, who looks (nobody: a visitor), its addresses."""

    name: str
    who: str
    paths: Sequence[str]


@dataclass(frozen=True)
class Grown:
    """What each page costs at one size."""

    products: int
    sellers: int
    offers: int
    spent: dict[str, Spent]


def all_pages(goods: Sequence[choosing.Goods], producer: str, lot: str) -> list[Page]:
    """Give every page that is measured."""
    products = [f"/goods/{one.slug}/" for one in goods]
    searches = [f"/goods/?q={word}" for word in pages.WORDS]
    visitor = {
        "home": ["/"],
        "list": ["/goods/"],
        "list, third page by price of a kilo": ["/goods/?sort=kilo&page=3"],
        "list of one region": ["/goods/?region=xinjiang"],
        "word search": searches,
        "product": products,
        "regions": ["/regions/"],
        "region": ["/regions/xinjiang/"],
        "producer": [f"/producers/{producer}/"],
        "departures": ["/departures/"],
        "lot": [f"/lots/{lot}/"],
    }
    found = [Page(f"{name}, visitor", "", paths) for name, paths in visitor.items()]
    buyer = {
        "list": ["/goods/"], "word search": searches, "product": products, "basket": ["/basket/"],
        "checkout": ["/checkout/"],
    }  # fmt: skip
    found += [Page(f"{name}, buyer", pages.BUYER, paths) for name, paths in buyer.items()]
    found += [Page("Today, seller", GROWER, ["/sell/"]), Page("goods, seller", GROWER, ["/sell/goods/"])]
    operator = {
        "queues": (SUPPORT, "/operator/"),
        "sellers": (SUPPORT, "/operator/sellers/"),
        "payouts": (TREASURER, "/operator/payouts/"),
    }
    return [*found, *(Page(f"{name}, operator", who, [path]) for name, (who, path) in operator.items())]


def measure(folder: Path, products: int, count: int) -> Grown:
    """Measure every page beside so many generated products; the deployment stays in the folder for the next run."""
    folder.mkdir(parents=True, exist_ok=True)
    with scratch_house(folder) as house:
        is_new = house.database.is_new
        house.command("migrate", "--quiet")
        if is_new:
            house.command("load-world")
        if _generated(house) < products:
            house.command("world", "--scale", str(products))
        _settle(house)
        house.start_web()
        goods = choosing.list_goods(house, 16)
        choosing.make_plentiful(house, goods)
        house.command("refresh-shelf")
        with psycopg.connect(house.database.url) as connection:
            asked = (
                "SELECT code FROM parties_party WHERE is_seller AND state = 'verified' ORDER BY code LIMIT 1"
            )
            producer = str(connection.execute(asked).fetchall()[0][0])
            lot = str(connection.execute("SELECT ref FROM lots_lot ORDER BY id LIMIT 1").fetchall()[0][0])
            size = connection.execute(
                "SELECT (SELECT count(*) FROM catalogue_product), (SELECT count(*) FROM parties_party WHERE is_seller), "
                "(SELECT count(*) FROM catalogue_offer)"
            ).fetchall()[0]
        wanted = all_pages(goods, producer, lot)
        browsers = {who: _browser(house, who, goods) for who in {page.who for page in wanted}}
        spent = {page.name: _cost(house, page, browsers[page.who], count) for page in wanted}
        for browser in browsers.values():
            browser.close()
    return Grown(size[0], size[1], size[2], spent)


def _generated(house: House) -> int:
    with psycopg.connect(house.database.url) as connection:
        asked = "SELECT count(*) FROM catalogue_product WHERE source LIKE 'Generated%'"
        return int(connection.execute(asked).fetchall()[0][0])


def _settle(house: House) -> None:
    """Let the database finish what a load leaves behind: statistics, and rows to tidy."""
    with psycopg.connect(house.database.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _browser(house: House, who: str, goods: Sequence[choosing.Goods]) -> Browser:
    if not who:
        return choosing.shopper(house)
    browser = pages.sign_in(house, who)
    if who == pages.BUYER:
        for one in goods[:3]:
            add = f"/goods/{one.slug}/basket/"
            browser.post(add, form_fields(browser.get(f"/goods/{one.slug}/").text, add))
    elif who != GROWER:
        _second_step(house, browser, who)
    return browser


def _second_step(house: House, browser: Browser, who: str) -> None:
    """Give the code of an invented person's authenticator app, as the demonstration shows it."""
    path = "/account/2fa/authenticate/"
    for _ in range(2):
        fields = form_fields(browser.get(path).text, path)
        said = subprocess.run(
            [sys.executable, "-m", "sogdia.config", "demo-code", who],
            env=house.environment, cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
        if browser.ask("POST", path, _form({**fields, "code": said}), _FORM).status == 302:
            return
        # A code counts once: the next one comes within half a minute.
        time.sleep(31)
    raise Unexpected(f"{who} is not let in by their code.")


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _form(values: dict[str, str]) -> bytes:
    return urlencode(values).encode()


def _cost(house: House, page: Page, browser: Browser, count: int) -> Spent:
    """Give the middle of three rounds; each address is new, so that no kept page answers."""
    meter = Meter(web=house.children["web"].pid, database=house.database.pid)
    number = 0

    def go(times: int) -> None:
        nonlocal number
        for _ in range(times):
            path = page.paths[number % len(page.paths)]
            number += 1
            browser.get(f"{path}{'&' if '?' in path else '?'}anew={number}")

    go(2 * len(page.paths) + 4)
    rounds = []
    for _ in range(3):
        meter.lap()
        go(count)
        rounds.append(meter.lap().per(count))
    return sorted(rounds, key=lambda one: one.both)[1]
