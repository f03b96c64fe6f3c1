"""Give papers their numbers and keep them as they were issued."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import connection

from sogdia.apps.departures.models import Departure
from sogdia.apps.documents.models import Document, NumberSeries
from sogdia.apps.orders.models import Order, Shipment
from sogdia.domain.documents import DocumentKind, DocumentNumber
from sogdia.plumbing.outbox import services as outbox


def take_number(*, issuer: str, kind: DocumentKind, year: int) -> DocumentNumber:
    """
    Take the next number of the issuer's series, in the transaction that issues the paper (rules DO-1, DO-2).

    Its row stays locked until the commit; a deed that fails gives the number back, so none is missing or there twice.
    """
    assert connection.in_atomic_block, "a number belongs to the transaction of its paper"
    # The issuer's own row stands for the issuer in every number: a name may be long, foreign or personal.
    home, _made = NumberSeries.objects.get_or_create(issuer=issuer, kind="", year=0)
    opened, _made = NumberSeries.objects.get_or_create(issuer=issuer, kind=str(kind), year=year)
    series = NumberSeries.objects.select_for_update().get(pk=opened.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return DocumentNumber(home.pk, kind, year, series.last)


def issue(
    *,
    kind: DocumentKind,
    issuer: str,
    language: str,
    facts: dict[str, Any],
    at: datetime,
    currency: str = "",
    total_minor: int = 0,
    order: Order | None = None,
    shipment: Shipment | None = None,
    departure: Departure | None = None,
    corrects: Document | None = None,
) -> Document:
    """Number a paper and freeze its facts; its file is set from them after the commit."""
    number = str(take_number(issuer=issuer, kind=kind, year=at.year))
    frozen = {**facts, "number": number, "date": at.date().isoformat()}
    document = Document.objects.create(
        kind=kind,
        number=number,
        issuer=issuer,
        order=order,
        shipment=shipment,
        departure=departure,
        corrects=corrects,
        language=language,
        currency=currency,
        total_minor=total_minor,
        facts=frozen,
        digest=digest(frozen),
        issued_at=at,
    )
    outbox.tell("document.issued", at=at, document_id=document.pk)
    return document


def digest(facts: dict[str, Any]) -> str:
    """Give the digest of a paper's facts; a later change of the row would show."""
    said = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def attach_file(document_id: int, *, file: str) -> str:
    """Name the paper's file, once; gives the name it has, ours or that of whoever was quicker."""
    Document.objects.filter(pk=document_id, file="").update(file=file)
    return str(Document.objects.values_list("file", flat=True).get(pk=document_id))
