"""Extract, check and compile the interface's messages, with Babel alone (no GNU gettext needed)."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "sogdia"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("fr", "zh_Hans", "ru", "ar")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
#: CLDR's order of forms is zero, one, two, few, many, other; Babel's own rule for Arabic swaps the last two.
PLURALS = {
    "ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)"
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def sources() -> Iterator[tuple[str, io.BytesIO]]:
    """Give every file with words in it, as Python source; templates go through Django's own reader."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure()
        django.setup()
    from django.utils.translation.template import templatize

    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(ROOT)), io.BytesIO(path.read_bytes())
    for path in sorted((PACKAGE / "web" / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            text = templatize(path.read_text("utf-8"), origin=str(path))
            flush = "\n".join(line.lstrip() for line in text.splitlines())
            yield str(path.relative_to(ROOT)), io.BytesIO(flush.encode())


def extracted() -> Catalog:
    """Give every message of the sources."""
    catalog = Catalog(project="Sogdia", charset="utf-8", header_comment="# Messages of Sogdia.")
    for name, content in sources():
        for _line, message, comments, context in extract(
            "python", content, KEYWORDS, ("Translators:",), {"encoding": "utf-8"}
        ):
            if not message or (isinstance(message, tuple) and not message[0]):
                continue
            catalog.add(message, None, locations=[(name, None)], auto_comments=comments, context=context)
    for message in catalog:
        if message.id:
            message.flags.discard("python-brace-format")
    return catalog


def po_path(language: str) -> Path:
    """Give where a language's messages are kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """Read a language's messages, none if there are none yet."""
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, charset="utf-8")
    else:
        catalog = Catalog(locale=language, charset="utf-8")
    catalog._plural_expr = PLURALS.get(language, catalog.plural_expr)
    return catalog


def update() -> None:
    """Add new messages to every language and drop those that are gone."""
    template = extracted()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file,
                catalog,
                sort_output=True,
                omit_header=False,
                ignore_obsolete=True,
                width=110,
                include_lineno=False,
            )
        missing = sum(1 for message in catalog if message.id and faults(message, message, catalog))
        print(f"{language}: {len(list(catalog)) - 1} messages, {missing} to translate")


def faults(wanted: Message, found: Message | None, catalog: Catalog) -> str:
    """Say what is wrong with a translation, or nothing."""
    if found is None:
        return "missing"
    strings = found.string if isinstance(found.string, (list, tuple)) else (found.string,)
    ids = wanted.id if isinstance(wanted.id, (list, tuple)) else (wanted.id,)
    if isinstance(wanted.id, (list, tuple)) and len(strings) != catalog.num_plurals:
        return f"{len(strings)} plural forms, {catalog.num_plurals} needed"
    if not all(strings):
        return "empty"
    if found.fuzzy:
        return "fuzzy"
    allowed = {token for text in ids for token in PLACEHOLDER.findall(text)}
    needed = set.intersection(*(set(PLACEHOLDER.findall(text)) for text in ids))
    for string in strings:
        tokens = set(PLACEHOLDER.findall(string))
        if not tokens <= allowed or (len(strings) == 1 and not needed <= tokens):
            return f"placeholders differ: {sorted(tokens ^ needed)}"
    return ""


def check() -> int:
    """Fail when a message is missing, empty, fuzzy or has other placeholders in any language."""
    wanted = extracted()
    bad = 0
    for language in LANGUAGES:
        catalog = load(language)
        for message in wanted:
            if not message.id:
                continue
            found = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            fault = faults(message, found, catalog)
            if fault:
                bad += 1
                if bad <= 20:
                    print(f"{language}: {fault}: {message.id!r} ({message.locations[0][0]})")
    print(f"{len(list(wanted)) - 1} messages in {len(LANGUAGES)} languages, {bad} faults")
    return 1 if bad else 0


def compile_all() -> None:
    """Write the .mo files that the running product reads, when the .po is newer."""
    for language in LANGUAGES:
        path = po_path(language)
        target = path.with_suffix(".mo")
        if not path.exists() or (target.exists() and target.stat().st_mtime >= path.stat().st_mtime):
            continue
        with target.open("wb") as file:
            write_mo(file, load(language))


if __name__ == "__main__":
    deed = sys.argv[1] if len(sys.argv) > 1 else "check"
    if deed == "check":
        sys.exit(check())
    {"update": update, "compile": compile_all}[deed]()
