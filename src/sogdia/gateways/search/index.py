"""An index on disk, beside the database and rebuilt from it at any time."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import tantivy
from django.conf import settings

from sogdia.domain.ports import SearchRow
from sogdia.gateways.search import queries, words

#: Raised when the fields change; an index of another version counts as not built.
_VERSION: Final = "v2"
_HEAP: Final = 30_000_000
_log = logging.getLogger(__name__)


def schema() -> tantivy.Schema:
    """
    Give the fields. Terms are cut by us, so that every process cuts alike; the index splits at spaces only.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    for language in words.LANGUAGES:
        for part in queries.BOOSTS:
            builder.add_text_field(f"{part}_{language}", tokenizer_name="whitespace", index_option="freq")
    for part in queries.PLAIN:
        builder.add_text_field(part, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class TantivyIndex:
    """
    Products by words, in ``<root>/<generation>`` as the file ``<root>/current`` names it.

    One writer at a time over all processes (a lock file); any number of readers, who open the next generation
    when the pointer changes and reload when the writer has committed.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = Path(root or settings.VAR / "search")
        self._guard = threading.Lock()
        self._opened: tuple[str, int, tantivy.Index] | None = None

    def rebuild(self, rows: Iterable[SearchRow]) -> int:
        """Replace everything: built aside, then put in place in one step; gives how many there are now."""
        with self._writing():
            before = self._current()
            name = f"{_VERSION}-{secrets.token_hex(6)}"
            count = self._write(name, rows, forget=())
            draft = self._root / f".{name}"
            draft.write_text(name)
            draft.replace(self._root / "current")
            for folder in self._root.iterdir():
                # The one before stays for readers that still have it open.
                if folder.is_dir() and folder.name not in {name, before}:
                    shutil.rmtree(folder, ignore_errors=True)
        return count

    def put(self, rows: Sequence[SearchRow]) -> None:
        """Add or replace these."""
        self._change(rows, forget=[row.id for row in rows])

    def remove(self, ids: Sequence[int]) -> None:
        """Forget these."""
        self._change((), forget=ids)

    def find(self, words: str, *, language: str, limit: int = 200) -> list[int]:
        """Give product ids, best first; a misspelt word still finds."""
        index = self._index()
        if index is None:
            _log.warning("the search index was not built; run: sogdia reindex")
            return []
        searcher = index.searcher()
        for query in queries.tries(index.schema, words, language=language.split("-")[0]):
            hits = searcher.search(query, limit, count=False).hits
            if hits:
                return [searcher.doc(address)["id"][0] for _score, address in hits]
        return []

    def size(self) -> int | None:
        """Give how many products it holds; ``None`` when it was never built."""
        index = self._index()
        return None if index is None else int(index.searcher().num_docs)

    def _change(self, rows: Sequence[SearchRow], *, forget: Sequence[int]) -> None:
        with self._writing():
            name = self._current()
            if name:
                self._write(name, rows, forget=forget)
        if not name:
            self.rebuild(rows)

    def _current(self) -> str:
        try:
            name = (self._root / "current").read_text().strip()
        except FileNotFoundError:
            return ""
        return name if name.startswith(f"{_VERSION}-") else ""

    def _index(self) -> tantivy.Index | None:
        name = self._current()
        if not name:
            return None
        try:
            changed = (self._root / name / "meta.json").stat().st_mtime_ns
            with self._guard:
                if self._opened is None or self._opened[0] != name:
                    self._opened = (name, changed, tantivy.Index.open(str(self._root / name)))
                elif self._opened[1] != changed:
                    self._opened[2].reload()
                    self._opened = (name, changed, self._opened[2])
                return self._opened[2]
        except FileNotFoundError:
            # Two rebuilds since the pointer was read: read it again.
            return self._index() if self._current() != name else None

    def _write(self, name: str, rows: Iterable[SearchRow], *, forget: Sequence[int]) -> int:
        folder = self._root / name
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(schema(), path=str(folder))
        writer = index.writer(_HEAP, 1)
        for row_id in forget:
            writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "id", row_id))
        count = 0
        for row in rows:
            writer.add_document(_document(row))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        return count

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _document(row: SearchRow) -> tantivy.Document:
    document = tantivy.Document()
    # Not as a keyword: a plain number would be taken for a signed one, and the writer would die of it later.
    document.add_unsigned("id", row.id)
    for part, texts in (("name", row.names), ("synonym", row.synonyms), ("words", row.words)):
        for language, text in texts.items():
            if language in words.LANGUAGES:
                document.add_text(f"{part}_{language}", " ".join(words.terms(text, language)))
    document.add_text("plain_name", _plain(row.names, row.synonyms))
    document.add_text("plain", _plain(row.words))
    return document


def _plain(*parts: Mapping[str, str]) -> str:
    """Give every word once, not stemmed: what beginnings and misspelt words are compared with."""
    return " ".join(
        sorted({word for texts in parts for text in texts.values() for word in words.plain_words(text)})
    )
