"""Take in an edition of a tariff: looked at first, then all of it or nothing, and undone as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import Q

from sogdia.apps.catalogue.models import Classification
from sogdia.apps.markets.models import Market
from sogdia.apps.tariff.models import MeasureRow, TariffImport
from sogdia.domain.refusals import NotFound
from sogdia.domain.tariff import schedule as editions
from sogdia.domain.tariff.schedule import KeptMeasure, Schedule, TariffChange, TariffDifference
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.import_rates import ImportUndone, NothingToImport

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class TariffReport:
    """What an edition does or would do, and whom it touches: products by slug, markets, prices (product by market)."""

    difference: TariffDifference
    products: tuple[str, ...]
    markets: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]
    ref: str = ""

    @property
    def prices(self) -> int:
        """Give how many prices of products in markets are computed anew."""
        return len(self.products) * len(self.markets)


def compare_tariff(schedule: Schedule, *, territory: str, on: date) -> TariffReport:
    """
    Say what an edition in force from ``on`` would do; nothing is written.

    ``lost`` names products (slug and code) whose code the edition no longer knows, so that a broker classifies them anew.

    :raises sogdia.domain.refusals.NotFound: no market belongs to the territory.
    :raises sogdia.domain.tariff.schedule.TariffNotReadable: the edition contradicts itself.
    """
    markets = Market.objects.filter(territory=territory).order_by("position", "code")
    if not markets:
        raise NotFound(f"No market of {territory}.", territory=territory)
    found = editions.compare(schedule, _kept(schedule, territory, on), on=on)
    moved = {_code(one) for one in (*found.added, *found.changed, *found.ended)}
    rows = list(
        Classification.objects.filter(territory=territory)
        .exclude(state="replaced")
        .values_list("product__slug", "code")
        .order_by("product__slug")
    )
    stated = {line.code for line in schedule.lines}
    known = {code[:length] for code in stated for length in range(2, len(code) + 1)} | stated
    touched = tuple(slug for slug, code in rows if any(code[:n] in moved for n in range(2, len(code) + 1)))
    lost = tuple(
        (slug, code)
        for slug, code in rows
        if code[:2] in schedule.chapters
        and code not in known
        and not any(code[:length] in stated for length in range(6, len(code)))
    )
    return TariffReport(found, touched, tuple(m.code for m in markets if m.is_open), lost)


def import_tariff(
    *, schedule: Schedule, territory: str, on: date, format: str, digest: str, at: datetime,
    user_id: int | None = None,
) -> TariffReport:  # fmt: skip
    """
    TA-7: bring what is kept of a territory to an edition in force from ``on``.

    TA-8: measures are ended and added, never rewritten, so that quotes keep what they froze.

    :raises sogdia.domain.refusals.NotFound: :raises sogdia.domain.tariff.schedule.TariffNotReadable:
    :raises sogdia.usecases.import_rates.NothingToImport: everything in it is kept already.
    """
    with transaction.atomic(durable=True):
        report = compare_tariff(schedule, territory=territory, on=on)
        found = report.difference
        if not (found.added or found.changed or found.ended):
            raise NothingToImport(schedule.source, same=found.same)
        ending = [*found.changed, *found.ended]
        made = TariffImport.objects.create(
            ref=f"TA-{token_hex(4).upper()}",
            territory=territory,
            format=format[:20],
            source=schedule.source[:400],
            digest=digest,
            in_force_on=on,
            made_at=at,
            added=len(found.added) + len(found.changed),
            ended=[
                [one.before.id, one.before.valid_to.isoformat() if one.before.valid_to else None]
                for one in ending
                if one.before
            ],
        )
        _end(ending)
        lines = _rows([*found.added, *found.changed], made, at.date())
        MeasureRow.objects.bulk_create(lines, batch_size=BATCH)
        audit(
            "tariff-imported", subject=f"tariff-import:{made.ref}", at=at, user_id=user_id, added=made.added
        )
        return TariffReport(found, report.products, report.markets, report.lost, made.ref)


def undo_tariff_import(*, ref: str, at: datetime, reason: str, user_id: int | None = None) -> int:
    """
    TA-8: withdraw what an import added and let what it ended go on; gives how many measures were withdrawn.

    :raises ReasonNeeded: :raises sogdia.domain.refusals.NotFound:
    :raises sogdia.usecases.import_rates.ImportUndone: it was undone before, or a newer import rests on it.
    """
    if not reason.strip():
        raise ReasonNeeded(ref)
    with transaction.atomic(durable=True):
        made = TariffImport.objects.select_for_update().filter(ref=ref).first()
        if made is None:
            raise NotFound(f"No import {ref}.")
        newer = TariffImport.objects.filter(territory=made.territory, pk__gt=made.pk, undone_at=None)
        if made.undone_at is not None or newer.exists():
            raise ImportUndone(ref)
        count = MeasureRow.objects.filter(of_import=made, withdrawn_at=None).update(withdrawn_at=at)
        for pk, last in made.ended:
            MeasureRow.objects.filter(pk=pk).update(valid_to=last)
        made.undone_at = at
        made.save(update_fields=["undone_at"])
        subject = f"tariff-import:{made.ref}"
        audit("tariff-import-undone", subject=subject, at=at, user_id=user_id, reason=reason[:300])
        return count


def _kept(schedule: Schedule, territory: str, on: date) -> list[KeptMeasure]:
    chapters = Q()
    for chapter in schedule.chapters:
        chapters |= Q(code__startswith=chapter)
    rows = MeasureRow.objects.filter(
        chapters, territory=territory, kind__in=schedule.kinds, withdrawn_at=None
    ).exclude(valid_to__lt=on)
    if any(line.origin != "*" for line in schedule.lines) is False:
        # A column for all origins ends nothing that was entered for one of them.
        rows = rows.filter(origin="*")
    return [
        KeptMeasure(
            row.pk, (row.code, row.kind, row.origin, row.proof), row.expression, row.valid_from, row.valid_to
        )
        for row in rows
    ]


def _code(change: TariffChange) -> str:
    if change.line is not None:
        return change.line.code
    assert change.before is not None, "a change has a line or a measure before"
    return change.before.key[0]


def _end(changes: Sequence[TariffChange]) -> None:
    """End each measure the day before; one that had not begun yet, or begins that very day, never applies."""
    for change in changes:
        assert change.before is not None, "what ends was kept"
        MeasureRow.objects.filter(pk=change.before.id).update(valid_to=editions.last_day(change))


def _rows(changes: Sequence[TariffChange], made: TariffImport, today: date) -> Iterator[MeasureRow]:
    for change in changes:
        line = change.line
        assert line is not None, "what is added was stated"
        yield MeasureRow(
            territory=made.territory,
            code=line.code,
            kind=str(line.kind),
            origin=line.origin,
            expression=line.expression,
            rate_text=line.rate_text[:300],
            unit=line.unit[:20],
            proof=line.proof[:80],
            valid_from=change.starts_on,
            valid_to=line.valid_to,
            source=made.source,
            checked_on=today,
            of_import=made,
        )
