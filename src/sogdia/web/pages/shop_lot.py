"""The lot page that a code on the pack leads to: origin, evidence, the way so far; nothing of any buyer."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sogdia.apps.catalogue import selectors as catalogue
from sogdia.apps.catalogue.selectors import ProductFacts
from sogdia.apps.lots import selectors as lots
from sogdia.apps.lots.selectors import LotFacts
from sogdia.apps.parties import selectors_public as sellers
from sogdia.apps.regions import selectors as regions
from sogdia.apps.regions.selectors import RegionFacts
from sogdia.apps.tracing import selectors as tracing
from sogdia.apps.tracing.selectors import EventFacts
from sogdia.domain.refusals import NotFound
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages import shop, shop_evidence
from sogdia.web.pages.parts import Fill, Picture, Step
from sogdia.web.pages.shop import Asking
from sogdia.web.pages.shop_evidence import TestRow
from sogdia.web.words import events, goods, reasons

HUB_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class LotPage:
    """What lot.html shows."""

    lot: LotFacts
    name: str
    state_words: str
    origin_words: str
    facts: tuple[tuple[str, str], ...]
    sold_words: str
    sold: Fill
    tests: tuple[TestRow, ...]
    tests_note: str
    photos: tuple[tuple[Picture, str], ...]
    documents: tuple[str, ...]
    licences: tuple[tuple[str, str, str], ...]
    steps: tuple[Step, ...]
    picture: Picture | None
    product_url: str
    producer_name: str
    producer_url: str
    crumbs: tuple[tuple[str, str], ...]


def assemble(asking: Asking, ref: str) -> LotPage:
    """
    Read one lot.

    :raises sogdia.domain.refusals.NotFound: when there is none.
    """
    lot = lots.get_lot(asking.viewer, ref)
    evidence = lots.get_evidence(asking.viewer, lot.id)
    product = _product(asking, lot)
    region = regions.get_region(asking.viewer, lot.region_code)
    happened = tracing.list_lot_events(asking.viewer, lot.id)
    return LotPage(
        lot=lot,
        name=pick(lot.product_names),
        state_words=_state(lot),
        origin_words=_origin(lot, region),
        facts=shop_evidence.lot_facts(lot),
        sold=Fill(lot.sold_percent, 0),
        sold_words=_("%(sold)s of %(total)s")
        % {
            "sold": goods.quantity(lot.qty_sold, lot.stock_unit),
            "total": goods.quantity(lot.qty_total, lot.stock_unit),
        },
        tests=shop_evidence.test_rows(evidence.tests),
        tests_note=shop_evidence.tests_note(evidence.tests),
        photos=tuple(
            (
                shop.upload_picture(shot.file, shot.widths, pick(shot.alts) or pick(lot.product_names)),
                ", ".join(filter(None, [shot.place, formats.day(formats.in_zone(shot.taken_at, HUB_ZONE))])),
            )
            for shot in evidence.photos
        ),
        documents=tuple(reasons.document_name(code) for code in lot.proofs),
        licences=tuple(
            (
                goods.licence_name(one.kind),
                one.number,
                formats.day(one.valid_until) if one.valid_until else "",
            )
            for one in sellers.list_licences(asking.viewer, lot.producer_id)
        ),
        steps=_steps(lot, happened),
        picture=shop.drawing_of(product) if product else None,
        product_url=reverse("shop:product", args=[product.slug]) if product else "",
        producer_name=pick(lot.producer_names),
        producer_url=reverse("shop:producer", args=[lot.producer_code]),
        crumbs=_crumbs(lot, product),
    )


def _product(asking: Asking, lot: LotFacts) -> ProductFacts | None:
    """Give the lot's product while it is published; the lot's page stands after that."""
    try:
        return catalogue.get_product(asking.viewer, lot.product_slug)
    except NotFound:
        return None


def _origin(lot: LotFacts, region: RegionFacts) -> str:
    place = ", ".join([region.name, *(pick(names) for _code, names in region.parents)])
    said = {"place": place, "day": formats.day(lot.harvested_on)}
    if goods.is_made(lot.category):
        return _("Made in %(place)s, finished on %(day)s.") % said
    return _("Grown in %(place)s, harvested on %(day)s.") % said


def _state(lot: LotFacts) -> str:
    return {
        "withdrawn": _("This lot has been withdrawn from sale."),
        "recalled": _("This lot has been recalled. Do not eat it; write to us from your order."),
    }.get(lot.state, "")


def _steps(lot: LotFacts, happened: list[EventFacts]) -> tuple[Step, ...]:
    """Begin with the harvest; the same thing at the same place and departure is told once."""
    steps = [
        Step(
            title=_("Made") if goods.is_made(lot.category) else _("Harvested"),
            state="done" if happened else "now",
            window_first=lot.harvested_on,
            window_last=lot.harvested_on,
            place=pick(lot.region_names),
        )
    ]
    seen: set[tuple[str, str, str]] = set()
    told = []
    for event in happened:
        key = (event.kind, event.place, event.departure_ref)
        if key not in seen:
            seen.add(key)
            told.append(event)
    for at, event in enumerate(told):
        steps.append(
            Step(
                title=events.event_name(event.kind),
                state="now" if at == len(told) - 1 else "done",
                at=event.at,
                zone=HUB_ZONE,
                place=event.place,
                detail=_("On departure %(departure)s") % {"departure": event.departure_ref}
                if event.departure_ref
                else "",
                url=shop.departure_url(event.departure_ref) if event.departure_ref else "",
            )
        )
    return tuple(steps)


def _crumbs(lot: LotFacts, product: ProductFacts | None) -> tuple[tuple[str, str], ...]:
    crumbs = [
        (_("Home"), reverse("shop:home")),
        (pick(lot.region_names), reverse("shop:region", args=[lot.region_code])),
    ]
    if product is not None:
        crumbs.append((product.name, reverse("shop:product", args=[product.slug])))
    return tuple(crumbs)
