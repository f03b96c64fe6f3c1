"""Numbers stay without gaps when many papers are issued at once, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from sogdia.apps.documents import services
from sogdia.domain.documents import DocumentKind, find_gap

THREADS, EACH = 8, 6


def take(*, fails: bool) -> int | None:
    try:
        with transaction.atomic():
            number = services.take_number(issuer="House", kind=DocumentKind.INVOICE, year=2026)
            if fails:
                raise InterruptedError
    except InterruptedError:
        return None
    return number.serial


def take_some(who: int) -> list[int | None]:
    try:
        return [take(fails=(who + turn) % 3 == 0) for turn in range(EACH)]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_do_2_numbers_taken_at_once_have_no_gap_and_no_double():
    with ThreadPoolExecutor(THREADS) as people:
        answers = [answer for answers in people.map(take_some, range(THREADS)) for answer in answers]

    serials = [serial for serial in answers if serial is not None]
    assert len(serials) == THREADS * EACH * 2 // 3
    assert find_gap(serials) is None
