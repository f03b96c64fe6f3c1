"""The house's own pages: the price explained with a live example, who holds which role, the list of all pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _

from sogdia.apps.catalogue import selectors as catalogue
from sogdia.apps.departures import selectors as departures
from sogdia.apps.parties import selectors_public as sellers
from sogdia.apps.regions import selectors as regions
from sogdia.web.pages import shop, shop_home
from sogdia.web.pages.shop import Asking
from sogdia.web.pages.shop_home import Example
from sogdia.web.words import reasons

TERMS_VERSION = "2026-11"
PRIVACY_VERSION = "2026-11"


@dataclass(frozen=True)
class PricePage:
    """What price.html shows."""

    example: Example | None
    market_name: str


@dataclass(frozen=True)
class RoleRow:
    """A regulated role and who holds it."""

    role: str
    holder: str
    what: str


@dataclass(frozen=True)
class RolesPage:
    """What roles.html shows."""

    rows: tuple[RoleRow, ...]
    importers: tuple[tuple[str, str], ...]
    has_escrow: bool


@dataclass(frozen=True)
class SitemapPage:
    """One address in every language."""

    url: str
    alternates: tuple[tuple[str, str], ...]


def assemble_price(asking: Asking) -> PricePage:
    """Read a live example: the good nearest to its harvest that can be had."""
    goods = shop_home.picked(asking, shop.open_shelf(asking))
    return PricePage(shop_home.example_of(asking, goods, is_full=True), asking.market.name)


def assemble_roles(asking: Asking) -> RolesPage:
    """Name the holders that the settings and the lanes name; nothing is claimed that nobody holds."""
    deployment = settings.DEPLOYMENT
    holder = str(deployment["escrow_holder"])
    operator = str(deployment["operator"])
    rows = [
        RoleRow(
            _("Operator"),
            operator,
            _("Runs this house, verifies sellers, decides claims, and answers for these pages."),
        ),
        RoleRow(
            _("Payment institution"),
            holder or _("nobody"),
            _("Holds buyers' money until the goods are accepted.")
            if holder
            else _("Nobody holds buyers' money here: goods are paid on invoice."),
        ),
        RoleRow(
            _("Customs broker"),
            operator,
            _("Approves the commodity code of each product, once for each customs territory."),
        ),
        RoleRow(
            _("Food-business operator"),
            operator,
            _("Answers for food at the hub: receiving, storing, loading."),
        ),
    ]
    return RolesPage(tuple(rows), _importers(asking), bool(holder))


def _importers(asking: Asking) -> tuple[tuple[str, str], ...]:
    """Give each importer of record with the markets they answer for."""
    lanes = sorted({run.lane_id for run in departures.list_departures(asking.viewer, at=asking.now)})
    found: dict[str, dict[str, str]] = {}
    for services in departures.list_services(asking.viewer, lanes).values():
        for one in services:
            if one.importer_of_record:
                found.setdefault(one.importer_of_record, {})[one.market_code] = reasons.market_name(
                    one.market_code
                )
    return tuple((name, ", ".join(names.values())) for name, names in found.items())


def assemble_sitemap(asking: Asking) -> list[SitemapPage]:
    """List every public page with its address in each language."""
    names = ["home", "departures", "goods", "season", "regions", "price", "roles", "terms", "privacy"]
    paths = [reverse(f"shop:{name}") for name in names]
    paths += [reverse("shop:product", args=[slug]) for slug in catalogue.list_slugs(asking.viewer)]
    paths += [reverse("shop:region", args=[one.code]) for one in regions.list_regions(asking.viewer)]
    paths += [reverse("shop:producer", args=[one.code]) for one in sellers.list_sellers(asking.viewer)]
    root = settings.DEPLOYMENT["url"]
    return [
        SitemapPage(
            root + path,
            tuple(
                (code.replace("hans", "Hans"), root + translate_url(path, code))
                for code, _name in settings.LANGUAGES
            ),
        )
        for path in paths
    ]
