"""Pages: list, word search, product with waterfall; cold and warm, visitor and signed-in buyer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import choosing
from bench.choosing import Goods
from bench.cpu import Meter, Spent
from bench.driver import CONNECTIONS, Browser, Round, at_once, browser_of, form_fields
from bench.house import House

WORDS = (
    "raisins",
    "walnut",
    "apricot",
    "honey",
    "pear",
    "jujube",
    "wine",
    "apple",
    "silk",
    "tea",
    "rice",
    "saffron",
)
BUYER, PASSWORD = "buyer@sogdia.example", "caravan-of-lanzhou"


@dataclass(frozen=True)
class Figure:
    """One page's cost: CPU milliseconds a request, the middle of three rounds, and requests a second."""

    name: str
    spent: Spent
    round: Round
    limit_ms: float | None = None
    reference: str = ""


def sign_in(house: House, email: str = BUYER) -> Browser:
    """Sign somebody in through the form."""
    browser = choosing.shopper(house)
    page = browser.get("/account/login/")
    fields = (
        form_fields(page.text, "/account/login/")
        if 'action="/account/login/"' in page.text
        else form_fields(page.text, "")
    )
    browser.post("/account/login/", {**fields, "login": email, "password": PASSWORD})
    return browser


def measure(
    name: str, meter: Meter, paths: Sequence[str], browsers: Sequence[Browser], count: int, *,
    limit_ms: float | None = None, reference: str = "", rounds: int = 3,
) -> Figure:  # fmt: skip
    """Open the paths in turn, ``count`` requests a round, each browser on a connection of its own."""
    found: list[tuple[Spent, Round]] = []
    size = len(browsers)
    for _ in range(rounds):

        def lane(place: int) -> None:
            for number in range(place, count, size):
                browsers[place].get(paths[number % len(paths)])

        timings: list[float] = []
        meter.lap()
        took = at_once(size, lane, connections=size)
        spent = meter.lap().per(count)
        timings.append(took.seconds)
        found.append((spent, Round(count, took.seconds, ())))
    found.sort(key=lambda one: one[0].both)
    spent, took = found[len(found) // 2]
    return Figure(name, spent, took, limit_ms, reference)


def cold(
    name: str,
    house: House,
    paths: Sequence[str],
    browser: Callable[[], Browser],
    *,
    limit_ms: float | None = None,
) -> Figure:
    """Open every path once, one after the other, on a web server that has just started."""
    house.stop("web")
    house.start_web()
    meter = _meter(house)
    visitor = browser()
    meter.lap()
    took = at_once(1, lambda _number: [visitor.get(path) for path in paths] and None, connections=1)
    visitor.close()
    return Figure(name, meter.lap().per(len(paths)), Round(len(paths), took.seconds, ()), limit_ms)


def _meter(house: House, process: str = "web") -> Meter:
    return Meter(web=house.children[process].pid, database=house.database.pid)


def all_pages(house: House, goods: list[Goods], count: int) -> list[Figure]:
    """Measure every page warm after the same pages of the reference, then cold."""
    lists = [f"/goods/?page={page}" for page in range(1, 5)] + ["/goods/"]
    products = [f"/goods/{one.slug}/" for one in goods]
    searches = [f"/goods/?q={word}" for word in WORDS]
    reference = browser_of(f"http://127.0.0.1:{house.reference_port}")
    plain = [Browser(reference.host, reference.port) for _ in range(CONNECTIONS)]
    other = _meter(house, "reference")
    figures = [
        measure("reference: two words", other, ["/hello"], plain, count),
        measure("reference: 24 goods", other, [f"/goods/?from={number * 24}" for number in range(4)], plain, count),
        measure("reference: one product", other, products, plain, count),
    ]  # fmt: skip
    visitors = [choosing.shopper(house) for _ in range(CONNECTIONS)]
    buyers = [sign_in(house) for _ in range(CONNECTIONS)]
    for browsers in (visitors, buyers):
        for browser in browsers:
            for path in (*lists, *searches, *products):
                browser.get(path)
            break
    meter = _meter(house)
    warm = (
        ("list of 24, visitor", lists, visitors, 4.0, "reference: 24 goods"),
        ("list of 24, signed in", lists, buyers, 10.0, "reference: 24 goods"),
        ("word search, visitor", searches, visitors, 6.0, "reference: 24 goods"),
        ("word search, signed in", searches, buyers, None, "reference: 24 goods"),
        ("product with waterfall, visitor", products, visitors, 8.0, "reference: one product"),
        ("product with waterfall, signed in", products, buyers, None, "reference: one product"),
    )
    for name, paths, browsers, limit, beside in warm:
        figures.append(measure(name, meter, paths, browsers, count, limit_ms=limit, reference=beside))
    for browser in (*plain, *visitors, *buyers):
        browser.close()
    cold_paths = (("list", lists), ("word search", searches), ("product", products))
    for name, paths in cold_paths:
        figures.append(
            cold(
                f"{name}, visitor, first of each after a start", house, paths, lambda: choosing.shopper(house)
            )
        )
    return figures
