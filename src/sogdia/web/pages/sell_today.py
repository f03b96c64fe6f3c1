"""Today at the seller's: at most five things to do, each one sentence with its way on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.catalogue import seller_selectors as catalogue
from sogdia.apps.orders import seller_selectors as orders
from sogdia.apps.orders.seller_selectors import SellerShipment
from sogdia.apps.parties import seller_selectors as sellers
from sogdia.apps.settlement import seller_selectors as settlement
from sogdia.plumbing import formats
from sogdia.web.pages.parts import Job, Picture
from sogdia.web.pages.sell_desk import Desk
from sogdia.web.pages.thumbs import thumb
from sogdia.web.words import sell as words

MOST_JOBS = 5
#: Orders shown one by one; more of them stand behind one link, so that the rest of the day stays in view.
MOST_ORDERS = 3


@dataclass(frozen=True)
class SellJob:
    """One thing to do: what, and its way on; ``accept_ref`` puts the two answers to an order beside it."""

    job: Job
    url: str
    button: str
    accept_ref: str = ""


@dataclass(frozen=True)
class Month:
    """What the last thirty days brought."""

    net_mass_g: int
    net_per_kg_minor: int
    paid_minor: int
    promised_minor: int
    currency: str


@dataclass(frozen=True)
class Today:
    """The page: its jobs, how many more there are, the month, and the house's standing."""

    day: dt.date
    jobs: tuple[SellJob, ...]
    waiting: int
    to_answer: int
    month: Month
    house: sellers.House


def today(desk: Desk, *, at: dt.datetime, day: dt.date) -> Today:
    """Collect what is to do, the most pressing first."""
    house = sellers.get_house(desk.viewer, desk.party_id)
    waiting = orders.list_shipments(desk.viewer, desk.party_id, group="answer")
    to_answer = tuple(row for row in waiting if at < row.cutoff_at)
    found = list(
        chain(
            _house(house),
            _answers(to_answer) if desk.sells else (),
            _bring(desk, at) if desk.sells else (),
            _talk(desk),
            _codes(desk) if desk.sells else (),
            _licences(desk, day) if desk.owns else (),
            _payouts(desk, at),
            _drafts(desk) if desk.sells else (),
        )
    )
    money = settlement.money_page(desk.viewer, desk.party_id)
    figures = orders.month_figures(desk.viewer, desk.party_id, at=at)
    return Today(
        day=day,
        jobs=tuple(islice(found, MOST_JOBS)),
        waiting=len(found) + max(0, len(to_answer) - MOST_ORDERS if desk.sells else 0),
        to_answer=len(to_answer),
        month=Month(
            figures.net_mass_g,
            figures.net_per_kg_minor,
            money.paid_minor,
            money.promised_minor + money.owed_minor,
            money.currency,
        ),
        house=house,
    )


def _house(house: sellers.House) -> Iterator[SellJob]:
    if house.state == "draft":
        line = _("Your house can sell once it is verified.")
        yield from _go(_("Finish your registration"), line, "sell:house", _("Go on"))
    if house.state == "sent-back":
        yield from _go(_("Your registration was sent back"), house.state_reason, "sell:house", _("Mend it"))


def _answers(rows: tuple[SellerShipment, ...]) -> Iterator[SellJob]:
    for row in rows[:MOST_ORDERS]:
        title = _("New order: %(packs)s of %(goods)s") % {"packs": words.packs(row.packs), "goods": row.goods}
        job = Job(
            title=title,
            line=_("%(city)s, on %(departure)s. Answer before %(when)s")
            % {
                "city": place_of(row),
                "departure": row.departure_ref,
                "when": formats.datetime_zone(row.cutoff_at, row.zone),
            },
            picture=_picture(row),
            net_label=_("You receive, net; %(amount)s a kilogram")
            % {"amount": formats.money(row.net_per_kg_minor, row.currency)},
            net_minor=row.net_minor,
            currency=row.currency,
            why_url=reverse("sell:order", args=[row.ref]),
            why_text=_("What is taken off, line by line"),
        )
        yield SellJob(job, reverse("sell:order", args=[row.ref]), "", accept_ref=row.ref)


