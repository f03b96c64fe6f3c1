"""What a guest may see of an order (rules IS-2 and IS-3)."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sogdia.domain.refusals import NotFound, Refusal

#: IS-2: how many tries one address has in a window.
TRIES: Final = 10
WINDOW: Final = timedelta(minutes=15)


class TooManyTries(Refusal):
    """Too many look-ups came from here in a short time."""

    code = "too-many-tries"


class LinkNotValid(Refusal):
    """The link has expired, was revoked or is for something else."""

    code = "link-not-valid"


def check_tries(earlier: Sequence[datetime], *, at: datetime) -> None:
    """
    IS-2: look-ups are limited, right ones too.

    :raises TooManyTries: with ``again_at``, when the oldest try leaves the window.
    """
    recent = sorted(tried for tried in earlier if at - tried < WINDOW)
    if len(recent) >= TRIES:
        again_at = recent[-TRIES] + WINDOW
        raise TooManyTries(f"Again at {again_at}.", again_at=again_at)


def check_status_reader(*, typed_email: str, order_email: str | None) -> None:
    """
    IS-2: a guest with reference and e-mail sees the status; ``order_email`` is None when there is no such order.

    :raises sogdia.domain.refusals.NotFound: the same for a wrong e-mail as for no order, in the same time.
    """
    typed, known = (_plain(text).encode() for text in (typed_email, order_email or ""))
    equal = hmac.compare_digest(typed, known)
    if not (equal and order_email):
        raise NotFound("No order has this reference and e-mail.")


def _plain(email: str) -> str:
    return email.strip().casefold()


@dataclass(frozen=True, slots=True)
class GuestLink:
    """IS-3: what a signed link from an e-mail opens: one order, for one purpose, until it expires or is revoked."""

    order_id: int
    purpose: str
    expires_at: datetime
    revoked_at: datetime | None = None

    def check(self, *, order_id: int, purpose: str, at: datetime) -> None:
        """
        Let the holder in.

        :raises LinkNotValid: the same for every reason.
        """
        revoked = self.revoked_at is not None and self.revoked_at <= at
        if revoked or at >= self.expires_at or (self.order_id, self.purpose) != (order_id, purpose):
            raise LinkNotValid("The link is not valid (any more).")
