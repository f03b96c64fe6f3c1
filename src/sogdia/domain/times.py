"""Instants on the clocks of the people who read them (rules TI-1 and TI-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class TwoClocks:
    """One instant on the hub's clock and on the reader's; ``with_reader`` is None when both read the same."""

    at_hub: datetime
    with_reader: datetime | None


def in_utc(instant: datetime) -> datetime:
    """TI-1: an instant is kept in UTC; one that does not know its offset is a mistake of the program."""
    assert instant.tzinfo is not None, "an instant knows its offset"
    return instant.astimezone(UTC)


def on_two_clocks(instant: datetime, *, hub_zone: str, reader_zone: str) -> TwoClocks:
    """
    TI-2: a cut-off is read in the hub's zone and in the reader's (IANA names), each by its rules of that day.

    :raises zoneinfo.ZoneInfoNotFoundError: a zone has no such name.
    """
    kept = in_utc(instant)
    at_hub, with_reader = kept.astimezone(ZoneInfo(hub_zone)), kept.astimezone(ZoneInfo(reader_zone))
    apart = (at_hub.utcoffset() or timedelta()) - (with_reader.utcoffset() or timedelta())
    return TwoClocks(at_hub, with_reader if apart else None)
