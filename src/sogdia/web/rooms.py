"""Where a person can go: the sections of each work room, the head and the foot of public pages.

Each entry names an address; one that does not exist (yet, or in this deployment) is not shown. Who adds a page to a
room adds its line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sogdia.domain.viewer import MONEY_ROLES, OPERATOR_ROLES, SELLING_ROLES, Role, Viewer
from sogdia.plumbing import addresses

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One way to go: its address by name, its title, its icon; ``roles`` empty lets everybody of the room in."""

    url_name: str
    title: Words
    icon: str = ""
    is_tab: bool = False
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Link:
    """An entry whose address is known."""

    title: Words
    url: str
    icon: str = ""
    is_current: bool = False
    is_tab: bool = False


@dataclass(frozen=True)
class Room:
    """The work room of a page: its key (the namespace of its addresses), title, first page and sections."""

    key: str
    title: Words
    url: str
    sections: tuple[Link, ...]

    @property
    def has_tabs(self) -> bool:
        """Tell whether some sections stand at the thumb on a phone."""
        return any(section.is_tab for section in self.sections)


SECTIONS: Final[dict[str, tuple[Words, tuple[Entry, ...]]]] = {
    "sell": (
        _("Selling"),
        (
            Entry("sell:today", _("Today"), "house", is_tab=True),
            Entry("sell:products", _("Goods"), "package", is_tab=True, roles=SELLING_ROLES),
            Entry("sell:lots", _("Lots"), "boxes", roles=SELLING_ROLES),
            Entry("sell:orders", _("Orders"), "truck", is_tab=True),
            Entry("sell:payouts", _("Money"), "wallet", is_tab=True, roles=MONEY_ROLES),
            Entry("sell:team", _("Team"), "users", roles=frozenset({Role.OWNER})),
            Entry("sell:house", _("Your house"), "store", roles=frozenset({Role.OWNER})),
        ),
    ),
    "hub": (
        _("Hub"),
        (
            Entry("hub:home", _("Departures"), "train-front"),
            Entry("hub:receive", _("Receive"), "scan-line"),
            Entry("hub:stock", _("Bays"), "warehouse"),
            Entry("hub:discrepancies", _("Differences"), "scale"),
        ),
    ),
    "carrier": (
        _("Carrier"),
        (
            Entry("carrier:home", _("Departures"), "truck"),
            Entry("carrier:freight", _("Freight"), "receipt"),
        ),
    ),
    "broker": (
        _("Customs"),
        (
            Entry("broker:home", _("Codes to approve"), "stamp"),
            Entry("broker:departures", _("Papers"), "file-check"),
        ),
    ),
    "officer": (
        _("Region"),
        (
            Entry("officer:home", _("Overview"), "chart-column"),
            Entry("officer:producers", _("Growers"), "sprout"),
            Entry("officer:agreements", _("Agreement"), "scroll-text"),
        ),
    ),
    "operator": (
        _("Operator"),
        (
            Entry("operator:home", _("Queues"), "list"),
            Entry("operator:regions", _("Regions"), "map"),
            Entry("operator:sellers", _("Sellers"), "store"),
            Entry("operator:orders", _("Orders"), "package"),
            Entry("operator:receipts", _("Receipts"), "landmark"),
            Entry("operator:refunds", _("Refunds"), "undo-2"),
            Entry("operator:claims", _("Claims"), "gavel"),
            Entry("operator:payouts", _("Payouts"), "hand-coins"),
            Entry("operator:departures", _("Departures"), "train-front"),
            Entry("operator:freight", _("True freight"), "scale"),
            Entry("operator:ledger", _("Ledger"), "book-open", roles=OPERATOR_ROLES),
            Entry("operator:health", _("What is wrong"), "triangle-alert"),
            Entry("operator:outbox", _("Not delivered"), "refresh-cw"),
            Entry("operator:audit_log", _("Who did what"), "scroll-text"),
            Entry("operator:audit", _("Audit"), "shield-check", roles=OPERATOR_ROLES),
        ),
    ),
}

#: A person's own pages, whatever they work at.
OWN: Final = (
    Entry("orders:list", _("My orders"), "package"),
    Entry("account:notices", _("Notices"), "bell"),
    Entry("account:preferences", _("Preferences"), "settings"),
    Entry("account:data", _("My data"), "shield-check"),
    Entry("account:security", _("Sign-in and safety"), "lock"),
)

#: Where goods are found: what a buyer comes for.
SHOP: Final = (
    Entry("shop:goods", _("All goods"), "package"),
    Entry("shop:departures", _("Departures"), "train-front"),
    Entry("shop:season", _("In season"), "sprout"),
)

HEAD: Final = (
    Entry("shop:departures", _("Departures")),
    Entry("shop:season", _("In season")),
    Entry("shop:regions", _("Regions")),
    Entry("shop:price", _("The price")),
)

FOOT: Final[tuple[tuple[Words, tuple[Entry, ...]], ...]] = (
    (
        _("Buy"),
        (
            Entry("shop:goods", _("All goods")),
            Entry("shop:departures", _("Departures")),
            Entry("shop:regions", _("Regions")),
            Entry("orders:track", _("Where is my order")),
            Entry("orders:list", _("My orders")),
        ),
    ),
    (
        _("Sell"),
        (
            Entry("sell:join", _("Join as a grower")),
            Entry("sell:today", _("Selling"), roles=SELLING_ROLES | MONEY_ROLES),
        ),
    ),
    (
        pgettext_lazy("heading of what everybody may read", "Open"),
        (
            Entry("shop:price", _("How the price is made")),
            Entry("shop:roles", _("Who holds which role")),
            Entry("shop:terms", _("Terms")),
            Entry("shop:privacy", _("Privacy")),
        ),
    ),
)


def address(url_name: str) -> str:
    """Give the address of a name without parameters, or nothing when there is no such page."""
    try:
        return addresses.address(url_name)
    except NoReverseMatch:
        return ""


def links(entries: tuple[Entry, ...], path: str, viewer: Viewer | None = None) -> tuple[Link, ...]:
    """Give the entries that exist and that ``viewer`` may follow; the longest address above ``path`` is current."""
    allowed = [
        (entry, address(entry.url_name))
        for entry in entries
        if viewer is None or not entry.roles or viewer.has_role(*entry.roles)
    ]
    shown = [(entry, url) for entry, url in allowed if url]
    here = max((url for _entry, url in shown if path.startswith(url)), key=len, default="")
    return tuple(
        Link(title=entry.title, url=url, icon=entry.icon, is_current=url == here, is_tab=entry.is_tab)
        for entry, url in shown
    )


def room_of(request: HttpRequest) -> Room | None:
    """Give the work room that the page belongs to, if any."""
    match = request.resolver_match
    key = match.namespace.split(":")[0] if match else ""
    if key not in SECTIONS:
        return None
    title, entries = SECTIONS[key]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    sections = links(entries, request.path, viewer)
    return Room(key=key, title=title, url=sections[0].url if sections else "", sections=sections)
