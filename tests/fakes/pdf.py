"""A press that keeps what it was given to set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SetPaper:
    template: str
    facts: Mapping[str, Any]
    language: str


class PlainPress:
    def __init__(self) -> None:
        self.set: list[SetPaper] = []

    def render(self, template: str, facts: Mapping[str, object], *, language: str) -> bytes:
        self.set.append(SetPaper(template, facts, language))
        return b"%PDF " + json.dumps([template, facts, language], sort_keys=True, default=str).encode()
