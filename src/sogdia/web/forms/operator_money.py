"""Forms of the operator's money rooms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sogdia.domain.money import Money, exponent
from sogdia.domain.uploads import Use
from sogdia.web.uploads import UploadField


class StatementForm(forms.Form):
    """A bank statement to look at before it is booked."""

    file = UploadField(
        use=Use.STATEMENT,
        label=_("Statement file"),
        help_text=_("CAMT.053, or CSV with the columns id, date, amount, currency and text. At most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xml,.csv,text/csv,application/xml"}),
    )


class ProposalForm(forms.Form):
    """What waiting money is for."""

    order_ref = forms.CharField(
        label=_("Order"),
        max_length=30,
        required=False,
        help_text=_("Leave it empty to send the money back."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)


class FailForm(forms.Form):
    """Why the bank refused a payout."""

    reason = forms.CharField(label=_("What the bank said"), max_length=300)


class AmountForm(forms.Form):
    """An amount in one currency, typed as people write it; ``minor`` is whole minor units."""

    def __init__(self, *args: Any, currency: str, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["amount"] = forms.DecimalField(
            label=label or _("Amount"),
            min_value=Decimal(0),
            max_digits=15,
            decimal_places=exponent(currency),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
        self.order_fields(["amount"])

    @property
    def money(self) -> Money:
        """Give what was typed."""
        typed: Decimal = self.cleaned_data["amount"]
        return Money(int(typed.scaleb(exponent(self.currency))), self.currency)


class ProviderPayoutForm(AmountForm):
    """What a payment provider paid out, with its own reference."""

    reference = forms.CharField(label=_("The provider's reference"), max_length=80)


class FindOrderForm(forms.Form):
    """Which order's journal to show."""

    order = forms.CharField(label=_("Order"), max_length=30)
