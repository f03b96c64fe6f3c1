"""The operator decides a claim on its evidence: what goes back, and who pays for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from sogdia.apps.claims import services as claims
from sogdia.apps.claims.models import Claim
from sogdia.apps.orders import steps
from sogdia.apps.orders.models import OrderLine, Shipment
from sogdia.apps.settlement import services as settlement
from sogdia.apps.tracing import services as tracing
from sogdia.domain.claims import ClaimReason
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.lifecycle import CLAIM, ShipmentState, move_as
from sogdia.domain.machines import Actor
from sogdia.domain.refusals import NotFound
from sogdia.domain.tracing.events import EventKind
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.capture_payment import lock_order
from sogdia.usecases.settle_shipment import follow


@dataclass(frozen=True, slots=True)
class Decision:
    """Grant or reject, and why; for fewer packs, less worth or another payer where they are named."""

    grants: bool
    reason: str
    packs: int = 0
    lost_worth_bp: int = 0
    bearer: Bearer | None = None

    @property
    def body(self) -> dict[str, object]:
        """Give it as its key remembers it."""
        return {**asdict(self), "bearer": str(self.bearer or "")}


def decide_claim(*, viewer: Viewer, claim_ref: str, decision: Decision, at: datetime, key: str) -> int:
    """
    Decide a claim; gives what goes back. When none on the shipment is open any more, its goods count as accepted.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator's support.
    :raises sogdia.domain.refusals.NotFound: :raises ReasonNeeded: the buyer reads why.
    :raises sogdia.domain.claims.MorePacksThanOrdered: :raises sogdia.domain.machines.StepNotPossible: it was decided.
    """
    viewer.require(Role.SUPPORT)
    body = {"claim": claim_ref, **decision.body}
    with transaction.atomic(durable=True):
        found = Claim.objects.filter(ref=claim_ref).values_list("shipment__order_id", flat=True).first()
        if found is None:
            raise NotFound(f"No claim {claim_ref}.")
        order = lock_order(found)
        done = outbox.answer_of(scope="decide-claim", key=key, body=body)
        if done is not None:
            return int(done["back_minor"])
        if not decision.reason.strip():
            raise ReasonNeeded("A decision says why.")
        claim = Claim.objects.select_for_update(of=("self",)).get(ref=claim_ref)
        back = _grant(claim, decision, at=at) if decision.grants else _reject(claim)
        claim.decision, claim.decided_at = decision.reason.strip()[:500], at
        claim.decided_by = viewer.user_id
        claim.save()
        _close(claim, at=at)
        follow(order, at=at)
        outbox.audit(
            "decide-claim", subject=claim.ref, at=at, by=viewer, reason=claim.decision,
            grants=decision.grants,
        )  # fmt: skip
        outbox.tell("claim.decided", at=at, claim_id=claim.pk, order_id=order.pk, grants=decision.grants)
        outbox.remember(scope="decide-claim", key=key, body=body, answer={"back_minor": back}, at=at)
        return back


def _reject(claim: Claim) -> int:
    claim.state = move_as(CLAIM, claim.state, "reject", Actor.SUPPORT)
    return 0


def _grant(claim: Claim, decision: Decision, *, at: datetime) -> int:
    packs, bearer = decision.packs or claim.packs, decision.bearer
    line = OrderLine.objects.select_related("order__quote", "shipment__seller", "lot").get(pk=claim.line_id)
    why = ClaimReason(claim.reason)
    worth = decision.lost_worth_bp or int(claim.figures.get("lost_worth_bp", 10_000))
    computed = claims.compute(line, reason=why, packs=packs, lost_worth_bp=worth, bearer=bearer)
    for event in ("offer", "agree", "pay"):
        claim.state = move_as(CLAIM, claim.state, event, Actor.HOUSE if event == "pay" else Actor.SUPPORT)
    is_worthless = why is not ClaimReason.QUALITY
    settlement.bear(
        computed.bearing,
        line=line,
        kind="claim",
        reason=decision.reason,
        key=f"claim:{claim.pk}",
        at=at,
        packs=packs if is_worthless else 0,
        net_mass_g=line.net_mass_g * packs // line.packs if is_worthless else 0,
    )
    payers = {str(borne.bearer) for borne in computed.bearing.borne if borne.share.amount}
    claim.payer = payers.pop() if len(payers) == 1 else ""
    claim.agreed_minor = computed.refund.minor
    claim.figures = {
        **claim.figures,
        "lost_worth_bp": worth,
        "packs": packs,
    }
    tracing.record(EventKind.CLAIM_SETTLED, at=at, lot=line.lot, shipment=line.shipment, claim=claim.pk)
    return computed.refund.minor


def _close(claim: Claim, *, at: datetime) -> None:
    if Claim.objects.filter(shipment=claim.shipment_id, state__in=claims.OPEN).exists():
        return
    shipment = steps.lock_shipment(Shipment.objects.values_list("ref", flat=True).get(pk=claim.shipment_id))
    if shipment.state != ShipmentState.CLAIMED:
        return
    steps.take(shipment, "accept-goods", actor=Actor.SUPPORT)
    shipment.accepted_at = at
    shipment.save(update_fields=["accepted_at"])
    outbox.tell(
        "shipment.accepted", at=at, shipment_id=shipment.pk, order_id=shipment.order_id, by="operator"
    )
