"""How an order is paid, and the agreement without which there is none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sogdia.web.pages.checkout import PayChoice


class PaymentForm(forms.Form):
    """One way of paying out of those that have time enough, and the terms."""

    way = forms.ChoiceField(error_messages={"required": _("Choose how to pay.")})
    terms = forms.BooleanField(
        error_messages={"required": _("An order needs your agreement to the terms.")}, label=_("Agreement")
    )

    def __init__(self, *args: Any, ways: list[PayChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(way.code, way.title) for way in ways if not way.closed_reason]
