"""Move a lot's stock: hold, sell, release, hand over; rows locked in id order, every step a conditional update."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import F, QuerySet

from sogdia.apps.lots.models import Lot, Reservation
from sogdia.domain.refusals import Refusal
from sogdia.domain.stock import LotTooSmall
from sogdia.plumbing import written
from sogdia.plumbing.prepared import Prepared, PreparedUpdate


class ReservationGone(Refusal):
    """The goods were held for a time that is over."""

    code = "reservation-gone"


_RESERVATIONS = Prepared(
    lambda order: Reservation.objects.filter(order_id=order).order_by("lot_id", "pk"), int
)
_RESERVE = PreparedUpdate(
    lambda lot, qty: (_with_left(lot, qty), {"qty_reserved": F("qty_reserved") + qty}), int, int
)
_SELL_FREE = PreparedUpdate(
    lambda lot, qty: (_with_left(lot, qty), {"qty_sold": F("qty_sold") + qty}), int, int
)
_SELL_RESERVED = PreparedUpdate(
    lambda lot, qty: (
        Lot.objects.filter(pk=lot, qty_reserved__gte=qty),
        {"qty_reserved": F("qty_reserved") - qty, "qty_sold": F("qty_sold") + qty},
    ),
    int,
    int,
)
_TURN = PreparedUpdate(
    lambda order: (Reservation.objects.filter(order_id=order, state="held"), {"state": "sold"}), int
)


def _with_left(lot_id: int, qty: int) -> QuerySet[Lot]:
    return Lot.objects.filter(pk=lot_id, state="open", qty_total__gte=F("qty_reserved") + F("qty_sold") + qty)


def lock(lot_ids: list[int] | set[int]) -> list[Lot]:
    """Lock rows in id order, so that two baskets with opposite lines never wait for each other."""
    assert connection.in_atomic_block, "a lock belongs to a transaction"
    return list(
        Lot.objects.select_for_update(of=("self",))
        .filter(pk__in=lot_ids)
        .select_related("product")
        .order_by("pk")
    )


def hold(order_id: int, wanted: Mapping[int, int], *, expires_at: datetime) -> None:
    """
    Reserve ``wanted`` (stock units by lot id, demand already added up per lot) for an order until a time.

    :raises sogdia.domain.stock.LotTooSmall: with ``lot``, ``left``, ``asked`` and ``unit``; then nothing is held.
    """
    for lot_id in sorted(wanted):
        _hold(lot_id, wanted[lot_id], _RESERVE)
    written.insert_all(
        Reservation(lot_id=lot_id, order_id=order_id, qty=wanted[lot_id], expires_at=expires_at)
        for lot_id in sorted(wanted)
    )


def _hold(lot_id: int, qty: int, move: PreparedUpdate) -> None:
    assert qty > 0, "a reservation keeps something"
    if move.run(lot_id, qty):
        return
    lot = Lot.objects.select_related("product").get(pk=lot_id)
    left = lot.qty_total - lot.qty_reserved - lot.qty_sold if lot.state == "open" else 0
    raise LotTooSmall(
        f"Lot {lot.ref} has {left} left, {qty} asked.",
        lot=lot.ref,
        left=left,
        asked=qty,
        unit=lot.product.stock_unit,
    )


def extend(order_id: int, *, expires_at: datetime) -> None:
    """Keep what is held for an order until another time: a way of paying that takes longer was chosen."""
    Reservation.objects.filter(order_id=order_id, state="held").update(expires_at=expires_at)


def sell(order_id: int) -> None:
    """
    Turn everything held for an order into sold.

    :raises ReservationGone: something of it is not held any more.
    """
    mine = _RESERVATIONS.all(order_id)
    rows = [row for row in mine if row.state == "held"]
    if not rows or any(row.state == "released" for row in mine):
        raise ReservationGone(f"Order {order_id} holds nothing, or not everything.")
    for row in rows:
        moved = _SELL_RESERVED.run(row.lot_id, row.qty)
        assert moved == 1, "what is held is reserved"
    turned = _TURN.run(order_id)
    assert turned == len(rows), "whoever moves an order's reservations has locked the order"


def revive(order_id: int) -> None:
    """
    Sell what had been released when the order expired, if it is still there.

    :raises sogdia.domain.stock.LotTooSmall: and then the caller's savepoint takes everything back.
    """
    rows = _of(order_id, "released")
    for row in rows:
        _hold(row.lot_id, row.qty, _SELL_FREE)
    Reservation.objects.filter(order_id=order_id, state="released").update(state="sold")


def release(order_id: int) -> int:
    """Give back everything held for an order that was not paid; gives how many reservations ended."""
    rows = _of(order_id, "held")
    for row in rows:
        moved = Lot.objects.filter(pk=row.lot_id, qty_reserved__gte=row.qty).update(
            qty_reserved=F("qty_reserved") - row.qty
        )
        assert moved == 1, "what is held is reserved"
    return Reservation.objects.filter(order_id=order_id, state="held").update(state="released")


def unsell(order_id: int, quantities: Mapping[int, int] | None = None) -> None:
    """
    Offer sold goods again that never left the seller: all of an order's, or ``quantities`` by lot id.

    What was handed over does not come back here.
    """
    for row in _of(order_id, "sold"):
        qty = row.qty if quantities is None else quantities.get(row.lot_id, 0)
        if not qty:
            continue
        moved = Lot.objects.filter(pk=row.lot_id, qty_sold__gte=F("qty_handed_over") + qty).update(
            qty_sold=F("qty_sold") - qty
        )
        assert moved == 1 and qty <= row.qty, "only what is sold and not handed over comes back"
        if qty == row.qty:
            Reservation.objects.filter(pk=row.pk).update(state="released")
        else:
            Reservation.objects.filter(pk=row.pk).update(qty=F("qty") - qty)


def hand_over(order_id: int, quantities: Mapping[int, int]) -> None:
    """The goods left the seller for the hub: sold stock units by lot id."""
    sold = {row.lot_id: row.qty for row in _of(order_id, "sold")}
    for lot_id in sorted(quantities):
        qty = quantities[lot_id]
        assert 0 < qty <= sold.get(lot_id, 0), "only what is sold is handed over"
        moved = Lot.objects.filter(pk=lot_id, qty_sold__gte=F("qty_handed_over") + qty).update(
            qty_handed_over=F("qty_handed_over") + qty
        )
        assert moved == 1, "a lot hands over what was sold, once"


def _of(order_id: int, state: str) -> list[Reservation]:
    """Lock the lots of an order's reservations in id order, then give the reservations in that order."""
    mine = Reservation.objects.filter(order_id=order_id, state=state)
    lock(set(mine.values_list("lot_id", flat=True)))
    return list(mine.order_by("lot_id"))
