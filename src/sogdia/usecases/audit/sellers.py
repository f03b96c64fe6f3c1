"""Invariants of what sellers were promised, are owed, and were sent."""

from __future__ import annotations

from collections import defaultdict

from sogdia.usecases.audit.rows import Findings, ask, compare, numbers, sums

_POSTED = "FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id JOIN ledger_entry e ON e.id = p.entry_id"


def settlements_keep_promises() -> Findings:
    """A settled shipment earned exactly the promise of its released lines, less what corrections took off."""
    released = {key for (key,) in ask("SELECT key FROM ledger_entry WHERE key LIKE %s", "release:%")}
    off: defaultdict[int, int] = defaultdict(int)
    for line, parts in ask("SELECT line_id, seller_parts FROM orders_correction"):
        off[line] += numbers(parts).get("net", 0)
    earned: defaultdict[tuple[object, ...], int] = defaultdict(int)
    promised: defaultdict[tuple[object, ...], int] = defaultdict(int)
    for pk, shipment, parts in ask("SELECT id, shipment_id, seller_parts FROM orders_orderline"):
        net = numbers(parts).get("net", 0)
        promised[(shipment,)] += net
        if f"release:{shipment}/{pk}" in released:
            earned[(shipment,)] += net - off[pk]
    settled = sums("SELECT shipment_id, net_minor FROM settlement_settlement")
    said = sums("SELECT shipment_id, promised_minor FROM settlement_settlement")
    counted = {key: promised[key] for key in said}
    posted = sums(
        f"SELECT p.shipment_id, -SUM(p.amount_minor) {_POSTED} WHERE e.kind = 'release' AND p.part = 'net'"
        " AND a.code IN ('seller-payable', 'working-capital') GROUP BY p.shipment_id"
    )
    return [
        *compare("net of shipment", settled, dict(earned)),
        *compare("promise of shipment", said, counted),
        *compare("released net of shipment", settled, posted),
    ]


def sellers_owed() -> Findings:
    """What the ledger owes a seller is what they are due, less what was netted and sent."""
    stated = sums(
        f"SELECT p.party_id, a.currency, -SUM(p.amount_minor) {_POSTED}"
        " WHERE a.code = 'seller-payable' AND p.party_id IS NOT NULL GROUP BY p.party_id, a.currency"
    )
    counted: defaultdict[tuple[object, ...], int] = defaultdict(int)
    for party, currency, minor in ask(
        "SELECT party_id, currency, SUM(amount_minor) FROM settlement_payable WHERE amount_minor > 0"
        " GROUP BY party_id, currency"
    ):
        counted[party, currency] += int(minor)
    for party, currency, minor in ask(
        "SELECT party_id, currency, SUM(amount_minor) FROM settlement_payout"
        " WHERE state IN ('sent', 'confirmed') GROUP BY party_id, currency"
    ):
        counted[party, currency] -= int(minor)
    for key, minor in _netted().items():
        counted[key] -= minor
    return compare("owed to seller", stated, dict(counted))


def _netted() -> dict[tuple[object, ...], int]:
    """What sellers owed and payouts that were ever sent took off."""
    return sums(
        "SELECT d.party_id, d.currency, -SUM(d.amount_minor) FROM settlement_payable d"
        " JOIN settlement_payout o ON o.id = d.payout_id"
        " WHERE d.amount_minor < 0 AND (o.state IN ('sent', 'confirmed') OR o.failure <> '')"
        " GROUP BY d.party_id, d.currency"
    )


def sellers_owe() -> Findings:
    """What the ledger says a seller owes is what was not netted yet."""
    stated = sums(
        f"SELECT p.party_id, a.currency, SUM(p.amount_minor) {_POSTED}"
        " WHERE a.code = 'seller-receivable' GROUP BY p.party_id, a.currency"
    )
    counted = sums(
        "SELECT party_id, currency, -SUM(amount_minor) FROM settlement_payable WHERE amount_minor < 0"
        " GROUP BY party_id, currency"
    )
    for key, minor in _netted().items():
        counted[key] = counted.get(key, 0) - minor
    return compare("owed by seller", stated, counted)


def payouts_in_transit() -> Findings:
    """What the ledger says is on its way are the payouts that were sent and not confirmed; each pays its payables."""
    stated = sums(
        f"SELECT p.party_id, a.currency, -SUM(p.amount_minor) {_POSTED}"
        " WHERE a.code = 'payout-in-transit' GROUP BY p.party_id, a.currency"
    )
    counted = sums(
        "SELECT party_id, currency, SUM(amount_minor) FROM settlement_payout WHERE state = 'sent'"
        " GROUP BY party_id, currency"
    )
    paid = sums("SELECT id, amount_minor FROM settlement_payout")
    due = sums(
        "SELECT payout_id, SUM(amount_minor) FROM settlement_payable WHERE payout_id IS NOT NULL GROUP BY payout_id"
    )
    return compare("in transit to seller", stated, counted) + compare("payout", paid, due)
