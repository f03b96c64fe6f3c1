"""Keep the search index up with what was published, changed or withdrawn."""

from __future__ import annotations

from datetime import datetime

from sogdia.jobs.outbox import listens
from sogdia.plumbing import wiring
from sogdia.usecases import rebuild_search


@listens("product.published", "product.changed", "product.withdrawn")
def refresh_product(*, at: datetime, product_id: int, **_ids: object) -> None:
    """Let the index know one product as it is now."""
    rebuild_search.refresh_products(product_ids=[product_id], index=wiring.search())
