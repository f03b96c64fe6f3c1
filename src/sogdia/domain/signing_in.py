"""What signing in has to prove, and for how long it counts (rules SI-1 to SI-3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

#: SI-2: how long after saying who they are a person may do the deeds that move money or give rights.
FRESH: Final = timedelta(minutes=10)
#: SI-3: how long a sign-in lasts without use, and at the longest: for whoever acts for others, and for everybody else.
IDLE: Final = {True: timedelta(hours=2), False: timedelta(days=14)}
LONGEST: Final = {True: timedelta(hours=12), False: timedelta(days=60)}
#: RFC 6238: how long one code of an authenticator app counts.
PERIOD_SECONDS: Final = 30


def is_fresh(said_at: datetime, *, at: datetime) -> bool:
    """SI-2: whether a person said who they are so lately that a dangerous deed needs no second asking."""
    return timedelta(0) <= at - said_at < FRESH


def is_over(begun_at: datetime, seen_at: datetime, *, acts_for_others: bool, at: datetime) -> bool:
    """SI-3: whether a sign-in has ended by itself, unused for too long or simply too old."""
    return at - seen_at >= IDLE[acts_for_others] or at - begun_at >= LONGEST[acts_for_others]


def code_of(secret: str, *, at: datetime, later: int = 0) -> str:
    """
    Give the six digits that an authenticator app shows (RFC 6238 with SHA-1); ``later`` counts periods from ``at``.

    ``secret`` is in base 32, as an app takes it.
    """
    counter = int(at.timestamp()) // PERIOD_SECONDS + later
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"
