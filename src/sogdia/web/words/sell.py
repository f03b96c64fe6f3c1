"""Words of the seller's rooms: states, roles, kinds, packs."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sogdia.domain.lifecycle import ShipmentState as S
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.words import shipments
from sogdia.web.words.shipments import Tag as Tag


def shipment_tag(state: str) -> Tag:
    """Say where a shipment stands, as its seller reads it."""
    found = shipments.for_everybody() | {
        S.PAID: (_("Paid, waits for your answer"), "wait"),
        S.ACCEPTED_BY_SELLER: (_("Accepted, print the labels"), "wait"),
        S.LABELLED: (_("Labelled, bring it to the hub"), "wait"),
        S.READY: (_("At the hub, ready to load"), "go"),
        S.CUSTOMS: (_("At customs"), "go"),
        S.CLAIMED: (_("The buyer made a claim"), "stop"),
        S.REFUSED_BY_SELLER: (_("Refused by you"), ""),
    }
    return found.get(state, (state, ""))


def group_name(group: str) -> str:
    """Name a group of shipments by what it waits for."""
    return {
        "answer": _("To answer"),
        "prepare": _("To bring"),
        "hub": _("At the hub"),
        "way": _("On the way"),
        "arrived": _("Arrived"),
        "ended": _("Ended"),
    }[group]


def product_tag(state: str) -> Tag:
    """Say where a product stands."""
    return {
        "draft": (_("Draft"), "wait"),
        "published": (_("For sale"), "go"),
        "withdrawn": (_("Withdrawn"), ""),
    }.get(state, (state, ""))


def lot_tag(state: str) -> Tag:
    """Say where a lot stands."""
    return {
        "open": (_("For sale"), "go"),
        "withdrawn": (_("Withdrawn"), ""),
        "recalled": (_("Recalled"), "stop"),
    }.get(state, (state, ""))


def seller_tag(state: str) -> Tag:
    """Say how far the verification of a seller is."""
    return {
        "draft": (_("Draft"), "wait"),
        "submitted": (_("Waits to be verified"), "wait"),
        "verified": (_("Verified"), "go"),
        "sent-back": (_("Sent back"), "stop"),
        "suspended": (_("Suspended"), "stop"),
    }.get(state, (state, ""))


def classification_tag(state: str) -> Tag:
    """Say what a broker decided on a code."""
    return {
        "asked": (_("With the broker"), "wait"),
        "approved": (_("Approved"), "go"),
        "refused": (_("Refused"), "stop"),
    }.get(state, (state, ""))


def payout_tag(state: str) -> Tag:
    """Say how far a payout is."""
    return {
        "due": (pgettext("money to pay out", "Due"), "wait"),
        "batched": (_("In the bank file"), "wait"),
        "approved": (_("Approved"), "wait"),
        "sent": (pgettext("money", "Sent"), "go"),
        "confirmed": (_("Arrived"), "go"),
        "failed": (_("Failed, sent again"), "stop"),
    }.get(state, (state, ""))


def agreement_tag(state: str) -> Tag:
    """Say how far a region's agreement is."""
    return {
        "contact": (_("First contact"), "wait"),
        "negotiation": (_("Negotiating"), "wait"),
        "signed": (_("Signed"), "wait"),
        "live": (_("Live"), "go"),
        "ended": (_("Ended"), ""),
    }.get(state, (state, ""))


def role_name(role: str) -> str:
    """Name a role: of a seller's team, or of the house."""
    return {
        "owner": _("Owner"),
        "seller": _("Seller"),
        "finance": _("Finance"),
        "agent": _("Field agent"),
        "clerk": _("Hub clerk"),
        "carrier": _("Carrier"),
        "broker": _("Customs broker"),
        "officer": _("Region officer"),
        "support": _("Operator, support"),
        "treasurer": _("Operator, finance"),
    }.get(role, role)


def role_line(role: str) -> str:
    """Say what a role may do."""
    return {
        "owner": _("Everything, with the team and the bank account"),
        "seller": _("Goods, prices, lots and orders"),
        "finance": _("Money, payouts and statements"),
    }.get(role, "")


