"""Put rows on the price shelf: some products as they are now, or a whole market computed aside and put there at once."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max

from sogdia.apps.quotes import shelf_bulk
from sogdia.apps.quotes.models import ShelfMarket, ShelfRow, ShelfState
from sogdia.apps.quotes.shelf_prices import (
    Horizon,
    Row,
    list_codes,
    list_goods,
    price_cards,
    price_many,
    shelf_row,
)
from sogdia.domain.ports import PriceEngine

Tell = Callable[[str, int], None]

_COUNTED = ("category", "region_id", "temperature", "is_open", "in_season")
_counted = attrgetter(*_COUNTED)
_BATCH = 2000
#: So few products the exact engine prices sooner than the columns are laid out.
AT_HAND = 8


@dataclass
class Draft:
    """What one market's shelf should say of some products: rows, and products that are no longer published."""

    market_id: int
    day: date
    rows: list[Row] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)


def draft(
    engine: PriceEngine, market_codes: Sequence[str], *, at: datetime, product_ids: Sequence[int] | None
) -> Iterator[Draft]:
    """Compute what the shelf should say of these products, or of all, market by market; nothing is written."""
    if product_ids is not None and len(product_ids) <= AT_HAND:
        priced = price_cards(market_codes, at=at, product_ids=product_ids)
    else:
        priced = price_many(engine, market_codes, at=at, product_ids=product_ids)
    goods = list_goods(product_ids, at=at)
    codes: dict[str, dict[int, str]] = {}
    for book, cards in priced:
        territory, market_id = book.market.territory, book.market.pk
        if territory not in codes:
            codes[territory] = list_codes(territory, product_ids)
        code_of, horizon = codes[territory], Horizon(book)
        rows = [
            shelf_row(market_id, goods[pk], card, code_of.get(pk, ""), horizon)
            for pk, card in cards.items()
            if pk in goods
        ]
        yield Draft(market_id, book.today, rows, set(product_ids or ()) - {row.product_id for row in rows})


def lock() -> ShelfState:
    """Let nobody else change the shelf until this transaction ends."""
    assert connection.in_atomic_block, "a lock belongs to a transaction"
    ShelfState.objects.get_or_create(pk=1)
    return ShelfState.objects.select_for_update().get(pk=1)


def serial() -> int:
    """Give the number of the last change of the shelf."""
    return ShelfState.objects.filter(pk=1).values_list("serial", flat=True).first() or 0


def put(state: ShelfState, drafts: Iterable[Draft], *, since: int | None = None) -> int:
    """
    Write what differs; gives how many rows changed. ``state`` is the lock.

    ``since`` is the serial at which the drafts began to be computed: rows changed after it know better and stay.
    """
    _advance(state)
    changed = 0
    for one in drafts:
        changed += _put(state, one, since)
    if changed:
        state.save()
    return changed


def _advance(state: ShelfState) -> None:
    # Not by one: a number that was taken back with its transaction is not given again.
    state.serial += 1 + secrets.randbelow(1_000_000)


def _grow(state: ShelfState, rows: Sequence[Row]) -> None:
    """Remember the largest pack that ever stood there."""
    state.most_mass_g = max([state.most_mass_g, *(row.gross_mass_g for row in rows)])
    state.most_volume_cm3 = max([state.most_volume_cm3, *(row.volume_cm3 for row in rows)])


def _put(state: ShelfState, one: Draft, since: int | None) -> int:
    counts: Counter[tuple[Any, ...]] = Counter()
    written = 0
    wanted = {row.product_id: row for row in one.rows}
    for some in _batches(sorted(wanted.keys() | one.gone)):
        there, serials = _there(one.market_id, some)
        newer = {pk for pk, last in serials.items() if since is not None and last > since}
        fresh = [
            wanted[pk] for pk in some if pk in wanted and pk not in newer and there.get(pk) != wanted[pk]
        ]
        gone = [pk for pk in some if pk not in wanted and pk in there and pk not in newer]
        _grow(state, fresh)
        counts.update(_counted(row) for row in fresh)
        counts.subtract(
            _counted(there[pk]) for pk in (*gone, *(row.product_id for row in fresh)) if pk in there
        )
        _write(fresh, state.serial)
        ShelfRow.objects.filter(market_id=one.market_id, product_id__in=gone).delete()
        written += len(fresh) + len(gone)
    if written:
        _count(state, one, counts)
    return written


