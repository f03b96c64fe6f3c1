"""Orders as a side sees them: frozen values, names by language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sogdia.apps.orders.access import Side
from sogdia.apps.parties.selectors import AddressView
from sogdia.apps.quotes.basket_selectors import GoodsView, WayView
from sogdia.domain.pricing.windows import ArrivalWindow


@dataclass(frozen=True)
class CorrectionFacts:
    """A later truth about a line; ``refund_minor`` went back to the buyer."""

    kind: str
    packs: int
    net_mass_g: int
    refund_minor: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class LineFacts:
    """One line as promised, and what became of it."""

    id: int
    goods: GoodsView
    packs: int
    packs_left: int
    net_mass_g: int
    total_minor: int
    figures: list[dict[str, Any]]
    lot_ref: str
    seller_of_record: str
    importer_of_record: str
    corrections: tuple[CorrectionFacts, ...]

    @property
    def refunded_minor(self) -> int:
        """Give what went back to the buyer of this line."""
        return sum(row.refund_minor for row in self.corrections)


@dataclass(frozen=True)
class MilestoneFacts:
    """Something the carrier reported."""

    kind: str
    at: datetime
    place: str
    note: str
    delay_days: int


@dataclass(frozen=True)
class ShipmentFacts:
    """One seller's goods on one departure; ``promised`` is the window at the order, ``now`` the present one."""

    id: int
    ref: str
    state: str
    state_reason: str
    seller_names: dict[str, str]
    way: WayView
    departure_state: str
    promised: ArrivalWindow
    now: ArrivalWindow
    departed_at: datetime | None
    arrived_at: datetime | None
    delivered_at: datetime | None
    accept_by: datetime | None
    accepted_at: datetime | None
    lines: tuple[LineFacts, ...]
    milestones: tuple[MilestoneFacts, ...]

    @property
    def is_promised_anew(self) -> bool:
        """Whether the arrival window has moved since the order."""
        return self.now != self.promised


@dataclass(frozen=True)
class ProposalFacts:
    """A question put to the buyer: a new total, or the line is cancelled; silence means ``default_answer``."""

    id: int
    line_id: int
    shipment_ref: str
    goods: GoodsView
    kind: str
    data: dict[str, Any]
    old_total_minor: int
    new_total_minor: int
    state: str
    default_answer: str
    answer_by: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class MessageFacts:
    """Something said; ``is_own`` by the side that looks."""

    side: str
    text: str
    said_at: datetime
    is_own: bool


@dataclass(frozen=True)
class OrderFacts:
    """An order as one side sees it."""

    id: int
    ref: str
    state: str
    currency: str
    total_minor: int
    placed_at: datetime
    paid_at: datetime | None
    pay_by: datetime
    market_code: str
    zone: str
    sides: frozenset[Side]
    address: AddressView | None
    shipments: tuple[ShipmentFacts, ...]
    proposals: tuple[ProposalFacts, ...]
    messages: tuple[MessageFacts, ...]


@dataclass(frozen=True)
class PayingFacts:
    """What the page after a payment says of an order; ``first_cutoff_at`` bounds how long paying again may take."""

    id: int
    ref: str
    state: str
    currency: str
    total_minor: int
    pay_by: datetime
    zone: str
    sides: frozenset[Side]
    email: str
    first_cutoff_at: datetime


@dataclass(frozen=True)
class OrderRow:
    """An order in a list."""

    ref: str
    state: str
    currency: str
    total_minor: int
    placed_at: datetime
    goods: tuple[dict[str, str], ...]
    arrives_first: date
    arrives_last: date


@dataclass(frozen=True)
class StatusFacts:
    """What number and e-mail show: the state of the order and of each shipment, and when it arrives."""

    ref: str
    state: str
    shipments: tuple[tuple[str, str, ArrivalWindow], ...]
