"""Incoming money: references, time limits, and what it does to an order (rules PA-1 to PA-7)."""

from __future__ import annotations

import enum
import string
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sogdia.domain.money import Money
from sogdia.domain.payouts import check_second_person
from sogdia.domain.refusals import Refusal


class PaymentReferenceNotValid(Refusal):
    """The payment reference is mistyped or of another shape."""

    code = "payment-reference-not-valid"


class TooLateToPay(Refusal):
    """This way of paying takes longer than there is time before the cut-off."""

    code = "too-late-to-pay"


class Way(enum.StrEnum):
    """How a buyer pays; the provider behind it is the deployment's choice."""

    CARD = "card"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long stock is kept for a way of paying, and how much time it needs at least."""

    keep: timedelta
    needs: timedelta


#: PA-2: time limits; a deployment may give its providers others.
LIMITS: Final[dict[Way, TimeLimit]] = {
    Way.CARD: TimeLimit(timedelta(minutes=30), timedelta(minutes=5)),
    Way.TRANSFER: TimeLimit(timedelta(days=5), timedelta(days=1)),
}


def reserved_until(*, at: datetime, cut_off: datetime, limit: TimeLimit) -> datetime:
    """
    PA-2: stock is kept for the limit of the way of paying, never past the departure's cut-off.

    :raises TooLateToPay: less time is left than this way of paying needs.
    """
    if cut_off - at < limit.needs:
        raise TooLateToPay("The cut-off is too near.", cut_off=cut_off)
    return min(at + limit.keep, cut_off)


_VALUES: Final = {ch: str(i) for i, ch in enumerate(string.digits + string.ascii_uppercase)}


def creditor_reference(text: str) -> str:
    """
    PA-1: build an ISO 11649 creditor reference (``RF``, two check digits, up to 21 letters and digits).

    ``text`` is the order's reference; hyphens are left out.
    """
    body = text.replace("-", "").upper()
    assert 1 <= len(body) <= 21 and all(ch in _VALUES for ch in body), "up to 21 letters and digits"
    return f"RF{98 - _mod_97(body + 'RF00'):02d}{body}"


def parse_creditor_reference(text: str) -> str:
    """
    PA-1: read a reference from a bank statement, spaces and case aside, and give it as it was built.

    :raises PaymentReferenceNotValid:
    """
    code = "".join(text.split()).upper()
    shaped = 5 <= len(code) <= 25 and code.startswith("RF") and code[2:4].isdigit()
    if not shaped or not all(ch in _VALUES for ch in code) or _mod_97(code[4:] + code[:4]) != 1:
        raise PaymentReferenceNotValid("Not an RF creditor reference.")
    return code


def _mod_97(text: str) -> int:
    return int("".join(_VALUES[ch] for ch in text)) % 97


class Match(enum.StrEnum):
    """What incoming money is, compared with its order."""

    EXACT = "exact"
    SHORT = "short"
    OVER = "over"
    LATE = "late"
    TWICE = "twice"
    NO_REFERENCE = "no-reference"
    WRONG_CURRENCY = "wrong-currency"
    ORDER_CLOSED = "order-closed"


@dataclass(frozen=True, slots=True)
class OrderDue:
    """
    What an order asks for, at the instant the money is booked.

    ``waiting`` is what came for it before and waits in unallocated receipts. ``stands``: stock can be reserved again
    and the departure is still before its cut-off, so that a late payment revives it at the frozen price.
    """

    total: Money
    waiting: Money
    is_paid: bool
    is_closed: bool
    reserved_until: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What to do with incoming money.

    ``captures``: the order's total goes to its escrow (with what was waiting, when that is needed). ``to_refund`` is
    queued to go back; ``to_wait`` stays in unallocated receipts until more comes or somebody looks at it.
    """

    match: Match
    captures: bool
    revives: bool
    to_refund: Money
    to_wait: Money
    uses_waiting: bool = False

    @property
    def plainly(self) -> bool:
        """Whether it goes straight to escrow, without passing through unallocated receipts."""
        return self.match is Match.EXACT and not self.uses_waiting


def judge(received: Money, due: OrderDue | None, *, at: datetime) -> Verdict:
    """
    PA-3: compare money that came in with the order its reference names (None: it names none).

    PA-4: what does not match goes to unallocated receipts with the match as its reason; nothing is turned away. Short
    money waits for the rest while the reservation runs; when that ends it is refunded.
    PA-5: late money revives the order if stock and departure still stand, at the frozen price; else it is refunded.
    """
    assert received.minor > 0, "incoming money is positive"
    none = Money.zero(received.currency)
    if due is None:
        return Verdict(Match.NO_REFERENCE, False, False, none, received)
    if received.currency != due.total.currency:
        return Verdict(Match.WRONG_CURRENCY, False, False, received, none)
    if due.is_paid:
        return Verdict(Match.TWICE, False, False, received, none)
    there = due.waiting + received
    if due.is_closed:
        return Verdict(Match.ORDER_CLOSED, False, False, there, none)
    late = at > due.reserved_until
    if late and not due.stands:
        return Verdict(Match.LATE, False, False, there, none)
    if there < due.total:
        return Verdict(Match.SHORT, False, False, there if late else none, none if late else there)
    over = there - due.total
    match = Match.LATE if late else (Match.OVER if over else Match.EXACT)
    return Verdict(match, True, late, over, none, uses_waiting=bool(due.waiting))


class Destination(enum.StrEnum):
    """Where a refund goes."""

    INSTRUMENT = "instrument"
    GIVEN_DETAILS = "given-details"


def destination_of(*, instrument_takes_back: bool) -> Destination:
    """PA-6: a refund goes back to what paid; to bank details given by signed link only where that cannot be."""
    return Destination.INSTRUMENT if instrument_takes_back else Destination.GIVEN_DETAILS


def is_last_look(destination: Destination, *, looked_at_by: int | None, looks: int) -> bool:
    """
    PA-6: whether the look of person ``looks`` lets a refund go: the first one when it returns to what paid, the
    second one, by somebody else than ``looked_at_by``, when its details were given.

    :raises sogdia.domain.payouts.SecondPersonNeeded: the same person looks twice.
    """
    if destination is Destination.INSTRUMENT:
        return True
    if looked_at_by is None:
        return False
    check_second_person(prepared_by=looked_at_by, approved_by=looks)
    return True
