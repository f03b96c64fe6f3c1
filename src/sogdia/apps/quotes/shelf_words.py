"""Refusals as rows keep them: a code and plain parameters, and back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sogdia.domain.refusals import Refusal

_DAY, _AT, _AMOUNT = "day:", "at:", "amount:"


def kept_params(refusal: Refusal) -> dict[str, Any]:
    """Give a refusal's parameters as JSON can keep them."""
    return {name: _plain(value) for name, value in sorted(refusal.params.items())}


def refusal_of(code: str, params: dict[str, Any]) -> Refusal:
    """Give the refusal that a row names; one whose class is gone keeps its code."""
    kind = _kind(code)
    found = Refusal.__new__(kind)
    Refusal.__init__(found, code, **{name: _back(value) for name, value in params.items()})
    return found


@lru_cache(maxsize=1000)
def _kind(code: str) -> type[Refusal]:
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        kind = waiting.pop()
        if kind.code == code:
            return kind
        waiting += kind.__subclasses__()
    return type("KeptRefusal", (Refusal,), {"code": code})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{_AT}{value.isoformat()}"
    if isinstance(value, date):
        return f"{_DAY}{value.isoformat()}"
    if isinstance(value, Decimal):
        return f"{_AMOUNT}{value}"
    return value if isinstance(value, bool | int | str) or value is None else str(value)


def _back(value: object) -> object:
    if isinstance(value, str):
        if value.startswith(_DAY):
            return date.fromisoformat(value.removeprefix(_DAY))
        if value.startswith(_AT):
            return datetime.fromisoformat(value.removeprefix(_AT))
        if value.startswith(_AMOUNT):
            return Decimal(value.removeprefix(_AMOUNT))
    return value
