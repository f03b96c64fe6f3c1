"""Words of the hub's and the carrier's rooms: states, outcomes, events, milestones, papers."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sogdia.apps.hub.board_selectors import NeedView
from sogdia.apps.hub.selectors import WaitingRow
from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.domain.milestones import MilestoneKind as M
from sogdia.domain.tracing.events import EventKind as E
from sogdia.plumbing import formats
from sogdia.web.words import shipments
from sogdia.web.words.goods import grade_name
from sogdia.web.words.reasons import ADMISSIBILITY, document_name
from sogdia.web.words.shipments import Tag as Tag


def shipment_tag(state: str) -> Tag:
    """Say where a shipment stands, as the hub and the carrier read it."""
    found = shipments.for_everybody() | {
        S.PAID: (_("Seller has not answered"), "wait"),
        S.ACCEPTED_BY_SELLER: (_("Being packed"), "wait"),
        S.LABELLED: (_("Labelled"), "wait"),
        S.HANDED_OVER: (_("On its way here"), "wait"),
        S.RECEIVED: (_("Received, not all weighed"), "wait"),
        S.HELD: (_("Held for the buyer"), "stop"),
        S.OUT_FOR_DELIVERY: (_("Out for delivery"), "wait"),
        S.FAILED: (_("Delivery failed"), "stop"),
        S.CLAIMED: (_("Claimed by the buyer"), "stop"),
    }
    return found.get(state, (state, ""))


def departure_tag(state: str) -> Tag:
    """Say how far a departure is."""
    return {
        "open": (_("Takes orders"), ""),
        "closed": (_("Orders closed"), "wait"),
        "loading": (_("Loading"), "wait"),
        "sealed": (_("Sealed"), "go"),
        "departed": (_("On the way"), "go"),
        "arrived": (_("At the gateway"), "go"),
        "closed-out": (pgettext("a departure", "Done"), ""),
        "cancelled": (_("Cancelled"), "stop"),
    }.get(state, (state, ""))


def outcome_tag(outcome: str) -> Tag:
    """Say what a weighing meant."""
    return {
        "as-ordered": (_("As ordered"), "go"),
        "excess-ignored": (_("More than ordered, never charged"), "go"),
        "refund": (_("Less, within the tolerance: refunded"), "wait"),
        "needs-buyer": (_("The buyer is asked"), "stop"),
        "cancelled": (_("Cancelled"), ""),
    }.get(outcome, (outcome, ""))


def waiting_tag(state: str) -> Tag:
    """Say how a question to a buyer ended."""
    return {
        "open": (_("Not answered yet"), "wait"),
        "agreed": (_("Agreed"), "go"),
        "refused": (_("Refused, refunded"), "stop"),
        "lapsed": (_("Closed without an answer"), ""),
    }.get(state, (state, ""))


def waiting_kind(kind: str) -> str:
    """Name what a buyer is asked about."""
    return {
        "short": _("Less than ordered"),
        "downgrade": _("A lower grade"),
        "delay": _("Later than promised"),
    }.get(kind, kind)


def default_words(row: WaitingRow) -> str:
    """Say what the buyer's silence means."""
    if row.default == "agreed":
        return _("Silence keeps the goods coming.")
    return _("Silence cancels the line and refunds it.")


def difference_words(row: WaitingRow) -> str:
    """Say the difference in one line."""
    data = row.data
    if row.kind == "delay":
        return _("Moved from %(before)s to %(after)s.") % {
            "before": data.get("from_departure", ""),
            "after": data.get("to_departure", ""),
        }
    if row.kind == "downgrade":
        return _("Graded %(found)s; ordered was %(ordered)s.") % {
            "found": grade_name(data.get("grade", "")),
            "ordered": grade_name(data.get("ordered_grade", "")),
        }
    return _("%(found)s of %(ordered)s.") % {
        "found": formats.mass(data.get("net_mass_g", 0), unit="kg"),
        "ordered": formats.mass(data.get("ordered_net_mass_g", 0), unit="kg"),
    }


