"""The cockpit's outcomes, its map of places, and its table as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, isqrt, radians
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.officers.selectors import Cockpit, Figures, Row
from sogdia.plumbing import formats
from sogdia.web.pages.parts import Outcome, spark

_WIDTH, _HEIGHT, _EDGE = 640, 400, 56


@dataclass(frozen=True)
class Dot:
    """A place on the map: where, how large, and whether its name stands beside it (``anchor`` says on which side)."""

    name: str
    x: int
    y: int
    radius: int
    mass_g: int
    is_named: bool
    anchor: str

    @property
    def name_x(self) -> int:
        """Give where the name begins, or ends when it stands before the dot."""
        gap = self.radius + 5
        return self.x - gap if self.anchor == "end" else self.x + gap


@dataclass(frozen=True)
class Map:
    """The region's places, drawn from their coordinates alone; the table below holds every figure."""

    width: int
    height: int
    dots: tuple[Dot, ...]


def outcomes(page: Cockpit) -> list[Outcome]:
    """Give the four outcomes of the month with the way of twelve months and the change on the month before."""
    now, before = page.now, page.before
    return [
        _money_outcome(_("Grower, net per kilogram"), page, "net_per_kg_minor", is_better_up=True),
        _money_outcome(_("Freight per kilogram"), page, "freight_per_kg_minor", is_better_up=False),
        _outcome(
            _("From sale to money"),
            "" if now.days_to_money is None else str(now.days_to_money),
            _("days, half of all"),
            [figures.days_to_money for _month, figures in page.months],
            _change(now.days_to_money, before.days_to_money, _days),
            is_better=_is_less(now.days_to_money, before.days_to_money),
        ),
        _outcome(
            _("Producers who sold"),
            str(now.producers),
            "",
            [figures.producers for _month, figures in page.months],
            _change(now.producers, before.producers, str),
            is_better=now.producers >= before.producers,
        ),
    ]


def draw(page: Cockpit) -> Map:
    """Lay prefectures on a plane around the region's middle; area grows with what their counties sold."""
    sold: Counter[int] = Counter()
    for row in page.counties:
        sold[row.prefecture_id] += row.figures.mass_g
    rows = {row.id: row for row in page.places}
    if not rows:
        return Map(_WIDTH, _HEIGHT, ())
    across = cos(radians(sum(float(row.latitude or 0) for row in rows.values()) / len(rows)))
    at = {key: (float(row.longitude or 0) * across, -float(row.latitude or 0)) for key, row in rows.items()}
    xs, ys = [x for x, _y in at.values()], [y for _x, y in at.values()]
    scale = min(
        (_WIDTH - 2 * _EDGE) / (max(xs) - min(xs) or 1), (_HEIGHT - 2 * _EDGE) / (max(ys) - min(ys) or 1)
    )
    left = (_WIDTH - scale * (max(xs) - min(xs))) / 2 - scale * min(xs)
    above = (_HEIGHT - scale * (max(ys) - min(ys))) / 2 - scale * min(ys)
    most = max(sold.values(), default=0)
    dots = [
        _dot(row, round(left + scale * at[key][0]), round(above + scale * at[key][1]), sold[key], most)
        for key, row in rows.items()
    ]
    return Map(_WIDTH, _HEIGHT, _spread(dots))


def withheld(rows: Sequence[Row], *, is_place: bool) -> str:
    """Say how many rows are withheld, or nothing."""
    count = sum(row.figures.is_withheld for row in rows)
    if not count:
        return ""
    if is_place:
        return ngettext("%(n)s county", "%(n)s counties", count) % {"n": count}
    return ngettext("%(n)s product", "%(n)s products", count) % {"n": count}


def table(rows: Sequence[Row], currency: str) -> Iterator[list[Any]]:
    """Give county and product as rows of a file; money in whole units with its decimals, mass in kilograms."""
    yield [
        "county", "product", "producers", "sales", "mass_kg", f"net_{currency}_per_kg",
        f"freight_{currency}_per_kg", "days_to_money",
    ]  # fmt: skip
    for row in rows:
        figures = row.figures
        if figures.is_withheld:
            yield [row.county, row.name, *["withheld"] * 6]
            continue
        yield [
            row.county, row.name, figures.producers, figures.sales, f"{figures.mass_g / 1000:.3f}",
            _plain(figures.net_per_kg_minor, currency), _plain(figures.freight_per_kg_minor, currency),
            "" if figures.days_to_money is None else figures.days_to_money,
        ]  # fmt: skip


def _plain(minor: int | None, currency: str) -> str:
    return "" if minor is None else formats.money_plain(minor, currency)


def _money_outcome(name: str, page: Cockpit, of: str, *, is_better_up: bool) -> Outcome:
    def value(figures: Figures) -> int | None:
        found: int | None = getattr(figures, of)
        return found

    now, before = value(page.now), value(page.before)
    is_better = None
    if now is not None and before is not None:
        is_better = now >= before if is_better_up else now <= before
    return _outcome(
        name,
        "" if now is None else formats.money(now, page.currency),
        _("a kg"),
        [value(figures) for _month, figures in page.months],
        _change(now, before, lambda minor: formats.money(minor, page.currency)),
        is_better=is_better,
    )


def _outcome(
    name: str, figure: str, unit: str, way: list[int | None], change: str, *, is_better: bool | None
) -> Outcome:
    path, last = spark([value for value in way if value is not None])
    return Outcome(
        name=name,
        figure=figure or _("none yet"),
        unit=unit if figure else "",
        path=path,
        last=last,
        change=change,
        kind="" if is_better is None else ("go" if is_better else "wait"),
        since=_("on last month"),
    )


def _change(now: int | None, before: int | None, words: Any) -> str:
    if now is None or before is None:
        return ""
    if now == before:
        return _("as last month")
    return f"{'↑' if now > before else '↓'} {words(abs(now - before))}"


def _days(count: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def _is_less(now: int | None, before: int | None) -> bool | None:
    return None if now is None or before is None else now <= before


def _dot(row: Row, x: int, y: int, mass_g: int, most: int) -> Dot:
    radius = 5 if not mass_g or not most else 7 + isqrt(23 * 23 * mass_g // most)
    return Dot(row.name, x, y, radius, mass_g, True, "end" if x > _WIDTH * 3 // 4 else "start")


def _spread(dots: list[Dot]) -> tuple[Dot, ...]:
    """Keep the names that do not run into another; larger places speak first."""
    shown: list[Dot] = []
    boxes: list[tuple[int, int, int, int]] = []
    for dot in sorted(dots, key=lambda one: (-one.radius, one.name)):
        length = 8 * len(dot.name) + 8
        start = dot.x + dot.radius + 4 if dot.anchor == "start" else dot.x - dot.radius - 4 - length
        box = (start, dot.y - 9, start + length, dot.y + 9)
        is_free = not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in boxes)
        if is_free:
            boxes.append(box)
        boxes.append((dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius))
        shown.append(Dot(dot.name, dot.x, dot.y, dot.radius, dot.mass_g, is_free, dot.anchor))
    return tuple(shown)
