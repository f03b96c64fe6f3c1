"""What the page of a price shows: every lane to every market, with the net and everything on the seller's side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from sogdia.apps.quotes.net_selectors import LaneNet, NetTable
from sogdia.apps.quotes.part_names import part_name
from sogdia.domain.pricing.parts import Part
from sogdia.plumbing import formats
from sogdia.web.words import reasons
from sogdia.web.words.reasons import Closed

COSTS = (Part.COMMISSION, Part.FIRST_MILE, Part.HUB, Part.PAYOUT_FEE)


@dataclass(frozen=True)
class NetRow:
    """One open lane: delivered price, nets and the costs in their order, each with its name."""

    lane: LaneNet
    way: str
    costs: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ClosedRow:
    """Where it cannot be sold: markets and lanes of one reason."""

    places: str
    why: Closed


@dataclass(frozen=True)
class TierRow:
    """From so many packs on, this net per pack."""

    from_packs: int
    net_minor: int


@dataclass(frozen=True)
class PricePage:
    """The live part of the page; ``lowest`` and ``highest`` net where the market's price is fixed."""

    rows: tuple[NetRow, ...]
    closed: tuple[ClosedRow, ...]
    cost_names: tuple[str, ...]
    currency: str
    old_minor: int | None
    new_minor: int
    tiers: tuple[TierRow, ...]
    is_without_lot: bool


def page(
    table: NetTable, *, old_minor: int | None, new_minor: int, tiers: Sequence[tuple[int, int]]
) -> PricePage:
    """Lay out the table; closed places are joined by their reason."""
    rows = tuple(
        NetRow(lane, _way(lane), tuple((part_name(part), dict(lane.parts)[part]) for part in COSTS))
        for lane in table.open_rows
    )
    said = sorted(
        ((reasons.closed(row.closed), row) for row in table.closed_rows if row.closed is not None),
        key=lambda pair: (pair[0].sentence, pair[0].source),
    )
    closed = tuple(
        ClosedRow(", ".join(dict.fromkeys(_place(row) for _why, row in members)), why)
        for why, members in groupby(said, key=lambda pair: pair[0])
    )
    return PricePage(
        rows=rows,
        closed=closed,
        cost_names=tuple(part_name(part) for part in COSTS),
        currency=table.currency,
        old_minor=old_minor,
        new_minor=new_minor,
        tiers=tuple(TierRow(n, new_minor - new_minor * bp // 10_000) for n, bp in tiers),
        is_without_lot=table.is_without_lot,
    )


def _way(lane: LaneNet) -> str:
    modes = {"rail": _("Rail"), "road": _("Road"), "air": _("Air"), "sea": _("Sea")}
    return _("%(mode)s to %(city)s") % {"mode": modes.get(lane.mode, lane.mode), "city": lane.gateway}


def _place(row: LaneNet) -> str:
    return f"{row.market} ({_way(row)})" if row.lane_code else row.market


def change_words(old_minor: int | None, new_minor: int, currency: str) -> str:
    """Say what changed, for a message."""
    new = formats.money(new_minor, currency)
    if old_minor is None:
        return _("The price is set: %(new)s net for one pack.") % {"new": new}
    return _("The price is set: %(new)s net for one pack, before %(old)s.") % {
        "new": new,
        "old": formats.money(old_minor, currency),
    }
