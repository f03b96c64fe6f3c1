"""A publisher's rates are taken in once, corrected by giving way, and undone as a whole (FX-7)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from builders import orders as build
from sogdia.apps.markets.models import ExchangeRate, Market
from sogdia.apps.quotes.book_rows import rates_on
from sogdia.domain.publication import Publication, PublishedRate
from sogdia.plumbing.outbox.models import AuditRow
from sogdia.usecases.import_rates import (
    ImportUndone,
    NothingToImport,
    compare_rates,
    import_rates,
    undo_rate_import,
)

pytestmark = pytest.mark.django_db

NOW = build.NOW
DAY = NOW.date()


def tenge(value: str, day: date = DAY) -> Publication:
    rates = (PublishedRate("CNY", Fraction(value), day),)
    return Publication("National Bank of Kazakhstan, official rates", "KZT", False, rates)


def take_in(publication: Publication):
    return import_rates(publication=publication, format="kazakhstan", digest="0" * 64, at=NOW)


def price() -> str:
    return str(float(rates_on(DAY).get("CNY", "KZT").value))


@pytest.fixture(autouse=True)
def kazakhstan():
    build.a_world()
    market = Market.objects.first()
    market.pk, market.code, market.currency = None, "KZ", "KZT"
    market.save()


def test_what_would_change_is_said_and_not_written():
    said = compare_rates(tenge("78.93"))

    assert [f"{one.base}/{one.quote}" for one in said.added] == ["CNY/KZT", "KZT/CNY"]
    assert said.markets == ("KZ",) or "KZ" in said.markets
    assert not ExchangeRate.objects.filter(quote="KZT").exists()


def test_fx_7_an_import_adds_once():
    done = take_in(tenge("78.93"))

    assert (len(done.added), price()) == (2, "78.93")
    with pytest.raises(NothingToImport):
        take_in(tenge("78.93"))
    assert AuditRow.objects.filter(deed="rates-imported").count() == 1


def test_fx_7_a_corrected_rate_gives_way_and_keeps_its_row():
    take_in(tenge("78.93"))
    before = ExchangeRate.objects.get(base="CNY", quote="KZT")

    done = take_in(tenge("78.94"))

    assert (len(done.added), len(done.changed), price()) == (0, 2, "78.94")
    before.refresh_from_db()
    assert (float(before.value), before.withdrawn_at) == (78.93, NOW)


def test_fx_7_an_undone_import_brings_back_what_gave_way():
    take_in(tenge("78.93"))
    done = take_in(tenge("78.94"))

    assert undo_rate_import(ref=done.ref, at=NOW, reason="The wrong day's file") == 2

    assert price() == "78.93"
    with pytest.raises(ImportUndone):
        undo_rate_import(ref=done.ref, at=NOW, reason="again")


def test_an_import_whose_rates_gave_way_since_is_not_undone():
    first = take_in(tenge("78.93"))
    take_in(tenge("78.94"))

    with pytest.raises(ImportUndone):
        undo_rate_import(ref=first.ref, at=NOW, reason="Too late")
