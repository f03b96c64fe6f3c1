"""Refusals of one market, each kept once and known by its position."""

from __future__ import annotations

from sogdia.domain.refusals import Refusal


class Refusals:
    """A list of refusals without repetition."""

    def __init__(self) -> None:
        self.all: list[Refusal] = []
        self._places: dict[str, int] = {}

    def add(self, refusal: Refusal) -> int:
        """Give the position of a refusal of this kind with these facts."""
        key = f"{refusal.code} {sorted(refusal.params.items())!r}"
        if key not in self._places:
            self._places[key] = len(self.all)
            self.all.append(refusal)
        return self._places[key]
