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

from sogdia.apps.catalogue.models import Product
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes.models import ShelfMarket, ShelfRow, ShelfState
from sogdia.apps.quotes.shelf_prices import AT_ONCE, PUBLISHED, Horizon, price_cards, read_goods, shelf_row

Tell = Callable[[str, int], None]

_FIELDS = tuple(one.attname for one in ShelfRow._meta.concrete_fields if one.attname not in {"id", "serial"})
_values = attrgetter(*_FIELDS)
_COUNTED = ("category", "region_id", "temperature", "is_open", "in_season")
_counted = attrgetter(*_COUNTED)
_BATCH = 2000


@dataclass
class Draft:
    """What one market's shelf should say of some products: rows, and products that are no longer published."""

    market_id: int
    day: date
    rows: list[ShelfRow] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)


def draft(market_codes: Iterable[str], *, at: datetime, product_ids: Sequence[int]) -> Iterator[Draft]:
    """Compute what the shelf should say of these products, market by market; nothing is written."""
    goods = read_goods(product_ids, at=at)
    for book, cards in price_cards(market_codes, at=at, product_ids=product_ids):
        horizon = Horizon(book)
        rows = [
            shelf_row(book, goods[pk], card, horizon) for pk, card in sorted(cards.items()) if pk in goods
        ]
        there = {row.product_id for row in rows}
        yield Draft(book.market.pk, book.today, rows, set(product_ids) - there)


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
    # Not by one: a number that was taken back with its transaction is not given again.
    state.serial += 1 + secrets.randbelow(1_000_000)
    changed = 0
    for one in drafts:
        changed += _put(state, one, since)
    state.save()
    return changed


def _put(state: ShelfState, one: Draft, since: int | None) -> int:
    counts: Counter[tuple[Any, ...]] = Counter()
    written = 0
    wanted = {row.product_id: row for row in one.rows}
    ids = sorted(wanted.keys() | one.gone)
    for some in _batches(ids):
        there = {
            row.product_id: row
            for row in ShelfRow.objects.filter(market_id=one.market_id, product_id__in=some)
        }
        newer = {pk for pk, row in there.items() if since is not None and row.serial > since}
        fresh = [
            wanted[pk]
            for pk in some
            if pk in wanted
            and pk not in newer
            and (pk not in there or _values(there[pk]) != _values(wanted[pk]))
        ]
        gone = [pk for pk in some if pk not in wanted and pk in there and pk not in newer]
        for row in fresh:
            row.serial = state.serial
            state.most_mass_g = max(state.most_mass_g, row.gross_mass_g)
            state.most_volume_cm3 = max(state.most_volume_cm3, row.volume_cm3)
        counts.update(_counted(row) for row in fresh)
        counts.subtract(
            _counted(there[pk]) for pk in (*gone, *(row.product_id for row in fresh)) if pk in there
        )
        _write(fresh)
        ShelfRow.objects.filter(market_id=one.market_id, product_id__in=gone).delete()
        written += len(fresh) + len(gone)
    if written:
        _count(state, one, counts)
    return written


def _write(rows: list[ShelfRow]) -> None:
    ShelfRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["market_id", "product_id"],
        update_fields=[*(name for name in _FIELDS if name not in {"market_id", "product_id"}), "serial"],
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


def rebuild(market_codes: Sequence[str], *, at: datetime, tell: Tell = lambda _code, _count: None) -> int:
    """
    Compute every price of some markets aside, then put each market's there in one transaction; gives how many changed.

    Readers see a market as it was until all of it is there. ``tell`` hears, market by market, how many rows are done.
    """
    changed = 0
    for code in market_codes:
        since = serial()
        whole = _whole(code, at=at, tell=tell)
        with transaction.atomic():
            changed += put(lock(), [whole], since=since)
            _settle(whole)
    return changed


def _whole(code: str, *, at: datetime, tell: Tell) -> Draft:
    """Compute a whole market, keeping only what differs from what is there."""
    market = Market.objects.get(code=code)
    published = sorted(Product.objects.filter(state=PUBLISHED).values_list("pk", flat=True))
    listed = set(ShelfRow.objects.filter(market_id=market.pk).values_list("product_id", flat=True))
    whole = Draft(market.pk, at.date(), gone=listed - set(published))
    done = 0
    for some in _batches(published, AT_ONCE):
        for part in draft([code], at=at, product_ids=some):
            there = {
                row.product_id: _values(row)
                for row in ShelfRow.objects.filter(market_id=market.pk, product_id__in=some)
            }
            whole.day = part.day
            whole.rows += [row for row in part.rows if there.get(row.product_id) != _values(row)]
            whole.gone |= part.gone & listed
        done += len(some)
        tell(code, done)
    return whole


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
