"""What the component templates read: frozen values, each named for the picture it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sogdia.domain import money

Kind = Literal["grower", "way", "house", "state"]


@dataclass(frozen=True)
class Picture:
    """
    A picture on its ground (1 to 5); ``is_drawn`` says it is an illustration, ``srcset`` its widths.

    ``avif`` are the same widths in the smaller format, for browsers that read it.
    """

    url: str
    alt: str
    ground: int = 1
    is_drawn: bool = True
    srcset: str = ""
    avif: str = ""


@dataclass(frozen=True)
class Fill:
    """How full a departure is, in whole percent; ``free_g`` is what can still be loaded, in grams."""

    percent: int
    least_percent: int = 60
    free_g: int | None = None

    @property
    def is_short(self) -> bool:
        """Tell whether it is below the least load to leave with."""
        return self.percent < self.least_percent

    @property
    def is_full(self) -> bool:
        """Tell whether nothing more can be loaded."""
        return self.percent >= 100


@dataclass(frozen=True)
class BoardRow:
    """One departure on the board; ``state`` is open, full, sealed, left or cancelled."""

    city: str
    mode: str
    code: str
    cutoff_at: dt.datetime
    departs_at: dt.datetime
    zone: str
    fill: Fill
    arrives_first: dt.date
    arrives_last: dt.date
    market_name: str
    currency: str
    freight_per_kg_minor: int | None
    url: str = ""
    via: str = ""
    state: str = "open"
    is_reader_market: bool = False
    next_text: str = ""
    freight_text: str = ""


@dataclass(frozen=True)
class Board:
    """The departures board, sorted by cut-off."""

    rows: tuple[BoardRow, ...]


@dataclass(frozen=True)
class GoodCard:
    """A good as a card: the delivered price of one pack bought alone, or the reason why it is closed here."""

    name: str
    url: str
    place: str
    picture: Picture
    pack: str = ""
    price_minor: int | None = None
    currency: str = ""
    per_kg_minor: int | None = None
    arrives_first: dt.date | None = None
    arrives_last: dt.date | None = None
    harvest: tuple[int, ...] = ()
    summary: str = ""
    closed_reason: str = ""


@dataclass(frozen=True)
class WaterfallRow:
    """One part of a price: what it is for, why it is so, where its bar begins, and its amount."""

    kind: Kind
    name: str
    amount_minor: int
    start_minor: int
    why: str = ""


@dataclass(frozen=True)
class Share:
    """How much of a price goes to one kind of receiver, in whole percent."""

    kind: Kind
    percent: int


@dataclass(frozen=True)
class Waterfall:
    """A price in its parts, which sum to the total exactly."""

    rows: tuple[WaterfallRow, ...]
    total_minor: int
    currency: str
    shares: tuple[Share, ...] = ()
    note: str = ""


def waterfall(parts: Sequence[tuple[Kind, str, str, int]], currency: str, *, note: str = "") -> Waterfall:
    """Lay parts (kind, name, why, whole minor units) end to end; shares sum to 100 by largest remainder."""
    rows, start = [], 0
    by_kind: dict[Kind, int] = {"grower": 0, "way": 0, "house": 0, "state": 0}
    for kind, name, why, amount_minor in parts:
        rows.append(WaterfallRow(kind, name, amount_minor, start, why))
        start += amount_minor
        by_kind[kind] += amount_minor
    percents = money.allocate(100, [max(amount, 0) for amount in by_kind.values()]) if start > 0 else []
    shares = tuple(Share(kind, percent) for kind, percent in zip(by_kind, percents, strict=bool(percents)))
    return Waterfall(rows=tuple(rows), total_minor=start, currency=currency, shares=shares, note=note)


@dataclass(frozen=True)
class DepartureCard:
    """A departure to choose on a product page, with its price and the difference to the one chosen."""

    value: str
    mode: str
    line: str
    code: str
    departs_at: dt.datetime
    zone: str
    fill: Fill
    arrives_first: dt.date
    arrives_last: dt.date
    currency: str
    price_minor: int | None = None
    difference_minor: int = 0
    is_chosen: bool = False
    closed_reason: str = ""

    @property
    def saving_minor(self) -> int:
        """Give the difference as a saving, above zero when this departure costs less."""
        return -self.difference_minor


@dataclass(frozen=True)
class Step:
    """One step of a way: ``state`` is done, now or ahead; an instant when it happened, or a window ahead."""

    title: str
    state: str
    at: dt.datetime | None = None
    zone: str = "UTC"
    place: str = ""
    detail: str = ""
    window_first: dt.date | None = None
    window_last: dt.date | None = None
    url: str = ""


@dataclass(frozen=True)
class Pavilion:
    """A region in its ring."""

    name: str
    url: str
    picture_url: str
    line: str = ""


@dataclass(frozen=True)
class Gap:
    """Wanted and offered of one good, drawn against ``most``, the largest figure of the list."""

    name: str
    wanted: int
    offered: int
    most: int
    missing_text: str


@dataclass(frozen=True)
class Outcome:
    """One outcome of a region: the figure, its line, and its change; ``kind`` is wait when it went the wrong way."""

    name: str
    figure: str
    unit: str = ""
    path: str = ""
    last: str = ""
    change: str = ""
    kind: str = ""
    since: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper of a departure and its state."""

    name: str
    note: str
    is_ready: bool


@dataclass(frozen=True)
class ShipCard:
    """A shipment on the load board: what, label, bay, weight and volume, and what is wrong with it."""

    what: str
    label: str
    picture: Picture
    mass_g: int
    volume_cc: int = 0
    bay: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Job:
    """One thing to do today, with the net it brings."""

    title: str
    line: str
    picture: Picture | None = None
    net_label: str = ""
    net_minor: int | None = None
    currency: str = ""
    why_url: str = ""
    why_text: str = ""


def spark(values: Sequence[int], *, width: int = 200, height: int = 48, edge: int = 6) -> tuple[str, str]:
    """Draw a line of values as an SVG path, and the dot at its end; empty for fewer than two values."""
    if len(values) < 2:
        return "", ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    points = [
        (
            width * index // (len(values) - 1),
            height - edge - (height - 2 * edge) * (value - low) // span,
        )
        for index, value in enumerate(values)
    ]
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    return path, f"M{points[-1][0]} {points[-1][1]}v.01"
