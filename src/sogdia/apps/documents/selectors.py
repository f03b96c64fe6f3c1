"""Who may see which paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sogdia.apps.departures.models import Departure
from sogdia.apps.documents.models import Document
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.apps.parties.models import Party
from sogdia.domain.documents import DocumentKind
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer

#: What a buyer gets, and what travels with the goods.
BUYERS: Final = (DocumentKind.ORDER_CONFIRMATION, DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
WAY: Final = (DocumentKind.PACKING_LIST, DocumentKind.COMMERCIAL_INVOICE)
#: Who of a seller's team reads papers issued in its name.
_SELLERS: Final = (Role.OWNER, Role.SELLER, Role.FINANCE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as a list shows it; ``total_minor`` is in minor units of ``currency``, nothing on papers without a sum."""

    uid: UUID
    kind: str
    number: str
    issued_at: datetime
    currency: str
    total_minor: int

    @property
    def name(self) -> str:
        """Name its kind."""
        return {
            DocumentKind.ORDER_CONFIRMATION: _("Order confirmation"),
            DocumentKind.INVOICE: _("Invoice"),
            DocumentKind.CREDIT_NOTE: _("Credit note"),
            DocumentKind.PACKING_LIST: _("Packing list"),
            DocumentKind.COMMERCIAL_INVOICE: _("Commercial invoice"),
            DocumentKind.LABEL: _("Shipment label"),
            DocumentKind.PAYOUT_STATEMENT: _("Statement"),
        }[DocumentKind(self.kind)]


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A paper that the viewer may open: its row, its file in the store ("" until it is set), a name to save it by."""

    id: int
    file: str
    save_as: str


def list_of_order(viewer: Viewer, order_ref: str, *, linked_order_id: int | None = None) -> list[Paper]:
    """
    Give the papers of an order that the viewer may see, oldest first.

    ``linked_order_id`` is the order whose signed link the viewer holds.

    :raises NotFound: when there is no such order, or none of it is the viewer's.
    """
    order = Order.objects.filter(ref=order_ref).first()
    if order is None:
        raise NotFound(f"No order {order_ref}.")
    visible = _visible(viewer, linked_order_id=linked_order_id)
    if not (_is_buyer(viewer, order, linked_order_id) or viewer.is_operator or _sells(viewer, order)):
        raise NotFound(f"No order {order_ref}.")
    return _papers(Document.objects.filter(visible, order=order))


def list_of_departure(viewer: Viewer, departure_ref: str) -> list[Paper]:
    """
    Give the papers that travel with a departure, for its hub, its carrier, customs brokers and the operator.

    :raises NotFound: for everybody else.
    """
    departure = Departure.objects.select_related("lane").filter(ref=departure_ref).first()
    if departure is None or not _handles(viewer, departure):
        raise NotFound(f"No departure {departure_ref}.")
    return _papers(Document.objects.filter(departure=departure, kind__in=WAY))


def open_document(viewer: Viewer, uid: UUID, *, linked_order_id: int | None = None) -> OpenPaper:
    """
    Give one paper to open.

    :raises NotFound: when there is none, or it is not for the viewer: the same answer.
    """
    found = Document.objects.filter(_visible(viewer, linked_order_id=linked_order_id), uid=uid).first()
    if found is None:
        raise NotFound(f"No document {uid}.")
    return OpenPaper(found.pk, found.file, f"{found.kind}-{found.number or found.uid}.pdf")


def find_linked_order(*, order_id: int, version: int) -> int | None:
    """Give the order of a signed link if its links were not revoked since."""
    return Order.objects.filter(pk=order_id, link_version=version).values_list("pk", flat=True).first()


def _papers(rows: QuerySet[Document]) -> list[Paper]:
    return [
        Paper(row.uid, row.kind, row.number, row.issued_at, row.currency, row.total_minor)
        for row in rows.order_by("issued_at", "id")
    ]


def _visible(viewer: Viewer, *, linked_order_id: int | None) -> Q:
    if viewer.is_operator:
        return Q()
    mine = Q(pk__in=[])
    if viewer.is_signed_in:
        mine |= Q(order__buyer_id=viewer.user_id, kind__in=BUYERS)
    if linked_order_id is not None:
        mine |= Q(order_id=linked_order_id, kind__in=BUYERS)
    own = viewer.parties(*_SELLERS)
    if own:
        names = [
            name
            for texts in Party.objects.filter(pk__in=own, is_seller=True).values_list(
                "legal_names", flat=True
            )
            for name in texts.values()
        ]
        mine |= Q(issuer__in=names, kind__in=(DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE))
    if viewer.has_role(Role.BROKER):
        mine |= Q(kind__in=WAY)
    if viewer.hubs():
        mine |= Q(departure__lane__hub_id__in=viewer.hubs(), kind__in=WAY)
    if viewer.has_role(Role.CARRIER):
        mine |= Q(departure__lane__carrier_id__in=viewer.parties(Role.CARRIER), kind__in=WAY)
    return mine


def _is_buyer(viewer: Viewer, order: Order, linked_order_id: int | None) -> bool:
    return linked_order_id == order.pk or (viewer.is_signed_in and order.buyer_id == viewer.user_id)


def _sells(viewer: Viewer, order: Order) -> bool:
    return Shipment.objects.filter(order=order, seller_id__in=viewer.parties(*_SELLERS)).exists()


def _handles(viewer: Viewer, departure: Departure) -> bool:
    lane = departure.lane
    return (
        viewer.is_operator
        or viewer.has_role(Role.BROKER)
        or lane.hub_id in viewer.hubs()
        or (lane.carrier_id is not None and lane.carrier_id in viewer.parties(Role.CARRIER))
    )


def is_invoiced(viewer: Viewer, line_id: int) -> bool:
    """Whether a line stands on an invoice, so that only a credit note can correct it; for the house and operator."""
    viewer.require(Role.SUPPORT, Role.TREASURER)
    line = OrderLine.objects.select_related("shipment").get(pk=line_id)
    return Document.objects.filter(
        kind=DocumentKind.INVOICE,
        order_id=line.order_id,
        departure_id=line.shipment.departure_id,
        issuer=line.invoice_issuer,
    ).exists()
