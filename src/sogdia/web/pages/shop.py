"""Parts of public pages that several of them show: pictures, cards of goods, rows of the board, pavilions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.catalogue import selectors as catalogue
from sogdia.apps.catalogue.selectors import PackFacts, PhotoFacts, ProductFacts, usual
from sogdia.apps.departures.selectors import DepartureFacts
from sogdia.apps.markets import selectors as markets
from sogdia.apps.quotes import selectors_shelf as shelves
from sogdia.apps.quotes.selectors_board import BoardLine
from sogdia.apps.quotes.selectors_shelf import CardPrice, Count, Shelf
from sogdia.apps.regions.selectors import RegionFacts
from sogdia.domain.money import rounded
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import addresses, formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages.parts import BoardRow, Fill, GoodCard, Pavilion, Picture
from sogdia.web.words import goods, reasons


@dataclass(frozen=True)
class Asking:
    """Who asks a public page, when, and for which market."""

    viewer: Viewer
    market: markets.MarketChoice
    now: datetime


def picture_of(product: ProductFacts) -> Picture:
    """Give a product's first photograph, or its illustration."""
    if product.photos:
        return photo_picture(product.photos[0], product.name)
    return drawing_of(product)


def drawing_of(product: ProductFacts) -> Picture:
    """Give a product's illustration, called so in its alternative text."""
    alt = pick(product.alts) or product.name
    return Picture(
        url=addresses.address("files:illustration", product.slug),
        alt=_("Illustration: %(what)s") % {"what": alt},
        ground=product.ground if 1 <= product.ground <= 5 else 1,
    )


def photo_picture(photo: PhotoFacts, name: str) -> Picture:
    """Give an uploaded photograph with its widths."""
    return upload_picture(photo.file, photo.widths, pick(photo.alts) or name)


def upload_picture(file: str, widths: tuple[int, ...], alt: str) -> Picture:
    """Give an uploaded picture in its widths."""
    urls = {width: addresses.address("files:picture", f"{file}-{width}.webp") for width in sorted(widths)}
    assert urls, "a picture is kept in widths"
    largest = urls[max(urls)]
    srcset = ", ".join(f"{url} {width}w" for width, url in urls.items())
    return Picture(url=largest, alt=alt, is_drawn=False, srcset=srcset)


def region_picture(name: str) -> str:
    """Give the address of a region's picture."""
    return static(f"img/{name}.svg") if name else static("img/region-gansu.svg")


