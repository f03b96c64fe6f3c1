"""What a broker sees: products that wait for a code, what the tariff offers, and which lots open or close."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet, Sum

from sogdia.apps.catalogue.models import Classification, Pack, ProductPhoto
from sogdia.apps.lots.models import Lot
from sogdia.apps.markets.models import Market
from sogdia.apps.tariff.models import AdmissibilityRow, MeasureRow
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing import formats
from sogdia.plumbing.listing import FIRST_PAGE, Asked, ordered, page_of
from sogdia.plumbing.texts import pick

COLUMNS = {
    "goods": ("product__slug",),
    "territory": ("territory", "asked_at"),
    "code": ("product__hs6", "code"),
    "since": ("asked_at",),
    "decided": ("decided_at",),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A product in a customs territory: how far its code is, since when it waits, what depends on it."""

    id: int
    slug: str
    name: str
    seller: str
    ground: int
    territory: str
    markets: tuple[str, ...]
    hs6: str
    code: str
    vat_class: str
    state: str
    reason: str
    asked_at: dt.datetime
    decided_at: dt.datetime | None
    lots: int
    mass_g: int


@dataclass(frozen=True, slots=True)
class NationalLine:
    """A line of the territory's tariff: its code, every measure on it in the tariff's own words, where it says so."""

    code: str
    rates: tuple[tuple[str, str], ...]
    source: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True)
class Rule:
    """What the territory asks of such goods: the effect, the key of its sentence, its legal source."""

    effect: str
    reason_key: str
    legal_source: str
    destination: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided before, here or in another territory."""

    territory: str
    code: str
    vat_class: str
    state: str
    reason: str
    decided_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything a broker needs to decide."""

    case: Case
    summary: str
    gi_name: str
    region: str
    temperature: str
    packs: tuple[str, ...]
    photos: tuple[tuple[str, tuple[int, ...], str], ...]
    lines: tuple[NationalLine, ...]
    rules: tuple[Rule, ...]
    history: tuple[Decision, ...]
    elsewhere: tuple[Decision, ...]
    lot_refs: tuple[str, ...]


def list_cases(
    viewer: Viewer, *, state: str = "asked", territory: str = "", asked: Asked = FIRST_PAGE
) -> Page[Any]:
    """
    Give standing classifications by state and territory, those that wait longest first.

    :raises sogdia.domain.refusals.NotAllowed: for whoever is no broker.
    """
    viewer.require(Role.BROKER)
    rows = Classification.objects.exclude(state="replaced").select_related("product__seller")
    if state:
        rows = rows.filter(state=state)
    if territory:
        rows = rows.filter(territory=territory)
    found: Page[Any] = page_of(ordered(rows, asked, COLUMNS, otherwise=("asked_at", "id")), asked)
    found.object_list = _cases(list(found.object_list))
    return found


def count_by_state(viewer: Viewer) -> dict[str, int]:
    """Give how many stand in each state. :raises sogdia.domain.refusals.NotAllowed:"""
    viewer.require(Role.BROKER)
    rows = Classification.objects.exclude(state="replaced").values("state").annotate(n=Count("id"))
    return {row["state"]: row["n"] for row in rows}


def list_territories(viewer: Viewer) -> list[str]:
    """Give the customs territories of open markets. :raises sogdia.domain.refusals.NotAllowed:"""
    viewer.require(Role.BROKER)
    return sorted(set(Market.objects.filter(is_open=True).values_list("territory", flat=True)))


