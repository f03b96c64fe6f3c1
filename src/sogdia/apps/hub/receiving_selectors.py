"""A shipment at the hub's door, as its clerk receives it: what was ordered, what stands, every weighing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sogdia.apps.hub import access
from sogdia.apps.hub.goods import StandingLine, goods_of
from sogdia.apps.hub.models import LogisticUnit, Reception, ReceptionPhoto
from sogdia.apps.hub.selectors import EXPECTED, ShipmentRow, WaitingRow, rows_of, waiting_rows
from sogdia.apps.orders.models import OrderLine, Proposal, Shipment
from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """One weighing as it was written; photos are file names with their widths."""

    packs: int
    net_mass_g: int
    gross_mass_g: int
    grade: str
    grade_ok: bool
    temperature_c10: int | None
    note: str
    outcome: str
    received_at: datetime
    photos: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class LineView:
    """A line to receive: what was ordered of it, what stands, and every weighing, newest first."""

    id: int
    names: dict[str, str]
    slug: str
    ground: int
    pack_names: dict[str, str]
    pack_net_g: int
    pack_qty: int
    stock_unit: str
    lot_ref: str
    grade: str
    grades: tuple[str, ...]
    ordered_packs: int
    ordered_net_g: int
    packs: int
    net_mass_g: int
    booked_gross_g: int
    tolerance_bp: int
    temperature: str
    receptions: tuple[ReceptionView, ...] = ()
    proposal: WaitingRow | None = None


@dataclass(frozen=True, slots=True)
class ReceivingView:
    """A shipment at the hub's door."""

    row: ShipmentRow
    lines: tuple[LineView, ...]
    units: tuple[tuple[str, str, int], ...]
    can_receive: bool
    departure_state: str


def get_receiving(viewer: Viewer, ref: str) -> ReceivingView:
    """
    Give a shipment as its hub receives it.

    :raises sogdia.domain.refusals.NotFound: for anybody but this hub's clerks.
    """
    shipment = (
        Shipment.objects.select_related("order__market", "seller", "departure__lane__hub")
        .filter(ref=ref)
        .first()
    )
    if shipment is None:
        raise NotFound(f"No shipment {ref}.")
    access.require_clerk(viewer, shipment.departure.lane.hub_id)
    [one] = goods_of([shipment])
    proposals = {
        row.line_id: row
        for row in Proposal.objects.filter(line__shipment=shipment, state="open").select_related(
            "line__product", "line__order", "line__shipment__departure__lane__hub"
        )
    }
    seen = _receptions([line.line for line in one.lines])
    return ReceivingView(
        row=rows_of([one])[0],
        lines=tuple(_line(line, seen, proposals.get(line.line.pk)) for line in one.lines),
        units=tuple(
            LogisticUnit.objects.filter(shipment=shipment)
            .order_by("id")
            .values_list("sscc", "bay", "gross_mass_g")
        ),
        can_receive=shipment.state in (*EXPECTED, S.RECEIVED, S.HELD, S.READY),
        departure_state=shipment.departure.state,
    )


def _receptions(lines: list[OrderLine]) -> dict[int, list[ReceptionView]]:
    rows = list(Reception.objects.filter(line__in=lines).order_by("-received_at", "-id"))
    photos: dict[int, list[tuple[str, tuple[int, ...]]]] = {}
    for photo in ReceptionPhoto.objects.filter(reception__in=rows).order_by("id"):
        photos.setdefault(photo.reception_id, []).append((photo.file, tuple(photo.widths)))
    found: dict[int, list[ReceptionView]] = {}
    for row in rows:
        found.setdefault(row.line_id, []).append(
            ReceptionView(
                row.packs, row.net_mass_g, row.gross_mass_g, row.grade, row.grade_ok, row.temperature_c10,
                row.note, row.outcome, row.received_at, tuple(photos.get(row.pk, [])),
            )
        )  # fmt: skip
    return found


def _line(standing: StandingLine, seen: dict[int, list[ReceptionView]], asked: Proposal | None) -> LineView:
    line, pack = standing.line, standing.line.quote_line.offer.pack
    grades = tuple(str(grade) for grade in line.product.grades)
    return LineView(
        id=line.pk,
        names=line.product.names,
        slug=line.product.slug,
        ground=line.product.ground,
        pack_names=pack.names,
        pack_net_g=pack.net_mass_g,
        pack_qty=pack.unit_qty,
        stock_unit=line.product.stock_unit,
        lot_ref=line.lot.ref,
        grade=line.lot.grade,
        grades=grades if line.lot.grade in grades else (line.lot.grade, *grades),
        ordered_packs=line.packs,
        ordered_net_g=line.net_mass_g,
        packs=standing.packs,
        net_mass_g=standing.net_mass_g,
        booked_gross_g=line.quote_line.gross_mass_g * standing.packs // line.packs,
        tolerance_bp=line.product.mass_tolerance_bp,
        temperature=line.product.temperature,
        receptions=tuple(seen.get(line.pk, [])),
        proposal=waiting_rows([asked])[0] if asked else None,
    )
