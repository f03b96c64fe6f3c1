"""Load markets, taxes, exchange rates, tariffs and admissibility."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sogdia.apps.markets.models import ExchangeRate, Market, VatRate
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.usecases.world.files import day, rows


def load_markets() -> int:
    """Load markets with their VAT rates; gives how many."""
    found = rows("markets.json")
    for position, row in enumerate(found):
        market, _made = Market.objects.update_or_create(code=row["code"], defaults=_market(row, position))
        for rate in row["vat"]["rates"]:
            for vat_class, rate_bp in rate["classes"].items():
                VatRate.objects.update_or_create(
                    market=market,
                    vat_class=vat_class,
                    valid_from=rate["valid_from"],
                    defaults={
                        "rate_bp": rate_bp,
                        "valid_to": rate["valid_to"],
                        "source": rate["source"][:400],
                        "checked_on": row["checked_on"],
                    },
                )
    return len(found)


def _market(row: dict[str, Any], position: int) -> dict[str, Any]:
    low = row["low_value"]
    return {
        "names": row["name"],
        "territory": row["customs_territory"],
        "currency": row["currency"],
        "languages": row["languages"],
        "timezone": row["timezone"],
        "basis": row["customs_basis"],
        "vat_includes_duty": row["vat"]["includes_duty"],
        "vat_includes_inland": row["vat"]["includes_inland_freight"],
        "vat_source": (row["vat"].get("base_source") or "")[:400],
        "low_value_kind": low["kind"] or "none",
        "low_value_limit_minor": low["limit_minor"] or 0,
        "low_value_flat_minor": low["flat_minor"] or 0,
        "low_value_currency": low["currency"] or "",
        "low_value_counts": "goods" if "without freight" in (low["basis"] or "") else "customs-value",
        "low_value_excludes": low.get("excluded_prefixes", []),
        "low_value_from": day(low["valid_from"]),
        "low_value_to": day(low["valid_to"]),
        "low_value_source": (low["source"] or "")[:400],
        "address_format": row["address_format"],
        "withdrawal_days": row.get("withdrawal", {}).get("days"),
        "withdrawal_source": row.get("withdrawal", {}).get("source", ""),
        "minimum_life_days": row["minimum_remaining_life_days"],
        "fx_max_age_days": row["fx_max_age_days"],
        "legal_mode": row["legal_mode"],
        "is_open": row["open"],
        "closed_reason": row["reason_code"] or "",
        "source": (row["source"] or "")[:400],
        "checked_on": row["checked_on"],
        "position": position,
    }


def load_rates() -> int:
    """Load exchange rates; a rate once there is never changed."""
    found = rows("fx.csv")
    for row in found:
        ExchangeRate.objects.get_or_create(
            base=row["base"],
            quote=row["quote"],
            as_of=row["as_of"],
            source=row["source"][:300],
            withdrawn_at=None,
            defaults={"value": Decimal(row["value"])},
        )
    return len(found)


def load_tariff() -> int:
    """Replace the measures of the territories that the files speak of; gives how many lines."""
    found = rows("tariff_measures.csv")
    territories = {row["territory"] for row in found}
    kept = {
        (m.territory, m.code, m.kind, m.origin, m.expression, str(m.valid_from)): m.pk
        for m in MeasureRow.objects.filter(territory__in=territories, of_import=None)
    }
    new = []
    for row in found:
        name = (
            row["territory"],
            row["code"],
            row["kind"],
            row["origin"],
            row["expression"],
            row["valid_from"],
        )
        if kept.pop(name, None) is None:
            new.append(
                MeasureRow(
                    territory=row["territory"],
                    code=row["code"],
                    kind=row["kind"],
                    origin=row["origin"],
                    expression=row["expression"],
                    rate_text=row["rate_text"][:300],
                    unit=row["unit"][:20],
                    proof=row["proof"][:80],
                    valid_from=row["valid_from"],
                    valid_to=day(row["valid_to"]),
                    source=row["source"][:400],
                    checked_on=row["checked_on"],
                    note=row["note"][:400],
                )
            )
    MeasureRow.objects.filter(pk__in=kept.values()).delete()
    MeasureRow.objects.bulk_create(new, batch_size=500)
    return len(found)


def load_admissibility() -> int:
    """Replace the admissibility rules by the file's."""
    found = rows("admissibility.csv")
    AdmissibilityRow.objects.all().delete()
    AdmissibilityRow.objects.bulk_create(
        AdmissibilityRow(
            destination=row["destination"],
            origin=row["origin"],
            origin_region=row["origin_region"] or "*",
            hs_prefix=row["hs_prefix"],
            effect=row["effect"],
            document=row["document"],
            test=row["test"],
            limit=Decimal(row["limit"]) if row["limit"] else None,
            unit=row["unit"],
            reason_key=row["reason_key"],
            legal_source=row["legal_source"][:400],
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            checked_on=row["checked_on"],
        )
        for row in found
    )
    return len(found)
