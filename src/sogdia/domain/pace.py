"""How many pages one address may ask for: a bucket of tokens that fills evenly (rule SI-5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: A request costs this much; the bucket counts in thousandths so that it fills evenly without fractions.
TOKEN: Final = 1_000
#: Every further megabyte that is sent costs one token more.
BYTES_PER_TOKEN: Final = 1_000_000
#: A whole table as a file is as much work as this many pages.
FILE_TOKENS: Final = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """``a_minute`` pages come back in a minute; half a minute's worth may be asked for at once."""

    a_minute: int

    @property
    def most(self) -> int:
        """Give what a full bucket holds, in thousandths of a token."""
        return max(self.a_minute // 2, 1) * TOKEN


@dataclass(slots=True)
class Bucket:
    """What is left for one address, in thousandths of a token, and at which millisecond that was so."""

    left: int
    at_ms: int


def cost_of(*, sent_bytes: int, is_file: bool) -> int:
    """Give what a request costs, in thousandths of a token."""
    return (1 + sent_bytes // BYTES_PER_TOKEN + (FILE_TOKENS if is_file else 0)) * TOKEN


def take(bucket: Bucket, pace: Pace, cost: int, *, now_ms: int) -> int:
    """
    SI-5: take what a request costs; gives the seconds to wait, 0 when it may pass. Who waits is not charged.

    A clock that was set back fills nothing and takes nothing away.
    """
    passed = max(0, now_ms - bucket.at_ms)
    bucket.left = min(pace.most, bucket.left + passed * pace.a_minute * TOKEN // 60_000)
    bucket.at_ms = now_ms
    cost = min(cost, pace.most)
    if bucket.left >= cost:
        bucket.left -= cost
        return 0
    return -(-(cost - bucket.left) * 60 // (pace.a_minute * TOKEN)) or 1