def _bring(desk: Desk, at: dt.datetime) -> Iterator[SellJob]:
    rows = orders.list_shipments(desk.viewer, desk.party_id, group="prepare")
    runs: dict[str, list[SellerShipment]] = {}
    for row in rows:
        runs.setdefault(row.departure_ref, []).append(row)
    for ref, members in runs.items():
        first = members[0]
        count = sum(row.packs for row in members)
        title = ngettext("Bring %(count)s pack to %(hub)s", "Bring %(count)s packs to %(hub)s", count) % {
            "count": formats.number(count),
            "hub": first.hub,
        }
        line = _("For %(departure)s to %(city)s. Orders close %(when)s") % {
            "departure": ref,
            "city": first.gateway,
            "when": formats.datetime_zone(first.cutoff_at, first.zone),
        }
        url = reverse("sell:order", args=[first.ref]) if len(members) == 1 else _orders_url("prepare")
        yield SellJob(Job(title, line, _picture(first)), url, _("Labels and hand-over"))


def _talk(desk: Desk) -> Iterator[SellJob]:
    for row, said in orders.list_unanswered(desk.viewer, desk.party_id, limit=2):
        title = _("%(who)s asks about %(goods)s") % {"who": words.side_name(said.side), "goods": row.goods}
        yield SellJob(
            Job(title, said.text[:120]), reverse("sell:order", args=[row.ref]) + "#talk", _("Answer")
        )


def _codes(desk: Desk) -> Iterator[SellJob]:
    for slug, name, territory, reason in catalogue.list_refused_codes(desk.viewer, desk.party_id):
        title = _("The broker refused a code for %(goods)s") % {"goods": name}
        line = f"{territory}. {reason}" if reason else territory
        yield from _go(title, line, "sell:product", _("Look at it"), slug)


def _licences(desk: Desk, day: dt.date) -> Iterator[SellJob]:
    for row in sellers.list_ending_licences(desk.viewer, desk.party_id, today=day):
        left = row.days_left(day) or 0
        name = words.licence_name(row.kind)
        if left < 0:
            title = _("%(licence)s has ended") % {"licence": name}
        else:
            title = ngettext(
                "%(licence)s ends in %(count)s day", "%(licence)s ends in %(count)s days", left
            ) % {"licence": name, "count": formats.number(left)}
        line = _("Number %(number)s. Enter the new one with its last day.") % {"number": row.number}
        yield from _go(title, line, "sell:house", _("Renew it"))


def _payouts(desk: Desk, at: dt.datetime) -> Iterator[SellJob]:
    for row in settlement.list_arrived(desk.viewer, desk.party_id, at=at)[:1]:
        title = _("Paid to you: %(amount)s") % {"amount": formats.money(row.amount_minor, row.currency)}
        line = _("Payout %(ref)s") % {"ref": row.ref}
        if desk.keeps_money:
            yield from _go(title, line, "sell:payout", _("See what it is for"), row.ref)


def _drafts(desk: Desk) -> Iterator[SellJob]:
    rows = catalogue.list_products(desk.viewer, desk.party_id, state="draft")
    if len(rows) == 1:
        title = _("%(goods)s is not for sale yet") % {"goods": rows[0].name}
        yield from _go(title, _("It is a draft."), "sell:product", _("Finish it"), rows[0].slug)
    elif rows:
        title = ngettext("%(count)s product is a draft", "%(count)s products are drafts", len(rows)) % {
            "count": formats.number(len(rows))
        }
        yield SellJob(
            Job(title, _("Nobody can buy a draft.")), reverse("sell:products") + "?state=draft", _("See them")
        )


def _picture(row: SellerShipment) -> Picture | None:
    line = row.lines[0] if row.lines else None
    return thumb(line.slug, line.product, line.ground) if line and line.is_illustrated else None


def _go(title: str, line: str, url_name: str, button: str, *args: str) -> Iterator[SellJob]:
    try:
        url = reverse(url_name, args=args)
    except NoReverseMatch:
        return
    yield SellJob(Job(title, line), url, button)


def _orders_url(group: str) -> str:
    return reverse("sell:orders") + f"?group={group}"


def place_of(row: SellerShipment) -> str:
    """Say where a shipment goes as far as its seller needs to know: city and country."""
    country = formats.country_name(row.country)
    return _("%(city)s, %(country)s") % {"city": row.city, "country": country} if row.city else country
