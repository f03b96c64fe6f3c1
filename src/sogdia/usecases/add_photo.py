"""The seller adds a photograph to a product."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue import owning
from sogdia.apps.catalogue.models import ProductPhoto
from sogdia.domain.ports import PictureMaker
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox

MOST_PHOTOS = 12


class TooManyPhotos(Refusal):
    """A product shows at most twelve photographs."""

    code = "too-many-photos"


def add_photo(
    *,
    viewer: Viewer,
    slug: str,
    content: bytes,
    alt: Mapping[str, str],
    pictures: PictureMaker,
    at: datetime,
    key: str,
) -> int:
    """
    Check and keep a photograph, and put it last; gives its id.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises TooManyPhotos:
    :raises sogdia.domain.ports.UploadRefused: it is no honest picture, or too large.
    """
    body = {"slug": slug, "digest": hashlib.sha256(content).hexdigest(), "alt": dict(alt)}
    with transaction.atomic(durable=True):
        product = owning.own_product(viewer, slug)
        done = outbox.answer_of(scope="add-photo", key=key, body=body)
        if done is not None:
            return int(done["photo"])
        last = ProductPhoto.objects.filter(product=product).order_by("-position").first()
        if ProductPhoto.objects.filter(product=product).count() >= MOST_PHOTOS:
            raise TooManyPhotos(slug, most=MOST_PHOTOS)
        kept = pictures.keep(content, folder="products")
        photo = ProductPhoto.objects.create(
            product=product,
            file=kept.file,
            widths=list(kept.widths),
            width=kept.width,
            height=kept.height,
            alt={language: words.strip() for language, words in alt.items() if words.strip()},
            position=last.position + 1 if last else 0,
        )
        outbox.tell("product.changed", at=at, product_id=product.pk)
        outbox.remember(scope="add-photo", key=key, body=body, answer={"photo": photo.pk}, at=at)
        return photo.pk
