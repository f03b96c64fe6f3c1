"""Receive goods: what the scale says of a line, what follows from it, and the labels of pallets and cases."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from sogdia.apps.departures.models import Hub
from sogdia.apps.hub.goods import StandingLine
from sogdia.apps.hub.models import LogisticUnit, Reception, ReceptionPhoto
from sogdia.apps.lots import services as lots
from sogdia.apps.orders.models import OrderLine, Proposal, Shipment
from sogdia.apps.payments import services as payments
from sogdia.apps.payments import shares
from sogdia.domain import weights
from sogdia.domain.ports import PictureKept
from sogdia.domain.references import sscc
from sogdia.domain.refusals import Refusal
from sogdia.plumbing import formats


class WeightNotPossible(Refusal):
    """What was typed cannot be what the scale showed: gross below net, or goods without weight."""

    code = "weight-not-possible"


#: What a reception is called by what followed from it.
OUTCOMES: Final = {
    weights.AsOrdered: "as-ordered",
    weights.ExcessIgnored: "excess-ignored",
    weights.RefundProRata: "refund",
    weights.NeedsBuyer: "needs-buyer",
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a clerk counted, weighed and saw of one line; ``value_bp`` is what a lower grade is worth of the ordered."""

    packs: int
    net_mass_g: int
    gross_mass_g: int
    grade: str
    value_bp: int = 10_000
    temperature_c10: int | None = None
    note: str = ""


def judge(standing: StandingLine, weighed: Weighed) -> weights.Outcome:
    """
    Say what a weighing means for a line as it stands (rules WG-1 to WG-5).

    :raises WeightNotPossible:
    """
    if weighed.gross_mass_g < weighed.net_mass_g or (weighed.packs > 0) != (weighed.net_mass_g > 0):
        raise WeightNotPossible(f"{weighed}")
    line = standing.line
    has_agreed = Proposal.objects.filter(line=line, state="agreed").exists()
    tolerance_bp = line.product.mass_tolerance_bp
    if not has_agreed:
        tolerance_bp = min(
            weights.tolerance_left_bp(tolerance_bp, ordered=line.packs, standing=standing.packs),
            weights.tolerance_left_bp(tolerance_bp, ordered=line.net_mass_g, standing=standing.net_mass_g),
        )
    return weights.weigh(
        weights.Ordered(
            shares=shares.of_shipment(line.shipment)[line.pk],
            packs=standing.packs,
            net_mass_g=standing.net_mass_g,
            grade=line.lot.grade,
            tolerance_bp=tolerance_bp,
        ),
        weights.Accepted(weighed.packs, weighed.net_mass_g, weighed.grade, weighed.value_bp),
        grades=[str(grade) for grade in line.product.grades],
    )


def write_reception(
    standing: StandingLine,
    weighed: Weighed,
    outcome: weights.Outcome,
    *,
    hub: Hub,
    photos: Sequence[PictureKept],
    user_id: int | None,
    at: datetime,
) -> Reception:
    """Append what was seen, with its photographs."""
    line = standing.line
    grades = [str(grade) for grade in line.product.grades]
    reception = Reception.objects.create(
        line=line,
        hub=hub,
        packs=weighed.packs,
        net_mass_g=weighed.net_mass_g,
        gross_mass_g=weighed.gross_mass_g,
        grade=weighed.grade,
        grade_ok=not weights.is_downgrade(line.lot.grade, weighed.grade, grades),
        temperature_c10=weighed.temperature_c10,
        note=weighed.note[:300],
        outcome=OUTCOMES[type(outcome)],
        user_id=user_id,
        received_at=at,
    )
    ReceptionPhoto.objects.bulk_create(
        ReceptionPhoto(reception=reception, file=photo.file, widths=list(photo.widths)) for photo in photos
    )
    return reception


def refund_shortfall(
    standing: StandingLine, weighed: Weighed, outcome: weights.RefundProRata, *, key: str, at: datetime
) -> None:
    """Give back what is missing within the tolerance, at the frozen rates (WG-2)."""
    payments.give_back(
        standing.line,
        outcome.refund,
        kind="short",
        reason=reason_of(standing, weighed),
        key=key,
        at=at,
        packs=max(0, standing.packs - weighed.packs),
        net_mass_g=max(0, standing.net_mass_g - weighed.net_mass_g),
    )


def ask_buyer(
    standing: StandingLine,
    weighed: Weighed,
    outcome: weights.NeedsBuyer,
    *,
    reception: Reception,
    at: datetime,
) -> Proposal:
    """Put a new total to the buyer; silence cancels and refunds (WG-3, WG-6)."""
    line = standing.line
    departure = line.shipment.departure
    return Proposal.objects.create(
        line=line,
        kind="downgrade" if outcome.downgraded else "short",
        data={
            "reception": reception.pk,
            "packs": weighed.packs,
            "net_mass_g": weighed.net_mass_g,
            "gross_mass_g": weighed.gross_mass_g,
            "grade": weighed.grade,
            "value_bp": weighed.value_bp,
            "ordered_packs": standing.packs,
            "ordered_net_mass_g": standing.net_mass_g,
            "ordered_grade": line.lot.grade,
            "reason": reason_of(standing, weighed),
        },
        new_total_minor=outcome.new_total.minor,
        default_answer="refused",
        made_at=at,
        answer_by=weights.answer_by(cut_off=departure.cutoff_at, leaves_at=departure.leaves_at, at=at),
    )


def weighed_of(proposal: Proposal) -> Weighed:
    """Give the weighing that a proposal rests on."""
    data = proposal.data
    return Weighed(
        packs=data["packs"],
        net_mass_g=data["net_mass_g"],
        gross_mass_g=data["gross_mass_g"],
        grade=data["grade"],
        value_bp=data["value_bp"],
    )


def reason_of(standing: StandingLine, weighed: Weighed) -> str:
    """Say the difference in the buyer's language."""
    line = standing.line
    with translation.override(line.order.language):
        if weighed.grade != line.lot.grade:
            return _("The hub graded these goods %(found)s; ordered was %(ordered)s.") % {
                "found": weighed.grade,
                "ordered": line.lot.grade,
            }
        return _("The hub weighed %(found)s; ordered were %(ordered)s.") % {
            "found": formats.mass(weighed.net_mass_g, unit="kg"),
            "ordered": formats.mass(standing.net_mass_g, unit="kg"),
        }


def hand_over_unsaid(shipment: Shipment) -> None:
    """Move stock for goods that came without a word from their seller: what is here has been handed over."""
    quantities: Counter[int] = Counter()
    for line in OrderLine.objects.filter(shipment=shipment):
        left = payments.packs_left(line)
        if left > 0:
            quantities[line.lot_id] += line.qty * left // line.packs
    lots.hand_over(shipment.order_id, quantities)


def new_unit(
    shipment: Shipment, *, company_prefix: str, bay: str, gross_mass_g: int, volume_cm3: int
) -> LogisticUnit:
    """Make a pallet or case with a number of its own (rule RE-4)."""
    assert connection.in_atomic_block
    room = 10 ** (16 - len(company_prefix))
    number = sscc(extension=0, company_prefix=company_prefix, serial=secrets.randbelow(room))
    while LogisticUnit.objects.filter(sscc=number).exists():
        number = sscc(extension=0, company_prefix=company_prefix, serial=secrets.randbelow(room))
    return LogisticUnit.objects.create(
        sscc=number,
        shipment=shipment,
        departure=shipment.departure,
        bay=bay[:20],
        gross_mass_g=gross_mass_g,
        volume_cm3=volume_cm3,
    )
