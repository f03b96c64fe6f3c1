"""The pieces that papers share: heads, parties, goods, the price's parts; in the language that is active."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.catalogue.models import Pack, Product
from sogdia.apps.documents.accepted import AcceptedLine
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import Market
from sogdia.apps.orders.models import Order
from sogdia.apps.parties.models import Address, Party
from sogdia.apps.quotes import reckoning
from sogdia.apps.quotes.models import QuoteLine
from sogdia.apps.quotes.part_names import part_name
from sogdia.apps.quotes.reckoning import Source
from sogdia.domain.pricing.parts import STATE_PARTS, Part
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick

Facts = dict[str, Any]

_KINDS: Final[dict[Part, str]] = {
    Part.NET: "grower",
    Part.COMMISSION: "house",
    Part.FIRST_MILE: "way",
    Part.HUB: "way",
    Part.PAYOUT_FEE: "house",
    Part.FREIGHT_SHARED: "way",
    Part.FREIGHT_CAUSED: "way",
    Part.LAST_MILE: "way",
    Part.INSURANCE: "way",
    Part.DUTY: "state",
    Part.VAT: "state",
    Part.CLEARING: "house",
}


def code(text: str, sub: Any = "") -> Facts:
    """Say a code, which keeps its order in every script."""
    return {"text": text, "ltr": True, "sub": sub}


def isolated(text: str) -> str:
    """Keep a figure's own order inside a sentence of the other direction (Unicode isolates)."""
    return f"\u2066{text}\u2069"


def fact(label: str, value: Any, *, strong: bool = False) -> Facts:
    """Say one fact under its label."""
    return {"label": label, "value": value, "strong": strong}


def page_words() -> dict[str, str]:
    """Give the words of the foot; the press fills in the numbers."""
    return {"page": _("Page {page} of {pages}")}


def address_lines(address: Address | None, market: Market) -> list[str]:
    """Write an address as its country writes it; the recipient and the country stand elsewhere or last."""
    if address is None:
        return []
    order = market.address_format.get("lines") or [[name] for name in address.lines]
    rows = [
        " ".join(str(address.lines[name]) for name in row if address.lines.get(name))
        for row in order
        if row not in (["recipient"], ["country"])
    ]
    return [*(row for row in rows if row), formats.country_name(address.country)]


def place_of(address: Address | None, market: Market) -> str:
    """Name the place that goods go to: city and country, never a person."""
    country = formats.country_name(address.country if address else market.code)
    city = str(address.lines.get("city", "")) if address else ""
    return _("%(place)s, %(country)s") % {"place": city, "country": country} if city else country


def company(name: str, label: str, *, country: str = "") -> Facts:
    """Name a company by its legal name, with its country and registration where we hold them."""
    party = Party.objects.filter(legal_names__en=name).first()
    seat = party.country if party is not None else country
    lines: list[Any] = [formats.country_name(seat)] if seat else []
    if party is not None and party.registration_number:
        lines.append(code(party.registration_number))
    return {"label": label, "name": name, "lines": lines}


def buyer(order: Order, label: str) -> Facts:
    """Name who bought and where it goes; only an erased address leaves it empty."""
    address = order.address
    if address is None:
        return {"label": label, "name": "", "lines": []}
    recipient = str(address.lines.get("recipient", "")) or address.name
    lines: list[Any] = [recipient] if address.business_name and recipient else []
    lines += address_lines(address, order.market)
    if address.tax_number:
        lines.append(code(address.tax_number))
    return {"label": label, "name": address.business_name or recipient, "lines": lines}


def goods_name(product: Product, pack: Pack) -> str:
    """Name a product in its pack; a pack without a name is known by its weight."""
    said = pick(pack.names) or formats.mass(pack.net_mass_g)
    return _("%(product)s, %(pack)s") % {"product": pick(product.names), "pack": said}


def goods_cell(line: AcceptedLine) -> Facts:
    """Say what a line is: product, pack, lot, grade, commodity code, origin."""
    row = line.line
    commodity = row.quote_line.commodity_code or row.product.hs6
    return {
        "text": goods_name(row.product, line.pack),
        "sub": [
            lot_said(row.lot),
            _("HS %(code)s, origin %(country)s")
            % {
                "code": formats.commodity_code(commodity),
                "country": formats.country_name(row.lot.origin_country),
            },
        ],
    }


