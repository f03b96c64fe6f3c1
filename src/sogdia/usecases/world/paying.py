"""The demo season's payouts: a batch each week, made by one treasurer, let go by another, confirmed by the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sogdia.apps.parties.models import Membership
from sogdia.apps.settlement.models import Payout
from sogdia.domain.payouts import NothingDue
from sogdia.domain.ports import FileStore, TransferFileMaker
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.usecases.approve_payout_batch import approve_payout_batch
from sogdia.usecases.confirm_payout import confirm_payout
from sogdia.usecases.make_payout_batch import make_payout_batch
from sogdia.usecases.make_refund_file import HouseAccount

#: How often the house pays, and what it leaves for whoever tries the demonstration: what became due in the last days.
EVERY = timedelta(days=4)
LEFT_OVER = timedelta(days=2)
CURRENCY = "CNY"
#: In UTC; ten in the morning at the hub.
PAID_AT = time(2, 0)
REASON = "Each payout was held against its order."


@dataclass(frozen=True)
class Payer:
    """The account that pays, who writes the bank's file, and where it is kept."""

    account: HouseAccount
    maker: TransferFileMaker
    files: FileStore


def pay_sellers(payer: Payer, *, since: datetime, now: datetime) -> None:
    """Pay what was due, every few days from ``since`` on; nothing without two treasurers."""
    people = list(
        Membership.objects.filter(role=Role.TREASURER).order_by("pk").values_list("user_id", flat=True)
    )
    if len(people) < 2:
        return
    first, second = (
        Viewer(user_id=user_id, name="demonstration", places=(Place(0, Role.TREASURER),))
        for user_id in people[:2]
    )
    day = since.replace(hour=PAID_AT.hour, minute=PAID_AT.minute, second=0, microsecond=0)
    while day < now - LEFT_OVER:
        try:
            batch = make_payout_batch(
                viewer=first, currency=CURRENCY, at=day, key=f"season-batch-{day:%Y%m%d}"
            )
        except NothingDue:
            day += EVERY
            continue
        approve_payout_batch(
            viewer=second,
            batch_ref=batch.ref,
            reason=REASON,
            house=payer.account,
            maker=payer.maker,
            files=payer.files,
            at=day + timedelta(hours=2),
        )
        for ref in Payout.objects.filter(batch__ref=batch.ref).values_list("ref", flat=True):
            confirm_payout(viewer=first, payout_ref=ref, at=day + timedelta(hours=20))
        day += EVERY
