"""What the pages of a seller's money show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sogdia.apps.settlement.seller_selectors import MoneyPage, PayableRow, PayoutRow
from sogdia.domain.payouts import ADVANCE_SHARE_BP, PayoutMode
from sogdia.plumbing import formats
from sogdia.web.words import sell as words
from sogdia.web.words.sell import Tag


@dataclass(frozen=True)
class ModeChoice:
    """One way of being paid: when, what it costs, and whether it is the present one."""

    value: str
    name: str
    line: str
    is_current: bool


@dataclass(frozen=True)
class PayoutShown:
    """One payout with its state in words."""

    row: PayoutRow
    tag: Tag


@dataclass(frozen=True)
class PayableShown:
    """One amount with its kind in words."""

    row: PayableRow
    name: str


def modes(money: MoneyPage) -> tuple[ModeChoice, ...]:
    """Say what each way of being paid means for this seller."""
    fee = formats.percent_bp(money.payout_fee_bp)
    paid_fee = _(
        "The payout fee of %(fee)s is in the price that buyers pay; nothing is taken off your net."
    ) % {"fee": fee}
    lines = {
        PayoutMode.ADVANCE: _(
            "%(share)s of the net on the day the hub accepts the goods, the rest on delivery."
        )
        % {"share": formats.percent_bp(ADVANCE_SHARE_BP)},
        PayoutMode.ON_DELIVERY: _("All of it on the day the buyer accepts the goods."),
        PayoutMode.MONTHLY: _("All of a month's deliveries in one sum on the first of the next month."),
    }
    return tuple(
        ModeChoice(mode, words.payout_mode_name(mode), f"{lines[mode]} {paid_fee}", mode == money.payout_mode)
        for mode in PayoutMode
    )


def payouts(rows: tuple[PayoutRow, ...]) -> tuple[PayoutShown, ...]:
    """Put states in words."""
    return tuple(PayoutShown(row, words.payout_tag(row.state)) for row in rows)


def payables(rows: tuple[PayableRow, ...]) -> tuple[PayableShown, ...]:
    """Put kinds in words."""
    return tuple(PayableShown(row, words.payable_name(row.kind)) for row in rows)
