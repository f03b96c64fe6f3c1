"""Invariants of entries, escrow, receipts and refunds."""

from __future__ import annotations

from collections import defaultdict

from sogdia.usecases.audit.rows import Findings, ask, compare, listed, numbers, sums

_POSTED = "FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id JOIN ledger_entry e ON e.id = p.entry_id"


def entries_balance() -> Findings:
    """Every entry adds up to zero in every currency, and every currency over all entries."""
    broken = ask(
        f"SELECT p.entry_id, a.currency, SUM(p.amount_minor) {_POSTED}"
        " GROUP BY p.entry_id, a.currency HAVING SUM(p.amount_minor) <> 0"
    )
    return [f"entry {entry}: {currency} is off by {off}" for entry, currency, off in broken]


def entries_sealed() -> Findings:
    """Every entry is sealed and moves something."""
    open_ones = ask("SELECT id FROM ledger_entry WHERE NOT is_sealed")
    empty = ask("SELECT id FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_posting)")
    return [f"entry {pk} is not sealed" for (pk,) in open_ones] + [f"entry {pk} is empty" for (pk,) in empty]


def escrow_recomputed() -> Findings:
    """Each order's escrow row is what its postings add up to."""
    kinds = {
        "captured": "CASE WHEN e.kind IN ('receive-payment', 'allocate-receipt') THEN -p.amount_minor ELSE 0 END",
        "released": "CASE WHEN e.kind = 'release' THEN p.amount_minor ELSE 0 END",
        "refunded": "CASE WHEN e.kind IN ('receive-payment', 'allocate-receipt', 'release') THEN 0 ELSE p.amount_minor END",
        "held": "-p.amount_minor",
    }
    broken: Findings = []
    for name, amount in kinds.items():
        stated = sums(f"SELECT order_id, currency, {name}_minor FROM ledger_escrowbalance")
        counted = sums(
            f"SELECT p.order_id, a.currency, SUM({amount}) {_POSTED}"
            " WHERE a.code = 'escrow' GROUP BY p.order_id, a.currency"
        )
        broken += compare(f"{name} of order", stated, counted)
    return broken


def escrow_never_negative() -> Findings:
    """No escrow holds less than nothing."""
    rows = ask("SELECT order_id, held_minor FROM ledger_escrowbalance WHERE held_minor < 0")
    return [f"order {order} holds {held}" for order, held in rows]


def refunds_within_captured() -> Findings:
    """Refunds of a payment stay within what it captured, and are the sum of its refund rows."""
    over = ask("SELECT id FROM payments_payment WHERE refunded_minor > captured_minor")
    stated = sums("SELECT id, refunded_minor FROM payments_payment")
    counted = sums(
        "SELECT payment_id, SUM(amount_minor) FROM payments_refund"
        " WHERE kind <> 'unallocated' AND payment_id IS NOT NULL"
        " AND (state <> 'cancelled' OR reason = 'taken back by the provider') GROUP BY payment_id"
    )
    return [f"payment {pk} refunded more than it captured" for (pk,) in over] + compare(
        "refunds of payment", stated, counted
    )


def refunds_promised() -> Findings:
    """What the ledger owes buyers is what waits in the refund queue."""
    stated = sums(
        f"SELECT a.currency, -SUM(p.amount_minor) {_POSTED} WHERE a.code = 'refund-payable' GROUP BY a.currency"
    )
    counted = sums(
        "SELECT currency, SUM(amount_minor) FROM payments_refund"
        " WHERE state NOT IN ('confirmed', 'cancelled') GROUP BY currency"
    )
    return compare("refunds owed in", stated, counted)


def receipts_booked() -> Findings:
    """Every receipt is in the ledger once, with its amount; one that was taken back is reversed."""
    booked = {
        key: (minor, pk)
        for key, pk, minor in ask(
            f"SELECT e.key, e.id, SUM(p.amount_minor) {_POSTED}"
            " WHERE e.key LIKE %s AND a.code IN ('bank', 'provider-clearing') GROUP BY e.key, e.id",
            "receipt:%",
        )
    }
    reversed_ids = {pk for (pk,) in ask("SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL")}
    broken: Findings = []
    for pk, minor, state in ask("SELECT id, amount_minor, state FROM payments_receipt"):
        found = booked.pop(f"receipt:{pk}", None)
        if found is None or found[0] != minor:
            broken.append(f"receipt {pk} of {minor} is booked as {found[0] if found else 'nothing'}")
        elif (found[1] in reversed_ids) != (state == "taken-back"):
            broken.append(f"receipt {pk} is {state} and its entry says otherwise")
    return broken + [f"entry {key} has no receipt" for key in booked if not key.endswith("/reversal")]


def unallocated_waits() -> Findings:
    """What waits in unallocated receipts is the sum of the receipts that wait."""
    stated = sums(
        f"SELECT a.currency, -SUM(p.amount_minor) {_POSTED}"
        " WHERE a.code = 'unallocated-receipts' GROUP BY a.currency"
    )
    counted = sums(
        "SELECT currency, SUM(amount_minor) FROM payments_receipt WHERE state = 'unallocated' GROUP BY currency"
    )
    return compare("unallocated in", stated, counted)


def orders_paid() -> Findings:
    """A paid order captured exactly its total, an unpaid one nothing; payments and escrow say the same."""
    held = sums("SELECT order_id, captured_minor FROM ledger_escrowbalance")
    paid = sums("SELECT order_id, SUM(captured_minor) FROM payments_payment GROUP BY order_id")
    broken = compare("captured of order", paid, held)
    for pk, state, total in ask("SELECT id, state, total_minor FROM orders_order"):
        captured = held.get((pk,), 0)
        if state in ("placed", "awaiting-payment", "expired") and captured:
            broken.append(f"order {pk} is {state} and captured {captured}")
        if state in ("paid", "on-the-way", "delivered", "completed", "refunded") and captured != total:
            broken.append(f"order {pk} is {state}, costs {total} and captured {captured}")
        if state == "cancelled" and captured not in (0, total):
            broken.append(f"order {pk} is cancelled and captured {captured}")
    return broken


def escrow_is_what_is_left() -> Findings:
    """An order's escrow is its lines' figures, less corrections, less the lines that were released."""
    captured = {
        order for (order,) in ask("SELECT order_id FROM ledger_escrowbalance WHERE captured_minor > 0")
    }
    released = {key for (key,) in ask("SELECT key FROM ledger_entry WHERE key LIKE %s", "release:%")}
    taken: defaultdict[int, int] = defaultdict(int)
    for line, figures in ask("SELECT line_id, figures FROM orders_correction"):
        taken[line] += sum(numbers(figures).values())
    left: defaultdict[tuple[int], int] = defaultdict(int)
    for pk, order, shipment, figures, total in ask(
        "SELECT id, order_id, shipment_id, figures, total_minor FROM orders_orderline"
    ):
        quoted = sum(int(figure["minor"]) for figure in listed(figures))
        if quoted != total:
            return [f"line {pk} costs {total} and its parts {quoted}"]
        if order in captured and f"release:{shipment}/{pk}" not in released:
            left[(order,)] += quoted - taken[pk]
    return compare(
        "escrow of order", sums("SELECT order_id, held_minor FROM ledger_escrowbalance"), dict(left)
    )
