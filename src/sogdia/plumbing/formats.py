"""Money, mass, numbers, dates and names as people read them: the one place where values become text.

Each function takes ``language`` (a Django language code); without it the active language is used. Digits are Latin
in every language, as on the board of any station. Text that must keep its order inside a right-to-left line (prices,
percents, codes) is isolated by the template tags, not here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from django.utils import translation

from sogdia.domain import money as domain_money

NBSP: Final = "\u00a0"
#: From this mass on, "auto" speaks of tonnes.
TONNES_FROM_G: Final = 10_000_000
#: Within this time before its end a countdown is called soon.
SOON: Final = dt.timedelta(hours=12)

_LOCALES: Final = {"en": "en", "fr": "fr", "zh-hans": "zh_Hans", "ru": "ru", "ar": "ar"}
#: Symbols short enough for a price; a currency not named here keeps its code. The yuan owns the bare sign.
_SYMBOLS: Final = {
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "USD": "$",
    "KZT": "₸",
    "RUB": "₽",
    "TRY": "₺",
    "JPY": "JP¥",
}
_MONEY_BEFORE: Final = frozenset({"en", "zh-hans", "ar"})
_UNITS: Final = {
    "en": {
        "g": "g",
        "kg": "kg",
        "t": "t",
        "l": "l",
        "m3": "m³",
        "m2": "m²",
        "hl": "hl",
        "item": "pc",
        "pair": "pair",
        "lpa": "l of pure alcohol",
    },
    "fr": {
        "g": "g",
        "kg": "kg",
        "t": "t",
        "l": "l",
        "m3": "m³",
        "m2": "m²",
        "hl": "hl",
        "item": "pièce",
        "pair": "paire",
        "lpa": "l d’alcool pur",
    },
    "zh-hans": {
        "g": "克",
        "kg": "公斤",
        "t": "吨",
        "l": "升",
        "m3": "立方米",
        "m2": "平方米",
        "hl": "百升",
        "item": "件",
        "pair": "双",
        "lpa": "升纯酒精",
    },
    "ru": {
        "g": "г",
        "kg": "кг",
        "t": "т",
        "l": "л",
        "m3": "м³",
        "m2": "м²",
        "hl": "гл",
        "item": "шт.",
        "pair": "пара",
        "lpa": "л чистого спирта",
    },
    "ar": {
        "g": "غ",
        "kg": "كغ",
        "t": "طن",
        "l": "ل",
        "m3": "م³",
        "m2": "م²",
        "hl": "هل",
        "item": "قطعة",
        "pair": "زوج",
        "lpa": "ل كحول صافٍ",
    },
}
_FILE_UNITS: Final = {
    "en": ("bytes", "KB", "MB", "GB"),
    "fr": ("octets", "Ko", "Mo", "Go"),
    "zh-hans": ("字节", "KB", "MB", "GB"),
    "ru": ("байт", "КБ", "МБ", "ГБ"),
    "ar": ("بايت", "ك.ب", "م.ب", "غ.ب"),
}
#: Day patterns: with weekday, without, and with the year (Unicode date field symbols).
_DAYS: Final = {
    "en": {"weekday": "EEE d MMM", "short": "d MMM", "full": "d MMM y", "long": "EEEE d MMMM"},
    "fr": {"weekday": "EEE d MMM", "short": "d MMM", "full": "d MMM y", "long": "EEEE d MMMM"},
    "zh-hans": {"weekday": "M月d日EEE", "short": "M月d日", "full": "y年M月d日", "long": "M月d日EEEE"},
    "ru": {"weekday": "EEE, d MMM", "short": "d MMM", "full": "d MMM y", "long": "EEEE, d MMMM"},
    "ar": {"weekday": "EEEE d MMMM", "short": "d MMMM", "full": "d MMMM y", "long": "EEEE d MMMM"},
}
#: Windows: inside one month, and across months; {a} and {b} are day numbers or whole dates.
_WINDOWS: Final = {
    "en": ("{a} to {b}\u00a0{month}", "{a} to {b}"),
    "fr": ("{a} au {b}\u00a0{month}", "du {a} au {b}"),
    "zh-hans": ("{month}月{a}日至{b}日", "{a}至{b}"),
    "ru": ("{a}–{b}\u00a0{month}", "{a} – {b}"),
    "ar": ("{a} إلى {b}\u00a0{month}", "{a} إلى {b}"),
}
_FLAPS: Final = {
    "en": ("d", "h", "min"),
    "fr": ("j", "h", "min"),
    "zh-hans": ("天", "时", "分"),
    "ru": ("д", "ч", "мин"),
    "ar": ("ي", "س", "دق"),
}
_SECOND_SEPARATOR: Final = {"zh-hans": " ", "ar": "، "}


@dataclass(frozen=True)
class Flap:
    """One cell of a countdown: its value (two digits after the first cell) and the short name of its unit."""

    value: str
    unit: str


@dataclass(frozen=True)
class Countdown:
    """What is left until an instant: the cells to show, whether it is soon, and whether it has passed."""

    ends_at: dt.datetime
    flaps: tuple[Flap, ...]
    is_soon: bool
    is_over: bool

    @property
    def text(self) -> str:
        """Say the cells in one breath, for readers who do not see them."""
        return " ".join(f"{flap.value}{NBSP}{flap.unit}" for flap in self.flaps)


def speech(language: str | None = None) -> str:
    """Give the language to format in: the asked one, the active one, or English."""
    asked = (language or translation.get_language() or "en").lower()
    if asked in _LOCALES:
        return asked
    return next((known for known in _LOCALES if known.split("-")[0] == asked.split("-")[0]), "en")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


@lru_cache(maxsize=256)
def _decimal_pattern(least: int, most: int, is_grouped: bool) -> numbers.NumberPattern:
    whole = "#,##0" if is_grouped else "0"
    pattern = whole + ("." + "0" * least + "#" * (most - least) if most else "")
    return numbers.parse_pattern(pattern)


@lru_cache(maxsize=20_000)
def _digits(
    value: Decimal | int, language: str, *, least: int = 0, most: int = 0, grouped: bool = True
) -> str:
    pattern = _decimal_pattern(least, most, grouped)
    text: str = pattern.apply(value, _locale(language), numbering_system="latn")
    # One no-break space in every language, so that lines never break inside a figure; no marks beside the sign.
    text = text.replace("\u202f", NBSP).replace("\u200e", "").replace("\u200f", "")
    return text.replace("-", "\u2212")


def number(
    value: Decimal | int, *, decimals: int | None = None, most: int = 3, language: str | None = None
) -> str:
    """Write a number with the language's separators; ``decimals`` fixes how many follow the point, ``most`` bounds them."""
    least, most = (decimals, decimals) if decimals is not None else (0, most)
    return _digits(value, speech(language), least=least, most=most)


