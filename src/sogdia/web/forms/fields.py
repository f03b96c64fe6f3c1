"""Fields that read what people type: prices, masses, percentages, days; each becomes a value of the rulebook once."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sogdia.domain.money import exponent

#: Spaces that people and programs put between groups of digits, and the Arabic separators.
_GROUPS = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "\u2009": "", "'": "", "\u066c": ""})


def read_decimal(text: str) -> Decimal | None:
    """Read a number as typed: 1,250.50, 1 250,50, 41,5; ``None`` when it is none."""
    bare = text.strip().translate(_GROUPS).replace("\u066b", ".")
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(",") < bare.rfind(".") else "."
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


class DecimalTextField(forms.CharField):
    """A number typed as text, scaled to whole units: ``scale`` is how many of them one is."""

    default_error_messages = {
        "not-a-number": _("Write a number, like 12.50."),
        "too-fine": _("This has more decimals than can be kept."),
        "negative": _("Write a number above nothing."),
    }

    def __init__(self, *, scale: int, allow_zero: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)
        self.scale, self.allow_zero = scale, allow_zero
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"})

    def clean(self, value: Any) -> Any:
        """Give whole units, or ``None`` for an empty field that may be empty."""
        text = super().clean(value)
        if not text:
            return None
        number = read_decimal(str(text))
        if number is None:
            raise ValidationError(self.error_messages["not-a-number"], code="not-a-number")
        if number < 0 or (number == 0 and not self.allow_zero):
            raise ValidationError(self.error_messages["negative"], code="negative")
        units = number * self.scale
        if units != units.to_integral_value():
            raise ValidationError(self.error_messages["too-fine"], code="too-fine")
        return int(units)


class MoneyField(DecimalTextField):
    """An amount in a currency, as whole minor units."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(scale=10 ** exponent(currency), **kwargs)


def as_typed(units: int | None, scale: int) -> str:
    """Write whole units back as a person would type them."""
    if units is None:
        return ""
    value = Decimal(units) / scale
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
