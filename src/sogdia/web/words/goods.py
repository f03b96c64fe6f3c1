"""Words for what is sold: categories, packs, grades, tests, licences, temperatures."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.plumbing import formats

#: Categories in the order of the filter.
CATEGORIES = (
    "dried-fruit",
    "nuts",
    "fresh-fruit",
    "vegetables",
    "grains-pulses",
    "herbs-spices",
    "oils",
    "honey-tea-drinks",
    "prepared",
    "meat-dairy",
    "textiles",
    "craft",
)


#: What is picked, gathered or dug, the prettiest first.
PICKED = ("fresh-fruit", "dried-fruit", "nuts", "vegetables", "herbs-spices", "grains-pulses")

#: Made by hand or loom; everything else is harvested.
_MADE = frozenset({"textiles", "craft"})


def is_made(category: str) -> bool:
    """Whether goods of a category are made rather than harvested."""
    return category in _MADE


def category_name(code: str) -> str:
    """Name a category of goods."""
    names = {
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
    return names.get(code, code)


def quantity(qty: int, stock_unit: str) -> str:
    """Write a quantity of stock: a mass, or so many pieces."""
    if stock_unit == "g":
        return formats.mass(qty)
    return ngettext("%(count)s piece", "%(count)s pieces", qty) % {"count": formats.number(qty)}


def packs(count: int) -> str:
    """Write a number of packs."""
    return ngettext("%(count)s pack", "%(count)s packs", count) % {"count": formats.number(count)}


def vehicle_name(vehicle: str) -> str:
    """Name what a lane runs with; one that is not listed stands as the lane says it."""
    names = {
        "curtain-side trailer, 13.6 m": _("curtain-side trailer, 13.6 m"),
        "refrigerated trailer, 13.6 m": _("refrigerated trailer, 13.6 m"),
        "40 ft high-cube container": _("40 ft high-cube container"),
        "two main-deck air pallets (block space)": _("two main-deck air pallets (block space)"),
    }
    return names.get(vehicle, vehicle)


def grade_name(code: str) -> str:
    """Name a grade; one that the seller wrote in their own words stands as it is."""
    return {"extra": _("Extra"), "first": _("First"), "second": _("Second")}.get(code.lower(), code)


def test_name(code: str) -> str:
    """Name what a laboratory looked for."""
    names = {
        "moisture": _("Moisture"),
        "ochratoxin-a": _("Ochratoxin A"),
        "sulphur-dioxide": _("Sulphur dioxide"),
        "pesticides": _("Pesticides"),
        "lead": _("Lead"),
        "cadmium": _("Cadmium"),
        "brix": _("Sugar, in degrees Brix"),
        "microbiology": _("Salmonella"),
        "aflatoxin-b1": _("Aflatoxin B1"),
        "aflatoxins": _("Aflatoxins"),
        "fibre-content": _("Fibre content"),
    }
    return names.get(code, code.replace("-", " ").capitalize())


def licence_name(code: str) -> str:
    """Name a licence of a seller."""
    names = {
        "food-production": _("Food production licence"),
        "food-business": _("Food business licence"),
        "gi-use": _("Right to use a protected name"),
        "plant-quarantine": _("Plant quarantine registration"),
        "organic": _("Organic certificate"),
    }
    return names.get(code, code.replace("-", " ").capitalize())


def seller_kind(code: str) -> str:
    """Say what kind of house a seller is."""
    names = {
        "cooperative": _("Cooperative"),
        "workshop": _("Workshop"),
        "farm": _("Farm"),
        "company": _("Company"),
        "person": _("Grower"),
    }
    return names.get(code, code)


def temperature_name(code: str) -> str:
    """Name a temperature class of a vehicle."""
    return {"ambient": _("ambient"), "chilled": _("chilled"), "frozen": _("frozen")}.get(code, code)


def payout_words(mode: str) -> str:
    """Say when a seller is paid."""
    return {
        "advance": _("It is paid when the hub has accepted the goods."),
        "monthly": _("It is paid once a month, in one sum."),
    }.get(mode, _("It is paid when the goods are delivered."))


def notice_words(notice: str) -> str:
    """Say by which notice a name is protected; what only states that there is one is said in the reader's language."""
    return {
        "Registered in China; notice number not yet on file": _(
            "Registered in China; the number of the notice is not on file yet"
        ),
        "National geographical indication product": _("National product of geographical indication"),
    }.get(notice, notice)