def milestone_name(kind: str) -> str:
    """Name what a carrier reports, as something that has happened."""
    names: dict[str, str] = {
        M.DEPARTED: _("Departed"),
        M.BORDER: _("Crossed the border"),
        M.DELAYED: _("Delayed"),
        M.CUSTOMS_CLEARED: _("Cleared customs"),
        M.ARRIVED: _("Arrived at the gateway"),
        M.HANDED_TO_LAST_MILE: _("Handed to the last mile"),
    }
    return names.get(kind, kind)


def event_name(kind: str) -> str:
    """Name something that happened to goods."""
    names: dict[str, str] = {
        E.SELLER_ACCEPTED: _("Accepted by the seller"),
        E.SELLER_REFUSED: _("Refused by the seller"),
        E.LABELLED: _("Labelled"),
        E.HANDED_OVER: _("Handed over by the seller"),
        E.RECEIVED: _("Received at the hub"),
        E.WEIGHED_AGAIN: _("Weighed again"),
        E.HELD: _("Held for the buyer's answer"),
        E.READY: _("Ready to load"),
        E.UNIT_LABELLED: _("Put on pallets or into cases"),
        E.LOADED: pgettext("an event of the way", "Loaded"),
        E.UNLOADED: _("Taken out again"),
        E.MOVED: _("Moved to another departure"),
        E.SEALED: _("Sealed"),
        E.DEPARTED: _("Departed"),
        E.BORDER: _("Crossed the border"),
        E.DELAYED: _("Delayed"),
        E.ARRIVED: _("Arrived at the gateway"),
        E.CUSTOMS_CLEARED: _("Cleared customs"),
        E.HANDED_TO_LAST_MILE: _("Handed to the last mile"),
        E.DELIVERED: _("Delivered"),
        E.DELIVERY_FAILED: _("Delivery failed"),
        E.ACCEPTED: _("Accepted by the buyer"),
        E.PROMISE_MOVED: _("Arrival window moved"),
        E.BUYER_ASKED: _("The buyer was asked"),
        E.BUYER_ANSWERED: _("The buyer's answer took effect"),
        E.CANCELLED: _("Cancelled"),
        E.DEPARTURE_CANCELLED: _("Departure cancelled"),
        E.LIGHT_LOAD_ALLOWED: _("May leave below its least load"),
        E.PAPER_KEPT: _("A paper arrived"),
        E.ENDED: _("Ended"),
        E.DOCUMENT_ISSUED: _("A paper was issued"),
        E.CLAIM_OPENED: _("Claim made"),
        E.CLAIM_SETTLED: _("Claim settled"),
    }
    return names.get(kind, kind)


def test_name(code: str) -> str:
    """Name a laboratory test; an unknown code names itself."""
    return {
        "aflatoxins": _("Test for aflatoxins"),
        "aflatoxin-b1": _("Test for aflatoxin B1"),
        "ochratoxin-a": _("Test for ochratoxin A"),
        "ethylene-oxide": _("Test for ethylene oxide"),
        "pesticides": _("Test for pesticides"),
        "lead": _("Test for lead"),
        "cadmium": _("Test for cadmium"),
    }.get(code, code)


def need_name(need: NeedView) -> str:
    """Name a paper or test that goods need."""
    if need.kind == "document":
        return document_name(need.code)
    return test_name(need.code) if need.kind == "test" else _("Entry into the market")


def missing_words(need: NeedView) -> str:
    """Say what is missing, short enough for a tag."""
    if need.kind == "entry":
        return str(ADMISSIBILITY.get(need.code, ADMISSIBILITY["unknown"]))
    return _("%(paper)s missing") % {"paper": need_name(need)}


def paper_name(kind: str) -> str:
    """Name an issued paper."""
    return {
        "invoice": _("Invoice"),
        "packing-list": _("Packing list"),
        "commercial-invoice": _("Commercial invoice"),
        "credit-note": _("Credit note"),
    }.get(kind, kind)
