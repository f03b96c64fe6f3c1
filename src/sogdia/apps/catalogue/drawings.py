"""From which row a product's illustration is drawn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sogdia.apps.catalogue.models import Product
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the illustrator is asked to draw; equal rows have an equal ``digest``."""

    spec: dict[str, Any]
    digest: str
    is_public: bool


def get_drawing(viewer: Viewer, slug: str) -> Drawing:
    """
    Give the drawing of a product: everybody a product that was ever published, its seller and the operator a draft.

    :raises NotFound: when there is none to see.
    """
    row = Product.objects.filter(slug=slug).values_list("illustration", "published_at", "seller_id").first()
    if row is None or not row[0]:
        raise NotFound(f"No illustration of {slug}.")
    spec, published_at, seller_id = row
    is_public = published_at is not None
    team = viewer.parties(Role.OWNER, Role.SELLER, Role.AGENT)
    if not (is_public or viewer.is_operator or seller_id in team):
        raise NotFound(f"No illustration of {slug}.")
    said = json.dumps(spec, sort_keys=True)
    return Drawing(spec, hashlib.sha256(said.encode()).hexdigest()[:32], is_public)
