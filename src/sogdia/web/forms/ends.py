"""Why a shipment ended, and whose fault a seizure was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sogdia.domain.ledger.bearing import Bearer
from sogdia.web.words import orders as words

FAULTS = (Bearer.BUYER, Bearer.SELLER, Bearer.HOUSE)


class FaultForm(forms.Form):
    """Whose fault it was, asked before it is said who pays."""

    fault = forms.ChoiceField(label=_("Who caused it"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fault"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one), words.bearer_name(one)) for one in FAULTS]


class EndForm(forms.Form):
    """What happened."""

    reason = forms.CharField(
        label=_("What happened"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Buyer and seller read it."),
    )
