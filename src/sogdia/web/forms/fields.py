"""Fields that read what people type: prices, masses, percentages, days; each becomes a value of the rulebook once."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sogdia.domain.money import exponent

#: Spaces that people and programs put between groups of digits, and the Arabic separators.
_GROUPS = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "\u2009": "", "'": "", "\u066c": ""})


#: No power of ten, no name of a number: what a person writes, and no more digits than anything here is counted in.
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{0,12})?|[+-]?\.\d{1,12}", re.ASCII)


def read_decimal(text: str) -> Decimal | None:
    """Read a number as typed: 1,250.50, 1 250,50, 41,5, ٤١٫٥; ``None`` when it is none."""
    bare = _in_ascii_digits(text.strip()).translate(_GROUPS).replace("\u066b", ".")
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(",") < bare.rfind(".") else "."
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".").replace("\u2212", "-")
    return Decimal(bare) if _NUMBER.fullmatch(bare) else None


def _in_ascii_digits(text: str) -> str:
    return "".join(str(int(mark)) if mark.isdecimal() else mark for mark in text)


#: A hundred thousand tonnes in grams, a thousand million in hundredths: products of two such figures fit 64 bits.
MOST_UNITS = 10**11
#: The largest whole number that a column for counts keeps on every engine.
MOST_COUNT = 2**31 - 1


class DecimalTextField(forms.CharField):
    """A number typed as text, scaled to whole units: ``scale`` is how many of them one is."""

    default_error_messages = {
        "not-a-number": _("Write a number, like 12.50."),
        "too-fine": _("This has more decimals than can be kept."),
        "negative": _("Write a number above nothing."),
        "too-large": _("This is more than can be kept: at most %(most)s."),
    }

    def __init__(
        self, *, scale: int, allow_zero: bool = False, most: int = MOST_UNITS, **kwargs: Any
    ) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)
        self.scale, self.allow_zero, self.most = scale, allow_zero, most
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
        if units > self.most:
            params = {"most": as_typed(self.most, self.scale)}
            raise ValidationError(self.error_messages["too-large"], code="too-large", params=params)
        return int(units)


class MoneyField(DecimalTextField):
    """An amount in a currency, as whole minor units."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(scale=10 ** exponent(currency), **kwargs)


class DayField(forms.DateField):
    """A day that somebody alive can mean."""

    default_error_messages = {"far": _("Write a day between %(earliest)s and %(latest)s.")}

    def __init__(
        self,
        *,
        earliest: dt.date = dt.date(1950, 1, 1),
        latest: dt.date = dt.date(2100, 12, 31),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> Any:
        """Give the day."""
        day = super().clean(value)
        if day is not None and not self.earliest <= day <= self.latest:
            params = {"earliest": self.earliest.isoformat(), "latest": self.latest.isoformat()}
            raise ValidationError(self.error_messages["far"], code="far", params=params)
        return day


def as_typed(units: int | None, scale: int) -> str:
    """Write whole units back as a person would type them."""
    if units is None:
        return ""
    value = Decimal(units) / scale
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
