"""Set an issued paper from its frozen facts, once; from then on its file never changes."""

from __future__ import annotations

from django.db import transaction

from sogdia.apps.documents import dress, services
from sogdia.apps.documents.models import Document
from sogdia.domain.ports import FileStore, PdfMaker
from sogdia.plumbing.wiring import House


def render_document(*, document_id: int, pdf: PdfMaker, files: FileStore, house: House) -> str:
    """Give the name of the paper's file in the store, setting it if nobody did; may run twice, also at once."""
    document = Document.objects.get(pk=document_id)
    if document.file:
        return document.file
    assert services.digest(document.facts) == document.digest, "a paper's facts never change"
    content = dress.press(document.kind, document.facts, language=document.language, house=house, pdf=pdf)
    name = f"documents/{document.issued_at:%Y/%m}/{document.uid}.pdf"
    kept = files.save(name, content)
    with transaction.atomic():
        return services.attach_file(document.pk, file=kept)
