"""What the search index is given of published products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sogdia.apps.catalogue.models import Product
from sogdia.apps.regions.models import Region
from sogdia.domain.ports import SearchRow
from sogdia.domain.viewer import OPERATOR_ROLES, Viewer

PUBLISHED = "published"
_AT_ONCE = 2_000
_READ = (
    "id", "category", "names", "gi_names", "search_words", "summaries", "seller_id", "seller__names", "region_id",
    "published_at",
)  # fmt: skip

Texts = dict[str, str | list[str]]


def list_search_rows(viewer: Viewer, *, ids: Sequence[int] | None = None) -> list[SearchRow]:
    """
    Give one row per published product (of ``ids``, or all); two queries.

    :raises sogdia.domain.refusals.NotAllowed: for all but the house and its operator.
    """
    return list(each_search_row(viewer, ids=ids))


def each_search_row(viewer: Viewer, *, ids: Sequence[int] | None = None) -> Iterator[SearchRow]:
    """
    Give the same one after the other, so that a whole catalogue is never held.

    :raises sogdia.domain.refusals.NotAllowed: for all but the house and its operator.
    """
    viewer.require(*OPERATOR_ROLES)
    products = Product.objects.filter(state=PUBLISHED)
    if ids is not None:
        products = products.filter(id__in=ids)
    regions = {pk: rest for pk, *rest in Region.objects.values_list("pk", "code", "names", "parent_id")}
    return (
        _row(regions, *found)
        for found in products.order_by("id").values_list(*_READ).iterator(chunk_size=_AT_ONCE)
    )


def _row(
    regions: dict[int, list[Any]],
    pk: int,
    category: str,
    names: Texts,
    gi_names: Texts,
    search_words: Texts,
    summaries: Texts,
    seller_id: int,
    seller_names: Texts,
    region_id: int,
    published_at: datetime | None,
) -> SearchRow:
    code, region_names, parent_id = regions[region_id]
    parents = [regions[parent_id]] if parent_id is not None else []
    return SearchRow(
        id=pk,
        category=category,
        names=_joined([names, gi_names]),
        synonyms=_joined([search_words]),
        words=_joined([summaries, region_names, seller_names, *(parent[1] for parent in parents)]),
        region_codes=[code, *(parent[0] for parent in parents)],
        seller_id=seller_id,
        published_ts=int(published_at.timestamp()) if published_at else 0,
    )


def _joined(parts: Iterable[Texts]) -> dict[str, str]:
    """Join words of several rows by language; a row may hold one text or a list of words."""
    joined: dict[str, list[str]] = {}
    for texts in parts:
        for language, said in texts.items():
            joined.setdefault(language, []).extend([said] if isinstance(said, str) else said)
    return {language: " ".join(said) for language, said in joined.items()}
