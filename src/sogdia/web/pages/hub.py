"""What the hub's pages show: cards and tags in the reader's words, made from what selectors gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.hub.board_selectors import BoardShip, BoardView, NeedView
from sogdia.apps.hub.receiving_selectors import LineView, ReceivingView, ReceptionView
from sogdia.apps.hub.selectors import DepartureRow, HubHome, ShipmentRow, WaitingRow
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web import refusals
from sogdia.web.pages.parts import Fill, Paper, Picture, ShipCard
from sogdia.web.pages.pictures import shown_picture
from sogdia.web.templatetags.sogdia import mode_name
from sogdia.web.words import hub as words
from sogdia.web.words import sell as goods_words

Tag = words.Tag


@dataclass(frozen=True)
class ShipItem:
    """A shipment in a list with its card, its tag and where a press leads."""

    row: ShipmentRow
    card: ShipCard
    tag: Tag
    url: str


@dataclass(frozen=True)
class DepartureItem:
    """A departure of the hub with its fill and tag."""

    row: DepartureRow
    city: str
    fill: Fill
    tag: Tag
    line: str


@dataclass(frozen=True)
class WaitingItem:
    """A question to a buyer in words."""

    row: WaitingRow
    name: str
    kind: str
    difference: str
    default: str
    tag: Tag


@dataclass(frozen=True)
class HomePage:
    """The hub's first page."""

    hub: str
    zone: str
    departures: tuple[DepartureItem, ...]
    expected: tuple[ShipItem, ...]
    waiting: tuple[WaitingItem, ...]


@dataclass(frozen=True)
class ReceptionItem:
    """One weighing in words, with its photographs."""

    seen: ReceptionView
    tag: Tag
    temperature: str
    photos: tuple[Picture, ...]


@dataclass(frozen=True)
class LineItem:
    """A line to receive with what was seen of it so far."""

    line: LineView
    name: str
    pack: str
    picture: Picture
    temperature: str
    receptions: tuple[ReceptionItem, ...]
    asked: WaitingItem | None


@dataclass(frozen=True)
class ReceivingPage:
    """A shipment as it is received."""

    view: ReceivingView
    tag: Tag
    lines: tuple[LineItem, ...]
    is_weighed: bool
    can_make_units: bool


@dataclass(frozen=True)
class BoardItem:
    """A shipment on the board: its card, why it cannot be loaded, and the papers that can still arrive."""

    ship: BoardShip
    card: ShipCard
    tag: Tag
    why: tuple[str, ...]
    papers: tuple[tuple[NeedView, str], ...]
    adds: str
    is_chosen: bool = False


@dataclass(frozen=True)
class BoardPage:
    """The load board of a departure."""

    view: BoardView
    city: str
    line: str
    tag: Tag
    mass: Fill
    volume: Fill
    to_load: tuple[BoardItem, ...]
    coming: tuple[BoardItem, ...]
    loaded: tuple[BoardItem, ...]
    papers: tuple[Paper, ...]
    red: int
    adds: str

    @property
    def ready_papers(self) -> int:
        """Give how many papers are there."""
        return sum(paper.is_ready for paper in self.papers)


def picture_of(slug: str, name: str, ground: int) -> Picture:
    """Give a product's illustration, named as one."""
    return Picture(
        url=reverse("files:illustration", args=[slug]),
        alt=_("Illustration: %(name)s") % {"name": name},
        ground=ground,
    )


def what(row: ShipmentRow) -> str:
    """Say what a shipment is: its first goods, the rest counted, and its packs."""
    said = _("%(goods)s, %(packs)s") % {"goods": row.name, "packs": goods_words.packs(row.packs)}
    if not row.others:
        return said
    return ngettext("%(said)s and %(n)s other good", "%(said)s and %(n)s other goods", row.others) % {
        "said": said,
        "n": formats.number(row.others),
    }


def card(row: ShipmentRow, *, warning: str = "") -> ShipCard:
    """Give a shipment as the card of the load board."""
    place = [_("bay %(bay)s") % {"bay": row.bay}] if row.bay else []
    return ShipCard(
        what=what(row),
        label=row.ref,
        picture=picture_of(row.slug, row.name, row.ground),
        mass_g=row.gross_mass_g,
        volume_cc=row.volume_cm3,
        bay=" · ".join([*place, goods_words.temperature_name(row.temperature)]),
        warning=warning,
    )


def ship_item(row: ShipmentRow) -> ShipItem:
    """Give a shipment of a list; a press leads to where something is done with it."""
    if row.state in ("ready", "loaded"):
        url = reverse("hub:board", args=[row.departure_ref]) + f"?ship={row.ref}"
    else:
        url = reverse("hub:receiving", args=[row.ref])
    return ShipItem(row, card(row), words.shipment_tag(row.state), url)


def ship_items(rows: Iterable[ShipmentRow]) -> tuple[ShipItem, ...]:
    """Give the shipments of a list."""
    return tuple(ship_item(row) for row in rows)


def waiting_item(row: WaitingRow) -> WaitingItem:
    """Give a question to a buyer in words."""
    return WaitingItem(
        row=row,
        name=pick(row.names),
        kind=words.waiting_kind(row.kind),
        difference=words.difference_words(row),
        default=words.default_words(row),
        tag=words.waiting_tag(row.state),
    )


def home(view: HubHome) -> HomePage:
    """Lay out the hub's first page."""
    return HomePage(
        hub=pick(view.names),
        zone=view.zone,
        departures=tuple(_departure(row) for row in view.departures),
        expected=ship_items(view.expected),
        waiting=tuple(waiting_item(row) for row in view.waiting),
    )


