"""Forms of the seller's orders: why not, and what is said."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RefuseForm(forms.Form):
    """Why a shipment is refused; the buyer reads it."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=300,
        help_text=_("The buyer reads this, and gets everything paid for it back."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SayForm(forms.Form):
    """A message to buyer and hub."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        help_text=_("The buyer and the hub read it. They see the name of your house, not yours."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
