"""Signs messages between two machines that share a secret: HMAC-SHA256 over instant and body."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from sogdia.domain.ports import CallbackForged

TIMESTAMP: Final = "X-Sandbox-Timestamp"
SIGNATURE: Final = "X-Sandbox-Signature"
#: Seconds by which the two clocks may differ, delivery included.
TOLERANCE_S: Final = 300


def sign(secret: str, body: bytes, *, now: int) -> dict[str, str]:
    """Give the two headers for ``body`` sent at ``now`` (seconds since 1970)."""
    return {TIMESTAMP: str(now), SIGNATURE: _mac(secret, str(now), body)}


def check(secret: str, body: bytes, *, timestamp: str, signature: str, now: int) -> None:
    """
    Refuse a message that was not signed with ``secret``, was changed, or is too old to be anything but a replay.

    :raises sogdia.domain.ports.CallbackForged:
    """
    if not hmac.compare_digest(_mac(secret, timestamp, body).encode(), signature.encode()):
        raise CallbackForged("The signature is wrong.")
    if (
        not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12)
        or abs(now - int(timestamp)) > TOLERANCE_S
    ):
        raise CallbackForged("The message is too old.")


def _mac(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
