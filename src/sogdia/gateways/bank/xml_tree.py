"""A small XML tree that knows its line numbers and refuses document types (no entities are ever expanded)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from sogdia.gateways.bank.amounts import not_readable

MOST_NODES: Final = 600_000
DEEPEST: Final = 60
LONGEST_TEXT: Final = 2_000


@dataclass
class Node:
    """One element: its name without namespace, attributes, text, children, and the line it begins on."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def every(self, path: str) -> Iterator[Node]:
        """Give the elements at ``path`` (names joined by slashes), in their order."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.every(rest)
                else:
                    yield child

    def find(self, path: str) -> Node | None:
        """Give the first element at ``path``."""
        return next(self.every(path), None)

    def say(self, *paths: str) -> str:
        """Give the text of the first of ``paths`` that is there and not empty."""
        for path in paths:
            found = self.find(path)
            if found is not None and found.text.strip():
                return found.text.strip()
        return ""


def read(content: bytes) -> Node:
    """
    Read a document.

    :raises sogdia.domain.ports.StatementNotReadable: not well formed, or with a document type.
    """
    root = Node("", 0, {})
    open_nodes = [root]
    parser = expat.ParserCreate(namespace_separator=" ")
    # Text comes in one piece: added up bit by bit, a long one would be copied as often as it has lines.
    parser.buffer_text, parser.buffer_size = True, 65_536
    count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_NODES or len(open_nodes) > DEEPEST:
            raise not_readable(parser.CurrentLineNumber, "too-many-lines")
        node = Node(name.rsplit(" ", 1)[-1], parser.CurrentLineNumber, attributes)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_name: str) -> None:
        open_nodes.pop()

    def text(words: str) -> None:
        node = open_nodes[-1]
        if len(node.text) < LONGEST_TEXT:
            node.text += words[:LONGEST_TEXT]

    def doctype(*_given: object) -> None:
        raise not_readable(parser.CurrentLineNumber, "document-type")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise not_readable(error.lineno, "not-xml", expat.errors.messages[error.code]) from None
    except (LookupError, ValueError):
        # An encoding that nobody knows, named in the first line.
        raise not_readable(1, "not-utf-8") from None
    return root
