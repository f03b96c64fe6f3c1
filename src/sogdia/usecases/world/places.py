"""Load regions, agreements, hubs, lanes and the departures of the next weeks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from sogdia.apps.departures.models import Departure, Hub, Lane, LaneService
from sogdia.apps.markets.models import Market
from sogdia.apps.parties.models import Party
from sogdia.apps.regions.models import Agreement, Region
from sogdia.usecases.world.files import day, rows

_STATES = {"negotiating": "negotiation"}
AHEAD = timedelta(weeks=8)


def load_regions() -> int:
    """Load regions, parents first, and the agreements of provinces."""
    found = rows("regions.json")
    by_code: dict[str, Region] = {}
    waiting = list(found)
    while waiting:
        ready = [row for row in waiting if not row["parent"] or row["parent"] in by_code]
        assert ready, f"parents missing: {[row['code'] for row in waiting]}"
        for row in ready:
            by_code[row["code"]] = _region(row, by_code.get(row["parent"] or ""))
        waiting = [row for row in waiting if row["code"] not in by_code]
    return len(found)


def _region(row: dict[str, Any], parent: Region | None) -> Region:
    agreement = row.get("agreement")
    state = _STATES.get(agreement["status"], agreement["status"]) if agreement else ""
    region, _made = Region.objects.update_or_create(
        code=row["code"],
        defaults={
            "names": row["name"],
            "parent": parent,
            "level": row["level"],
            "gb_code": row.get("gb_code") or "",
            "latitude": row["lat"],
            "longitude": row["lon"],
            "story": row.get("story") or {},
            "picture": row.get("picture") or "",
            "is_live": state == "live",
            "source": row["source"][:300],
        },
    )
    if agreement:
        Agreement.objects.get_or_create(
            region=region,
            defaults={
                "state": state,
                "scope": agreement["scope"],
                "signed_on": day(agreement["signed_on"]),
                "live_on": day(agreement["signed_on"]) if state == "live" else None,
            },
        )
    return region


def load_hubs() -> int:
    """Load hubs."""
    found = rows("hubs.json")
    for row in found:
        Hub.objects.update_or_create(
            code=row["code"],
            defaults={
                "names": row["name"],
                "city": row["city"]["en"],
                "address": row["address"][:200],
                "latitude": row["lat"],
                "longitude": row["lon"],
                "timezone": row["timezone"],
                "is_main": row["is_main"],
                "source": row["source"][:300],
            },
        )
    return len(found)


def load_lanes() -> int:
    """Load lanes with their tariff, and how each serves its markets."""
    found = rows("lanes.json")
    hubs = {hub.code: hub for hub in Hub.objects.all()}
    markets = {market.code: market for market in Market.objects.all()}
    for row in found:
        carrier = _carrier(row)
        lane, _made = Lane.objects.update_or_create(
            code=row["code"], defaults=_lane(row, hubs[row["hub"]], carrier)
        )
        for code in row["serves"]:
            _service(lane, markets[code], row)
    return len(found)


def _carrier(row: dict[str, Any]) -> Party:
    name = {
        "road": "Ili Road Caravans",
        "rail": "Dzungaria Rail Forwarders",
        "air": "Tianshan Air Freight",
    }.get(row["mode"], "Eastern Sea and Air")
    party, _made = Party.objects.get_or_create(
        code=slugify(name),
        defaults={
            "names": {"en": name},
            "legal_names": {"en": f"{name} Co. (fictional)"},
            "is_carrier": True,
            "state": "verified",
            "source": "fictional",
        },
    )
    return party


def _lane(row: dict[str, Any], hub: Hub, carrier: Party) -> dict[str, Any]:
    gateway, standalone = row["gateway"], row["standalone"]
    same = (
        "mode", "last_mile_days_min", "last_mile_days_max", "transit_days_min", "transit_days_max", "temperatures", "vehicle",
        "capacity_mass_g", "capacity_volume_cm3", "currency", "vehicle_fixed_minor", "per_kg_minor", "per_m3_minor",
        "minimum_minor", "surcharge_minor", "careful_fill_bp", "minimum_fill_bp", "insurance_bp", "border_share_bp",
        "checked_on",
    )  # fmt: skip
    return {
        **{name: row[name] for name in same if not name.startswith("last_mile")},
        "series": row["code"],
        "hub": hub,
        "carrier": carrier,
        "gateway_names": gateway["name"],
        "gateway_country": gateway["country"],
        "latitude": gateway["lat"],
        "longitude": gateway["lon"],
        "via_names": row["via"] or {},
        "weekdays": row["frequency"]["weekdays"],
        "every_weeks": row["frequency"]["every_weeks"],
        "leaves_at": time.fromisoformat(row["leaves_at"]),
        "cutoff_hours": row["cutoff_hours_before"],
        "wm_kg_per_m3": row["wm_ratio_kg_per_m3"],
        "standalone_per_kg_minor": standalone["per_kg_minor"],
        "standalone_minimum_minor": standalone["minimum_minor"],
        "source": row["source"][:400],
    }


def _service(lane: Lane, market: Market, row: dict[str, Any]) -> None:
    mile, entry, clearing = (
        row["last_mile"][market.code],
        row["entry_mode"][market.code],
        row["clearing"][market.code],
    )
    LaneService.objects.update_or_create(
        lane=lane,
        market=market,
        defaults={
            "entry_mode": entry["mode"],
            "importer_of_record": entry.get("importer_of_record") or "",
            "last_mile_days_min": mile["days_min"],
            "last_mile_days_max": mile["days_max"],
            "last_mile_currency": mile["currency"],
            "last_mile_per_shipment_minor": mile["per_shipment_minor"],
            "last_mile_per_kg_minor": mile["per_kg_minor"],
            "clearing_currency": clearing["currency"],
            "clearing_per_entry_minor": clearing["per_entry_minor"],
            "clearing_per_kg_minor": clearing["per_kg_minor"],
            "source": (row.get("price_source") or "")[:400],
            "checked_on": row["checked_on"],
        },
    )


def plan_departures(
    *, at: datetime, back: timedelta = timedelta(0), further: Mapping[str, timedelta] | None = None
) -> int:
    """
    Make the departures of every lane from ``at - back`` to eight weeks ahead that are not there yet.

    ``further`` names lanes, by code, that look back longer.
    """
    made = 0
    for lane in Lane.objects.filter(is_active=True).select_related("hub"):
        zone = ZoneInfo(lane.hub.timezone)
        back_of_lane = (further or {}).get(lane.code, back)
        first = (at - back_of_lane).astimezone(zone).date()
        for offset in range((AHEAD + back_of_lane).days + 1):
            made += _departure(lane, first + timedelta(days=offset), zone)
    return made


#: Weeks are counted from this Monday, so that a lane that runs every second week keeps its weeks.
_FIRST_MONDAY = date(2026, 1, 5)


def _departure(lane: Lane, on: date, zone: ZoneInfo) -> bool:
    week = (on - _FIRST_MONDAY).days // 7
    if on.weekday() not in lane.weekdays or week % lane.every_weeks:
        return False
    leaves_at = datetime.combine(on, lane.leaves_at, tzinfo=zone)
    number = (week // lane.every_weeks) * len(lane.weekdays) + sorted(lane.weekdays).index(on.weekday()) + 1
    _departure_row, made = Departure.objects.get_or_create(
        ref=f"{lane.series} {number:03d}",
        defaults={
            "lane": lane,
            "leaves_at": leaves_at,
            "cutoff_at": leaves_at - timedelta(hours=lane.cutoff_hours),
            "capacity_mass_g": lane.capacity_mass_g,
            "capacity_volume_cm3": lane.capacity_volume_cm3,
        },
    )
    return made
