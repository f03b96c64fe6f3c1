"""The seller orders a product's photographs, describes them, removes one, and takes a removal back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sogdia.apps.catalogue import owning
from sogdia.apps.catalogue.models import Product, ProductPhoto
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox
from sogdia.plumbing.outbox.models import DeedKey

_KEPT = ("file", "widths", "width", "height", "alt", "place", "position")


def move_photo(*, viewer: Viewer, slug: str, photo_id: int, up: bool, at: datetime, key: str) -> None:
    """
    Put a photograph one place earlier or later, once per key; at the end nothing happens.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people, or no such photograph.
    """
    scope, body = f"move-photo:{slug}"[:60], {"photo": photo_id, "up": up}
    with transaction.atomic(durable=True):
        product = owning.own_product(viewer, slug)
        if outbox.answer_of(scope=scope, key=key, body=body) is not None:
            return
        rows = list(ProductPhoto.objects.filter(product=product).order_by("position", "id"))
        here = next((place for place, row in enumerate(rows) if row.pk == photo_id), None)
        if here is None:
            raise NotFound(f"No photograph {photo_id}.")
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        for place, row in enumerate(rows):
            ProductPhoto.objects.filter(pk=row.pk).update(position=place)
        outbox.tell("product.changed", at=at, product_id=product.pk)
        outbox.remember(scope=scope, key=key, body=body, answer={}, at=at)


def describe_photo(
    *, viewer: Viewer, slug: str, photo_id: int, alt: Mapping[str, str], at: datetime, key: str
) -> None:
    """
    Say what a photograph shows, by language; once per key.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people, or no such photograph.
    """
    scope, body = f"describe-photo:{slug}"[:60], {"photo": photo_id, "alt": dict(alt)}
    with transaction.atomic(durable=True):
        product, photo = _own(viewer, slug, photo_id)
        if outbox.answer_of(scope=scope, key=key, body=body) is not None:
            return
        photo.alt = {language: words.strip() for language, words in alt.items() if words.strip()}
        photo.save(update_fields=["alt"])
        outbox.tell("product.changed", at=at, product_id=product.pk)
        outbox.remember(scope=scope, key=key, body=body, answer={}, at=at)


def remove_photo(*, viewer: Viewer, slug: str, photo_id: int, at: datetime, key: str) -> None:
    """
    Take a photograph off a product; :func:`restore_photo` with the same key puts it back for thirty days.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people, or no such photograph.
    """
    body = {"slug": slug, "photo": photo_id}
    with transaction.atomic(durable=True):
        if outbox.answer_of(scope=_scope(slug), key=key, body=body) is not None:
            owning.own_product(viewer, slug)
            return
        product, photo = _own(viewer, slug, photo_id)
        kept = {name: getattr(photo, name) for name in _KEPT}
        photo.delete()
        outbox.tell("product.changed", at=at, product_id=product.pk)
        outbox.remember(scope=_scope(slug), key=key, body=body, answer=kept, at=at)


def restore_photo(*, viewer: Viewer, slug: str, removal_key: str, at: datetime) -> None:
    """
    Put a removed photograph back where it was; once.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people, or when nothing was removed so.
    """
    with transaction.atomic(durable=True):
        product = owning.own_product(viewer, slug)
        used = DeedKey.objects.filter(scope=_scope(slug), key=removal_key).first()
        if used is None:
            raise NotFound("Nothing was removed with this key.")
        kept: dict[str, Any] = dict(used.answer)
        if not ProductPhoto.objects.filter(product=product, file=kept["file"]).exists():
            ProductPhoto.objects.create(product=product, **kept)
        outbox.tell("product.changed", at=at, product_id=product.pk)


def _scope(slug: str) -> str:
    return f"remove-photo:{slug}"[:60]


def _own(viewer: Viewer, slug: str, photo_id: int) -> tuple[Product, ProductPhoto]:
    product = owning.own_product(viewer, slug)
    photo = ProductPhoto.objects.select_for_update().filter(product=product, pk=photo_id).first()
    if photo is None:
        raise NotFound(f"No photograph {photo_id}.")
    return product, photo