def get_case(viewer: Viewer, case_id: int, *, on: dt.date) -> CaseFile:
    """
    Give one case with what the tariff says on that day.

    :raises sogdia.domain.refusals.NotFound: when none stands. :raises sogdia.domain.refusals.NotAllowed:
    """
    viewer.require(Role.BROKER)
    row = (
        Classification.objects.exclude(state="replaced")
        .select_related("product__seller", "product__region")
        .filter(pk=case_id)
        .first()
    )
    if row is None:
        raise NotFound(f"No classification {case_id}.")
    product = row.product
    others = Classification.objects.filter(product=product).exclude(pk=row.pk).exclude(state="asked")
    decisions = [
        Decision(one.territory, one.code, one.vat_class, one.state, one.reason, one.decided_at)
        for one in others.order_by("territory", "-decided_at", "-id")
    ]
    return CaseFile(
        case=_cases([row])[0],
        summary=pick(product.summaries),
        gi_name=pick(product.gi_names),
        region=pick(product.region.names),
        temperature=product.temperature,
        packs=tuple(
            pick(pack.names) or formats.mass(pack.net_mass_g)
            for pack in Pack.objects.filter(product=product, is_active=True).order_by("position", "id")
        ),
        photos=tuple(
            (photo.file, tuple(photo.widths), pick(photo.alt))
            for photo in ProductPhoto.objects.filter(product=product).order_by("position", "id")
        ),
        lines=_lines(row.territory, product.hs6, on),
        rules=_rules(row.territory, product.hs6, on),
        history=tuple(one for one in decisions if one.territory == row.territory),
        elsewhere=tuple(
            one for one in decisions if one.territory != row.territory and one.state != "replaced"
        ),
        lot_refs=tuple(_open_lots([product.pk]).order_by("ref").values_list("ref", flat=True)),
    )


def _cases(rows: list[Classification]) -> list[Case]:
    nothing: dict[str, Any] = {"n": 0, "mass": 0}
    held: dict[int, Any] = {
        row["product_id"]: row
        for row in _open_lots([row.product_id for row in rows])
        .values("product_id")
        .annotate(n=Count("id"), mass=Sum("net_mass_g"))
    }
    markets: dict[str, list[str]] = defaultdict(list)
    for market in Market.objects.filter(is_open=True).order_by("position", "code"):
        markets[market.territory].append(pick(market.names))
    return [
        Case(
            id=row.pk,
            slug=row.product.slug,
            name=pick(row.product.names),
            seller=pick(row.product.seller.names),
            ground=row.product.ground,
            territory=row.territory,
            markets=tuple(markets[row.territory]),
            hs6=row.product.hs6,
            code=row.code,
            vat_class=row.vat_class,
            state=row.state,
            reason=row.reason,
            asked_at=row.asked_at,
            decided_at=row.decided_at,
            lots=(held.get(row.product_id) or nothing)["n"],
            mass_g=(held.get(row.product_id) or nothing)["mass"],
        )
        for row in rows
    ]


def _open_lots(product_ids: list[int]) -> QuerySet[Lot]:
    return Lot.objects.filter(product_id__in=product_ids, state="open", product__state="published")


def _lines(territory: str, hs6: str, on: dt.date) -> tuple[NationalLine, ...]:
    above = Q(code__in=[hs6[:2], hs6[:4], hs6])
    rows = MeasureRow.objects.filter(Q(code__startswith=hs6) | above, territory=territory, valid_from__lte=on)
    rows = rows.filter(withdrawn_at=None)
    by_code: dict[str, list[MeasureRow]] = defaultdict(list)
    for row in rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("code", "kind", "origin"):
        by_code[row.code].append(row)
    return tuple(
        NationalLine(
            code=code,
            rates=tuple((row.kind, row.rate_text) for row in found),
            source=found[0].source,
            checked_on=min(row.checked_on for row in found),
        )
        for code, found in sorted(by_code.items(), key=lambda item: (-len(item[0]), item[0]))
    )


def _rules(territory: str, hs6: str, on: dt.date) -> tuple[Rule, ...]:
    places = [territory, *Market.objects.filter(territory=territory).values_list("code", flat=True)]
    rows = AdmissibilityRow.objects.filter(destination__in=places).exclude(valid_to__lt=on)
    return tuple(
        Rule(row.effect, row.reason_key, row.legal_source, row.destination)
        for row in rows.order_by("destination", "-hs_prefix", "id")
        if hs6.startswith(row.hs_prefix)
    )
