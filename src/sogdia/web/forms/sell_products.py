"""Forms of a product and its packs; what people type becomes whole grams, days and codes once, here."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sogdia.apps.catalogue import seller_selectors as catalogue
from sogdia.apps.catalogue.seller_selectors import PackRow, ProductPage
from sogdia.apps.parties import seller_selectors as sellers
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.hs import HsCode
from sogdia.domain.uploads import Use
from sogdia.plumbing import formats
from sogdia.usecases.write_pack import PackFacts
from sogdia.usecases.write_product import ProductFacts
from sogdia.web.forms.fields import DecimalTextField, as_typed
from sogdia.web.uploads import UploadField
from sogdia.web.words import sell as words

#: What people put between words of a list: Latin, Chinese, Arabic and Japanese commas, semicolons, line ends.
_COMMAS = re.compile("[,，、،;；؛\n]")


class ProductForm(forms.Form):
    """What a product is, in several languages."""

    hs6 = forms.CharField(
        label=_("Commodity code (HS), or words for the goods"),
        max_length=60,
        required=False,
        help_text=_(
            "Six digits that every customs office in the world reads alike. Words find codes in use here."
        ),
    )
    hs6_pick = forms.CharField(max_length=10, required=False)
    gi_notice = forms.CharField(
        label=_("Geographical indication: notice or register number"), max_length=300, required=False
    )
    gi_name = forms.CharField(label=_("Name of the geographical indication"), max_length=120, required=False)
    shelf_life_days = forms.IntegerField(
        label=_("Keeps for"),
        min_value=1,
        max_value=20_000,
        required=False,
        help_text=_("Days from harvest; leave it empty for goods that do not spoil."),
    )
    grades = forms.CharField(
        label=_("Grades"), max_length=200, help_text=_("Best first, with a comma between: extra, first.")
    )
    tolerance = DecimalTextField(
        scale=100,
        most=10_000,
        allow_zero=True,
        label=_("Agreed shortfall"),
        help_text=_("Up to this much less weight only refunds the difference; at most 10 percent."),
    )

    def __init__(
        self, data: Any = None, *, region_id: int | None, product: ProductPage | None = None
    ) -> None:
        self.product = product
        super().__init__(data, initial=_initial(product, region_id))
        for code, language in words.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language},
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            self.fields[f"summary_{code}"] = forms.CharField(
                label=_("What it is, in %(language)s") % {"language": language},
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"lang": code, "dir": "auto", "rows": 3}),
            )
        self.fields["category"] = forms.ChoiceField(
            label=_("Category"), choices=list(words.category_names().items())
        )
        self.fields["region"] = forms.TypedChoiceField(
            label=_("Grown or made in"),
            coerce=int,
            choices=[(row.id, row.name) for row in sellers.list_region_choices()],
        )
        self.fields["stock_unit"] = forms.ChoiceField(
            label=_("Stock is counted in"), choices=[("g", _("Weight")), ("pc", _("Pieces"))]
        )
        self.fields["temperature"] = forms.ChoiceField(
            label=_("On the way"),
            choices=[(code, words.temperature_name(code)) for code in ("ambient", "chilled", "frozen")],
        )
        self.fields["harvest_months"] = forms.TypedMultipleChoiceField(
            label=_("Harvested in"),
            coerce=int,
            required=False,
            choices=[(month, formats.month_name(month)) for month in range(1, 13)],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        """Ask for one name; read the code, or offer those that the words find."""
        found = super().clean() or {}
        if not any(found.get(f"name_{code}") for code, _language in words.LANGUAGES):
            self.add_error("name_en", _("Write a name in at least one language."))
        found["code"] = ""
        typed = found.get("hs6_pick") or found.get("hs6") or ""
        if typed:
            try:
                found["code"] = HsCode.parse(typed).subheading
            except Refusal:
                if catalogue.find_commodities(typed):
                    self.add_error("hs6", _("Choose one of these codes, or write its six digits."))
                else:
                    self.add_error(
                        "hs6", _("No goods here are called so. Write the six digits, like 0806.20.")
                    )
        return found

    @property
    def language_rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField, bool]]:
        """Give each language with its two fields, and whether something is missing in it."""
        rows = []
        for code, language in words.LANGUAGES:
            name, summary = self[f"name_{code}"], self[f"summary_{code}"]
            rows.append((language, name, summary, not (name.value() and summary.value())))
        return rows

    @property
    def code_choices(self) -> tuple[catalogue.Commodity, ...]:
        """Give the codes that the words found, when no code was written."""
        text = str(self["hs6"].value() or "")
        return catalogue.find_commodities(text) if self.is_bound and not text[:4].isdigit() else ()

    def facts(self) -> ProductFacts:
        """Give the product as a deed takes it; names of an indication in other languages are kept."""
        found = self.cleaned_data
        gi = dict(self.product.gi_names) if self.product else {}
        if found["gi_name"]:
            gi["en"] = found["gi_name"]
        return ProductFacts(
            names={code: found[f"name_{code}"] for code, _l in words.LANGUAGES},
            summaries={code: found[f"summary_{code}"] for code, _l in words.LANGUAGES},
            category=found["category"],
            region_id=found["region"],
            hs6=found["code"],
            gi_names=gi if found["gi_name"] else {},
            gi_notice=found["gi_notice"],
            stock_unit=found["stock_unit"],
            temperature=found["temperature"],
            harvest_months=tuple(found["harvest_months"]),
            shelf_life_days=found["shelf_life_days"],
            grades=tuple(grade.strip()[:60] for grade in _COMMAS.split(found["grades"]) if grade.strip()),
            mass_tolerance_bp=found["tolerance"],
        )


def _initial(product: ProductPage | None, region_id: int | None) -> dict[str, Any]:
    if product is None:
        return {"region": region_id, "tolerance": "2", "stock_unit": "g", "temperature": "ambient"}
    found: dict[str, Any] = {
        "hs6": f"{product.hs6[:4]}.{product.hs6[4:]}" if product.hs6 else "",
        "gi_notice": product.gi_notice,
        "gi_name": product.gi_names.get("en") or next(iter(product.gi_names.values()), ""),
        "shelf_life_days": product.shelf_life_days,
        "grades": ", ".join(product.grades),
        "tolerance": as_typed(product.mass_tolerance_bp, 100),
        "category": product.category,
        "region": product.region_id,
        "stock_unit": product.stock_unit,
        "temperature": product.temperature,
        "harvest_months": list(product.harvest_months),
    }
    for code, _language in words.LANGUAGES:
        found[f"name_{code}"] = product.names.get(code, "")
        found[f"summary_{code}"] = product.summaries.get(code, "")
    return found


class PackForm(forms.Form):
    """A pack: what is in it, what it weighs and how large it is (by its volume, or by length, width and height)."""

    name = forms.CharField(
        label=_("Name of the pack"),
        max_length=80,
        required=False,
        help_text=_("Only if it needs one: carton of 12 jars. Without it the weight is its name."),
    )
    pieces = forms.IntegerField(label=_("Pieces in it"), min_value=1, max_value=100_000, required=False)
    net = DecimalTextField(scale=1000, label=_("Net weight"))
    gross = DecimalTextField(scale=1000, label=_("Weight with packing"))
    volume = DecimalTextField(scale=1000, label=_("Volume"), required=False)
    length = DecimalTextField(scale=10, most=10**5, label=_("Length"), required=False)
    width = DecimalTextField(scale=10, most=10**5, label=_("Width"), required=False)
    height = DecimalTextField(scale=10, most=10**5, label=_("Height"), required=False)
    content_ml = forms.IntegerField(
        label=_("Content"),
        min_value=1,
        max_value=10**8,
        required=False,
        help_text=_("For drinks and oils: some duties count litres."),
    )
    area = DecimalTextField(
        scale=10_000,
        label=_("Area"),
        required=False,
        help_text=_("For carpets: some duties count square metres."),
    )
    alcohol = DecimalTextField(
        scale=100,
        allow_zero=True,
        most=10_000,
        label=_("Alcohol by volume"),
        required=False,
        help_text=_("For wine and spirits, as on the label: excise counts pure alcohol."),
    )
    pairs = forms.IntegerField(
        label=_("Pairs in it"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("For shoes, gloves and socks: some duties count pairs."),
    )
    is_active = forms.BooleanField(label=_("For sale"), required=False, initial=True)

    def __init__(self, data: Any = None, *, stock_unit: str, pack: PackRow | None = None) -> None:
        self.stock_unit, self.pack = stock_unit, pack
        super().__init__(data, initial=_pack_initial(pack))
        if stock_unit == "g":
            del self.fields["pieces"]
        else:
            self.fields["pieces"].required = True

    def clean(self) -> dict[str, Any]:
        """Work the volume out from the three sides when it is not written; compare the two weights."""
        found = super().clean() or {}
        net, gross = found.get("net"), found.get("gross")
        if net and gross and gross < net:
            self.add_error("gross", _("With packing it cannot weigh less than without."))
        if found.get("alcohol") is not None and not found.get("content_ml"):
            self.add_error("content_ml", _("Write the content too: alcohol by volume is a share of it."))
        sides = [int(found.get(name) or 0) for name in ("length", "width", "height")]
        if found.get("volume"):
            found["volume_cm3"] = found["volume"]
        elif all(sides):
            cubic_mm = sides[0] * sides[1] * sides[2]
            found["volume_cm3"] = -(-cubic_mm // 1000)
        elif "volume" not in self.errors:
            self.add_error("volume", _("Write the volume, or length, width and height."))
        return found

    def facts(self) -> PackFacts:
        """Give the pack as a deed takes it."""
        found = self.cleaned_data
        names = dict(self.pack.names) if self.pack else {}
        return PackFacts(
            names={**names, "en": found["name"]} if found["name"] else {},
            unit_qty=found["net"] if self.stock_unit == "g" else found["pieces"],
            net_mass_g=found["net"],
            gross_mass_g=found["gross"],
            volume_cm3=found["volume_cm3"],
            content_ml=found["content_ml"],
            area_cm2=found["area"],
            alcohol_bp=found["alcohol"],
            pairs=found["pairs"],
            is_active=found["is_active"],
        )


def _pack_initial(pack: PackRow | None) -> dict[str, Any]:
    if pack is None:
        return {}
    return {
        "name": pack.names.get("en") or next(iter(pack.names.values()), ""),
        "pieces": pack.unit_qty,
        "net": as_typed(pack.net_mass_g, 1000),
        "gross": as_typed(pack.gross_mass_g, 1000),
        "volume": as_typed(pack.volume_cm3, 1000),
        "content_ml": pack.content_ml,
        "area": as_typed(pack.area_cm2, 10_000),
        "alcohol": as_typed(pack.alcohol_bp, 100),
        "pairs": pack.pairs,
        "is_active": pack.is_active,
    }


class PhotoForm(forms.Form):
    """A photograph and what it shows."""

    photo = UploadField(
        use=Use.PHOTO,
        label=_("Photograph"),
        help_text=_(
            "JPEG, PNG or WebP, at most 15 MB. Where and when it was taken is removed from the file."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        label=_("What it shows"), max_length=200, help_text=_("Read aloud to people who cannot see it.")
    )
