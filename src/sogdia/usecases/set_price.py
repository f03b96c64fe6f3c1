"""The seller sets a price from the farm: the net per pack, and what more packs take off it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue import owning
from sogdia.apps.catalogue.models import Offer
from sogdia.domain.pricing import seller
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox

#: A net of a pack above this is a slip of the finger: ten million in minor units of a currency with two decimals.
MOST_MINOR = 1_000_000_000


class NetOutOfRange(Refusal):
    """A net is more than nothing and less than ten million."""

    code = "net-out-of-range"


@dataclass(frozen=True, slots=True)
class TierAsked:
    """From so many packs on, so much is taken off the net, in basis points."""

    from_packs: int
    discount_bp: int


@dataclass(frozen=True, slots=True)
class PriceSet:
    """The net before (nothing the first time) and now."""

    old_minor: int | None
    new_minor: int
    currency: str


def set_price(
    *,
    viewer: Viewer,
    pack_id: int,
    net_minor: int,
    tiers: Sequence[TierAsked] = (),
    at: datetime,
    key: str,
) -> PriceSet:
    """
    Promise this net per pack from now on; quotes made before keep theirs.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises NetOutOfRange:
    :raises sogdia.domain.pricing.seller.TiersContradict: more packs would cost less in total.
    """
    body = {"pack": pack_id, "net": net_minor, "tiers": [(t.from_packs, t.discount_bp) for t in tiers]}
    with transaction.atomic(durable=True):
        pack = owning.own_pack(viewer, pack_id)
        done = outbox.answer_of(scope="set-price", key=key, body=body)
        if done is not None:
            return PriceSet(done["old"], done["new"], done["currency"])
        check_price(net_minor, tiers)
        offer = Offer.objects.select_for_update().filter(pack=pack).first()
        old = offer.net_minor if offer and offer.is_active else None
        said = PriceSet(old, net_minor, pack.product.seller.currency)
        rows = [{"from_packs": t.from_packs, "discount_bp": t.discount_bp} for t in tiers]
        Offer.objects.update_or_create(
            pack=pack,
            defaults={
                "net_minor": net_minor,
                "tiers": rows,
                "currency": said.currency,
                "is_active": True,
                "changed_at": at,
            },
        )
        outbox.audit("set-price", subject=f"pack:{pack_id}", at=at, by=viewer, old=old, new=net_minor)
        outbox.tell("product.changed", at=at, product_id=pack.product_id)
        answer = {"old": old, "new": net_minor, "currency": said.currency}
        outbox.remember(scope="set-price", key=key, body=body, answer=answer, at=at)
        return said


def check_price(net_minor: int, tiers: Sequence[TierAsked]) -> None:
    """
    Refuse a net or tiers that cannot hold.

    :raises NetOutOfRange: :raises sogdia.domain.pricing.seller.TiersContradict:
    """
    if not 0 < net_minor < MOST_MINOR or any(not 0 < tier.discount_bp < 10_000 for tier in tiers):
        raise NetOutOfRange(f"{net_minor}")
    seller.check_tiers(
        net_minor,
        [seller.Tier(tier.from_packs, net_minor - net_minor * tier.discount_bp // 10_000) for tier in tiers],
    )
