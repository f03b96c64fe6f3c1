"""What a buyer agrees to with an order: the very words, their version and digest."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _
from django.utils.translation import override

#: Raised whenever the terms of sale or the sentence below change.
TERMS_VERSION = "2026-10"


def terms_sentence() -> str:
    """Give the sentence beside the box, in the reader's language."""
    return _("I agree to the terms of sale and have read how my data are used.")


def terms_digest(language: str) -> str:
    """Give the digest of the version and the words as they were shown."""
    with override(language):
        return hashlib.sha256(f"{TERMS_VERSION}\n{language}\n{terms_sentence()}".encode()).hexdigest()