def payout_mode_name(mode: str) -> str:
    """Name a way of being paid."""
    return {
        "advance": _("Advance at the hub"),
        "on-delivery": _("On delivery"),
        "monthly": _("Once a month"),
    }.get(mode, mode)


def payable_name(kind: str) -> str:
    """Name an amount owed."""
    return {
        "advance": _("Advance"),
        "net": _("Net of a shipment"),
        "correction": _("Correction"),
        "receivable": _("You owe"),
    }.get(kind, kind)


def category_names() -> dict[str, str]:
    """Name the categories of goods, in the order of the filter."""
    return {
        "dried-fruit": _("Dried fruit"),
        "nuts": _("Nuts"),
        "fresh-fruit": _("Fresh fruit"),
        "vegetables": _("Vegetables"),
        "grains-pulses": _("Grains and pulses"),
        "herbs-spices": _("Herbs and spices"),
        "oils": _("Oils"),
        "honey-tea-drinks": _("Honey, tea and drinks"),
        "prepared": _("Prepared food"),
        "meat-dairy": _("Meat and dairy"),
        "textiles": _("Textiles"),
        "craft": _("Craft"),
    }


def grade_name(code: str) -> str:
    """Name a grade; one that the seller wrote in their own words stands as it is."""
    return {"extra": _("Extra"), "first": _("First"), "second": _("Second")}.get(code.lower(), code)


def test_names() -> dict[str, str]:
    """Name what laboratories look for."""
    return {
        "moisture": _("Moisture"),
        "pesticides": _("Pesticide residues"),
        "lead": _("Lead"),
        "cadmium": _("Cadmium"),
        "aflatoxin-b1": _("Aflatoxin B1"),
        "ochratoxin-a": _("Ochratoxin A"),
        "sulphur-dioxide": _("Sulphur dioxide"),
        "microbiology": _("Microbiology"),
        "brix": _("Sugar (Brix)"),
        "fibre-content": _("Fibre content"),
    }


def party_kind_name(kind: str) -> str:
    """Name a kind of seller."""
    return {
        "cooperative": _("Cooperative"),
        "workshop": _("Workshop"),
        "farm": _("Farm"),
        "company": _("Company"),
        "person": _("Person"),
    }.get(kind, kind)


def registration_name(kind: str) -> str:
    """Name a kind of registration number."""
    return {
        "cn-uscc": _("Unified Social Credit Code (China)"),
        "eu-vat": _("VAT number (European Union)"),
        "ru-inn": _("INN (Russia)"),
        "other": _("Another register"),
    }.get(kind, kind)


def licence_name(kind: str) -> str:
    """Name a kind of licence; what is not known names itself."""
    return {
        "food-production": _("Food production licence"),
        "food-business": _("Food business licence"),
        "business": _("Business licence"),
        "export-registration": _("Export registration"),
        "organic": _("Organic certificate"),
        "halal": _("Halal certificate"),
        "gi-use": _("Right to use a geographical indication"),
        "plant-quarantine": _("Plant quarantine registration"),
        "other": _("Another licence"),
    }.get(kind, kind.replace("-", " ").capitalize())


def side_name(side: str) -> str:
    """Name who said something, as the seller reads it."""
    return {
        "buyer": _("The buyer"),
        "seller": _("You"),
        "hub": _("The hub"),
        "operator": _("The trade house"),
    }.get(side, side)


def temperature_name(temperature: str) -> str:
    """Name how goods are kept on the way."""
    return {
        "ambient": _("No cooling"),
        "chilled": _("Chilled"),
        "frozen": _("Frozen"),
    }.get(temperature, temperature)