def figure(text: str, *, language: str | None = None) -> str:
    """Write a decimal figure that came as text with the language's point; anything else stays as it is."""
    value = text.strip()
    if not value.replace(".", "", 1).isdecimal():
        return text
    return number(Decimal(value), decimals=len(value.partition(".")[2]), language=language)


def commodity_code(code: str) -> str:
    """Write a commodity code in groups: 0806 20 30 00."""
    groups = [code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))]
    return NBSP.join(group for group in groups if group)


def symbol(currency: str) -> str:
    """Give the short sign of a currency (ISO 4217), or its code where no sign is known to all."""
    return _SYMBOLS.get(currency, currency)


def money(minor: int, currency: str, *, language: str | None = None, signed: bool = False) -> str:
    """
    Write whole minor units of ``currency`` as a price: €10.41, 10,41 €, ₸4 120.00.

    The currency's own number of decimals is always shown (none for yen, three for dinars). ``signed`` writes a plus
    before what is above zero.
    """
    tongue = speech(language)
    places = domain_money.exponent(currency)
    amount = _digits(Decimal(abs(minor)).scaleb(-places), tongue, least=places, most=places)
    sign = "\u2212" if minor < 0 else "+" if signed and minor > 0 else ""
    mark = symbol(currency)
    if tongue not in _MONEY_BEFORE:
        return f"{sign}{amount}{NBSP}{mark}"
    gap = NBSP if mark == currency else ""
    return f"{sign}{mark}{gap}{amount}"


def money_plain(minor: int, currency: str) -> str:
    """Write minor units for a form field or a machine: digits and a point, no sign of the currency."""
    places = domain_money.exponent(currency)
    return f"{Decimal(minor).scaleb(-places):.{places}f}"


def percent_bp(basis_points: int, *, language: str | None = None, signed: bool = False) -> str:
    """Write basis points as a percentage: 240 is 2.4 %, 9100 is 91 %."""
    tongue = speech(language)
    text = _digits(Decimal(basis_points).scaleb(-2), tongue, most=2)
    plus = "+" if signed and basis_points > 0 else ""
    return f"{plus}{text}%" if tongue == "zh-hans" else f"{plus}{text}{NBSP}%"


def unit(name: str, *, language: str | None = None) -> str:
    """Give the short name of a unit: g, kg, t, l, hl, m3, m2, item, pair, lpa (litre of pure alcohol)."""
    return _UNITS[speech(language)][name]


def mass(grams: int, *, unit: str = "auto", decimals: int | None = None, language: str | None = None) -> str:
    """
    Write whole grams in g, kg or t.

    "auto" takes grams under 1 kg, kilograms under 10 t, tonnes from there on. Without ``decimals``, kilograms show
    up to three and tonnes one.
    """
    tongue = speech(language)
    if unit == "auto":
        size = abs(grams)
        unit = "g" if size < 1000 else "kg" if size < TONNES_FROM_G else "t"
    steps, most = {"g": (0, 0), "kg": (3, 3), "t": (6, 1)}[unit]
    least = 0
    if decimals is not None:
        least = most = decimals
    text = _digits(Decimal(grams).scaleb(-steps), tongue, least=least, most=most)
    return f"{text}{NBSP}{_UNITS[tongue][unit]}"


