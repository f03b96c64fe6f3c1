"""Values that nobody sends in good faith, and what the pages of the house ask for."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sogdia.web

SCRIPT = "<script>alert('x')</script>\"'"
VALUES = (
    "a\x00b",
    "\u202egpj.exe\u202c",
    "\u200b\ufeff\u2060",
    SCRIPT,
    "=cmd|'/c calc'!A0",
    "x" * 10_000,
    "9" * 40,
    "9" * 5_000,
    "-1",
    "0",
    "-0.000000001",
    "1e400",
    "1e-400",
    "NaN",
    "-Infinity",
    "²",
    "٣٤",
    "1_000",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "92233720368547758.07",
    "2026-02-31",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59",
    "24:61",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: b=c",
    "😀" * 200,
    "ＳＯＧ－１",
    "ZZZ",
    "{}",
    "%",
    "'; DROP TABLE orders; --",
    "//evil.example/",
    "javascript:alert(1)",
)
#: Bytes that no text of ours is made of, as they stand in an address.
RAW = ("%FF%FE", "%00", "%ED%A0%80", "%C0%AF", "%E2%80%AE", "%", "%zz")


def picks(values: tuple[str, ...], many: int, seed: str) -> list[str]:
    """Give all of ``values``, or ``many`` of them; ``seed`` decides which, so that a failure comes again."""
    if many <= 0 or many >= len(values):
        return list(values)
    return random.Random(seed).sample(values, many)


def names_asked(kind: str) -> list[str]:
    """Give every name that a page reads by hand from ``GET`` or ``POST``."""
    pattern = re.compile(rf"{kind}\.get(?:list)?\(\"(\w+)\"")
    found: set[str] = set()
    for file in sorted(Path(sogdia.web.__path__[0]).rglob("*.py")):
        found.update(pattern.findall(file.read_text("utf-8")))
    return sorted(found)


def names_of_fields() -> list[str]:
    """Give the name of every field of every form."""
    found: set[str] = set()
    for file in sorted((Path(sogdia.web.__path__[0]) / "forms").glob("*.py")):
        text = file.read_text("utf-8")
        found.update(re.findall(r"^    (\w+) = (?:\w+\.)?\w+Field\(", text, re.M))
        found.update(re.findall(r"self\.fields\[\"(\w+)\"\] =", text))
    return sorted(found)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((said.get("action", ""), {}))
        if not self.found:
            return
        fields = self.found[-1][1]
        name = said.get("name", "")
        if tag == "select":
            self._select = name
        if tag in {"textarea", "select"} and name:
            fields.setdefault(name, [])
        if tag == "option" and self._select and (said.get("value") and not fields.get(self._select)):
            fields[self._select] = [said["value"]]
        if tag in {"input", "button"} and name and said.get("type") != "file":
            fields.setdefault(name, []).append(said.get("value", ""))


def forms_of(page: str) -> list[tuple[str, dict[str, Any]]]:
    """Give the forms of a page: where each goes, and its fields with what stands in them."""
    parser = _Forms()
    parser.feed(page)
    return [
        (action, {name: (v[0] if v else "") for name, v in fields.items()}) for action, fields in parser.found
    ]


def with_nasty_part(url: str, part: str, value: str) -> str:
    """Put ``value`` where ``part`` stands in an address."""
    return url.replace(quote(part, safe=""), quote(value, safe=""))
