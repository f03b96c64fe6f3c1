"""Bring the price shelf up to date: what marks touch, what ran out, what a new day changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from sogdia.apps.markets.models import Market
from sogdia.apps.quotes import shelf, shelf_marks
from sogdia.apps.quotes.models import BookStamp, ShelfMark, ShelfMarket, ShelfRow
from sogdia.apps.quotes.shelf import Tell
from sogdia.apps.quotes.shelf_marks import Touched
from sogdia.domain.ports import PriceEngine
from sogdia.plumbing.prepared import Prepared

#: Products renewed in one transaction: on SQLite all other writers wait for it.
IN_ONE_GO = 100
MOST_STAMPS, KEPT_STAMPS = 500, 100

_MARKS = Prepared(lambda: ShelfMark.objects.order_by("id")[: shelf_marks.TAKEN_AT_ONCE])


def refresh_shelf(*, engine: PriceEngine, at: datetime) -> int:
    """
    Renew what waits, and forget its marks; gives how many marks and prices that had run out were worked off.

    It may be done twice, and by two at once. A mark that comes meanwhile waits for the next time.
    """
    marks, touched, ran_out = _look(at)
    if not marks and not ran_out:
        return 0
    if touched.markets:
        shelf.rebuild(engine, sorted(touched.markets), at=at)
    every = list(Market.objects.order_by("code").values_list("code", flat=True))
    _renew(engine, [code for code in every if code not in touched.markets], touched.products, at)
    for code, product_ids in sorted(touched.of_market.items()):
        if code not in touched.markets:
            _renew(engine, [code], product_ids - touched.products, at)
    ShelfMark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    _forget_stamps()
    return len(marks) + ran_out


def waits_for_many(*, at: datetime) -> bool:
    """Whether so much waits that whoever works it off needs far more memory than for a few products."""
    _marks, touched, _ran_out = _look(at)
    products = touched.products.union(*touched.of_market.values())
    return bool(touched.markets) or len(products) > shelf.AT_HAND


def _look(at: datetime) -> tuple[list[ShelfMark], Touched, int]:
    """Give the marks that wait, what they and the clock touch, and how many prices ran out."""
    marks = _MARKS.all()
    touched = shelf_marks.touched_by(marks, at=at) if marks else Touched()
    return marks, touched, _add_what_ran_out(touched, at)


def _forget_stamps() -> None:
    """Let stamps not pile up; to forget some changes the version too, so books are read once more and stay right."""
    if BookStamp.objects.count() > MOST_STAMPS:
        newest = list(BookStamp.objects.order_by("-pk").values_list("pk", flat=True)[:KEPT_STAMPS])
        BookStamp.objects.filter(pk__lt=newest[-1]).delete()


def rebuild_shelf(*, engine: PriceEngine, at: datetime, tell: Tell = lambda _code, _count: None) -> int:
    """Compute every price anew; gives how many rows stand on the shelf. ``tell`` hears each market's progress."""
    last = ShelfMark.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    marks = list(ShelfMark.objects.filter(pk__lte=last).values_list("pk", flat=True))
    codes = list(Market.objects.order_by("position", "code").values_list("code", flat=True))
    shelf.rebuild(engine, codes, at=at, tell=tell)
    for start in range(0, len(marks), 500):
        ShelfMark.objects.filter(pk__in=marks[start : start + 500]).delete()
    return ShelfRow.objects.count()


def _renew(engine: PriceEngine, codes: Sequence[str], product_ids: set[int], at: datetime) -> None:
    wanted = sorted(product_ids)
    for start in range(0, len(wanted) if codes else 0, IN_ONE_GO):
        with transaction.atomic():
            state = shelf.lock()
            some = wanted[start : start + IN_ONE_GO]
            shelf.put(state, shelf.draft(engine, codes, at=at, product_ids=some))


_MARKETS = Prepared(lambda: Market.objects.order_by("code").values_list("pk", "code", "timezone"))
_DAYS = Prepared(lambda: ShelfMarket.objects.values_list("market_id", "day"))
_RAN_OUT = Prepared(
    lambda markets, at: ShelfRow.objects.filter(market_id__in=markets, valid_until__lte=at).values_list(
        "market_id", "product_id"
    )[: shelf_marks.FEW + 1],
    list,
    datetime,
)


def _add_what_ran_out(touched: Touched, at: datetime) -> int:
    """Add prices whose cut-off has passed, and markets that are not on the shelf or where a new day began."""
    days = dict(_DAYS.all())
    codes: dict[int, str] = {}
    count = 0
    for market_id, code, timezone in _MARKETS.all():
        if days.get(market_id) != at.astimezone(ZoneInfo(timezone)).date():
            touched.markets.add(code)
            count += 1
        elif code not in touched.markets:
            codes[market_id] = code
    # Twice a second nothing has: one question for all markets; what is beyond a few waits for the next time.
    ran_out: dict[int, list[int]] = {}
    for market_id, product_id in _RAN_OUT.all(sorted(codes), at):
        ran_out.setdefault(market_id, []).append(product_id)
    for market_id, product_ids in ran_out.items():
        shelf_marks.add(touched, codes[market_id], product_ids)
        count += len(product_ids)
    return count