def litres(millilitres: int, *, language: str | None = None) -> str:
    """Write what a bottle holds, in litres."""
    tongue = speech(language)
    text = _digits(Decimal(millilitres).scaleb(-3), tongue, most=3)
    return f"{text}{NBSP}{_UNITS[tongue]['l']}"


def volume(cubic_cm: int, *, decimals: int = 2, language: str | None = None) -> str:
    """Write whole cubic centimetres in cubic metres."""
    tongue = speech(language)
    text = _digits(Decimal(cubic_cm).scaleb(-6), tongue, least=decimals, most=decimals)
    return f"{text}{NBSP}{_UNITS[tongue]['m3']}"


def file_size(size: int, *, language: str | None = None) -> str:
    """Write a size in bytes in the unit that reads best."""
    tongue = speech(language)
    value, step = Decimal(size), 0
    while value >= 1000 and step < 3:
        value, step = value / 1000, step + 1
    return f"{_digits(value, tongue, most=1 if step and value < 100 else 0)}{NBSP}{_FILE_UNITS[tongue][step]}"


def day(value: dt.date, *, style: str = "full", language: str | None = None) -> str:
    """
    Write a day: "full" 14 Sep 2026, "short" 14 Sep, "weekday" Mon 14 Sep, "long" Monday 14 September.

    An instant is written as its day in its own zone; say the zone with :func:`in_zone` first.
    """
    tongue = speech(language)
    return dates.format_date(value, _DAYS[tongue][style], locale=_locale(tongue))


def day_window(first: dt.date, last: dt.date, *, language: str | None = None) -> str:
    """Write a window of days: 27 to 31 Oct, 28 Oct to 2 Nov; one day stands alone."""
    tongue = speech(language)
    if first == last:
        return day(first, style="short", language=tongue)
    inside, across = _WINDOWS[tongue]
    if (first.year, first.month) == (last.year, last.month):
        month = str(last.month) if tongue == "zh-hans" else _month_beside_day(last, tongue)
        return inside.format(a=first.day, b=last.day, month=month)
    ends = [day(value, style="short", language=tongue) for value in (first, last)]
    return across.format(a=ends[0], b=ends[1])


def _month_beside_day(value: dt.date, tongue: str) -> str:
    pattern = _DAYS[tongue]["short"].replace("d", "").strip()
    return dates.format_date(value, pattern, locale=_locale(tongue))


def in_zone(instant: dt.datetime, zone: str) -> dt.datetime:
    """Carry an aware instant into a named zone (IANA), so that its day and hour are the local ones."""
    assert instant.tzinfo is not None, "an instant knows its offset"
    return instant.astimezone(ZoneInfo(zone))


def clock(instant: dt.datetime, zone: str) -> str:
    """Write the hour and minute of an instant in ``zone``, on the 24-hour clock."""
    return f"{in_zone(instant, zone):%H:%M}"


def datetime_zone(
    instant: dt.datetime, zone: str, *, style: str = "weekday", language: str | None = None
) -> str:
    """Write an instant as day and hour in ``zone``: Tue 6 Oct, 16:20."""
    tongue = speech(language)
    gap = _SECOND_SEPARATOR.get(tongue, ", ")
    return f"{day(in_zone(instant, zone), style=style, language=tongue)}{gap}{clock(instant, zone)}"


def countdown(ends_at: dt.datetime, now: dt.datetime, *, language: str | None = None) -> Countdown:
    """Split what is left until ``ends_at`` into days, hours and minutes; without days under a day."""
    left = max(ends_at - now, dt.timedelta(0))
    minutes = int(left.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    units = _FLAPS[speech(language)]
    values = [f"{hours:02d}", f"{minutes:02d}"]
    if days:
        values.insert(0, str(days))
    flaps = tuple(Flap(value, name) for value, name in zip(values, units[-len(values) :], strict=True))
    return Countdown(ends_at=ends_at, flaps=flaps, is_soon=left < SOON, is_over=not left)


def flap_units(language: str | None = None) -> tuple[str, str, str]:
    """Give the short names of day, hour and minute."""
    return _FLAPS[speech(language)]


def country_name(code: str, *, language: str | None = None) -> str:
    """Name a country (ISO 3166-1 alpha-2) in the language; an unknown code names itself."""
    name: str = _locale(speech(language)).territories.get(code.upper(), code)
    return name


def currency_name(code: str, *, language: str | None = None) -> str:
    """Name a currency (ISO 4217) in the language; an unknown code names itself."""
    return numbers.get_currency_name(code.upper(), locale=_locale(speech(language)))


def month_name(month: int, *, is_short: bool = False, language: str | None = None) -> str:
    """Name a month (1 to 12) as it stands alone."""
    width: Literal["abbreviated", "wide"] = "abbreviated" if is_short else "wide"
    name: str = dates.get_month_names(width, context="stand-alone", locale=_locale(speech(language)))[month]
    return name
