"""The same key, the same answer (rules ID-1 to ID-3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from sogdia.domain.refusals import KeyReused, Refusal

#: How long a key and its answer are kept.
KEPT: Final = timedelta(days=30)
_LONGEST: Final = 80


class KeyNotValid(Refusal):
    """The idempotency key is missing or has another shape."""

    code = "key-not-valid"


def check_key(key: str) -> str:
    """
    ID-1: every unsafe form and call has a key of 8 to 80 visible ASCII characters.

    :raises KeyNotValid:
    """
    if not 8 <= len(key) <= _LONGEST or not all("!" <= ch <= "~" for ch in key):
        raise KeyNotValid("A key has 8 to 80 visible ASCII characters.")
    return key


def body_digest(
    deed: str,
    fields: Mapping[str, Sequence[str]],
    *,
    who: str = "",
    files: Mapping[str, Sequence[str]] | None = None,
    leave_out: frozenset[str] = frozenset({"csrfmiddlewaretoken", "key"}),
) -> str:
    """
    ID-2: the digest of what was asked: who asks, the deed, its fields in order of their names, its files.

    The key itself and what only guards the form are left out. Several values of one field keep their order. ``files``
    holds SHA-256 digests of the uploads, by field.
    """
    kept = {name: list(values) for name, values in fields.items() if name not in leave_out}
    attached = {name: list(digests) for name, digests in (files or {}).items()}
    body = json.dumps([deed, who, kept, attached], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def check_same(*, stored: str, asked: str, key: str) -> None:
    """
    ID-3: a key that comes again comes with the same body.

    :raises sogdia.domain.refusals.KeyReused: with another body.
    """
    if stored != asked:
        raise KeyReused(f"The key {key} was used for something else.", key=key)
