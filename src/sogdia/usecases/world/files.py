"""Read the data files of a world."""

from __future__ import annotations

import csv
import json
from datetime import date
from importlib.resources import files
from typing import Any

WORLD = files("sogdia") / "data" / "world"


def rows(name: str) -> list[dict[str, Any]]:
    """Give the rows of a JSON or CSV file; every CSV value is text."""
    text = (WORLD / name).read_text("utf-8")
    if name.endswith(".json"):
        loaded: list[dict[str, Any]] = json.loads(text)
        return loaded
    return list(csv.DictReader(text.splitlines()))


def day(text: str | None) -> date | None:
    """Give an ISO date, or none."""
    return date.fromisoformat(text) if text else None


def record(name: str) -> dict[str, Any]:
    """Give a JSON file that holds one record."""
    loaded: dict[str, Any] = json.loads((WORLD / name).read_text("utf-8"))
    return loaded
