"""Who may have a label, a quote or a statement printed; everybody else hears that there is no such thing."""

from __future__ import annotations

from sogdia.apps.departures.models import Hub
from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.lots.models import Lot
from sogdia.apps.orders.models import Shipment
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes.models import Quote
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Role, Viewer

_WAY = ("order__market", "order__address", "seller", "departure__lane__hub")


def get_shipment(viewer: Viewer, ref: str) -> Shipment:
    """Give a shipment to its seller, its hub's clerks, or the operator."""
    found = Shipment.objects.select_related(*_WAY).filter(ref=ref).first()
    if found is not None and (
        viewer.is_operator
        or found.seller_id in viewer.parties(*SELLING_ROLES, Role.AGENT)
        or found.departure.lane.hub_id in viewer.hubs()
    ):
        return found
    raise NotFound(f"No shipment {ref}.")


def get_unit(viewer: Viewer, sscc: str) -> LogisticUnit:
    """Give a logistic unit to its hub's clerks, or the operator."""
    rows = LogisticUnit.objects.select_related(
        "departure__lane__hub", *(f"shipment__{name}" for name in _WAY)
    )
    found = rows.filter(sscc=sscc).first()
    if found is not None:
        hub: Hub = (found.departure or found.shipment.departure).lane.hub
        if viewer.is_operator or hub.pk in viewer.hubs():
            return found
    raise NotFound(f"No unit {sscc}.")


def get_lot(ref: str) -> Lot:
    """Give a lot; it is public."""
    found = Lot.objects.select_related("product", "producer", "origin_region").filter(ref=ref).first()
    if found is None:
        raise NotFound(f"No lot {ref}.")
    return found


def get_quote(viewer: Viewer, ref: str) -> Quote:
    """Give a quote to the person or browser that asked for it, or the operator."""
    found = Quote.objects.select_related("market", "address").filter(ref=ref).first()
    if found is not None and (
        viewer.is_operator
        or (viewer.is_signed_in and found.user_id == viewer.user_id)
        or (bool(viewer.guest_key) and found.basket_key == viewer.guest_key)
    ):
        return found
    raise NotFound(f"No quote {ref}.")


def get_party(viewer: Viewer, code: str) -> Party:
    """Give a seller to those who see its money, or the operator."""
    found = Party.objects.filter(code=code, is_seller=True).first()
    if found is not None and (viewer.is_operator or found.pk in viewer.parties(*MONEY_ROLES)):
        return found
    raise NotFound(f"No party {code}.")
