"""Rows written down as columns, with the exact engine's own view of every figure."""

from __future__ import annotations

from array import array
from dataclasses import replace

from sogdia.apps.catalogue.models import Classification, Offer
from sogdia.apps.lots.models import Lot
from sogdia.apps.quotes.book import MarketBook
from sogdia.apps.quotes.pricing import available, goods_line, terms_of
from sogdia.domain.pricing.closed import OfferNotOpen, RegionNotLive, SellerNotVerified
from sogdia.domain.pricing.sheets import NEVER, NONE, CodesSheet, GoodsSheet, LotSource, LotsSheet


def _places(values: list) -> tuple[array, tuple]:
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return array("q", [places[value] for value in values]), tuple(places)


def _closed(book: MarketBook, offer: Offer) -> int:
    product = offer.pack.product
    if product.state != "published" or not offer.is_active:
        return 0
    if product.region_id not in book.live_regions:
        return 1
    return NONE if product.seller.state == "verified" else 2


def goods_sheet(book: MarketBook, offers: list[Offer], lots: list[list[Lot]], packs: int) -> GoodsSheet:
    """Write rows down as columns, with the rulebook's own view of a line for every figure."""
    open_book = replace(
        book,
        classifications={
            offer.pack.product_id: Classification(code="08", vat_class="any", state="approved")
            for offer in offers
        },
        vat_bp={"any": 0},
    )
    nobody = Lot(origin_country="CN", proofs=[])
    lines = [goods_line(open_book, offer, nobody, packs=packs, key="") for offer in offers]
    terms, all_terms = _places([terms_of(offer) for offer in offers])
    temperature, temperatures = _places([offer.pack.product.temperature for offer in offers])
    world_code, world_codes = _places([offer.pack.product.hs6 for offer in offers])

    def column(name: str) -> array:
        return array("q", [NONE if getattr(line, name) is None else getattr(line, name) for line in lines])

    return GoodsSheet(
        product=array("q", [offer.pack.product_id for offer in offers]),
        offer=array("q", [offer.pk for offer in offers]),
        **{
            name: column(name)
            for name in (
                *("net_minor", "net_mass_g", "gross_mass_g", "volume_cm3"),
                *("pieces", "content_ml", "area_cm2", "alcohol_100nl", "pairs"),
            )
        },
        unit_qty=array("q", [offer.pack.unit_qty for offer in offers]),
        needed=array("q", [offer.pack.unit_qty * packs for offer in offers]),
        terms=terms,
        temperature=temperature,
        world_code=world_code,
        closed=array("q", [_closed(book, offer) for offer in offers]),
        lots=lots_sheet(book, lots),
        all_terms=all_terms,
        temperatures=temperatures,
        world_codes=world_codes,
        refusals=(OfferNotOpen(), RegionNotLive(), SellerNotVerified()),
        packs=packs,
    )


def lots_sheet(book: MarketBook, lots: list[list[Lot]]) -> LotsSheet:
    """Write lots down as columns."""
    every = [(row, lot) for row, some in enumerate(lots) for lot in some]
    source, sources = _places(
        [
            LotSource(lot.origin_country, book.region_chains[lot.origin_region_id], frozenset(lot.proofs))
            for _, lot in every
        ]
    )
    return LotsSheet(
        row=array("q", [row for row, _ in every]),
        id=array("q", [lot.pk for _, lot in every]),
        free=array("q", [available(lot) for _, lot in every]),
        best_before=array(
            "q", [NEVER if lot.best_before is None else lot.best_before.toordinal() for _, lot in every]
        ),
        source=source,
        sources=sources,
    )


def codes_sheet(book: MarketBook, offers: list[Offer]) -> CodesSheet:
    """Write the brokers' decisions down as columns."""
    rows = [book.classifications.get(offer.pack.product_id) for offer in offers]
    codes = tuple(book.measures)
    classes = ("food", "standard", "unknown")
    return CodesSheet(
        code=array("q", [codes.index(row.code) if row else NONE for row in rows]),
        vat_class=array("q", [classes.index(row.vat_class) if row else NONE for row in rows]),
        approved=array("q", [int(row is not None and row.state == "approved") for row in rows]),
        codes=codes,
        vat_classes=classes,
        measures=tuple(book.measures[code] for code in codes),
    )
