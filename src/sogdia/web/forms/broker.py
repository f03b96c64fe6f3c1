"""The broker's decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """A code with its VAT class, or a refusal; which one the pressed button says."""

    code = forms.CharField(
        label=_("Commodity code"),
        max_length=14,
        help_text=_("Six to ten digits; dots and spaces do no harm."),
    )
    vat_class = forms.ChoiceField(
        label=_("Tax class"), choices=[("food", _("Food")), ("standard", _("Standard"))]
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to refuse, and to change what was decided. The seller reads it."),
    )

    def __init__(self, *args: Any, is_refusal: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_refusal:
            self.fields["code"].required = self.fields["vat_class"].required = False