def goods_table(lines: Sequence[AcceptedLine]) -> Facts:
    """Lay out lines with packs, mass, tax rate and amount."""
    return {
        "columns": [
            {"label": _("Goods"), "kind": "text"},
            {"label": _("Packs"), "kind": "figure"},
            {"label": _("Net mass"), "kind": "figure"},
            {"label": _("VAT"), "kind": "figure"},
            {"label": _("Delivered price"), "kind": "money"},
        ],
        "rows": [
            [
                goods_cell(line),
                formats.number(line.packs),
                formats.mass(line.net_mass_g, unit="kg"),
                formats.percent_bp(line.line.quote_line.vat_bp),
                formats.money(line.total_minor, line.line.order.currency),
            ]
            for line in lines
        ],
    }


def sums(lines: Sequence[AcceptedLine], currency: str, *, total_label: str) -> list[Facts]:
    """Add up: before duty and tax, duty, tax by rate, total."""
    before = sum(line.before_state_minor for line in lines)
    duty = sum(line.minor(Part.DUTY) for line in lines)
    by_rate: dict[int, int] = {}
    for line in lines:
        rate = line.line.quote_line.vat_bp
        by_rate[rate] = by_rate.get(rate, 0) + line.minor(Part.VAT)
    rows = [(_("Goods and the way, without duty and tax"), before), (part_name(Part.DUTY), duty)]
    rows += [
        (_("VAT %(rate)s") % {"rate": isolated(formats.percent_bp(rate))}, minor)
        for rate, minor in sorted(by_rate.items())
    ]
    total = sum(line.total_minor for line in lines)
    assert total == sum(minor for _label, minor in rows), "a paper adds up"
    said = [{"label": label, "value": formats.money(minor, currency)} for label, minor in rows]
    return [*said, {"label": total_label, "value": formats.money(total, currency), "strong": True}]


def waterfall(parts: Mapping[str, int], currency: str) -> Facts:
    """Open the price: every part that is not nothing, duty and tax always, and the total."""
    total = sum(parts.values())
    rows: list[Facts] = []
    begins = 0
    for part in Part:
        minor = parts.get(str(part), 0)
        if minor or part in STATE_PARTS:
            rows.append(
                {
                    "name": part_name(part),
                    "kind": _KINDS[part],
                    "value": formats.money(minor, currency),
                    "from": begins * 10_000 // total,
                    "width": minor * 10_000 // total,
                }
            )
        begins += minor
    total_row = {"kind": "total", "from": 0, "width": 10_000, "value": formats.money(total, currency)}
    return {"title": _("What the price is made of"), "rows": [*rows, {"name": _("Total"), **total_row}]}


def reckoned(line: QuoteLine) -> Facts:
    """Open every part of a line to its formula, with the source behind it and the day it was checked."""
    quote = line.quote
    rows = [
        [
            part.name,
            [
                *({"text": code(step.formula), "sub": step.label} for step in part.workings),
                *({"text": _source(source), "soft": True} for source in part.sources),
            ],
            part.amount,
        ]
        for part in reckoning.of_frozen(line.figures, quote.currency)
    ]
    return {
        "title": _("How the price was reckoned: %(goods)s")
        % {"goods": goods_name(line.offer.pack.product, line.offer.pack)},
        "columns": [
            {"label": _("Part"), "kind": "text"},
            {"label": _("How it was reckoned"), "kind": "text", "share": 4},
            {"label": _("Amount"), "kind": "money"},
        ],
        "rows": rows,
    }


def _source(source: Source) -> str:
    said = f"{source.name}: {source.text}"
    if source.checked_on is None:
        return said
    return _("%(source)s, checked %(day)s") % {"source": said, "day": formats.day(source.checked_on)}


def joined_parts(lines: Sequence[AcceptedLine]) -> dict[str, int]:
    """Add up the parts of several lines."""
    joined: dict[str, int] = {}
    for line in lines:
        for part, minor in line.parts.items():
            joined[part] = joined.get(part, 0) + minor
    return joined


def grade_name(code: str) -> str:
    """Name a grade; one that the seller wrote in their own words stands as it is."""
    return {"extra": _("Extra"), "first": _("First"), "second": _("Second")}.get(code.lower(), code)


def lot_said(lot: Lot) -> str:
    """Say which lot, and its grade."""
    return _("Lot %(ref)s, grade: %(grade)s") % {"ref": lot.ref, "grade": grade_name(lot.grade)}


def packs_said(count: int) -> str:
    """Say a number of packs."""
    return ngettext("%(count)s pack", "%(count)s packs", count) % {"count": formats.number(count)}
