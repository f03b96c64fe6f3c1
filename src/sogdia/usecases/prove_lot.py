"""The seller adds evidence to a lot: a laboratory's finding with its limit, or a photograph with day and place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from sogdia.apps.lots import owning
from sogdia.apps.lots.models import LotPhoto, LotTest
from sogdia.domain import uploads
from sogdia.domain.ports import FileStore, PictureMaker
from sogdia.domain.refusals import Refusal
from sogdia.domain.uploads import Use
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.outbox import services as outbox


class FindingWrong(Refusal):
    """A laboratory's finding lacks something or contradicts itself: ``field`` names it."""

    code = "finding-wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a laboratory found, and the highest value that passes; both in ``unit``."""

    name_code: str
    found: Decimal
    limit: Decimal | None
    limit_source: str
    unit: str
    laboratory: str
    report_no: str
    sampled_on: date


def add_test(
    *,
    viewer: Viewer,
    lot_ref: str,
    finding: Finding,
    report: bytes,
    files: FileStore,
    today: date,
    at: datetime,
    key: str,
) -> bool:
    """
    Add a finding; whether it passed follows from its limit. Gives whether it passed. ``report`` may be empty.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises FindingWrong:
    :raises sogdia.domain.ports.UploadRefused: the report is no PDF, or too large.
    """
    body = {"lot": lot_ref, "report": hashlib.sha256(report).hexdigest(), **asdict(finding)}
    with transaction.atomic(durable=True):
        lot = owning.own_lot(viewer, lot_ref)
        done = outbox.answer_of(scope="add-test", key=key, body=body)
        if done is not None:
            return bool(done["passed"])
        _check(finding, lot.harvested_on, today)
        passed = finding.limit is None or finding.found <= finding.limit
        LotTest.objects.create(
            lot=lot,
            name_code=finding.name_code,
            found=f"{finding.found:f}",
            found_value=finding.found,
            unit=finding.unit,
            limit="" if finding.limit is None else f"{finding.limit:f}",
            limit_source=finding.limit_source,
            passed=passed,
            laboratory=finding.laboratory,
            report_no=finding.report_no,
            sampled_on=finding.sampled_on,
            file=keep_pdf(files, report, folder=f"lots/{lot.uid}"),
        )
        outbox.tell("lot.changed", at=at, lot_id=lot.pk, product_id=lot.product_id)
        outbox.remember(scope="add-test", key=key, body=body, answer={"passed": passed}, at=at)
        return passed


def keep_pdf(files: FileStore, content: bytes, *, folder: str) -> str:
    """
    Keep a paper; the same content twice is one file. Empty content gives no name.

    :raises sogdia.domain.uploads.UploadRefused: no PDF, too large, or one that does more than show pages.
    """
    if not content:
        return ""
    uploads.check(content, Use.PAPER)
    name = f"{folder}/{hashlib.sha256(content).hexdigest()[:32]}.pdf"
    return name if files.exists(name) else files.save(name, content)


def add_lot_photo(
    *,
    viewer: Viewer,
    lot_ref: str,
    content: bytes,
    alt: Mapping[str, str],
    taken_at: datetime,
    place: str,
    pictures: PictureMaker,
    at: datetime,
    key: str,
) -> int:
    """
    Add a photograph of the lot itself; gives its id.

    :raises sogdia.domain.refusals.NotFound: for anybody but the seller's people. :raises FindingWrong: taken later.
    :raises sogdia.domain.ports.UploadRefused: it is no honest picture, or too large.
    """
    body = {"lot": lot_ref, "digest": hashlib.sha256(content).hexdigest()}
    with transaction.atomic(durable=True):
        lot = owning.own_lot(viewer, lot_ref)
        done = outbox.answer_of(scope="add-lot-photo", key=key, body=body)
        if done is not None:
            return int(done["photo"])
        if taken_at > at:
            raise FindingWrong("taken later", field="taken_at")
        kept = pictures.keep(content, folder="lots")
        photo = LotPhoto.objects.create(
            lot=lot,
            file=kept.file,
            widths=list(kept.widths),
            alt=dict(alt),
            taken_at=taken_at,
            place=place[:80],
        )
        outbox.tell("lot.changed", at=at, lot_id=lot.pk, product_id=lot.product_id)
        outbox.remember(scope="add-lot-photo", key=key, body=body, answer={"photo": photo.pk}, at=at)
        return photo.pk


def _check(finding: Finding, harvested_on: date, today: date) -> None:
    wrong = ""
    if not finding.name_code:
        wrong = "name_code"
    elif finding.found < 0:
        wrong = "found"
    elif finding.limit is not None and finding.limit <= 0:
        wrong = "limit"
    elif not finding.laboratory:
        wrong = "laboratory"
    elif not harvested_on <= finding.sampled_on <= today:
        wrong = "sampled_on"
    if wrong:
        raise FindingWrong(wrong, field=wrong)