def pack_name(names: Mapping[str, str], *, unit_qty: int, stock_unit: str, net_mass_g: int) -> str:
    """Name a pack: as its seller named it, else by what is in it."""
    given = pick(names)
    if given:
        return given
    if stock_unit == "g":
        return formats.mass(net_mass_g)
    pieces = ngettext("%(count)s piece", "%(count)s pieces", unit_qty) % {"count": formats.number(unit_qty)}
    return _("%(pieces)s, %(mass)s") % {"pieces": pieces, "mass": formats.mass(net_mass_g)}


def quantity(qty: int, stock_unit: str) -> str:
    """Write a quantity in its stock unit: grams as a mass, pieces counted."""
    if stock_unit == "g":
        return formats.mass(qty)
    return ngettext("%(count)s piece", "%(count)s pieces", qty) % {"count": formats.number(qty)}


def packs(count: int) -> str:
    """Write how many packs."""
    return ngettext("%(count)s pack", "%(count)s packs", count) % {"count": formats.number(count)}


LANGUAGES = (("en", "English"), ("fr", "Français"), ("zh", "中文"), ("ru", "Русский"), ("ar", "العربية"))
"""The languages that names are kept in, each by its own name."""


def missing_name(code: str) -> str:
    """Say what a product still lacks before it can be published."""
    return {
        "name": _("a name"),
        "summary": _("a sentence on what it is"),
        "code": _("a commodity code (HS)"),
        "grade": _("at least one grade"),
        "pack": _("a pack"),
        "picture": _("a photograph"),
        "price": _("a price"),
    }[code]


def field_name(field: str) -> str:
    """Name a field that a refusal points at."""
    return {
        "names": _("the name"),
        "languages": _("the language"),
        "stock_unit": _("what stock is counted in"),
        "temperature": _("how it is kept"),
        "harvest_months": _("the months of harvest"),
        "shelf_life_days": _("the shelf life"),
        "mass_tolerance_bp": _("the agreed shortfall"),
        "region": _("the region"),
        "unit_qty": _("how much is in a pack"),
        "net_mass_g": _("the net weight"),
        "gross_mass_g": _("the weight with packing, which is not below the net weight"),
        "volume_cm3": _("the size of the pack"),
        "content_ml": _("the content in millilitres"),
        "area_cm2": _("the area"),
        "alcohol_bp": _("the alcohol by volume, which needs the content in millilitres"),
        "pairs": _("the pairs"),
        "pack": _("the pack: add one to the product first"),
        "best_before": _("the best-before day, which is after the harvest"),
        "qty_total": _("the quantity"),
        "grade": _("the grade, which is one of the product's"),
        "origin_region": _("the region of origin"),
        "place": _("the place"),
        "name_code": _("what was tested"),
        "found": _("what was found"),
        "limit": _("the limit"),
        "laboratory": _("the laboratory"),
        "sampled_on": _("the day of the sample, which is between the harvest and today"),
        "legal_names": _("the legal name"),
        "kind": _("what the house is"),
        "member_count": _("the number of members"),
        "licence_number": _("the number of the licence"),
        "valid_until": _("the last day of the licence, which has passed"),
        "holder": _("the account holder"),
        "account": _("the account number"),
        "bic": _("the bank's code"),
        "taken_at": _("the moment of the photograph, which is not in the future"),
    }.get(field, field)


def house_missing_name(code: str) -> str:
    """Say what a house still lacks before it can be verified."""
    return {
        "legal_name": _("its legal name"),
        "region": _("its region"),
        "registration": _("its registration number"),
        "licence": _("a licence that has not ended"),
        "bank": _("a bank account"),
        "consent": _("your consent to the terms for sellers"),
    }[code]


def scope_name(code: str) -> str:
    """Name what an agreement is about."""
    return {"commerce": _("Commerce"), "cloud": _("Cloud"), "data": _("Data")}.get(code, code)


def agreement_event(event: str) -> str:
    """Say a step of an agreement as a button does."""
    return {
        "contact": _("Note the first contact"),
        "negotiate": _("Begin to negotiate"),
        "sign": _("Note the signature"),
        "go-live": _("Go live: its sellers may sell"),
        "end": _("End it: its sellers stop selling"),
    }.get(event, event)
