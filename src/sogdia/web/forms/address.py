"""Where an order goes: the fields of the country's own form, checked as that country checks them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as NumberWrong
from stdnum.gb import vat as gb_vat
from stdnum.ru import inn as ru_inn

from sogdia.apps.markets.selectors import AddressFormat

LABELS = {
    "recipient": gettext_lazy("Recipient"),
    "street": gettext_lazy("Street"),
    "house": gettext_lazy("House number"),
    "flat": gettext_lazy("Flat"),
    "building": gettext_lazy("Building"),
    "address_extra": gettext_lazy("Addition to the address"),
    "district": gettext_lazy("District"),
    "city": gettext_lazy("Town or city"),
    "region": gettext_lazy("Region or state"),
    "postal_code": gettext_lazy("Postal code"),
    "po_box": gettext_lazy("Post box"),
}
_HINTS = {
    "recipient": "name",
    "street": "address-line1",
    "city": "address-level2",
    "region": "address-level1",
    "district": "address-level3",
    "address_extra": "address-line2",
    "postal_code": "postal-code",
}
_SHORT = frozenset({"house", "flat", "postal_code", "po_box"})
_EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


class AddressForm(forms.Form):
    """One address in one country; ``layout`` gives the rows of fields as that country writes them."""

    def __init__(
        self, *args: Any, country: str, form: AddressFormat, asks_email: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.country, self._form = country, form
        for name in form.fields:
            self.fields[name] = forms.CharField(
                label=LABELS.get(name, name),
                required=name in form.required,
                max_length=140,
                widget=forms.TextInput(attrs={"autocomplete": _HINTS.get(name, "off")}),
                help_text=_("Like %(example)s") % {"example": form.postal_example}
                if name == "postal_code" and form.postal_example
                else "",
            )
        self.fields["email"] = forms.EmailField(
            label=_("E-mail"),
            required=asks_email,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            help_text=_("The confirmation and the link to your order go there."),
        )
        self.fields["phone"] = forms.CharField(
            label=_("Telephone"),
            max_length=30,
            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            help_text=_("Only for whoever brings the goods to your door."),
        )
        self.fields["business_name"] = forms.CharField(
            label=_("Business name"), required=False, max_length=140
        )
        self.fields["tax_number"] = forms.CharField(label=_("Tax number"), required=False, max_length=40)

    @property
    def layout(self) -> list[list[tuple[forms.BoundField, bool]]]:
        """Give the rows of the country's form: each field, and whether it is a short one."""
        return [
            [(self[name], name in _SHORT) for name in row if name in self.fields] for row in self._form.rows
        ]

    def clean_postal_code(self) -> str:
        """Check the shape that the country gives its postal codes."""
        code: str = self.cleaned_data["postal_code"].strip().upper()
        if code and self._form.postal_regex and not re.fullmatch(self._form.postal_regex, code):
            raise forms.ValidationError(
                _("A postal code of this country looks like %(example)s.")
                % {"example": self._form.postal_example}
            )
        return code

    def clean_phone(self) -> str:
        """Read a number as it is dialled in the country, or with its country code."""
        try:
            number = phonenumbers.parse(self.cleaned_data["phone"], self.country)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("This is not a telephone number of that country."))
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    def clean_tax_number(self) -> str:
        """Check the number's own digits, where the country's rule for them is known."""
        typed: str = self.cleaned_data["tax_number"].strip()
        check = _tax_check(self.country)
        if not typed or check is None:
            return typed
        try:
            return check(typed)
        except NumberWrong:
            raise forms.ValidationError(_("This number is mistyped: its check digits do not fit."))

    def lines(self) -> dict[str, str]:
        """Give the fields to keep, the recipient's name left out."""
        return {
            name: self.cleaned_data[name]
            for name in self._form.fields
            if name != "recipient" and self.cleaned_data.get(name)
        }


def _tax_check(country: str) -> Callable[[str], str] | None:
    if country in _EU:
        return lambda text: str(
            eu_vat.validate(text if text[:2].isalpha() else ("EL" if country == "GR" else country) + text)
        )
    known: dict[str, Callable[[str], str]] = {"GB": gb_vat.validate, "RU": ru_inn.validate}
    return known.get(country)
