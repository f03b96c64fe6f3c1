"""Packing lists and commercial invoices of a departure: one of each per importer of record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from sogdia.apps.departures.models import Departure
from sogdia.apps.documents import accepted, facts, services
from sogdia.apps.documents.accepted import AcceptedLine
from sogdia.apps.documents.models import Document
from sogdia.apps.orders.models import Order
from sogdia.domain.documents import DocumentKind
from sogdia.domain.pricing.parts import Part
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick

#: Customs papers are written in the language that every customs office on the way reads.
LANGUAGE = "en"
_BUYER = "buyer"
#: Where our hubs stand.
_HUB_COUNTRY = "CN"


class Entry(NamedTuple):
    """What one importer declares at once: exporter, importer, market, currency; an own entry names its order."""

    exporter: str
    importer: str
    market_id: int
    currency: str
    order_id: int


def issue_departure_papers(departure: Departure, *, at: datetime) -> list[Document]:
    """
    Issue a packing list and, where goods cross a border, a commercial invoice for each entry of a departure.

    Called in the transaction that seals, once the invoices are issued; a second call issues nothing more.
    """
    assert connection.in_atomic_block
    kinds = (DocumentKind.PACKING_LIST, DocumentKind.COMMERCIAL_INVOICE)
    if Document.objects.filter(departure=departure, kind__in=kinds).exists():
        return []
    entries: dict[Entry, list[AcceptedLine]] = {}
    for line in accepted.of_departure(departure):
        entries.setdefault(_entry(line), []).append(line)
    issued = []
    with translation.override(LANGUAGE):
        for entry, lines in sorted(entries.items()):
            issued.append(_packing_list(entry, lines, departure, at))
            if entry.importer:
                issued.append(_commercial_invoice(entry, lines, departure, at))
    return issued


def _entry(line: AcceptedLine) -> Entry:
    row = line.line
    is_own = row.importer_of_record == _BUYER
    return Entry(
        exporter=row.seller_of_record,
        importer=row.importer_of_record,
        market_id=row.order.market_id,
        currency=row.order.currency,
        order_id=row.order_id if is_own else 0,
    )


def _parties(entry: Entry, order: Order, departure: Departure) -> list[facts.Facts]:
    found = [facts.company(entry.exporter, _("Exporter"))]
    if entry.importer == _BUYER:
        found.append(facts.buyer(order, _("Importer of record")))
    elif entry.importer:
        found.append(facts.company(entry.importer, _("Importer of record"), country=order.market.code))
    carrier = departure.lane.carrier
    if carrier is not None:
        found.append(facts.company(pick(carrier.legal_names or carrier.names, LANGUAGE), _("Carrier")))
    return found


def _meta(lines: Sequence[AcceptedLine], departure: Departure) -> list[facts.Facts]:
    lane = departure.lane
    leaves = formats.in_zone(departure.leaves_at, lane.hub.timezone)
    found = [
        facts.fact(_("Departure"), facts.code(departure.ref)),
        facts.fact(_("Leaves"), formats.day(leaves)),
        facts.fact(_("From"), _hub(departure)),
        facts.fact(_("To"), _gateway(departure)),
        facts.fact(_("Shipments"), formats.number(len({line.line.shipment_id for line in lines}))),
    ]
    if departure.seal_number:
        found.append(facts.fact(_("Seal"), facts.code(departure.seal_number)))
    return found


def _hub(departure: Departure) -> str:
    return f"{pick(departure.lane.hub.names)}, {formats.country_name(_HUB_COUNTRY)}"


def _gateway(departure: Departure) -> str:
    lane = departure.lane
    return f"{pick(lane.gateway_names)}, {formats.country_name(lane.gateway_country)}"


def _packing_list(
    entry: Entry, lines: Sequence[AcceptedLine], departure: Departure, at: datetime
) -> Document:
    order = lines[0].line.order
    volume_cm3 = sum(line.pack.volume_cm3 * line.packs for line in lines)
    said: facts.Facts = {
        "title": _("Packing list"),
        "words": facts.page_words(),
        "parties": _parties(entry, order, departure),
        "meta": _meta(lines, departure),
        "tables": [
            {
                "columns": [
                    {"label": _("Shipment"), "kind": "code"},
                    {"label": _("Goods"), "kind": "text"},
                    {"label": _("Temperature"), "kind": "figure"},
                    {"label": _("Packs"), "kind": "figure"},
                    {"label": _("Net mass"), "kind": "figure"},
                    {"label": _("Gross mass"), "kind": "figure"},
                    {"label": _("Volume"), "kind": "figure"},
                ],
                "rows": [_packed(line) for line in lines],
            }
        ],
        "sums": [
            {"label": _("Packs"), "value": formats.number(sum(line.packs for line in lines))},
            {"label": _("Volume"), "value": formats.volume(volume_cm3, decimals=3)},
            {"label": _("Net mass"), "value": _kilograms(sum(line.net_mass_g for line in lines))},
            {
                "label": _("Gross mass"),
                "value": _kilograms(sum(line.gross_mass_g for line in lines)),
                "strong": True,
            },
        ],
        "signatures": [_("Packed and checked at the hub, name and date"), _("Taken over by the carrier")],
    }
    return services.issue(
        kind=DocumentKind.PACKING_LIST,
        issuer=entry.exporter,
        language=LANGUAGE,
        facts=said,
        at=at,
        departure=departure,
        order=order if entry.order_id else None,
    )


def _packed(line: AcceptedLine) -> list[object]:
    return [
        line.line.shipment.ref,
        facts.goods_cell(line),
        temperature(line.line.product.temperature),
        formats.number(line.packs),
        _kilograms(line.net_mass_g),
        _kilograms(line.gross_mass_g),
        formats.volume(line.pack.volume_cm3 * line.packs, decimals=3),
    ]


def temperature(wanted: str) -> str:
    """Name a temperature class."""
    return {"ambient": _("ambient"), "chilled": _("chilled"), "frozen": _("frozen")}.get(wanted, wanted)


def _kilograms(grams: int) -> str:
    return formats.mass(grams, unit="kg", decimals=2)


def _commercial_invoice(
    entry: Entry, lines: Sequence[AcceptedLine], departure: Departure, at: datetime
) -> Document:
    order = lines[0].line.order
    hub = departure.lane.hub
    is_own = bool(entry.order_id)
    goods = sum(line.goods_minor for line in lines)
    freight = sum(line.minor(Part.FREIGHT_SHARED, Part.FREIGHT_CAUSED) for line in lines)
    insurance = sum(line.minor(Part.INSURANCE) for line in lines)
    term = f"DDP {facts.place_of(order.address, order.market)}" if is_own else f"FCA {_hub(departure)}"
    said: facts.Facts = {
        "title": _("Commercial invoice"),
        "words": facts.page_words(),
        "parties": _parties(entry, order, departure),
        "meta": [*_meta(lines, departure), facts.fact(_("Incoterms 2020"), facts.code(term))],
        "tables": [_declared(lines, entry.currency)],
        "sums": [
            {
                "label": _("Goods, at %(place)s") % {"place": pick(hub.names)},
                "value": formats.money(goods, entry.currency),
            },
            {"label": _("Freight to the gateway"), "value": formats.money(freight, entry.currency)},
            {"label": _("Insurance"), "value": formats.money(insurance, entry.currency)},
            {
                "label": _("Total in %(currency)s") % {"currency": entry.currency},
                "value": formats.money(goods + freight + insurance, entry.currency),
                "strong": True,
            },
        ],
        "notes": [
            _(
                "We declare that this invoice shows the price paid for the goods described and that all is true."
            ),
        ],
        "signatures": [_("For the exporter, name, date, signature")],
    }
    return services.issue(
        kind=DocumentKind.COMMERCIAL_INVOICE,
        issuer=entry.exporter,
        language=LANGUAGE,
        facts=said,
        at=at,
        currency=entry.currency,
        total_minor=goods + freight + insurance,
        departure=departure,
        order=order if is_own else None,
    )


def _declared(lines: Sequence[AcceptedLine], currency: str) -> facts.Facts:
    """Group what customs reads as one item: commodity code, product and origin."""
    items: dict[tuple[str, int, str], list[AcceptedLine]] = {}
    for line in lines:
        row = line.line
        commodity = row.quote_line.commodity_code or row.product.hs6
        items.setdefault((commodity, row.product_id, row.lot.origin_country), []).append(line)
    rows = []
    for (commodity, _product, origin), same in sorted(items.items()):
        product = same[0].line.product
        rows.append(
            [
                formats.commodity_code(commodity),
                {
                    "text": pick(product.names),
                    "sub": _("Producer: %(name)s") % {"name": pick(same[0].line.shipment.seller.legal_names)},
                },
                formats.country_name(origin),
                formats.number(sum(line.packs for line in same)),
                _kilograms(sum(line.net_mass_g for line in same)),
                formats.money(sum(line.goods_minor for line in same), currency),
            ]
        )
    return {
        "columns": [
            {"label": _("Commodity code"), "kind": "code"},
            {"label": _("Description"), "kind": "text", "share": 3},
            {"label": _("Origin"), "kind": "text"},
            {"label": _("Packs"), "kind": "figure"},
            {"label": _("Net mass"), "kind": "figure"},
            {"label": _("Value"), "kind": "money"},
        ],
        "rows": rows,
    }
