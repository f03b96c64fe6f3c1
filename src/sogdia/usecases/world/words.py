"""Names for generated goods and sellers, in five languages, out of our own words and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sogdia.usecases.world.files import record

LANGUAGES = ("en", "fr", "zh", "ru", "ar")


class Words:
    """The vocabulary, read once."""

    def __init__(self) -> None:
        self._given: dict[str, Any] = record("words.json")
        self.grades = tuple(self._given["grades"])
        self.kinds = tuple(self._given["kinds"])

    def goods(self, name: Mapping[str, str], number: int) -> tuple[dict[str, str], str]:
        """Give the names of a product made after another one, and its grade; ``number`` chooses the words."""
        number, plot = divmod(number, len(self._given["plots"]))
        number, style = divmod(number, len(self._given["styles"]))
        number, harvest = divmod(number, len(self._given["harvests"]))
        grade = self.grades[number % len(self.grades)]
        said, plots = self._given["said"], self._given["plots"][plot]
        styles, harvests = self._given["styles"][style], self._given["harvests"][harvest]
        grades = self._given["grades"][grade]
        names = {
            each: said[each].format(
                name=name.get(each) or name["en"], plot=plots[each], style=styles[each], grade=grades[each],
                harvest=harvests[each],
            )
            for each in LANGUAGES
        }  # fmt: skip
        return names, grade

    def seller(self, place: Mapping[str, str], kind: str, number: int) -> dict[str, str]:
        """Give the names of a seller at a place."""
        feature = self._given["features"][number % len(self._given["features"])]
        return {
            each: self._given["kinds"][kind][each].format(
                feature=feature[each], place=place.get(each) or place["en"]
            )
            for each in LANGUAGES
        }
