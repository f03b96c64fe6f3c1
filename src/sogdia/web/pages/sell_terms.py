"""What a seller agrees to when a house is submitted: the very words, their version and digest."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _
from django.utils.translation import override

from sogdia.usecases.submit_seller import SellerConsent

#: Raised whenever the terms for sellers or the sentence below change.
SELLER_TERMS_VERSION = "2026-10"


def seller_terms_sentence() -> str:
    """Give the sentence beside the box, in the reader's language."""
    return _("I may act for this house, what I wrote is true, and I agree to the terms for sellers.")


def seller_consent(language: str) -> SellerConsent:
    """Give the consent to the words as they were shown."""
    with override(language):
        said = f"{SELLER_TERMS_VERSION}\n{language}\n{seller_terms_sentence()}"
    return SellerConsent(SELLER_TERMS_VERSION, hashlib.sha256(said.encode()).hexdigest())
