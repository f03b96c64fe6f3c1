"""Forms of a seller's house: who it is, its licences, where it is paid, its team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sogdia.apps.parties import seller_selectors as sellers
from sogdia.apps.parties.seller_selectors import House
from sogdia.domain.uploads import Use
from sogdia.plumbing import formats
from sogdia.plumbing.registrations import (
    KINDS,
    BankAccountNotValid,
    RegistrationNotValid,
    check_account,
    check_bank_code,
    check_registration,
)
from sogdia.usecases.register_seller import KINDS as HOUSE_KINDS
from sogdia.usecases.register_seller import HouseFacts
from sogdia.web.forms.fields import MOST_COUNT, DayField
from sogdia.web.uploads import UploadField
from sogdia.web.words import sell as words

COUNTRIES = ("CN", "KZ", "KG", "UZ", "RU", "TR", "DE", "FR", "IT", "ES", "NL", "PL", "GB")


class HouseForm(forms.Form):
    """Who a house is. A draft needs only its legal name; what is missing is said before it is submitted."""

    legal_name = forms.CharField(label=_("Legal name, as registered"), max_length=140)
    legal_name_en = forms.CharField(
        label=_("Legal name in Latin letters"),
        max_length=140,
        required=False,
        help_text=_("For invoices and customs."),
    )
    registration_number = forms.CharField(label=_("Registration number"), max_length=40, required=False)
    member_count = forms.IntegerField(
        label=_("Members"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Families or people who share in it."),
    )

    def __init__(self, data: Any = None, *, house: House | None = None) -> None:
        super().__init__(data, initial=_initial(house))
        self.fields["kind"] = forms.ChoiceField(
            label=_("What it is"), choices=[(kind, words.party_kind_name(kind)) for kind in HOUSE_KINDS]
        )
        self.regions = {row.id: row for row in sellers.list_region_choices()}
        self.fields["region"] = forms.TypedChoiceField(
            label=_("Region"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[
                ("", _("Choose a region")),
                *(
                    (
                        row.id,
                        row.name
                        if row.is_live
                        else _("%(region)s (has not joined yet)") % {"region": row.name},
                    )
                    for row in self.regions.values()
                ),
            ],
            help_text=_("In a region that has not joined yet you can register and prepare, but not sell."),
        )
        self.fields["country"] = forms.ChoiceField(
            label=_("Country of registration"),
            choices=[(code, formats.country_name(code)) for code in COUNTRIES],
        )
        self.fields["registration_kind"] = forms.ChoiceField(
            label=_("Register"), choices=[(kind, words.registration_name(kind)) for kind in KINDS]
        )
        for code, language in words.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name as shown, in %(language)s") % {"language": language},
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            self.fields[f"story_{code}"] = forms.CharField(
                label=_("Your story, in %(language)s") % {"language": language},
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"lang": code, "dir": "auto", "rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        """Check the number by its own check digits."""
        found = super().clean() or {}
        kind, number = found.get("registration_kind"), found.get("registration_number")
        if kind and number:
            try:
                check_registration(kind, number)
            except RegistrationNotValid:
                self.add_error(
                    "registration_number",
                    _(
                        "This is not a number of this register. Look for a mistyped character; its check digit does not fit."
                    ),
                )
        return found

    @property
    def language_rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField, bool]]:
        """Give each language with its two fields, and whether its name is missing."""
        return [
            (language, self[f"name_{code}"], self[f"story_{code}"], not self[f"name_{code}"].value())
            for code, language in words.LANGUAGES
        ]

    def facts(self) -> HouseFacts:
        """Give the house as a deed takes it."""
        found = self.cleaned_data
        own = {"CN": "zh", "RU": "ru", "KZ": "ru", "KG": "ru", "FR": "fr"}.get(found["country"], "en")
        legal = {own: found["legal_name"]}
        if found["legal_name_en"]:
            legal["en"] = found["legal_name_en"]
        return HouseFacts(
            legal_names=legal,
            names={code: found[f"name_{code}"] for code, _l in words.LANGUAGES},
            story={code: found[f"story_{code}"] for code, _l in words.LANGUAGES},
            kind=found["kind"],
            region_id=found["region"],
            country=found["country"],
            registration_kind=found["registration_kind"],
            registration_number=found["registration_number"],
            member_count=found["member_count"] or 0,
        )


def _initial(house: House | None) -> dict[str, Any]:
    if house is None:
        return {"country": "CN", "registration_kind": "cn-uscc"}
    own = {"CN": "zh", "RU": "ru", "KZ": "ru", "KG": "ru", "FR": "fr"}.get(house.country, "en")
    legal = house.legal_names
    found: dict[str, Any] = {
        "legal_name": legal.get(own) or next(iter(legal.values()), ""),
        "legal_name_en": legal.get("en", "") if own != "en" else "",
        "registration_number": house.registration_number,
        "registration_kind": house.registration_kind or "cn-uscc",
        "member_count": house.member_count or None,
        "kind": house.kind,
        "region": house.region_id,
        "country": house.country,
    }
    for code, _language in words.LANGUAGES:
        found[f"name_{code}"] = house.names.get(code, "")
        found[f"story_{code}"] = house.story.get(code, "")
    return found


class LicenceForm(forms.Form):
    """A licence with its last day."""

    licence_number = forms.CharField(label=_("Number"), max_length=60)
    valid_until = DayField(
        label=_("Good until"),
        required=False,
        help_text=_("Leave it empty when it has no last day."),
    )
    paper = UploadField(
        use=Use.PAPER,
        label=_("The licence (PDF)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )
    licence = forms.IntegerField(required=False, min_value=1, max_value=MOST_COUNT, widget=forms.HiddenInput)

    field_order = ("licence_kind", "licence_number", "valid_until", "paper", "licence")

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial=initial)
        kinds = ("food-production", "food-business", "business", "export-registration", "plant-quarantine",
                 "gi-use", "organic", "halal", "other")  # fmt: skip
        self.fields["licence_kind"] = forms.ChoiceField(
            label=_("Licence"), choices=[(kind, words.licence_name(kind)) for kind in kinds]
        )
        self.order_fields(self.field_order)


class BankForm(forms.Form):
    """Where a house is paid."""

    holder = forms.CharField(label=_("Account holder"), max_length=140)
    account = forms.CharField(
        label=_("Account number or IBAN"),
        max_length=42,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    bank_code = forms.CharField(
        label=_("BIC, or the bank's CNAPS number"),
        max_length=14,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    bank_name = forms.CharField(label=_("Bank"), max_length=140, required=False)

    def __init__(self, data: Any = None, *, house: House) -> None:
        self.country = house.country
        initial = {"holder": house.account_holder, "bank_code": house.bic, "bank_name": house.bank_name}
        super().__init__(data, initial=initial)

    def clean_account(self) -> str:
        """Check an IBAN by its digits, a Chinese account by its length."""
        try:
            return check_account(self.country, self.cleaned_data["account"])
        except BankAccountNotValid:
            raise ValidationError(
                _("This account number is mistyped: its length or its check digits are wrong.")
            ) from None

    def clean_bank_code(self) -> str:
        """Check the shape of a BIC or CNAPS number."""
        try:
            return check_bank_code(self.country, self.cleaned_data["bank_code"])
        except BankAccountNotValid:
            raise ValidationError(
                _("This is neither a BIC (8 or 11 characters) nor a CNAPS number (12 digits).")
            ) from None


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=200)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"),
            choices=[
                (role, f"{words.role_name(role)}: {words.role_line(role)}")
                for role in ("seller", "finance", "owner")
            ],
        )
