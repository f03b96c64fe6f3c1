"""Where a buyer wants money that cannot go back the way it came."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BankDetailsForm(forms.Form):
    """An account in the buyer's own name."""

    holder = forms.CharField(
        label=_("Account holder"), max_length=140, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    account = forms.CharField(
        label=_("IBAN or account number"), max_length=48, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    bic = forms.CharField(
        label=_("BIC"),
        max_length=14,
        required=False,
        help_text=_("Outside the single euro payments area."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
