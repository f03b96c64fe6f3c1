"""Hand a lot to those who sell it, locked for a deed."""

from __future__ import annotations

from sogdia.apps.catalogue import owning
from sogdia.apps.lots.models import Lot
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer


def own_lot(viewer: Viewer, ref: str) -> Lot:
    """
    Lock a lot for those who sell it.

    :raises sogdia.domain.refusals.NotFound: for everybody else. :raises sogdia.domain.refusals.NotAllowed:
    """
    lot = Lot.objects.select_for_update(of=("self",)).select_related("product").filter(ref=ref).first()
    if lot is None:
        raise NotFound(f"No lot {ref}.")
    owning.require(viewer, lot.product.seller_id)
    return lot
