"""Draw references that nobody can guess."""

from __future__ import annotations

import secrets

from sogdia.domain import references
from sogdia.domain.references import RefKind


def draw(kind: RefKind) -> str:
    """Give a new reference of ``kind`` from the system's source of randomness."""
    return references.build(kind, secrets.randbits(references.random_bits(kind)))