def _departure(row: DepartureRow) -> DepartureItem:
    counted = (
        (row.packing, _("%(n)s with sellers")),
        (row.coming, _("%(n)s on the way here")),
        (row.here, _("%(n)s being checked")),
        (row.ready, _("%(n)s ready")),
        (row.loaded, _("%(n)s loaded")),
    )
    return DepartureItem(
        row=row,
        city=pick(row.names),
        fill=Fill(row.percent, row.least_percent, row.free_g),
        tag=words.departure_tag(row.state),
        line=" · ".join(said % {"n": formats.number(n)} for n, said in counted if n) or _("none yet"),
    )


def receiving(view: ReceivingView, *, now: datetime) -> ReceivingPage:
    """Lay out a shipment as it is received."""
    lines = tuple(_line(line, now) for line in view.lines)
    standing = [item for item in lines if item.line.packs]
    is_weighed = bool(standing) and all(item.receptions for item in standing)
    return ReceivingPage(
        view=view,
        tag=words.shipment_tag(view.row.state),
        lines=lines,
        is_weighed=is_weighed,
        can_make_units=is_weighed and not view.units and view.row.state in ("received", "held", "ready"),
    )


def _line(line: LineView, now: datetime) -> LineItem:
    name = pick(line.names)
    pack = goods_words.pack_name(
        line.pack_names, unit_qty=line.pack_qty, stock_unit=line.stock_unit, net_mass_g=line.pack_net_g
    )
    return LineItem(
        line=line,
        name=name,
        pack=pack,
        picture=picture_of(line.slug, name, line.ground),
        temperature=goods_words.temperature_name(line.temperature),
        receptions=tuple(_reception(seen, name, now) for seen in line.receptions),
        asked=waiting_item(line.proposal) if line.proposal else None,
    )


def _reception(seen: ReceptionView, name: str, now: datetime) -> ReceptionItem:
    said = ""
    if seen.temperature_c10 is not None:
        degrees = Decimal(seen.temperature_c10) / 10
        said = _("%(degrees)s °C") % {"degrees": formats.number(degrees)}
    photos = tuple(
        shown_picture(file, widths, _("Photograph at reception: %(name)s") % {"name": name}, now=now)
        for file, widths in seen.photos
    )
    return ReceptionItem(seen, words.outcome_tag(seen.outcome), said, photos)


def board(view: BoardView, *, chosen: str = "") -> BoardPage:
    """Lay out the load board; ``chosen`` is the shipment that was scanned."""
    papers = _papers(view)
    to_load = tuple(_board_item(ship, chosen) for ship in view.to_load)
    via = pick(view.via_names)
    mode = mode_name(view.mode)
    return BoardPage(
        view=view,
        city=pick(view.names),
        line=f"{mode}, {via}" if via else mode,
        tag=words.departure_tag(view.state),
        mass=Fill(view.mass_percent, view.least_bp // 100),
        volume=Fill(view.volume_percent, view.least_bp // 100),
        to_load=to_load,
        coming=tuple(_board_item(ship, chosen) for ship in view.coming),
        loaded=tuple(_board_item(ship, chosen) for ship in view.loaded),
        papers=papers,
        red=sum(not paper.is_ready for paper in papers),
        adds=next((item.adds for item in to_load if item.is_chosen), ""),
    )


def _board_item(ship: BoardShip, chosen: str) -> BoardItem:
    why = [words.missing_words(need) for need in ship.missing]
    why += [refusals.fact(refusal) for refusal in ship.stops]
    if ship.is_asked:
        why.append(_("The buyer was asked and has not answered yet."))
    first = words.missing_words(ship.missing[0]) if ship.missing else (why[0] if why else "")
    adds = _("%(ref)s adds %(mass)s weight and %(volume)s volume.") % {
        "ref": ship.row.ref,
        "mass": formats.percent_bp(ship.adds_mass_bp),
        "volume": formats.percent_bp(ship.adds_volume_bp),
    }
    return BoardItem(
        ship=ship,
        card=card(ship.row, warning=first if ship.row.state == "ready" else ""),
        tag=words.shipment_tag(ship.row.state),
        why=tuple(why),
        papers=tuple((need, words.need_name(need)) for need in ship.missing if need.kind == "document"),
        adds=adds,
        is_chosen=ship.row.ref == chosen,
    )


def _papers(view: BoardView) -> tuple[Paper, ...]:
    """Gather papers by what they are; one red one makes the whole kind red and says whose it is."""
    kinds: dict[str, list[NeedView]] = {}
    for need in view.needs:
        kinds.setdefault(words.need_name(need), []).append(need)
    found = [_paper(name, needs) for name, needs in kinds.items()]
    if view.is_changing:
        found.append(Paper(_("Invoices"), _("issued at the seal, on accepted weights"), True))
        found.append(Paper(_("Packing lists"), _("made at the seal, one for each importer"), True))
    return tuple(sorted(found, key=lambda paper: paper.is_ready))


def _paper(name: str, needs: list[NeedView]) -> Paper:
    held = sum(need.is_held for need in needs)
    if held == len(needs):
        note = _("%(held)s of %(all)s") % {"held": formats.number(held), "all": formats.number(held)}
        return Paper(name, note, True)
    lacking = sorted({need.product for need in needs if not need.is_held})
    note = _("%(held)s of %(all)s; missing for %(goods)s. Add it, or the shipment stays behind.") % {
        "held": formats.number(held),
        "all": formats.number(len(needs)),
        "goods": ", ".join(lacking),
    }
    return Paper(name, note, False)