def pack_name(pack: PackFacts, stock_unit: str) -> str:
    """Name a pack: in the seller's words, else by its mass or its pieces."""
    if stock_unit == "pc" and pack.content_ml and pack.unit_qty:
        each = formats.litres(pack.content_ml // pack.unit_qty)
        return pick(pack.names) or (f"{pack.unit_qty} × {each}" if pack.unit_qty > 1 else each)
    return pick(pack.names) or goods.quantity(
        pack.net_mass_g if stock_unit == "g" else pack.unit_qty, stock_unit
    )


def place_of(product: ProductFacts) -> str:
    """Name where a product comes from: the place and its province."""
    if product.province:
        return _("%(place)s, %(province)s") % {"place": product.place, "province": product.province}
    return product.place


def open_shelf(asking: Asking) -> Shelf:
    """Open the shelf of the reader's market."""
    return shelves.open_shelf(asking.viewer, market_code=asking.market.code, at=asking.now)


def good_cards(asking: Asking, shelf: Shelf, ids: Sequence[int]) -> tuple[GoodCard, ...]:
    """Lay products in their order on cards; what is no longer published is left out."""
    prices = shelves.list_prices(shelf, ids)
    products = catalogue.list_products(asking.viewer, ids)
    return tuple(good_card(products[pk], prices.get(pk)) for pk in ids if pk in products)


def count_in(counts: Iterable[Count], region: RegionFacts) -> int:
    """Give how many goods a region has, the places in it included."""
    inside = region.all_ids
    return sum(one.goods for one in counts if one.region_id in inside)


def good_card(product: ProductFacts, price: CardPrice | None) -> GoodCard:
    """Lay one product with its price, or its reason, on a card."""
    card = GoodCard(
        name=product.name,
        url=addresses.address("shop:product", product.slug),
        place=place_of(product),
        picture=picture_of(product),
        pack=pack_name(usual(product.packs), product.stock_unit) if product.packs else "",
        harvest=product.harvest_months if len(product.harvest_months) < 12 else (),
        summary=pick(product.summaries),
    )
    if price is None or price.total is None:
        said = reasons.closed(price.closed).sentence if price and price.closed else ""
        return replace(card, closed_reason=said or _("This is not for sale now."))
    return replace(
        card,
        price_minor=price.total.minor,
        currency=price.total.currency,
        per_kg_minor=_per_kg(product, price.total.minor),
        arrives_first=price.arrives_first,
        arrives_last=price.arrives_last,
    )


def _per_kg(product: ProductFacts, minor: int) -> int | None:
    """Give what a kilogram of the usual pack costs, so that packs can be compared; none where the pack is one."""
    pack = usual(product.packs)
    if product.stock_unit != "g" or pack.net_mass_g in {0, 1000}:
        return None
    return rounded(Fraction(minor * 1000, pack.net_mass_g))


def fill_of(departure: DepartureFacts) -> Fill:
    """Give how full a departure is."""
    percent = 100 if departure.is_full else min(departure.fill_percent, 99)
    return Fill(percent, departure.minimum_fill_bp // 100, departure.free_g)


def departure_url(ref: str) -> str:
    """Give the address of a departure's page."""
    return addresses.address("shop:departure", ref.replace(" ", "-"))


def board_row(line: BoardLine) -> BoardRow:
    """Lay one departure on the board."""
    run = line.departure
    next_text = ""
    if run.is_full:
        next_text = (
            _("full, next %(day)s")
            % {"day": formats.day(formats.in_zone(line.next_leaves_at, run.zone), style="weekday")}
            if line.next_leaves_at
            else ""
        )
    return BoardRow(
        city=run.gateway,
        mode=run.mode,
        code=run.ref,
        cutoff_at=run.cutoff_at,
        departs_at=run.leaves_at,
        zone=run.zone,
        fill=fill_of(run),
        arrives_first=line.arrives_first,
        arrives_last=line.arrives_last,
        market_name=pick(line.market_names),
        currency=line.freight.currency if line.freight else "",
        freight_per_kg_minor=line.freight.minor if line.freight else None,
        freight_text="" if line.freight else _("no rate on file"),
        url=departure_url(run.ref),
        via=run.via,
        state=run.state,
        is_reader_market=line.is_reader_market,
        next_text=next_text,
    )


def growers_and_goods(growers: int, products: int) -> str:
    """Say how many growers and goods a region has."""
    if not growers:
        return ngettext("%(count)s good", "%(count)s goods", products) % {"count": formats.number(products)}
    return _("%(growers)s, %(goods)s") % {
        "growers": ngettext("%(count)s grower", "%(count)s growers", growers)
        % {"count": formats.number(growers)},
        "goods": ngettext("%(count)s good", "%(count)s goods", products)
        % {"count": formats.number(products)},
    }


def region_line(region: RegionFacts, growers: int, products: int) -> str:
    """Say in one line what a region's house holds, or how far its agreement is."""
    if region.is_live:
        return growers_and_goods(growers, products)
    return {
        "negotiation": _("In talks. Its producers cannot sell yet."),
        "signed": _("Signed. Opens soon."),
        "contact": _("First contact. Its producers cannot sell yet."),
        "ended": _("Its agreement has ended."),
    }.get(region.agreement, _("Not joined yet. Its producers cannot sell yet."))


def pavilion(region: RegionFacts, line: str) -> Pavilion:
    """Put a region into its ring."""
    return Pavilion(
        region.name, addresses.address("shop:region", region.code), region_picture(region.picture), line
    )


def address_or_none(name: str, *args: str) -> str:
    """Give the address of a page that this deployment may not have."""
    try:
        return addresses.address(name, *args)
    except NoReverseMatch:
        return ""


def is_demo() -> bool:
    """Whether this deployment only demonstrates."""
    return bool(settings.DEPLOYMENT["mode"] != "production")
