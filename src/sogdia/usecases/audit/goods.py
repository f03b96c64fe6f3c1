"""Invariants of lots, departures and true freight."""

from __future__ import annotations

import json
from collections import defaultdict

from sogdia.usecases.audit.rows import Findings, ask, compare, listed, numbers, sums


def lots_promised() -> Findings:
    """What a lot says is reserved and sold is what its reservations add up to, and never more than it holds."""
    broken: Findings = []
    for column, state in (("qty_reserved", "held"), ("qty_sold", "sold")):
        stated = sums(f"SELECT id, {column} FROM lots_lot")
        counted = sums(
            "SELECT lot_id, SUM(qty) FROM lots_reservation WHERE state = %s GROUP BY lot_id", state
        )
        broken += compare(f"{state} of lot", stated, counted)
    over = ask(
        "SELECT id FROM lots_lot WHERE qty_reserved + qty_sold > qty_total OR qty_handed_over > qty_sold"
    )
    return broken + [f"lot {pk} promises more than it holds" for (pk,) in over]


def departures_booked() -> Findings:
    """What a departure says is booked is what its shipments weigh and measure, and never more than it carries."""
    broken: Findings = []
    never_aboard = _never_aboard()
    rows = ask(
        "SELECT id, departure_id, gross_mass_g, volume_cm3 FROM orders_shipment"
        " WHERE state NOT IN ('expired', 'cancelled', 'refused-by-seller')"
    )
    for place, column in ((2, "booked_mass_g"), (3, "booked_volume_cm3")):
        stated = sums(f"SELECT id, {column} FROM departures_departure")
        counted: defaultdict[tuple[object, ...], int] = defaultdict(int)
        for row in rows:
            counted[(row[1],)] += 0 if row[0] in never_aboard else int(row[place])
        broken += compare(f"{column} of departure", stated, dict(counted))
    return broken


def _never_aboard() -> set[object]:
    """Give the shipments that ended before their departure was sealed."""
    return {
        shipment
        for shipment, data in ask("SELECT shipment_id, data FROM tracing_traceevent WHERE kind = 'ended'")
        if (json.loads(data) if isinstance(data, str) else data).get("frees_room")
    }


def true_ups_add_up() -> Findings:
    """Shares and under-recovery are the true cost; refunds are the corrections; the ledger says the same."""
    broken: Findings = []
    shares = sums("SELECT true_up_id, SUM(share_minor) FROM settlement_trueupshare GROUP BY true_up_id")
    under: dict[tuple[object, ...], int] = {}
    for pk, departure, true, shared, missing in ask(
        "SELECT id, departure_id, true_fixed_minor, shared_minor, under_recovery_minor FROM settlement_trueup"
    ):
        under[(f"true-freight:{departure}",)] = missing
        if true != shared + missing or shares.get((pk,), 0) != shared:
            broken.append(f"true-up {pk}: {shares.get((pk,), 0)} shared, {missing} missing, {true} true")
    broken += compare("under-recovery", under, _under_recovered())
    over = ask("SELECT id FROM settlement_trueupshare WHERE share_minor > quoted_minor OR refund_minor < 0")
    never_aboard = _never_aboard()
    ashore = [
        row[0] for row in ask("SELECT shipment_id FROM settlement_trueupshare") if row[0] in never_aboard
    ]
    return [
        *broken,
        *(f"share {pk} is above its ceiling" for (pk,) in over),
        *(f"shipment {pk} has a share of a vehicle it was never aboard" for pk in ashore),
        *_refunds(),
    ]


def _under_recovered() -> dict[tuple[object, ...], int]:
    return sums(
        "SELECT e.key, SUM(p.amount_minor) FROM ledger_posting p"
        " JOIN ledger_ledgeraccount a ON a.id = p.account_id JOIN ledger_entry e ON e.id = p.entry_id"
        " WHERE a.code = 'freight-under-recovery' GROUP BY e.key"
    )


def _refunds() -> Findings:
    stated = sums("SELECT shipment_id, refund_minor FROM settlement_trueupshare")
    counted: defaultdict[tuple[object, ...], int] = defaultdict(int)
    for shipment, refund, figures, covered in ask(
        "SELECT l.shipment_id, c.refund_minor, c.figures, c.covered FROM orders_correction c"
        " JOIN orders_orderline l ON l.id = c.line_id WHERE c.kind = 'freight'"
    ):
        counted[(shipment,)] += refund
        others = sum(int(row["minor"]) for row in listed(covered))
        if sum(numbers(figures).values()) + others != refund:
            return [f"freight refund of shipment {shipment} is not its figures"]
    return compare("freight refund of shipment", stated, dict(counted))
