"""An independent look at the books: plain sums over the rows, sharing no code with the deeds that wrote them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sogdia.domain.viewer import OPERATOR_ROLES, Viewer
from sogdia.usecases.audit import goods, money, papers, sellers
from sogdia.usecases.audit.rows import Findings

#: Every invariant by its code, in the order in which it is reported.
CHECKS: tuple[tuple[str, Callable[[], Findings]], ...] = (
    ("entries-balance", money.entries_balance),
    ("entries-sealed", money.entries_sealed),
    ("escrow-recomputed", money.escrow_recomputed),
    ("escrow-never-negative", money.escrow_never_negative),
    ("refunds-within-captured", money.refunds_within_captured),
    ("refunds-promised", money.refunds_promised),
    ("receipts-booked", money.receipts_booked),
    ("unallocated-waits", money.unallocated_waits),
    ("orders-paid", money.orders_paid),
    ("escrow-is-what-is-left", money.escrow_is_what_is_left),
    ("lots-promised", goods.lots_promised),
    ("departures-booked", goods.departures_booked),
    ("true-ups-add-up", goods.true_ups_add_up),
    ("settlements-keep-promises", sellers.settlements_keep_promises),
    ("sellers-owed", sellers.sellers_owed),
    ("sellers-owe", sellers.sellers_owe),
    ("payouts-in-transit", sellers.payouts_in_transit),
    ("chain-intact", papers.chain_intact),
    ("numbers-without-gaps", papers.numbers_without_gaps),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One invariant: its code and what breaks it (nothing when all is well), at most ten lines."""

    code: str
    broken: tuple[str, ...]
    count: int

    @property
    def is_ok(self) -> bool:
        """Whether it holds."""
        return self.count == 0


def audit_books(
    viewer: Viewer, *, tell: Callable[[int, int], None] = lambda _done, _total: None
) -> list[Checked]:
    """
    Check every invariant; ``tell`` hears how many of how many are checked.

    :raises sogdia.domain.refusals.NotAllowed: for everybody but the operator.
    """
    viewer.require(*OPERATOR_ROLES)
    found = []
    for number, (code, check) in enumerate(CHECKS, start=1):
        broken = check()
        found.append(Checked(code, tuple(broken[:10]), len(broken)))
        tell(number, len(CHECKS))
    return found
