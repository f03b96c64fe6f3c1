"""The seller takes a product off sale; what was ordered stays ordered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue import owning
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox


class ProductNotForSale(Refusal):
    """Only what is for sale is withdrawn."""

    code = "product-not-for-sale"


def withdraw_product(*, viewer: Viewer, slug: str, at: datetime, key: str) -> None:
    """
    Stop selling a product; it can be published again.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises ProductNotForSale:
    """
    body = {"slug": slug}
    with transaction.atomic(durable=True):
        product = owning.own_product(viewer, slug)
        if outbox.answer_of(scope="withdraw-product", key=key, body=body) is not None:
            return
        if product.state != "published":
            raise ProductNotForSale(slug)
        product.state = "withdrawn"
        product.save(update_fields=["state"])
        outbox.tell("product.withdrawn", at=at, product_id=product.pk)
        outbox.remember(scope="withdraw-product", key=key, body=body, answer={}, at=at)
