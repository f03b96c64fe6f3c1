"""A search index in memory: whole words, near words, Chinese by pieces."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from sogdia.domain.ports import SearchRow
from sogdia.gateways.search import words as cutting


class MemoryIndex:
    def __init__(self) -> None:
        self.rows: dict[int, SearchRow] = {}

    def rebuild(self, rows: Iterable[SearchRow]) -> int:
        self.rows = {row.id: row for row in rows}
        return len(self.rows)

    def put(self, rows: Sequence[SearchRow]) -> None:
        self.rows |= {row.id: row for row in rows}

    def remove(self, ids: Sequence[int]) -> None:
        for row_id in ids:
            self.rows.pop(row_id, None)

    def size(self) -> int | None:
        return len(self.rows)

    def find(self, words: str, *, language: str, limit: int = 200) -> list[int]:
        scores = {row_id: self._score(row, words) for row_id, row in self.rows.items()}
        found = sorted((row_id for row_id, score in scores.items() if score), key=lambda i: (-scores[i], i))
        return found[:limit]

    @staticmethod
    def _score(row: SearchRow, asked: str) -> int:
        names = " ".join(row.names.values())
        everything = " ".join([names, *row.synonyms.values(), *row.words.values()])
        score = 0
        for run in cutting.han_runs(asked):
            if run not in everything:
                return 0
            score += 1 + 2 * (run in names)
        terms = [term for tongue in ("en", "fr", "ru", "ar") for term in cutting.terms(everything, tongue)]
        for word in cutting.plain_words(asked):
            stems = {stem for tongue in ("en", "fr", "ru", "ar") for stem in cutting.terms(word, tongue)}
            is_near = difflib.get_close_matches(word, [*terms, *cutting.plain_words(everything)], 1, 0.8)
            is_begun = any(term.startswith(word) for term in terms)
            if not (stems & set(terms) or is_near or is_begun):
                return 0
            score += 1 + 2 * bool(
                stems & {s for t in ("en", "fr", "ru", "ar") for s in cutting.terms(names, t)}
            )
        return score
