"""Confirmations at payment, invoices at sealing, and after that only credit notes (rules DO-3, DO-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from sogdia.apps.departures.models import Departure
from sogdia.apps.documents import accepted, facts, services
from sogdia.apps.documents.accepted import AcceptedLine
from sogdia.apps.documents.models import Document
from sogdia.apps.orders.models import Order, OrderLine
from sogdia.apps.quotes.part_names import part_name
from sogdia.domain.documents import CreditNoteWithoutInvoice, DocumentKind, check_credit_note
from sogdia.domain.money import Money
from sogdia.domain.pricing.parts import Part
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick

#: Why an invoice is corrected; each is one sentence on the credit note.
FREIGHT, CLAIM, END, SHORT = "freight", "claim", "end", "short"


def issue_confirmation(order: Order, *, issuer: str, at: datetime) -> Document:
    """Confirm a paid order, once: the whole price with all its parts, and when it arrives."""
    assert connection.in_atomic_block
    kind = DocumentKind.ORDER_CONFIRMATION
    done = Document.objects.filter(order=order, kind=kind).first()
    if done is not None:
        return done
    lines = accepted.of_order(order.pk)
    with translation.override(order.language):
        said: facts.Facts = {
            "title": _("Order confirmation"),
            "words": facts.page_words(),
            "parties": [
                facts.buyer(order, _("Delivered to")),
                {"label": _("Grown and sold by"), "name": _sellers(lines), "lines": []},
            ],
            "meta": [*_order_meta(order), _arrival(lines)],
            "tables": [facts.goods_table(lines)],
            "sums": facts.sums(lines, order.currency, total_label=_("Total, delivered")),
            "waterfall": facts.waterfall(facts.joined_parts(lines), order.currency),
            "notes": [
                _(
                    "This sum can only go down. After the departure has left, its true freight is shared, and what "
                    "you paid above your share comes back to you."
                ),
                _("The invoice follows when the departure is sealed, on the weights that the hub accepted."),
            ],
            "scan_path": f"/files/order/{order.ref}",
            "scan_words": _("Follow your order"),
        }
    return services.issue(
        kind=kind,
        issuer=issuer,
        language=order.language,
        facts=said,
        at=at,
        currency=order.currency,
        total_minor=sum(line.total_minor for line in lines),
        order=order,
    )


def issue_invoices(departure: Departure, *, at: datetime) -> list[Document]:
    """
    Issue what leaves with a departure: one invoice per order and issuer, on accepted packs and weights.

    Called in the transaction that seals; a second call issues nothing more.
    """
    assert connection.in_atomic_block
    groups: dict[tuple[int, str], list[AcceptedLine]] = {}
    for line in accepted.of_departure(departure):
        groups.setdefault((line.line.order_id, line.line.invoice_issuer), []).append(line)
    return [
        _invoice(lines, issuer=issuer, departure=departure, at=at)
        for (_order_id, issuer), lines in groups.items()
        if not find_invoice(lines[0].line)
    ]


def find_invoice(line: OrderLine) -> Document | None:
    """Give the invoice that holds a line, or ``None`` before sealing."""
    return Document.objects.filter(
        kind=DocumentKind.INVOICE,
        order_id=line.order_id,
        departure_id=line.shipment.departure_id,
        issuer=line.invoice_issuer,
    ).first()


def _invoice(lines: Sequence[AcceptedLine], *, issuer: str, departure: Departure, at: datetime) -> Document:
    order = lines[0].line.order
    with translation.override(order.language):
        parties = [facts.company(issuer, _("Issued by")), facts.buyer(order, _("For"))]
        importer = lines[0].line.importer_of_record
        if importer and importer not in (issuer, "buyer"):
            parties.append(facts.company(importer, _("Importer of record"), country=order.market.code))
        said: facts.Facts = {
            "title": _("Invoice"),
            "words": facts.page_words(),
            "parties": parties,
            "meta": [*_order_meta(order), *_departure_meta(departure), *_term(lines)],
            "tables": [facts.goods_table(lines)],
            "sums": facts.sums(lines, order.currency, total_label=_("Total, paid")),
            "notes": [
                _("Sold by %(seller)s. On weights accepted at the hub; paid in advance, nothing is due.")
                % {"seller": lines[0].line.seller_of_record},
            ],
            "scan_path": f"/files/order/{order.ref}",
            "scan_words": _("Follow your order"),
        }
    return services.issue(
        kind=DocumentKind.INVOICE,
        issuer=issuer,
        language=order.language,
        facts=said,
        at=at,
        currency=order.currency,
        total_minor=sum(line.total_minor for line in lines),
        order=order,
        departure=departure,
    )


def issue_credit_notes(
    order: Order, *, reason: str, refunds: Mapping[int, Mapping[str, int]], at: datetime
) -> list[Document]:
    """
    Correct the order's invoices: ``refunds`` are minor units of the order's currency by line id and part.

    ``reason`` is one of freight, claim, end, short. One credit note per invoice touched.

    :raises sogdia.domain.documents.CreditNoteWithoutInvoice: when a line is not invoiced yet.
    :raises sogdia.domain.documents.CreditAboveInvoice: when more would come back than was invoiced.
    """
    assert connection.in_atomic_block
    rows = OrderLine.objects.filter(order=order, pk__in=refunds).select_related("shipment", "product", "lot")
    touched: dict[int, tuple[Document, list[OrderLine]]] = {}
    for line in rows.order_by("id"):
        invoice = find_invoice(line)
        if invoice is None:
            raise CreditNoteWithoutInvoice(f"Line {line.pk} has no invoice.")
        touched.setdefault(invoice.pk, (invoice, []))[1].append(line)
    return [
        _credit_note(order, invoice, lines, reason=reason, refunds=refunds, at=at)
        for invoice, lines in touched.values()
    ]


def _credit_note(
    order: Order,
    invoice: Document,
    lines: Sequence[OrderLine],
    *,
    reason: str,
    refunds: Mapping[int, Mapping[str, int]],
    at: datetime,
) -> Document:
    # The invoice's row is locked, so that two notes at once cannot both fit under it.
    invoice = Document.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    amount = Money(sum(sum(refunds[line.pk].values()) for line in lines), order.currency)
    earlier = Document.objects.filter(corrects=invoice, kind=DocumentKind.CREDIT_NOTE)
    check_credit_note(
        amount,
        invoice=Money(invoice.total_minor, invoice.currency),
        credited=[Money(note.total_minor, note.currency) for note in earlier],
    )
    with translation.override(order.language):
        said: facts.Facts = {
            "title": _("Credit note"),
            "words": facts.page_words(),
            "parties": [facts.company(invoice.issuer, _("Issued by")), facts.buyer(order, _("For"))],
            "meta": [
                *_order_meta(order),
                facts.fact(_("Corrects invoice"), facts.code(invoice.number)),
                facts.fact(_("Invoice date"), formats.day(invoice.issued_at)),
            ],
            "tables": [_refund_table(lines, refunds, order.currency)],
            "sums": [
                {
                    "label": _("Refunded to you"),
                    "value": formats.money(amount.minor, order.currency),
                    "strong": True,
                }
            ],
            "notes": [_reason(reason), _("The money goes back to the means you paid with.")],
        }
    return services.issue(
        kind=DocumentKind.CREDIT_NOTE,
        issuer=invoice.issuer,
        language=order.language,
        facts=said,
        at=at,
        currency=order.currency,
        total_minor=amount.minor,
        order=order,
        departure=invoice.departure,
        corrects=invoice,
    )


def _refund_table(
    lines: Sequence[OrderLine], refunds: Mapping[int, Mapping[str, int]], currency: str
) -> facts.Facts:
    rows = [
        [
            {"text": pick(line.product.names), "sub": _("Lot %(ref)s") % {"ref": line.lot.ref}},
            part_name(Part(part)),
            formats.money(minor, currency),
        ]
        for line in lines
        for part, minor in refunds[line.pk].items()
        if minor
    ]
    return {
        "columns": [
            {"label": _("Goods"), "kind": "text", "share": 3},
            {"label": _("Part of the price"), "kind": "text", "share": 2},
            {"label": _("Refunded"), "kind": "money"},
        ],
        "rows": rows,
    }


def _reason(reason: str) -> str:
    return {
        FREIGHT: _("The departure cost less than was quoted: this is your share of the difference."),
        CLAIM: _("Your claim was agreed."),
        END: _("The goods did not reach you as agreed."),
        SHORT: _("Less arrived than was invoiced."),
    }[reason]


def _sellers(lines: Sequence[AcceptedLine]) -> list[str]:
    return sorted({pick(line.line.shipment.seller.names) for line in lines})


def _order_meta(order: Order) -> list[facts.Facts]:
    found = [facts.fact(_("Order"), facts.code(order.ref))]
    if order.paid_at is not None:
        found.append(facts.fact(_("Paid on"), formats.day(order.paid_at)))
    return found


def _departure_meta(departure: Departure) -> list[facts.Facts]:
    zone = departure.lane.hub.timezone
    return [
        facts.fact(_("Departure"), facts.code(departure.ref)),
        facts.fact(_("Leaves"), formats.day(formats.in_zone(departure.leaves_at, zone))),
    ]


def _arrival(lines: Sequence[AcceptedLine]) -> facts.Facts:
    first = min(line.line.shipment.arrives_from for line in lines)
    last = max(line.line.shipment.arrives_to for line in lines)
    return facts.fact(_("Arrives"), formats.day_window(first, last))


def _term(lines: Sequence[AcceptedLine]) -> list[facts.Facts]:
    row = lines[0].line
    if row.shipment.entry_mode == "home":
        return []
    return [facts.fact(_("Term"), "DDP " + facts.place_of(row.order.address, row.order.market))]
