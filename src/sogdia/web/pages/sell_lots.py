"""What the pages of a seller's lots show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sogdia.apps.lots import seller_selectors as lots
from sogdia.apps.lots.seller_selectors import FindingRow, LotPage, LotShot, SellerLot
from sogdia.plumbing import formats
from sogdia.plumbing.texts import pick
from sogdia.web.pages.parts import Picture
from sogdia.web.pages.pictures import upload_picture
from sogdia.web.pages.shop_evidence import TestRow, test_rows
from sogdia.web.words import reasons
from sogdia.web.words import sell as words
from sogdia.web.words.sell import Tag


@dataclass(frozen=True)
class LotRow:
    """A lot in the list; ``life`` says how long it keeps."""

    row: SellerLot
    tag: Tag
    grade: str
    life: str


@dataclass(frozen=True)
class Shot:
    """A photograph of the lot."""

    row: LotShot
    picture: Picture
    alt: str


@dataclass(frozen=True)
class LotShow:
    """A lot's page."""

    tag: Tag
    stock: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, object], ...]
    findings: tuple[tuple[TestRow, FindingRow], ...]
    shots: tuple[Shot, ...]


def index(rows: Sequence[SellerLot], *, today: dt.date) -> tuple[LotRow, ...]:
    """Lay out the list."""
    return tuple(
        LotRow(row, words.lot_tag(row.state), words.grade_name(row.grade), _life(row, today)) for row in rows
    )


def show(page: LotPage, *, today: dt.date) -> LotShow:
    """Lay out one lot."""
    row = page.lot
    amounts = (
        (_("Whole lot"), row.total),
        (_("Free to sell"), row.free),
        (_("Reserved"), row.reserved),
        (_("Sold, to bring"), row.to_hand_over),
        (_("Handed over"), row.handed_over),
    )
    places = dict(lots.list_places())
    return LotShow(
        tag=words.lot_tag(row.state),
        stock=tuple((name, words.quantity(qty, row.stock_unit), "") for name, qty in amounts),
        facts=(
            (_("Harvested on"), formats.day(row.harvested_on)),
            (_("Best before"), formats.day(row.best_before) if row.best_before else _("does not spoil")),
            (_("Grade"), words.grade_name(row.grade)),
            (_("Grown or made in"), pick(row.region_names)),
            (_("Where it lies"), places.get(row.place, _("With you"))),
            (
                _("Papers you hold for it"),
                ", ".join(reasons.document_name(code) for code in row.proofs) or _("none"),
            ),
        ),
        findings=tuple(zip(test_rows(page.findings), page.findings, strict=True)),
        shots=tuple(
            Shot(each, upload_picture(each.file, each.widths, pick(each.alt)), pick(each.alt))
            for each in page.photos
        ),
    )


def _life(row: SellerLot, today: dt.date) -> str:
    if row.best_before is None:
        return _("does not spoil")
    left = (row.best_before - today).days
    if left < 0:
        return _("over since %(day)s") % {"day": formats.day(row.best_before)}
    return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": formats.number(left)}