def _there(market_id: int, product_ids: Sequence[int]) -> tuple[dict[int, Row], dict[int, int]]:
    """Give what stands there by product, and at which serial it was written."""
    rows = ShelfRow.objects.filter(market_id=market_id, product_id__in=product_ids)
    there: dict[int, Row] = {}
    serials: dict[int, int] = {}
    for *values, last in rows.values_list(*Row._fields, "serial"):
        row = Row._make(values)
        there[row.product_id], serials[row.product_id] = row, last
    return there, serials


def _write(rows: Iterable[Row], serial: int) -> None:
    ShelfRow.objects.bulk_create(
        [ShelfRow(**row._asdict(), serial=serial) for row in rows],
        update_conflicts=True,
        unique_fields=["market_id", "product_id"],
        update_fields=[*(name for name in Row._fields if name not in {"market_id", "product_id"}), "serial"],
    )


def _count(state: ShelfState, one: Draft, changes: Counter[tuple[Any, ...]]) -> None:
    """Bring the counts of a market up to date, and say that it changed."""
    market, _made = ShelfMarket.objects.get_or_create(market_id=one.market_id, defaults={"day": one.day})
    counts = Counter({tuple(key): count for *key, count in market.counts})
    counts.update(changes)
    market.counts = [[*key, count] for key, count in sorted(counts.items()) if count > 0]
    market.serial = state.serial
    market.save()


def _batches(ids: Sequence[int], size: int = _BATCH) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def rebuild(
    engine: PriceEngine,
    market_codes: Sequence[str],
    *,
    at: datetime,
    tell: Tell = lambda _code, _count: None,
) -> int:
    """
    Compute every price of some markets aside, then put each market's there in one transaction; gives how many changed.

    Readers see a market as it was until all of it is there. ``tell`` hears each market with how many rows it has.
    """
    changed = 0
    since = serial()
    for code, whole in zip(market_codes, draft(engine, market_codes, at=at, product_ids=None), strict=True):
        count = len(whole.rows)
        changed += put_whole(whole, since)
        tell(code, count)
    return changed


def put_whole(whole: Draft, since: int) -> int:
    """Put a whole market's draft there in one transaction, but for rows that changed after ``since``."""
    if not shelf_bulk.is_there():
        keep_what_differs(whole)
        with transaction.atomic():
            changed = put(lock(), [whole], since=since)
            _settle(whole)
        return changed
    with transaction.atomic():
        shelf_bulk.stage(whole.rows)
        state = lock()
        _advance(state)
        changed = shelf_bulk.put(whole.market_id, serial=state.serial, since=since)
        if changed:
            _grow(state, whole.rows)
            state.save()
            _count(state, whole, Counter())
        _settle(whole)
    return changed


def keep_what_differs(whole: Draft) -> None:
    """Keep of a whole market's draft only what is not there so already, and name what is there and should not be."""
    wanted = {row.product_id: row for row in whole.rows}
    listed = ShelfRow.objects.filter(market_id=whole.market_id).values_list("product_id", flat=True)
    whole.gone = set(listed) - wanted.keys()
    kept: list[Row] = []
    for some in _batches(list(wanted)):
        there, _serials = _there(whole.market_id, some)
        kept += [wanted[pk] for pk in some if there.get(pk) != wanted[pk]]
    whole.rows = kept


def _settle(whole: Draft) -> None:
    """Count a market anew, and say of which day its prices are."""
    rows = ShelfRow.objects.filter(market_id=whole.market_id)
    counts = rows.order_by(*_COUNTED).values_list(*_COUNTED).annotate(count=Count("pk"))
    last = rows.aggregate(last=Max("serial"))["last"] or 0
    market, _made = ShelfMarket.objects.get_or_create(
        market_id=whole.market_id, defaults={"day": whole.day, "serial": last}
    )
    found = [list(row) for row in counts]
    if market.counts != found or market.day != whole.day:
        market.counts, market.day = found, whole.day
        market.serial = max(market.serial, serial())
        market.save()
