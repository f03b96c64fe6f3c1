"""What was settled in a region: one row per shipment, product and producer, corrections taken off."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Min, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from sogdia.apps.orders.models import Correction, OrderLine, Shipment
from sogdia.apps.settlement.models import Payable, Settlement, TrueUpShare
from sogdia.domain import money
from sogdia.domain.pricing.parts import Part


@dataclass(frozen=True, slots=True)
class Sale:
    """What one producer's goods in one shipment brought: minor units of ``currency`` and grams, as accepted."""

    month: dt.date
    shipment_id: int
    region_id: int
    product_id: int
    producer_id: int
    currency: str
    mass_g: int
    net_minor: int
    freight_minor: int
    days_to_money: int | None


def settled(region_ids: Iterable[int], *, since: dt.datetime, zone: str) -> list[Sale]:
    """Give what was settled since then of goods from these regions; five queries, whatever their number."""
    regions = set(region_ids)
    when = {
        row["shipment_id"]: row["settled_at"].astimezone(ZoneInfo(zone)).date().replace(day=1)
        for row in Settlement.objects.filter(settled_at__gte=since).values("shipment_id", "settled_at")
    }
    # A subquery, not a list of ids: a busy year has more shipments than a statement takes parameters.
    scope = Settlement.objects.filter(settled_at__gte=since).values("shipment_id")
    lines = _by_line(OrderLine.objects.filter(shipment_id__in=scope), "", "seller_currency")
    for key, row in _by_line(Correction.objects.filter(line__shipment_id__in=scope), "line__").items():
        lines[key]["mass"] += row["mass"]
        lines[key]["net"] -= row["net"]
    freight, waits = _freight(scope), _waits(scope)
    by_shipment: dict[int, list[Any]] = defaultdict(list)
    for key, row in lines.items():
        by_shipment[key[0]].append((key, row))
    found: list[Sale] = []
    for shipment_id, rows in by_shipment.items():
        weights = [max(row["mass"], 0) for _key, row in rows]
        shares = money.allocate(freight.get(shipment_id, 0), weights) if any(weights) else [0] * len(rows)
        found += [
            Sale(
                when[shipment_id], shipment_id, key[1], key[2], key[3], row["currency"], row["mass"], row["net"],
                share, waits.get(shipment_id),
            )
            for (key, row), share in zip(rows, shares, strict=True)
            if key[1] in regions and row["mass"] > 0
        ]  # fmt: skip
    return found


def _by_line(
    rows: QuerySet[Any], prefix: str, currency: str = ""
) -> dict[tuple[int, int, int, int], dict[str, Any]]:
    names = [
        f"{prefix}{name}" for name in ("shipment_id", "product__region_id", "product_id", "lot__producer_id")
    ]
    more = [currency] if currency else []
    sums = rows.values(*names, *more).annotate(
        mass=Sum("net_mass_g"), net=Sum(Cast(KT(f"seller_parts__{Part.NET}"), BigIntegerField()))
    )
    return {
        tuple(row[name] for name in names): {
            "mass": row["mass"] or 0,
            "net": row["net"] or 0,
            "currency": row.get(currency, ""),
        }
        for row in sums.order_by(*names)
    }


def _freight(scope: QuerySet[Any, Any]) -> dict[int, int]:
    """Give each shipment's freight on the lane: what it caused, and its true share or else the quoted ceiling."""
    true = dict(TrueUpShare.objects.filter(shipment_id__in=scope).values_list("shipment_id", "share_minor"))
    rows = Shipment.objects.filter(pk__in=scope).values_list("pk", "shared_minor", "caused_minor")
    return {pk: true.get(pk, shared) + caused for pk, shared, caused in rows}


def _waits(scope: QuerySet[Any, Any]) -> dict[int, int]:
    """Give for each shipment the days from the buyer's payment to the first money sent to the seller."""
    rows = (
        Payable.objects.filter(
            shipment_id__in=scope, kind__in=("advance", "net"), payout__sent_at__isnull=False
        )
        .values("shipment_id", "shipment__order__paid_at")
        .annotate(sent=Min("payout__sent_at"))
    )
    return {
        row["shipment_id"]: (row["sent"].date() - row["shipment__order__paid_at"].date()).days
        for row in rows
        if row["shipment__order__paid_at"]
    }
