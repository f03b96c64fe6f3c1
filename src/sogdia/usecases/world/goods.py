"""Load sellers, products, packs, offers, classifications and lots."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sogdia.apps.catalogue.models import Classification, Offer, Pack, Product
from sogdia.apps.lots.models import Lot, LotTest
from sogdia.apps.parties.models import BankAccount, Licence, Party
from sogdia.apps.regions.models import Region
from sogdia.usecases.world.files import rows

_STATES = {"verified": "verified", "submitted": "submitted"}


def load_sellers(*, today: date) -> int:
    """Load sellers with licences and bank accounts; what a seller changed since is kept."""
    found = rows("sellers.json")
    regions = {region.code: region for region in Region.objects.all()}
    for row in found:
        party, made = Party.objects.get_or_create(
            code=row["code"],
            defaults={
                "kind": row["kind"],
                "names": row["display_name"],
                "legal_names": row["legal_name"],
                "region": regions[row["region"]],
                "story": row["story"],
                "is_seller": True,
                "state": _STATES.get(row["status"], "submitted"),
                "registration_kind": "cn-uscc",
                "registration_number": row["uscc"],
                "member_count": row["members"],
                "payout_mode": row["payout_mode"],
                "picture": regions[row["region"]].picture,
                "joined_on": today - timedelta(days=400),
                "source": row["source"][:300],
            },
        )
        if made:
            _papers(party, row, today)
    return len(found)


def _papers(party: Party, row: dict[str, Any], today: date) -> None:
    Licence.objects.bulk_create(
        Licence(
            party=party,
            kind=licence["kind"],
            number=licence["number"],
            valid_until=today + timedelta(days=licence["valid_to_days_from_today"]),
        )
        for licence in row["licences"]
    )
    bank = row["bank"]
    BankAccount.objects.create(party=party, holder=bank["holder"], account=bank["account"], bic=bank["bic"])


def load_products(*, at: datetime) -> int:
    """Load products with packs, offers and a broker's classification per customs territory."""
    found = rows("products.json")
    regions = {region.code: region for region in Region.objects.all()}
    sellers = {party.code: party for party in Party.objects.filter(is_seller=True)}
    decisions: dict[str, list[dict[str, Any]]] = {}
    for decision in rows("classifications.json"):
        decisions.setdefault(decision["hs6"], []).append(decision)
    for row in found:
        product = _product(row, regions[row["region"]], sellers[row["seller"]], at)
        _packs(product, row, at)
        for decision in decisions.get(row["hs6"], []):
            Classification.objects.get_or_create(
                product=product,
                territory=decision["territory"],
                defaults={
                    "code": decision["code"],
                    "vat_class": decision["vat_class"],
                    "state": "approved",
                    "reason": (decision.get("note") or "")[:500],
                    "asked_at": at,
                    "decided_at": at,
                },
            )
    return len(found)


def _product(row: dict[str, Any], region: Region, seller: Party, at: datetime) -> Product:
    gi = row.get("gi") or {}
    sells = seller.state == "verified"
    facts = {
        "seller": seller,
        "region": region,
        "names": row["name"],
        "summaries": row["summary"],
        "category": row["category"],
        "hs6": row["hs6"],
        "gi_names": gi.get("name") or {},
        "gi_notice": (gi.get("notice") or "")[:300],
        "stock_unit": row["stock_unit"],
        "temperature": row["temperature"],
        "harvest_months": row["harvest_months"],
        "shelf_life_days": row["shelf_life_days"],
        "grades": row["grades"],
        "search_words": row["search_words"],
        "illustration": row["illustration"],
        "illustration_alt": row["alt"],
        "ground": row["illustration"]["ground"],
        "source": row["source"][:300],
    }
    first = {"state": "published" if sells else "draft", "published_at": at if sells else None}
    product, _made = Product.objects.update_or_create(
        slug=row["code"], defaults=facts, create_defaults={**facts, **first}
    )
    return product


def _packs(product: Product, row: dict[str, Any], at: datetime) -> None:
    for position, given in enumerate(row["packs"]):
        pack, _made = Pack.objects.get_or_create(
            product=product,
            code=given["code"],
            defaults={
                "unit_qty": given["unit_qty"],
                "net_mass_g": given["net_mass_g"],
                "gross_mass_g": given["gross_mass_g"],
                "volume_cm3": given["volume_cm3"],
                "content_ml": given.get("content_ml"),
                "area_cm2": given.get("area_cm2"),
                "alcohol_bp": given.get("alcohol_bp"),
                "pairs": given.get("pairs"),
                "position": position,
            },
        )
        Offer.objects.get_or_create(
            pack=pack,
            defaults={
                "net_minor": given["net_minor"],
                "tiers": given.get("tiers") or row.get("tiers") or [],
                "changed_at": at,
            },
        )


def load_lots(*, at: datetime, today: date) -> int:
    """Load lots with their tests; a lot once there keeps what was reserved and sold of it."""
    found = rows("lots.json")
    products = {product.slug: product for product in Product.objects.all()}
    packs = {pack.product_id: pack for pack in Pack.objects.order_by("-position")}
    regions = {region.code: region for region in Region.objects.all()}
    parties = {party.code: party for party in Party.objects.filter(is_seller=True)}
    for row in found:
        product = products[row["product"]]
        harvested_on = today - timedelta(days=row["harvested_days_ago"])
        life = row["best_before_days"]
        pack = packs[product.pk]
        lot, made = Lot.objects.get_or_create(
            ref=row["code"],
            defaults={
                "product": product,
                "producer": parties[row["producer"]],
                "origin_region": regions[row["origin_region"]],
                "harvested_on": harvested_on,
                "best_before": None if life is None else harvested_on + timedelta(days=life),
                "grade": row["grade"],
                "qty_total": row["quantity"],
                "net_mass_g": row["quantity"] * pack.net_mass_g // pack.unit_qty,
                "place": row["place"],
                "made_at": at,
                "source": row["source"][:300],
            },
        )
        if made:
            LotTest.objects.bulk_create(_test(lot, test, today) for test in row["tests"])
    return len(found)


def _test(lot: Lot, test: dict[str, Any], today: date) -> LotTest:
    try:
        value = Decimal(str(test["found"]).replace("<", "").strip())
    except InvalidOperation:
        value = None
    return LotTest(
        lot=lot,
        name_code=test["name_code"],
        found=str(test["found"])[:40],
        found_value=value,
        unit=(test.get("unit") or "")[:20],
        limit=str(test.get("limit") or "")[:40],
        limit_source=(test.get("limit_source") or "")[:200],
        passed=test["passed"],
        laboratory=test["laboratory"],
        report_no=(test.get("report_no") or "")[:60],
        sampled_on=today - timedelta(days=test["sampled_days_ago"]),
    )
