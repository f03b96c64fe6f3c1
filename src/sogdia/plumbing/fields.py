"""Model fields that say their unit."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class MinorField(models.BigIntegerField):  # type: ignore[type-arg]
    """Whole minor units of the currency named beside it."""


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """An ISO 4217 alpha-3 code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        super().__init__(*args, **kwargs)


class TextsField(models.JSONField):
    """Words by language: ``{"en": "raisins", "ru": "изюм"}``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class UidField(models.UUIDField):  # type: ignore[type-arg]
    """The name other systems know this row by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", uuid.uuid4)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
