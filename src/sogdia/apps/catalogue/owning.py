"""Hand a product or a pack to those who sell it, locked for a deed."""

from __future__ import annotations

from sogdia.apps.catalogue.models import Pack, Product
from sogdia.apps.parties import acting
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer

#: Who writes goods, prices and lots for a seller.
ROLES = (Role.OWNER, Role.SELLER, Role.AGENT)


def own_product(viewer: Viewer, slug: str, *, party_id: int | None = None) -> Product:
    """
    Lock a product for those who sell it.

    :raises sogdia.domain.refusals.NotFound: for everybody else. :raises sogdia.domain.refusals.NotAllowed:
    """
    product = (
        Product.objects.select_for_update(of=("self",)).select_related("seller").filter(slug=slug).first()
    )
    if product is None or (party_id is not None and product.seller_id != party_id):
        raise NotFound(f"No product {slug}.")
    acting.require(viewer, product.seller_id, *ROLES)
    return product


def own_pack(viewer: Viewer, pack_id: int) -> Pack:
    """
    Give a pack to those who price it.

    :raises sogdia.domain.refusals.NotFound: for everybody else. :raises sogdia.domain.refusals.NotAllowed:
    """
    pack = Pack.objects.select_related("product__seller").filter(pk=pack_id).first()
    if pack is None:
        raise NotFound(f"No pack {pack_id}.")
    acting.require(viewer, pack.product.seller_id, *ROLES)
    return pack


def require(viewer: Viewer, party_id: int) -> None:
    """
    Refuse whoever does not write goods for this seller.

    :raises sogdia.domain.refusals.NotFound: :raises sogdia.domain.refusals.NotAllowed:
    """
    acting.require(viewer, party_id, *ROLES)
