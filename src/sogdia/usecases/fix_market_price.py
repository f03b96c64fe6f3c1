"""The seller fixes the delivered price of one pack in a market; what they net there results from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue import owning
from sogdia.apps.catalogue.models import MarketPrice, Offer
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes import net_selectors
from sogdia.domain.pricing.seller import MarketPriceTooLow
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.set_price import MOST_MINOR, NetOutOfRange


class NoFarmPrice(Refusal):
    """A pack needs a price from the farm before one is fixed in a market."""

    code = "no-farm-price"


def fix_market_price(
    *, viewer: Viewer, pack_id: int, market_code: str, delivered_minor: int | None, at: datetime, key: str
) -> int | None:
    """
    Fix the delivered price of one pack bought alone (minor units of the market's currency), or let it go with None.

    Gives what was fixed before.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people, or an unknown market.
    :raises NoFarmPrice: :raises sogdia.usecases.set_price.NetOutOfRange:
    :raises sogdia.domain.pricing.seller.MarketPriceTooLow: on no lane would anything be left.
    """
    body = {"pack": pack_id, "market": market_code, "delivered": delivered_minor}
    with transaction.atomic(durable=True):
        pack = owning.own_pack(viewer, pack_id)
        done = outbox.answer_of(scope="fix-market-price", key=key, body=body)
        if done is not None:
            return None if done["old"] is None else int(done["old"])
        market = Market.objects.filter(code=market_code).first()
        if market is None:
            raise NotFound(f"No market {market_code}.")
        offer = Offer.objects.select_for_update().filter(pack=pack, is_active=True).first()
        if offer is None:
            raise NoFarmPrice(pack.code)
        row = MarketPrice.objects.filter(offer=offer, market=market).first()
        old = row.delivered_minor if row else None
        if delivered_minor is None:
            MarketPrice.objects.filter(offer=offer, market=market).delete()
        else:
            _check(viewer, offer, market, delivered_minor, at)
            MarketPrice.objects.update_or_create(
                offer=offer, market=market, defaults={"delivered_minor": delivered_minor, "changed_at": at}
            )
        Offer.objects.filter(pk=offer.pk).update(changed_at=at)
        outbox.audit(
            "fix-market-price",
            subject=f"pack:{pack_id}",
            at=at,
            by=viewer,
            market=market_code,
            old=old,
            new=delivered_minor,
        )
        outbox.tell("product.changed", at=at, product_id=pack.product_id)
        outbox.remember(scope="fix-market-price", key=key, body=body, answer={"old": old}, at=at)
        return old


def _check(viewer: Viewer, offer: Offer, market: Market, delivered_minor: int, at: datetime) -> None:
    if not 0 < delivered_minor < MOST_MINOR * 1000:
        raise NetOutOfRange(f"{delivered_minor}")
    table = net_selectors.list_nets(
        viewer,
        offer.pack.product.seller_id,
        offer.pack_id,
        net_minor=offer.net_minor,
        fixed={market.code: delivered_minor},
        at=at,
    )
    rows = [row for row in table.rows if row.market_code == market.code]
    too_low = [row.closed for row in rows if isinstance(row.closed, MarketPriceTooLow)]
    if too_low and all(row.closed is not None for row in rows):
        raise too_low[0]
