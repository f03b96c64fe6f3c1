"""What an officer sees of their own region: outcomes by month, counties, products, sellers, the agreement."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from sogdia.apps.catalogue.models import Product
from sogdia.apps.officers import sales
from sogdia.apps.officers.sales import Sale
from sogdia.apps.parties.models import Party
from sogdia.apps.regions import selectors as regions
from sogdia.apps.regions.models import Agreement, AgreementStep, Region
from sogdia.apps.regions.selectors import RegionFacts
from sogdia.domain import money
from sogdia.domain.cells import is_withheld
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.texts import pick

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """What a group of sales brought: minor units of the region's currency, grams; days are those of half of all."""

    producers: int = 0
    sales: int = 0
    mass_g: int = 0
    net_minor: int = 0
    freight_minor: int = 0
    days_to_money: int | None = None
    is_withheld: bool = False

    @property
    def net_per_kg_minor(self) -> int | None:
        """Give the producers' net for a kilogram."""
        return _per_kg(self.net_minor, self.mass_g)

    @property
    def freight_per_kg_minor(self) -> int | None:
        """Give the freight of a kilogram."""
        return _per_kg(self.freight_minor, self.mass_g)


@dataclass(frozen=True, slots=True)
class Row:
    """One county or product with its figures; counties have a place."""

    id: int
    name: str
    figures: Figures
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    county: str = ""
    prefecture_id: int = 0
    harvest_months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cockpit:
    """An officer's region: this month and the eleven before, by county, by product, by both."""

    region: RegionFacts
    currency: str
    months: tuple[tuple[dt.date, Figures], ...]
    counties: tuple[Row, ...]
    products: tuple[Row, ...]
    cells: tuple[Row, ...]
    places: tuple[Row, ...]
    is_for_others: bool = False

    @property
    def now(self) -> Figures:
        """Give this month's figures."""
        return self.months[-1][1]

    @property
    def before(self) -> Figures:
        """Give the figures of the month before."""
        return self.months[-2][1]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was settled in the twelve months."""
        return not any(figures.sales for _month, figures in self.months)


@dataclass(frozen=True, slots=True)
class SellerRow:
    """A seller of the region: where, how far, what it offers."""

    code: str
    name: str
    county: str
    kind: str
    state: str
    joined_on: dt.date | None
    members: int
    products: int


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The agreement of the region and the steps it took."""

    state: str
    scope: tuple[str, ...]
    signed_on: dt.date | None
    live_on: dt.date | None
    ended_on: dt.date | None
    steps: tuple[tuple[str, dt.datetime, str], ...]


def own_region(viewer: Viewer) -> RegionFacts:
    """
    Give the region the viewer is an officer of.

    :raises sogdia.domain.refusals.NotAllowed: for whoever is none.
    """
    viewer.require(Role.OFFICER)
    own = viewer.regions()
    for one in regions.list_regions(viewer):
        if one.id in own:
            return one
    raise NotAllowed("An officer without a region.")


def get_cockpit(viewer: Viewer, *, at: dt.datetime, zone: str, is_for_others: bool = False) -> Cockpit:
    """
    Give the figures of the viewer's own region; ``is_for_others`` withholds cells of fewer than five producers.

    Months are those of ``zone``. Sales in another currency than most of the region's are left out of sums.

    :raises sogdia.domain.refusals.NotAllowed: for whoever is no officer.
    """
    region = own_region(viewer)
    today = at.astimezone(ZoneInfo(zone)).date()
    months = _months(today)
    since = dt.datetime.combine(months[0], dt.time(), ZoneInfo(zone))
    found = sales.settled(region.all_ids, since=since, zone=zone)
    currency = _main_currency(found)
    found = [sale for sale in found if sale.currency == currency]
    by_month = {month: [sale for sale in found if sale.month == month] for month in months}
    places = {row.pk: row for row in Region.objects.filter(pk__in=region.all_ids)}
    goods = {row.pk: row for row in Product.objects.filter(pk__in={sale.product_id for sale in found})}

    def figures(group: Iterable[Sale]) -> Figures:
        return _figures(list(group), is_for_others=is_for_others)

    return Cockpit(
        region=region,
        currency=currency,
        months=tuple((month, figures(group)) for month, group in by_month.items()),
        counties=_sorted(
            _place_row(places[pk], figures(group)) for pk, group in _groups(found, "region_id").items()
        ),
        products=_sorted(
            _good_row(goods[pk], figures(group)) for pk, group in _groups(found, "product_id").items()
        ),
        cells=_sorted(
            _good_row(goods[product_id], figures(group), county=pick(places[region_id].names))
            for (region_id, product_id), group in _cells(found).items()
        ),
        places=tuple(
            _place_row(row, Figures())
            for row in places.values()
            if row.level == "prefecture" and row.latitude
        ),
        is_for_others=is_for_others,
    )


