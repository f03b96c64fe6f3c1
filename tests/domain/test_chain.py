"""The hash chain and its daily root (LE-16 to LE-18)."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from builders.shares import ORDER, raisins
from sogdia.domain.ledger import flows
from sogdia.domain.ledger.chain import GENESIS, Link, Recorded, canonical, daily_root, extend, verify
from sogdia.domain.ledger.entries import Posting
from sogdia.domain.money import Money


def journal(length: int = 5) -> list[Recorded]:
    return [
        Recorded(
            i,
            f"2026-07-0{1 + i % 9}T08:00:00+00:00",
            flows.receive_unallocated(
                amount=Money(100 + i, "EUR"), via=flows.Via.BANK, key=f"in/{i}", reason="No reference."
            ),
        )
        for i in range(1, length + 1)
    ]


def test_le_16_the_chain_holds_ids_and_amounts_and_no_words_of_a_person():
    paid = flows.receive_payment(
        order_id=ORDER, shares=raisins(), via=flows.Via.BANK, key="pay", reason="From Mme Dupont"
    )

    written = canonical(Recorded(1, "2026-07-01T08:00:00+00:00", paid))

    assert b"Dupont" not in written
    assert b'"escrow",-5128,"EUR"' in written


def test_pd_1_a_posting_has_no_place_for_a_name():
    assert {field.name for field in fields(Posting)} == {
        "account",
        "amount",
        "order_id",
        "party_id",
        "shipment_id",
        "part",
    }


def test_le_16_linking_in_two_goes_is_linking_in_one():
    entries = journal()

    first = extend(GENESIS, entries[:2])
    rest = extend(first[-1].digest, entries[2:])

    assert first + rest == extend(GENESIS, entries)


def test_le_17_the_root_changes_with_any_link_and_an_empty_day_has_none():
    links = extend(GENESIS, journal())

    assert daily_root([]) == GENESIS
    assert daily_root(links) != daily_root(links[:-1])
    assert daily_root(links) != daily_root(list(reversed(links)))


def test_le_17_a_last_leaf_written_twice_is_another_day():
    links = extend(GENESIS, journal(3))

    assert daily_root(links) != daily_root([*links, links[-1]])


def test_le_18_an_untouched_journal_verifies():
    entries = journal()

    assert verify(entries, extend(GENESIS, entries)) is None


def test_pd_2_erasing_the_reasons_leaves_the_chain_verifiable():
    entries = journal()
    links = extend(GENESIS, entries)
    erased = [replace(r, entry=replace(r.entry, reason="")) for r in entries]

    assert verify(erased, links) is None


@given(st.integers(0, 4), st.sampled_from(["amount", "posted_at", "missing", "digest"]))
def test_le_18_the_first_changed_entry_is_named(at, how):
    entries = journal()
    links = extend(GENESIS, entries)
    if how == "amount":
        other = flows.receive_unallocated(
            amount=Money(99, "EUR"), via=flows.Via.BANK, key=entries[at].entry.key, reason=""
        )
        entries[at] = replace(entries[at], entry=other)
    elif how == "posted_at":
        entries[at] = replace(entries[at], posted_at="2026-01-01T00:00:00+00:00")
    elif how == "digest":
        links[at] = Link(links[at].entry_id, links[at].previous, "f" * 64)
    else:
        del entries[at]

    found = verify(entries, links)

    expected = at + 1 if how != "missing" else min(at + 2, 5)
    assert found == expected
