"""The seller publishes a product: nothing it needs is missing, and brokers are asked for its code."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue import completeness, owning
from sogdia.apps.catalogue.models import Classification, Product
from sogdia.apps.markets.models import Market
from sogdia.apps.parties import seller_selectors as sellers
from sogdia.domain.lifecycle import SellerState
from sogdia.domain.pricing.closed import RegionNotLive, SellerNotVerified
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox

#: Goods that people eat or drink are first put to the broker as food.
_NOT_FOOD = frozenset({"textiles", "craft"})


def publish_product(*, viewer: Viewer, slug: str, at: datetime, key: str) -> None:
    """
    Put a product up for sale; a broker is asked for its code in every customs territory that has not decided.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises sogdia.apps.catalogue.completeness.ProductIncomplete:
    :raises sogdia.domain.pricing.closed.SellerNotVerified: :raises sogdia.domain.pricing.closed.RegionNotLive:
    """
    body = {"slug": slug}
    with transaction.atomic(durable=True):
        product = owning.own_product(viewer, slug)
        if outbox.answer_of(scope="publish-product", key=key, body=body) is not None:
            return
        completeness.check(product)
        if product.seller.state != SellerState.VERIFIED:
            raise SellerNotVerified(slug)
        if product.region_id not in sellers.live_regions():
            raise RegionNotLive(slug)
        product.state = "published"
        product.published_at = product.published_at or at
        product.save(update_fields=["state", "published_at"])
        ask_brokers(product, at=at)
        outbox.tell("product.published", at=at, product_id=product.pk)
        outbox.remember(scope="publish-product", key=key, body=body, answer={}, at=at)


def ask_brokers(product: Product, *, at: datetime) -> int:
    """Ask for a code where nobody was asked yet; gives in how many customs territories."""
    known = set(
        Classification.objects.filter(product=product)
        .exclude(state="replaced")
        .values_list("territory", flat=True)
    )
    territories = set(Market.objects.filter(is_open=True).values_list("territory", flat=True)) - known
    for territory in sorted(territories):
        row = Classification.objects.create(
            product=product,
            territory=territory,
            code=product.hs6,
            vat_class="standard" if product.category in _NOT_FOOD else "food",
            state="asked",
            asked_at=at,
        )
        outbox.tell("classification.asked", at=at, classification_id=row.pk, product_id=product.pk)
    return len(territories)
