"""What may be known of claims: the buyer's own, and all of them for the operator who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sogdia.apps.claims import services
from sogdia.apps.claims.models import Claim, ClaimPhoto
from sogdia.apps.orders.access import Side
from sogdia.apps.orders.facts import OrderFacts
from sogdia.apps.payments.services import packs_left
from sogdia.apps.quotes.basket_selectors import GoodsView, goods_view
from sogdia.domain.claims import ClaimReason
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer


@dataclass(frozen=True)
class PhotoFacts:
    """A photograph of the evidence and the widths it is kept in."""

    file: str
    widths: tuple[int, ...]


@dataclass(frozen=True)
class ClaimFacts:
    """A claim; ``agreed_minor`` is what went back, in the order's currency."""

    id: int
    ref: str
    order_ref: str
    shipment_ref: str
    line_id: int
    goods: GoodsView
    reason: str
    packs: int
    text: str
    state: str
    currency: str
    computed_minor: int
    agreed_minor: int
    payer: str
    decision: str
    opened_at: datetime
    decided_at: datetime | None
    photos: tuple[PhotoFacts, ...]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state in services.OPEN


@dataclass(frozen=True)
class ComputedPart:
    """Who bears one part of a claim's refund."""

    part: str
    minor: int
    bearer: str


@dataclass(frozen=True)
class ClaimDossier:
    """Everything a decision rests on: the claim, what the rule gives now, and who would bear which part."""

    claim: ClaimFacts
    packs_ordered: int
    packs_left: int
    line_minor: int
    lost_worth_bp: int
    now_minor: int
    usual_bearer: str
    parts: tuple[ComputedPart, ...]
    is_capped: bool


def _claims() -> QuerySet[Claim]:
    return Claim.objects.select_related(
        "line__order__quote",
        "line__product",
        "line__shipment__seller",
        "line__quote_line__offer__pack",
        "shipment",
    )


def list_of_order(viewer: Viewer, order: OrderFacts) -> list[ClaimFacts]:
    """Give the claims of an order, oldest first, to its buyer and the operator."""
    if not order.sides & {Side.BUYER, Side.OPERATOR}:
        raise NotFound("Nothing here for this viewer.")
    rows = list(_claims().filter(line__order_id=order.id).order_by("id"))
    return _facts(rows)


def list_claims(viewer: Viewer, *, is_open: bool = True) -> list[ClaimFacts]:
    """Give the queue, the longest waiting first; or what was decided, newest first. For the operator."""
    viewer.require(Role.SUPPORT, Role.TREASURER)
    rows = _claims()
    if is_open:
        found = rows.filter(state__in=services.OPEN).order_by("opened_at", "id")
    else:
        found = rows.exclude(state__in=services.OPEN).order_by("-decided_at", "-id")
    return _facts(list(found[:200]))


def get_dossier(viewer: Viewer, ref: str, *, bearer: Bearer | None = None) -> ClaimDossier:
    """
    Give a claim with what the rule gives for it now, for the operator.

    :raises sogdia.domain.refusals.NotAllowed, sogdia.domain.refusals.NotFound:
    """
    viewer.require(Role.SUPPORT, Role.TREASURER)
    row = _claims().filter(ref=ref).first()
    if row is None:
        raise NotFound(f"No claim {ref}.")
    (claim,) = _facts([row])
    worth = int(row.figures.get("lost_worth_bp", 10_000))
    now_minor, usual, capped = row.agreed_minor, "", False
    parts: tuple[ComputedPart, ...] = ()
    if claim.is_open:
        try:
            computed = services.compute(
                row.line, reason=ClaimReason(row.reason), packs=row.packs, lost_worth_bp=worth, bearer=bearer
            )
        except Refusal:
            computed = None
        if computed is not None:
            now_minor, capped = computed.refund.minor, computed.capped
            borne = [one for one in computed.bearing.borne if one.share.amount]
            usual = str(borne[0].bearer) if borne else ""
            parts = tuple(
                ComputedPart(str(one.share.part), one.share.amount.minor, str(one.bearer)) for one in borne
            )
    return ClaimDossier(
        claim=claim,
        packs_ordered=row.line.packs,
        packs_left=packs_left(row.line),
        line_minor=row.line.total_minor,
        lost_worth_bp=worth,
        now_minor=now_minor,
        usual_bearer=usual,
        parts=parts,
        is_capped=capped,
    )


def _facts(rows: list[Claim]) -> list[ClaimFacts]:
    photos: dict[int, list[PhotoFacts]] = {}
    for photo in ClaimPhoto.objects.filter(claim__in=rows).order_by("id"):
        photos.setdefault(photo.claim_id, []).append(PhotoFacts(photo.file, tuple(photo.widths)))
    return [
        ClaimFacts(
            id=row.pk,
            ref=row.ref,
            order_ref=row.line.order.ref,
            shipment_ref=row.shipment.ref,
            line_id=row.line_id,
            goods=goods_view(row.line.quote_line.offer.pack, row.line.product, row.line.shipment.seller),
            reason=row.reason,
            packs=row.packs,
            text=row.text,
            state=row.state,
            currency=row.currency,
            computed_minor=row.computed_minor,
            agreed_minor=row.agreed_minor,
            payer=row.payer,
            decision=row.decision,
            opened_at=row.opened_at,
            decided_at=row.decided_at,
            photos=tuple(photos.get(row.pk, ())),
        )
        for row in rows
    ]
