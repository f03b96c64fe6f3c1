"""The hash chain over journal entries and its daily root (rules LE-16 to LE-18, PD-1, PD-2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sogdia.domain.ledger.entries import JournalEntry, Posting

#: What the first entry is linked to.
GENESIS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it stands in the journal: its row's id and the instant it was posted (ISO 8601, UTC)."""

    id: int
    posted_at: str
    entry: JournalEntry


@dataclass(frozen=True, slots=True)
class Link:
    """One link: the entry's id, the hash before it and its own, both hexadecimal."""

    entry_id: int
    previous: str
    digest: str


def canonical(recorded: Recorded) -> bytes:
    """
    LE-16: give the bytes that are hashed: ids, accounts and amounts in a fixed order.

    PD-1, PD-2: the reason is left out, so that no words of a person ever enter the chain and erasure leaves it
    verifiable.
    """
    entry = recorded.entry
    body = [
        recorded.id,
        recorded.posted_at,
        str(entry.kind),
        entry.key,
        entry.reverses,
        [_row(posting) for posting in entry.postings],
    ]
    return json.dumps(body, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _row(posting: Posting) -> list[object]:
    return [
        str(posting.account),
        posting.amount.minor,
        posting.amount.currency,
        posting.order_id,
        posting.party_id,
        posting.shipment_id,
        str(posting.part),
    ]


def link(previous: str, recorded: Recorded) -> Link:
    """LE-16: link an entry to the one before it: SHA-256 of the previous hash and the canonical bytes."""
    digest = hashlib.sha256(bytes.fromhex(previous) + canonical(recorded)).hexdigest()
    return Link(recorded.id, previous, digest)


def extend(previous: str, entries: Sequence[Recorded]) -> list[Link]:
    """Link several entries, in the order of their ids."""
    assert all(a.id < b.id for a, b in zip(entries, entries[1:], strict=False)), "entries are in order"
    links: list[Link] = []
    for recorded in entries:
        links.append(link(links[-1].digest if links else previous, recorded))
    return links


def verify(entries: Sequence[Recorded], links: Sequence[Link], *, previous: str = GENESIS) -> int | None:
    """LE-18: give the id of the first entry that is not as it was linked, or None if all are."""
    for recorded, stored in zip(entries, links, strict=False):
        if link(previous, recorded) != stored:
            return recorded.id
        previous = stored.digest
    if len(entries) == len(links):
        return None
    extra = entries[len(links)].id if len(entries) > len(links) else links[len(entries)].entry_id
    return extra


def daily_root(links: Sequence[Link]) -> str:
    """
    LE-17: the Merkle root of one day's links; a day without entries has the genesis hash.

    Leaves and nodes are hashed with different first bytes and an odd node moves up alone (RFC 6962, section 2.1),
    so that no node can be passed off as a leaf.
    """
    level = [_sha(b"\x00" + bytes.fromhex(one.digest)) for one in links]
    if not level:
        return GENESIS
    while len(level) > 1:
        pairs = [_sha(b"\x01" + left + right) for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