def list_sellers(viewer: Viewer) -> list[SellerRow]:
    """
    Give the sellers of the viewer's own region, those who wait first.

    :raises sogdia.domain.refusals.NotAllowed: for whoever is no officer.
    """
    region = own_region(viewer)
    offered = {
        row["seller_id"]: row["count"]
        for row in Product.objects.filter(seller__region_id__in=region.all_ids)
        .values("seller_id")
        .annotate(count=Count("id", filter=Q(state="published")))
    }
    rows = Party.objects.filter(is_seller=True, region_id__in=region.all_ids).select_related("region")
    found = [
        SellerRow(
            code=row.code,
            name=pick(row.names),
            county=pick(row.region.names) if row.region else "",
            kind=row.kind,
            state=row.state,
            joined_on=row.joined_on,
            members=row.member_count,
            products=offered.get(row.pk, 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.state == "verified", one.name))


def get_agreement(viewer: Viewer) -> AgreementView:
    """
    Give the agreement of the viewer's own region.

    :raises sogdia.domain.refusals.NotFound: when there is none yet. :raises sogdia.domain.refusals.NotAllowed:
    """
    region = own_region(viewer)
    above = [region.code, *(code for code, _names in region.parents)]
    row = Agreement.objects.filter(region__code__in=above).order_by("-region__level").first()
    if row is None:
        raise NotFound("No agreement.")
    steps = AgreementStep.objects.filter(agreement=row).order_by("at", "id")
    return AgreementView(
        state=row.state,
        scope=tuple(row.scope),
        signed_on=row.signed_on,
        live_on=row.live_on,
        ended_on=row.ended_on,
        steps=tuple((step.state, step.at, step.reason) for step in steps),
    )


def _months(today: dt.date) -> list[dt.date]:
    last = today.year * 12 + today.month - 1
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]


def _main_currency(found: list[Sale]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for sale in found:
        counts[sale.currency] += 1
    return max(counts, key=lambda code: (counts[code], code), default="CNY")


def _figures(group: list[Sale], *, is_for_others: bool) -> Figures:
    producers = len({sale.producer_id for sale in group})
    if is_withheld(producers, is_for_others=is_for_others):
        return Figures(is_withheld=True)
    waits = {sale.shipment_id: sale.days_to_money for sale in group if sale.days_to_money is not None}
    return Figures(
        producers=producers,
        sales=len({sale.shipment_id for sale in group}),
        mass_g=sum(sale.mass_g for sale in group),
        net_minor=sum(sale.net_minor for sale in group),
        freight_minor=sum(sale.freight_minor for sale in group),
        days_to_money=int(statistics.median_high(waits.values())) if waits else None,
    )


def _groups(found: list[Sale], name: str) -> dict[int, list[Sale]]:
    groups: dict[int, list[Sale]] = defaultdict(list)
    for sale in found:
        groups[getattr(sale, name)].append(sale)
    return groups


def _cells(found: list[Sale]) -> dict[tuple[int, int], list[Sale]]:
    groups: dict[tuple[int, int], list[Sale]] = defaultdict(list)
    for sale in found:
        groups[sale.region_id, sale.product_id].append(sale)
    return groups


def _place_row(row: Region, figures: Figures) -> Row:
    within = row.parent_id if row.level == "county" and row.parent_id else row.pk
    return Row(
        row.pk, pick(row.names), figures, latitude=row.latitude, longitude=row.longitude, prefecture_id=within
    )  # fmt: skip


def _good_row(row: Product, figures: Figures, *, county: str = "") -> Row:
    return Row(row.pk, pick(row.names), figures, county=county, harvest_months=tuple(row.harvest_months))


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.figures.mass_g, row.name)))


def _per_kg(minor: int, mass_g: int) -> int | None:
    return money.rounded(Fraction(minor * 1000, mass_g)) if mass_g else None
