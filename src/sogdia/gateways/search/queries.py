"""Turn what somebody typed into queries, the strictest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import tantivy

from sogdia.gateways.search import words

#: How much a hit in each part of a product weighs.
BOOSTS: Final = {"name": 4.0, "synonym": 2.5, "words": 1.0}
#: Fields of whole words, for beginnings and near words, and their weights.
PLAIN: Final = {"plain_name": 3.0, "plain": 1.0}
#: The reader's own language weighs more: "raisin" is a grape in one language and dried in another.
_OWN: Final = 2.0
_PREFIX_FROM: Final = 2
_FUZZY_FROM: Final = 4
_MOST_WORDS: Final = 12

_Query = tantivy.Query


def tries(schema: tantivy.Schema, text: str, *, language: str) -> Iterator[tantivy.Query]:
    """Give queries to try in turn: every word, every word nearly, any word, any word nearly."""
    typed = words.plain_words(text)[:_MOST_WORDS]
    runs = words.han_runs(text)[:_MOST_WORDS]
    if not typed and not runs:
        return
    ends_in_word = text[-1:].isalnum()
    exact = [
        _word(schema, word, language, is_open=ends_in_word and place == len(typed) - 1)
        for place, word in enumerate(typed)
    ]
    near = [_near(schema, word, found) for word, found in zip(typed, exact, strict=True)]
    yield _all([*exact, *(_run(schema, run) for run in runs)])
    yield _all([*near, *(_run(schema, run) for run in runs)])
    yield _any([*exact, *(_gram(schema, pair) for run in runs for pair in _pairs(run))])
    yield _any(near)


def _word(schema: tantivy.Schema, word: str, language: str, *, is_open: bool) -> tantivy.Query:
    found = []
    for tongue in words.LANGUAGES:
        if tongue == "zh":
            continue
        for term in words.terms(word, tongue):
            for part, boost in BOOSTS.items():
                weight = boost * (_OWN if tongue == language else 1.0)
                found.append(
                    _Query.boost_query(_Query.term_query(schema, f"{part}_{tongue}", term, "freq"), weight)
                )
    for part, weight in PLAIN.items():
        found.append(_Query.term_query(schema, part, word, "freq"))
        if is_open and len(word) >= _PREFIX_FROM:
            begun = _Query.regex_query(schema, part, f"{word}.*")
            found.append(_Query.const_score_query(begun, weight / 2))
    return _any(found)


def _near(schema: tantivy.Schema, word: str, exact: tantivy.Query) -> tantivy.Query:
    if len(word) < _FUZZY_FROM:
        return exact
    nearly = [
        _Query.boost_query(_Query.fuzzy_term_query(schema, part, word, 1, True, False), weight)
        for part, weight in PLAIN.items()
    ]
    return _any([exact, *nearly])


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _run(schema: tantivy.Schema, run: str) -> tantivy.Query:
    return _all([_gram(schema, pair) for pair in _pairs(run)])


def _gram(schema: tantivy.Schema, gram: str) -> tantivy.Query:
    return _any(
        [
            _Query.boost_query(_Query.term_query(schema, f"{part}_zh", gram, "freq"), boost)
            for part, boost in BOOSTS.items()
        ]
    )


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
    return _Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    return _Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
