"""Personal data: digests that outlive it, terms of keeping, consent (rules PD-1 to PD-3)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from sogdia.domain.refusals import Refusal


class KeptByLaw(Refusal):
    """Tax law keeps these rows until a later day."""

    code = "kept-by-law"


def salted_digest(text: str, *, salt: bytes) -> str:
    """
    PD-1: what journal, outbox and events may hold of a person's words.

    The salt (at least 16 random bytes) lives with the personal row; when both are gone, the digest says nothing.
    """
    assert len(salt) >= 16, "a short salt can be guessed"
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


def check_erasure(*, last_invoice_on: date | None, keep_years: int, today: date) -> None:
    """
    PD-2: rows that an invoice rests on are kept until the end of the year ``keep_years`` after it; others go at once.

    :raises KeptByLaw: with ``until``.
    """
    if last_invoice_on is None:
        return
    until = date(last_invoice_on.year + keep_years, 12, 31)
    if today <= until:
        raise KeptByLaw(f"Kept until {until}.", until=until)


@dataclass(frozen=True, slots=True)
class Consent:
    """PD-3: who consented to what, in which wording, version and language, when, and until when."""

    person_id: int
    purpose: str
    wording_version: int
    wording_digest: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None = None

    def covers(self, purpose: str, *, wording_version: int, at: datetime) -> bool:
        """Whether it stands at that instant for this purpose; a newer wording needs a new consent."""
        return (
            self.purpose == purpose
            and self.wording_version == wording_version
            and self.given_at <= at
            and (self.withdrawn_at is None or at < self.withdrawn_at)
        )
