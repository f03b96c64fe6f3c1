"""Let the search index say what the database says."""

from __future__ import annotations

from collections.abc import Sequence

from sogdia.apps.catalogue import search_rows
from sogdia.domain.ports import SearchIndex
from sogdia.domain.viewer import HOUSE


def rebuild_search(*, index: SearchIndex) -> int:
    """Replace the index by what is published now; gives how many products."""
    return index.rebuild(search_rows.each_search_row(HOUSE))


def refresh_products(*, product_ids: Sequence[int], index: SearchIndex) -> None:
    """Put these products as they are now; those no longer published are forgotten. May run twice."""
    rows = search_rows.list_search_rows(HOUSE, ids=product_ids)
    gone = sorted(set(product_ids) - {row.id for row in rows})
    if rows:
        index.put(rows)
    if gone:
        index.remove(gone)
