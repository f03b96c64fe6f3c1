"""Write docs/reference/refusals.md from the code: every code, its sentence, and what it means."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/refusals.md"
HEAD = """# Refusals

An expected *no* has a code that never changes. Pages say it in the reader's language; this is the English sentence, and the
meaning for those who read logs or write code. `python tools/reference.py` writes this page from the code, and a test compares them.

| code | what the reader sees | when |
| --- | --- | --- |
"""


def load_all() -> None:
    """Import the whole house, so that every refusal is known."""
    import sogdia

    for found in pkgutil.walk_packages(sogdia.__path__, "sogdia."):
        if not any(part in found.name for part in (".migrations", ".__main__", ".settings", ".wsgi")):
            importlib.import_module(found.name)


def refusals() -> dict[str, str]:
    """Give the first line of what each code means."""
    from sogdia.domain.refusals import Refusal

    def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    load_all()
    ours = [each for each in below(Refusal) if each.__module__.startswith("sogdia.") and "code" in vars(each)]
    meanings: dict[str, list[str]] = {}
    for each in sorted(ours, key=lambda each: (each.code, each.__module__)):
        says = " ".join((each.__doc__ or "").split("\n\n")[0].split())
        if says not in meanings.setdefault(each.code, []):
            meanings[each.code].append(says)
    return {code: " ".join(said) for code, said in meanings.items()}


def page() -> str:
    """Give the page as it should be."""
    from django.utils import translation

    from sogdia.web.refusals import _SENTENCES, codes

    found = refusals()
    with translation.override(None):
        said = {code: str(_SENTENCES[code]) for code in codes()}
    rows = (f"| `{code}` | {said.get(code, said['refused'])} | {found[code]} |" for code in sorted(found))
    return HEAD + "\n".join(rows) + "\n"


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sogdia.config.settings_test")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} is written.", file=sys.stderr)


if __name__ == "__main__":
    main()
