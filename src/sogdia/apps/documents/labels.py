"""What stands on labels, lot sheets, quotes and statements: set when asked for, without a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from sogdia.apps.catalogue.models import Pack
from sogdia.apps.departures.models import Departure
from sogdia.apps.documents import accepted, facts
from sogdia.apps.hub.models import LogisticUnit
from sogdia.apps.lots.models import Lot
from sogdia.apps.orders.models import Order, Shipment
from sogdia.apps.parties.models import Party
from sogdia.apps.quotes.models import Quote, QuoteLine
from sogdia.apps.settlement.models import Payable
from sogdia.domain.references import Label, LabelKind
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick


def _run(departure: Departure, order: Order) -> facts.Facts:
    leaves = formats.datetime_zone(departure.leaves_at, departure.lane.hub.timezone)
    return {
        "departure": departure.ref,
        "leaves": _("Leaves %(when)s") % {"when": leaves},
        "to": facts.place_of(order.address, order.market),
        "words": {**facts.page_words(), "to": _("To")},
    }


def shipment_label(shipment: Shipment, *, language: str, on: date) -> facts.Facts:
    """Say what stands on the packs of a shipment; no person is named on it."""
    lines = accepted.of_shipment(shipment.pk)
    with translation.override(language):
        packs = sum(line.packs for line in lines)
        return {
            "title": _("Shipment label"),
            "date": on.isoformat(),
            **_run(shipment.departure, shipment.order),
            "ref": shipment.ref,
            "codes": {"scan": str(Label(LabelKind.SHIPMENT, shipment.ref))},
            "meta": [
                facts.fact(_("Seller"), pick(shipment.seller.names), strong=True),
                facts.fact(_("Hand over at"), pick(shipment.departure.lane.hub.names)),
                facts.fact(_("Packs"), formats.number(packs), strong=True),
                facts.fact(_("Gross mass"), formats.mass(shipment.gross_mass_g, unit="kg"), strong=True),
            ],
            "goods": [
                {
                    "name": {
                        "text": facts.goods_name(line.line.product, line.pack),
                        "sub": facts.lot_said(line.line.lot),
                    },
                    "packs": facts.packs_said(line.packs),
                }
                for line in lines
            ],
            "foot": _("Stick one label on each pack. The hub scans it when the goods arrive."),
        }


def unit_label(unit: LogisticUnit, *, language: str, on: date) -> facts.Facts:
    """Say what stands on a pallet or case."""
    shipment = unit.shipment
    departure = unit.departure or shipment.departure
    with translation.override(language):
        return {
            "title": _("Logistic unit"),
            "date": on.isoformat(),
            **_run(departure, shipment.order),
            "sscc": unit.sscc,
            "codes": {"scan": str(Label(LabelKind.UNIT, unit.sscc)), "sscc": unit.sscc},
            "meta": [
                facts.fact(_("Bay"), facts.code(unit.bay or "–"), strong=True),
                facts.fact(_("Gross mass"), formats.mass(unit.gross_mass_g, unit="kg"), strong=True),
                {**facts.fact(_("Shipment"), facts.code(shipment.ref)), "wide": True},
                facts.fact(_("Volume"), formats.volume(unit.volume_cm3, decimals=3)),
            ],
        }


def lot_sheet(lot: Lot, *, language: str, on: date) -> facts.Facts:
    """Say what stands beside a lot's goods; its code opens the lot's page."""
    with translation.override(language):
        said = [
            facts.fact(_("Producer"), pick(lot.producer.names)),
            facts.fact(_("Lot"), facts.code(lot.ref)),
            facts.fact(_("Harvested"), formats.day(lot.harvested_on)),
            facts.fact(_("Grade"), facts.grade_name(lot.grade)),
        ]
        if lot.best_before:
            said.append(facts.fact(_("Best before"), formats.day(lot.best_before)))
        said.append(facts.fact(_("Origin"), formats.country_name(lot.origin_country)))
        return {
            "title": pick(lot.product.names),
            "kicker": _("Where it comes from"),
            "place": pick(lot.origin_region.names),
            "date": on.isoformat(),
            "scan_path": f"/files/lot/{lot.ref}",
            "scan_words": _("Scan to see its grower, its tests and its way."),
            "meta": said,
        }


def quote_paper(quote: Quote) -> facts.Facts:
    """Say what a quote promises and until when; its figures are frozen, so the paper never changes."""
    lines = list(
        QuoteLine.objects.filter(quote=quote)
        .select_related("offer__pack__product", "lot", "departure__lane__hub", "seller")
        .order_by("position")
    )
    parts: dict[str, int] = {}
    for line in lines:
        for figure in line.figures:
            parts[figure["part"]] = parts.get(figure["part"], 0) + int(figure["minor"])
    with translation.override(quote.language):
        until = formats.datetime_zone(quote.valid_until, quote.market.timezone)
        return {
            "title": _("Quote"),
            "number": quote.ref,
            "date": quote.made_at.date().isoformat(),
            "words": facts.page_words(),
            "parties": [{"label": _("Sold by"), "name": _names(lines), "lines": []}],
            "meta": [
                facts.fact(_("Valid until"), until),
                facts.fact(_("Delivered to"), facts.place_of(quote.address, quote.market)),
                facts.fact(_("Arrives"), _window(lines)),
            ],
            "tables": [_quoted(lines, quote.currency)],
            "sums": [
                {
                    "label": _("Total, delivered"),
                    "value": formats.money(quote.total_minor, quote.currency),
                    "strong": True,
                }
            ],
            "waterfall": facts.waterfall(parts, quote.currency),
            "annex": [facts.reckoned(line) for line in lines],
            "notes": [
                _("Rates of exchange, tariff and freight are frozen until then; the sum can only go down.")
            ],
        }


def _names(lines: Sequence[QuoteLine]) -> list[str]:
    return sorted({pick(line.seller.names) for line in lines})


def _window(lines: Sequence[QuoteLine]) -> str:
    return formats.day_window(
        min(line.arrives_from for line in lines), max(line.arrives_to for line in lines)
    )


def _quoted(lines: Sequence[QuoteLine], currency: str) -> facts.Facts:
    rows = []
    for line in lines:
        pack: Pack = line.offer.pack
        rows.append(
            [
                {
                    "text": facts.goods_name(pack.product, pack),
                    "sub": facts.lot_said(line.lot),
                },
                line.departure.ref,
                formats.number(line.packs),
                formats.mass(line.net_mass_g, unit="kg"),
                formats.money(line.total_minor, currency),
            ]
        )
    return {
        "columns": [
            {"label": _("Goods"), "kind": "text"},
            {"label": _("Departure"), "kind": "code"},
            {"label": _("Packs"), "kind": "figure"},
            {"label": _("Net mass"), "kind": "figure"},
            {"label": _("Delivered price"), "kind": "money"},
        ],
        "rows": rows,
    }


def statement(party: Party, *, since: date, until: date, currency: str, language: str) -> facts.Facts:
    """Say what became due to a seller between two days, both included, and by which payout it went."""
    rows = list(
        Payable.objects.filter(party=party, currency=currency, due_on__range=(since, until))
        .select_related("shipment", "payout")
        .order_by("due_on", "id")
    )
    with translation.override(language):
        kinds = {
            "advance": _("Advance at hub acceptance"),
            "net": _("Net of a shipment"),
            "correction": _("Correction"),
            "receivable": _("Owed back and netted"),
        }
        total = sum(row.amount_minor for row in rows)
        return {
            "title": _("Statement"),
            "date": until.isoformat(),
            "words": facts.page_words(),
            "parties": [{"label": _("For"), "name": pick(party.legal_names or party.names), "lines": []}],
            "meta": [facts.fact(_("Due"), formats.day_window(since, until))],
            "tables": [
                {
                    "columns": [
                        {"label": _("Due on"), "kind": "figure"},
                        {"label": _("For"), "kind": "text"},
                        {"label": _("Shipment"), "kind": "code"},
                        {"label": _("Payout"), "kind": "code"},
                        {"label": _("Amount"), "kind": "money"},
                    ],
                    "rows": [
                        [
                            formats.day(row.due_on),
                            kinds.get(row.kind, row.kind),
                            row.shipment.ref if row.shipment else "–",
                            row.payout.ref if row.payout else "–",
                            formats.money(row.amount_minor, currency),
                        ]
                        for row in rows
                    ],
                }
            ],
            "sums": [
                {"label": _("Total"), "value": formats.money(total, currency), "strong": True},
            ],
        }
