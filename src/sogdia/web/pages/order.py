"""An order as its buyer reads it: the way so far and ahead, the price, the papers, the money, the talk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sogdia.apps.claims.selectors import ClaimFacts
from sogdia.apps.documents.selectors import Paper
from sogdia.apps.orders.facts import LineFacts, OrderFacts, ProposalFacts, ShipmentFacts
from sogdia.apps.payments.order_selectors import PaymentFacts, RefundFacts
from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.plumbing.texts import pick
from sogdia.web.pages import waterfalls
from sogdia.web.pages.checkout import pay_words
from sogdia.web.pages.parts import Picture, Step, Waterfall
from sogdia.web.pages.thumbs import pack_name, product_url, thumb
from sogdia.web.words import orders as words
from sogdia.web.words.reasons import kept_reason

#: Where a shipment stands on the way that its buyer follows.
_PLACE: Mapping[str, int] = {
    S.RESERVED: 0, S.PAID: 1, S.ACCEPTED_BY_SELLER: 1, S.LABELLED: 1, S.HANDED_OVER: 1,
    S.RECEIVED: 2, S.HELD: 2, S.READY: 2, S.LOADED: 2, S.SEALED: 2,
    S.DEPARTED: 3, S.ARRIVED: 4, S.CUSTOMS: 4, S.OUT_FOR_DELIVERY: 5, S.FAILED: 5,
    S.DELIVERED: 6, S.CLAIMED: 6, S.ACCEPTED: 7, S.SETTLED: 7,
}  # fmt: skip


#: The windows in the data of a question about a delay.
_DAYS: Mapping[str, str] = {
    "shown_first": "shown_from",
    "shown_last": "shown_to",
    "new_first": "new_from",
    "new_last": "new_to",
}


@dataclass(frozen=True)
class OrderLinePage:
    """One line, and what came off it."""

    id: int
    name: str
    url: str
    pack: str
    packs: int
    packs_left: int
    picture: Picture | None
    lot_ref: str
    total_minor: int
    refunded_minor: int
    fall: Waterfall
    corrections: tuple[tuple[str, int, str, dt.datetime], ...]
    issuer: str


@dataclass(frozen=True)
class ShipmentPage:
    """One shipment: its state, its way, its lines, and what its buyer may do."""

    ref: str
    word: str
    kind: str
    seller: str
    city: str
    mode: str
    departure_ref: str
    cutoff_at: dt.datetime
    zone: str
    arrives_first: dt.date
    arrives_last: dt.date
    promised_first: dt.date
    promised_last: dt.date
    is_moved: bool
    has_ended: bool
    accept_by: dt.datetime | None
    steps: tuple[Step, ...]
    lines: tuple[OrderLinePage, ...]
    may: frozenset[str]


@dataclass(frozen=True)
class ProposalPage:
    """A question to the buyer."""

    id: int
    name: str
    kind: str
    was_minor: int
    new_minor: int
    answer_by: dt.datetime
    zone: str
    silence_agrees: bool
    state: str
    shown_first: dt.date | None = None
    shown_last: dt.date | None = None
    new_first: dt.date | None = None
    new_last: dt.date | None = None


@dataclass(frozen=True)
class MoneyRow:
    """A payment or a refund in a list."""

    name: str
    note: str
    currency: str
    minor: int
    word: str
    kind: str
    at: dt.datetime


@dataclass(frozen=True)
class ClaimRow:
    """A claim in the order."""

    ref: str
    name: str
    reason: str
    packs: int
    word: str
    kind: str
    minor: int
    decision: str


@dataclass(frozen=True)
class OrderPage:
    """Everything the page shows."""

    ref: str
    word: str
    kind: str
    currency: str
    total_minor: int
    placed_at: dt.datetime
    zone: str
    is_unpaid: bool
    address: tuple[str, ...]
    country: str
    shipments: tuple[ShipmentPage, ...]
    questions: tuple[ProposalPage, ...]
    papers: tuple[Paper, ...]
    payments: tuple[MoneyRow, ...]
    refunds: tuple[MoneyRow, ...]
    refunded_minor: int
    claims: tuple[ClaimRow, ...]
    talk: tuple[tuple[str, str, dt.datetime, bool], ...]
    fall: Waterfall
    may_cancel: bool


@dataclass(frozen=True)
class Around:
    """What other rooms know of an order."""

    papers: Sequence[Paper]
    payments: Sequence[PaymentFacts]
    refunds: Sequence[RefundFacts]
    claims: Sequence[ClaimFacts]
    rights: Mapping[str, frozenset[str]]
    rows: Sequence[Sequence[str]]
    may_cancel: bool


def page(order: OrderFacts, around: Around) -> OrderPage:
    """Lay an order out."""
    word, kind = words.order_tag(order.state)
    parts = [waterfalls.of_json(line.figures) for one in order.shipments for line in one.lines]
    return OrderPage(
        ref=order.ref,
        word=word,
        kind=kind,
        currency=order.currency,
        total_minor=order.total_minor,
        placed_at=order.placed_at,
        zone=order.zone,
        is_unpaid=order.state in {"placed", "awaiting-payment"},
        address=tuple(order.address.written(around.rows)) if order.address else (),
        country=order.address.country if order.address else order.market_code,
        shipments=tuple(_shipment(one, order, around.rights) for one in order.shipments),
        questions=tuple(_proposal(one, order) for one in order.proposals if one.state == "open"),
        papers=tuple(around.papers),
        payments=tuple(_payment(one) for one in around.payments),
        refunds=tuple(_refund(one) for one in around.refunds),
        refunded_minor=sum(one.amount_minor for one in around.refunds if one.kind != "unallocated"),
        claims=tuple(_claim(one) for one in around.claims),
        talk=tuple((words.side_name(one.side), one.text, one.said_at, one.is_own) for one in order.messages),
        fall=waterfalls.full(waterfalls.added(parts), order.currency),
        may_cancel=around.may_cancel,
    )


def _shipment(one: ShipmentFacts, order: OrderFacts, rights: Mapping[str, frozenset[str]]) -> ShipmentPage:
    word, kind = words.shipment_tag(one.state)
    return ShipmentPage(
        ref=one.ref,
        word=word,
        kind=kind,
        seller=pick(one.seller_names),
        city=pick(one.way.cities),
        mode=one.way.mode,
        departure_ref=one.way.ref,
        cutoff_at=one.way.cutoff_at,
        zone=one.way.zone,
        arrives_first=one.now.earliest,
        arrives_last=one.now.latest,
        promised_first=one.promised.earliest,
        promised_last=one.promised.latest,
        is_moved=one.is_promised_anew,
        has_ended=one.state not in _PLACE,
        accept_by=one.accept_by,
        steps=way(one, order),
        lines=tuple(_line(line, order.currency) for line in one.lines),
        may=rights.get(one.ref, frozenset()),
    )


def _line(line: LineFacts, currency: str) -> OrderLinePage:
    facts = waterfalls.Facts(seller=pick(line.goods.seller_names), net_mass_g=line.net_mass_g)
    return OrderLinePage(
        id=line.id,
        name=pick(line.goods.names),
        url=product_url(line.goods.slug),
        pack=pack_name(line.goods),
        packs=line.packs,
        packs_left=line.packs_left,
        picture=thumb(line.goods.slug, pick(line.goods.names), line.goods.ground),
        lot_ref=line.lot_ref,
        total_minor=line.total_minor,
        refunded_minor=line.refunded_minor,
        fall=waterfalls.full(waterfalls.of_json(line.figures), currency, facts=facts),
        corrections=tuple(
            (words.correction_name(row.kind), row.refund_minor, kept_reason(row.reason), row.at)
            for row in line.corrections
        ),
        issuer=line.seller_of_record,
    )


def way(one: ShipmentFacts, order: OrderFacts) -> tuple[Step, ...]:
    """Give the steps of one shipment, with what the carrier reported in between."""
    here = _PLACE.get(one.state)
    zone = one.way.zone
    ladder: list[tuple[str, dt.datetime | None, str]] = [
        (_("Ordered"), order.placed_at, ""),
        (_("Paid"), order.paid_at, ""),
        (_("At the hub, weighed and graded"), None, ""),
        (_("Left the hub"), one.departed_at, ""),
        (_("Arrived at the gateway"), one.arrived_at, pick(one.way.cities)),
        (_("Out for delivery"), None, ""),
        (_("Delivered"), one.delivered_at, ""),
        (_("Accepted"), one.accepted_at, ""),
    ]
    if here is None:
        done = [step for step in ladder if step[1] is not None]
        word, _kind = words.shipment_tag(one.state)
        steps = [Step(title, "done", at, zone, place) for title, at, place in done]
        return (*steps, Step(word, "now", None, zone, detail=one.state_reason))
    found = []
    for place, (title, at, where) in enumerate(ladder):
        state = "done" if place < here else "now" if place == here else "ahead"
        window = (one.now.earliest, one.now.latest) if place == 6 and state == "ahead" else (None, None)
        found.append(
            Step(title, state, at if state != "ahead" else None, zone, where,
                 window_first=window[0], window_last=window[1])
        )  # fmt: skip
        if place in (3, 4) and state != "ahead":
            found += _reported(one, after_arrival=place == 4)
    return tuple(found)


def _reported(one: ShipmentFacts, *, after_arrival: bool) -> list[Step]:
    """Give what the carrier reported before the gateway, or after it."""
    return [
        Step(
            words.milestone_name(row.kind),
            "done",
            row.at,
            one.way.zone,
            row.place,
            detail=row.note,
        )
        for row in one.milestones
        if row.kind not in {"departed", "arrived"}
        and (one.arrived_at is not None and row.at >= one.arrived_at) is after_arrival
    ]


def _proposal(one: ProposalFacts, order: OrderFacts) -> ProposalPage:
    shipment = next(each for each in order.shipments if each.ref == one.shipment_ref)
    return ProposalPage(
        id=one.id,
        name=pick(one.goods.names),
        kind=one.kind,
        was_minor=one.old_total_minor,
        new_minor=one.new_total_minor,
        answer_by=one.answer_by,
        zone=shipment.way.zone,
        silence_agrees=one.default_answer == "agreed",
        state=one.state,
        **{name: dt.date.fromisoformat(one.data[key]) for name, key in _DAYS.items() if key in one.data},
    )


def _payment(one: PaymentFacts) -> MoneyRow:
    word, kind = words.payment_tag(one.state)
    at = one.captured_at or one.started_at
    return MoneyRow(pay_words(one.provider)[0], one.reference, one.currency, one.amount_minor, word, kind, at)


def _refund(one: RefundFacts) -> MoneyRow:
    word, kind = words.refund_tag(one.state)
    return MoneyRow(
        words.refund_name(one.kind),
        kept_reason(one.reason),
        one.currency,
        one.amount_minor,
        word,
        kind,
        one.made_at,
    )


def _claim(one: ClaimFacts) -> ClaimRow:
    word, kind = words.claim_tag(one.state)
    minor = one.computed_minor if one.is_open else one.agreed_minor
    return ClaimRow(
        one.ref,
        pick(one.goods.names),
        words.reason_name(one.reason),
        one.packs,
        word,
        kind,
        minor,
        one.decision,
    )
