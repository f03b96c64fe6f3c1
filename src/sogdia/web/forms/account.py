"""Forms of a person's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sogdia.apps.markets import selectors as markets
from sogdia.domain.viewer import MONEY_ROLES, SELLING_ROLES, Viewer

#: What may be muted: the key of the group, its words.
EVERYBODY = (
    ("way", _("Where my goods are, and their papers")),
    ("messages", _("Messages on my orders")),
)
SELLERS = (("sales", _("What my house has sold, and what becomes of it")),)
STAFF = (("work", _("What waits for me in my room")),)
OWN_NAMES = {"en": "English", "fr": "Français", "zh-hans": "简体中文", "ru": "Русский", "ar": "العربية"}


def groups(viewer: Viewer) -> list[tuple[str, Any]]:
    """Give the groups of mails that this person gets."""
    sells = viewer.has_role(*SELLING_ROLES, *MONEY_ROLES)
    works = any(place.role not in SELLING_ROLES | MONEY_ROLES for place in viewer.places)
    return [*EVERYBODY, *(SELLERS if sells else ()), *(STAFF if works else ())]


class PreferencesForm(forms.Form):
    """Name, language, market, theme and mails."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, required=False, help_text=_("Pages greet you by it.")
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of these pages and of every letter to you.")
    )
    market_code = forms.ChoiceField(
        label=_("Market"), required=False, help_text=_("Where goods are delivered to you.")
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        choices=[("", _("As the device says")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    mails = forms.MultipleChoiceField(
        label=_("Which letters do you want by e-mail?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What needs your answer, what you paid and what comes back to you is always sent. "
            "Everything stands among your notices."
        ),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups(viewer)
        self.fields["language"].choices = [(code, OWN_NAMES[code]) for code, _n in settings.LANGUAGES]  # type: ignore[attr-defined]
        self.fields["market_code"].choices = [  # type: ignore[attr-defined]
            ("", _("As this browser has it")),
            *((choice.code, choice.name) for choice in markets.list_markets()),
        ]
        self.fields["mails"].choices = self.groups  # type: ignore[attr-defined]


class EraseForm(forms.Form):
    """One's own address, typed, so that nobody erases by a slip."""

    email = forms.EmailField(label=_("Your e-mail address, to be sure"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = viewer.email

    def clean_email(self) -> str:
        """Compare it with the account's."""
        given = str(self.cleaned_data["email"])
        if given.lower() != self._email.lower():
            raise forms.ValidationError(_("This is not the address of your account."))
        return given
