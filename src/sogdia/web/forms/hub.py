"""Forms of the hub and the carrier: what the scale shows, seals, milestones, true cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sogdia.domain.milestones import MOST_DELAY_DAYS, MilestoneKind
from sogdia.domain.uploads import Use
from sogdia.web.forms.fields import DayField, read_decimal
from sogdia.web.uploads import UploadField
from sogdia.web.words import hub as words
from sogdia.web.words.goods import grade_name

MOST_PHOTOS = 8


def decimal_of(text: str) -> Decimal:
    """Read a number as people type it anywhere: a comma or a point before decimals, any spaces."""
    found = read_decimal("".join(ch for ch in str(text) if not ch.isspace()))
    if found is None:
        raise ValidationError(_("Write a number, such as 12.5."), code="number")
    return found


class KilogramsField(forms.CharField):
    """A mass typed in kilograms, given in whole grams."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )

    def clean(self, value: Any) -> Any:
        """Give whole grams."""
        text = super().clean(value)
        grams = decimal_of(text) * 1000
        if grams < 0 or grams != grams.to_integral_value() or grams > 10**11:
            raise ValidationError(_("Write kilograms with at most three decimals."), code="mass")
        return int(grams)


class PhotosInput(forms.ClearableFileInput):
    """Several photographs at once."""

    allow_multiple_selected = True


class ReceiveForm(forms.Form):
    """One line as counted, weighed and graded."""

    packs = forms.IntegerField(
        label=_("Packs counted"), min_value=0, max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    net = KilogramsField(label=_("Net mass, kg"))
    gross = KilogramsField(label=_("Gross mass, kg"))
    grade = forms.ChoiceField(label=_("Grade"))
    value = forms.IntegerField(
        label=_("Worth of a lower grade, % of the ordered one"), min_value=1, max_value=100, required=False,
        help_text=_("Only when the grade is lower; the buyer is asked with the new total."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    temperature = forms.CharField(
        label=_("Temperature, °C"), required=False, max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    photos = UploadField(
        use=Use.PHOTO,
        most_files=MOST_PHOTOS,
        label=_("Photographs"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/*"}),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, grades: tuple[str, ...], ordered: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ordered = ordered
        self.fields["grade"].choices = [(one, grade_name(one)) for one in grades]  # type: ignore[attr-defined]
        self.fields["grade"].initial = ordered

    def clean_temperature(self) -> int | None:
        """Give tenths of a degree."""
        text = self.cleaned_data["temperature"]
        if not text:
            return None
        degrees = decimal_of(text)
        if not -90 <= degrees <= 90:
            raise ValidationError(_("Write degrees Celsius, such as -18.5."), code="temperature")
        return int(degrees * 10)

    def clean(self) -> dict[str, Any]:
        """Ask what a lower grade is worth."""
        data = super().clean() or {}
        grades = [value for value, _label in self.fields["grade"].choices]  # type: ignore[attr-defined]
        grade = data.get("grade")
        if grade in grades and grades.index(grade) > grades.index(self.ordered) and not data.get("value"):
            self.add_error("value", _("Say what this grade is worth against the ordered one."))
        return data


class UnitsForm(forms.Form):
    """How many pallets or cases, and where they stand."""

    count = forms.IntegerField(
        label=_("Pallets or cases"), min_value=1, max_value=40, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    bay = forms.CharField(label=_("Bay"), max_length=20)


class PaperForm(forms.Form):
    """The number that stands on a paper."""

    number = forms.CharField(label=_("Number on the paper"), max_length=60)


class SealForm(forms.Form):
    """The seal's number; before the cut-off, that it is meant."""

    seal_number = forms.CharField(
        label=_("Number of the seal"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    is_early = forms.BooleanField(
        label=_("Seal before the cut-off: later orders go with another departure"), required=False
    )


class WhyForm(forms.Form):
    """Why something is decided; kept in the audit."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class MilestoneForm(forms.Form):
    """What happened to a departure, when and where, in the hub's zone."""

    kind = forms.ChoiceField(label=_("What happened"))
    day = DayField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    delay_days = forms.IntegerField(
        label=_("Days late in all"), min_value=1, max_value=MOST_DELAY_DAYS, required=False,
        help_text=_("Only for a delay. Buyers are told their new arrival window."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, kinds: tuple[MilestoneKind, ...], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.fields["kind"].choices = [(kind, words.milestone_name(kind)) for kind in kinds]  # type: ignore[attr-defined]
        if MilestoneKind.DELAYED not in kinds:
            del self.fields["delay_days"]

    @property
    def happened_at(self) -> dt.datetime:
        """Give the instant in UTC."""
        data = self.cleaned_data
        return dt.datetime.combine(data["day"], data["time"], tzinfo=self.zone).astimezone(dt.UTC)


class CostForm(forms.Form):
    """What the vehicle truly cost, typed in whole units of the lane's currency with decimals."""

    amount = forms.CharField(
        label=_("True cost of the vehicle"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_amount(self) -> Decimal:
        """Give the amount."""
        amount = decimal_of(self.cleaned_data["amount"])
        if amount < 0 or amount > 10**9:
            raise ValidationError(_("Write an amount, such as 48000."), code="amount")
        return amount
