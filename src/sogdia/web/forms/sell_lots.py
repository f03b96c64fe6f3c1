"""Forms of a lot: what there is, what a laboratory found, a photograph of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sogdia.apps.catalogue.seller_selectors import ProductPage
from sogdia.apps.lots import seller_selectors as lots
from sogdia.apps.parties import seller_selectors as sellers
from sogdia.domain.uploads import Use
from sogdia.usecases.prove_lot import Finding
from sogdia.usecases.write_lot import LotFacts
from sogdia.web.forms.fields import DayField, DecimalTextField, read_decimal
from sogdia.web.uploads import UploadField
from sogdia.web.words import reasons
from sogdia.web.words import sell as words

PROOFS = (
    "phytosanitary-certificate",
    "certificate-of-origin",
    "health-certificate",
    "veterinary-certificate",
    "official-certificate",
    "food-contact-declaration",
    "safety-data-sheet",
)


class LotForm(forms.Form):
    """What was harvested when, how much of it there is, and where it lies."""

    harvested_on = DayField(label=_("Harvested on"), help_text=_("The last day of the harvest of this lot."))
    best_before = DayField(label=_("Best before"), required=False)

    def __init__(self, data: Any = None, *, product: ProductPage, today: dt.date) -> None:
        self.product, self.today = product, today
        super().__init__(data, initial={"origin_region": product.region_id, "place": "seller"})
        if product.shelf_life_days:
            self.fields["best_before"].help_text = _(
                "Leave it empty to count the product's %(days)s days from the harvest."
            ) % {"days": product.shelf_life_days}
        is_mass = product.stock_unit == "g"
        self.fields["quantity"] = DecimalTextField(
            scale=1000 if is_mass else 1,
            label=_("How much there is"),
            help_text=_("In kilograms.") if is_mass else _("In pieces."),
        )
        self.fields["grade"] = forms.ChoiceField(
            label=_("Grade"), choices=[(grade, words.grade_name(grade)) for grade in product.grades]
        )
        self.fields["origin_region"] = forms.TypedChoiceField(
            label=_("Grown or made in"),
            coerce=int,
            choices=[(row.id, row.name) for row in sellers.list_region_choices()],
        )
        self.fields["place"] = forms.ChoiceField(
            label=_("Where it lies"),
            choices=[
                ("seller", _("With you")),
                *((code, _("At the hub, %(name)s") % {"name": name}) for code, name in lots.list_places()),
            ],
        )
        self.fields["proofs"] = forms.MultipleChoiceField(
            label=_("Papers you hold for it"),
            required=False,
            choices=[(code, reasons.document_name(code)) for code in PROOFS],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_harvested_on(self) -> dt.date:
        """Refuse a day that has not come."""
        day: dt.date = self.cleaned_data["harvested_on"]
        if day > self.today:
            raise ValidationError(_("A harvest lies in the past. Write the day on which it ended."))
        return day

    def clean(self) -> dict[str, Any]:
        """Count the best-before day from the harvest where it is left empty."""
        found = super().clean() or {}
        harvested_on, life = found.get("harvested_on"), self.product.shelf_life_days
        if harvested_on and not found.get("best_before") and life and "best_before" not in self.errors:
            found["best_before"] = harvested_on + dt.timedelta(days=life)
        if harvested_on and found.get("best_before") and found["best_before"] <= harvested_on:
            self.add_error("best_before", _("This is not after the harvest."))
        return found

    def facts(self) -> LotFacts:
        """Give the lot as a deed takes it."""
        found = self.cleaned_data
        return LotFacts(
            harvested_on=found["harvested_on"],
            best_before=found["best_before"],
            grade=found["grade"],
            qty_total=found["quantity"],
            origin_region_id=found["origin_region"],
            place=found["place"],
            proofs=tuple(found["proofs"]),
        )


class _ValueField(forms.CharField):
    """A measured value as an exact decimal, not below nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "dir": "ltr"})

    def clean(self, value: Any) -> Any:
        """Give a decimal, or ``None`` for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        number = read_decimal(str(text).lstrip("<≤ "))
        if number is None or number < 0 or abs(number) >= Decimal(10) ** 10:
            raise ValidationError(_("Write a number, like 12.50."))
        return number


def _tests() -> list[tuple[str, str]]:
    return sorted(words.test_names().items(), key=lambda pair: pair[1])


class TestForm(forms.Form):
    """What a laboratory found, with the limit beside it."""

    __test__ = False

    found = _ValueField(label=_("Found"))
    limit = _ValueField(label=_("Limit"), required=False, help_text=_("The highest value that passes."))
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False, help_text=_("Like mg/kg or %."))
    limit_source = forms.CharField(label=_("Who sets the limit"), max_length=200, required=False)
    laboratory = forms.CharField(label=_("Laboratory"), max_length=120)
    report_no = forms.CharField(label=_("Number of the report"), max_length=60, required=False)
    sampled_on = DayField(label=_("Sampled on"))
    report = UploadField(
        use=Use.PAPER,
        label=_("Report (PDF)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    field_order = (
        "name_code",
        "found",
        "limit",
        "unit",
        "limit_source",
        "laboratory",
        "report_no",
        "sampled_on",
        "report",
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["name_code"] = forms.ChoiceField(label=_("What was tested"), choices=_tests())
        self.order_fields(self.field_order)

    def finding(self) -> Finding:
        """Give the finding as a deed takes it."""
        given = self.cleaned_data
        return Finding(
            name_code=given["name_code"],
            found=given["found"],
            limit=given["limit"],
            limit_source=given["limit_source"],
            unit=given["unit"],
            laboratory=given["laboratory"],
            report_no=given["report_no"],
            sampled_on=given["sampled_on"],
        )


class LotPhotoForm(forms.Form):
    """A photograph of the lot, with day and place."""

    photo = UploadField(
        use=Use.PHOTO,
        label=_("Photograph"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(label=_("What it shows"), max_length=200)
    taken_on = DayField(label=_("Taken on"))
    place = forms.CharField(label=_("Where"), max_length=80, required=False)


class WithdrawForm(forms.Form):
    """Why the rest of a lot is not sold any more."""

    reason = forms.CharField(label=_("Why"), max_length=300)
