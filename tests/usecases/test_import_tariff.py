"""An edition of a tariff is compared, taken in once, and undone as a whole (TA-7, TA-8)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from builders import orders as build
from sogdia.apps.catalogue.models import Classification, Product
from sogdia.apps.markets.models import Market
from sogdia.apps.quotes.book_rows import measures_of
from sogdia.apps.tariff.models import MeasureRow
from sogdia.domain.refusals import NotFound
from sogdia.domain.tariff.measures import MeasureKind
from sogdia.domain.tariff.schedule import Schedule, ScheduleLine
from sogdia.plumbing.outbox.models import AuditRow
from sogdia.usecases.import_rates import ImportUndone, NothingToImport
from sogdia.usecases.import_tariff import compare_tariff, import_tariff, undo_tariff_import

pytestmark = pytest.mark.django_db

NOW = build.NOW
ON = NOW.date() + timedelta(days=30)


def edition(*lines: tuple[str, str]) -> Schedule:
    return Schedule(
        "An authority, edition 2027",
        tuple(
            ScheduleLine(code, MeasureKind.THIRD_COUNTRY, "*", text, text, number)
            for number, (code, text) in enumerate(lines, start=2)
        ),
        is_confirmed=True,
    )


@pytest.fixture
def territory():
    build.a_world()
    market = Market.objects.exclude(basis="none").first()
    MeasureRow.objects.all().delete()
    for code, text in (("080620", "adv:2.4"), ("081310", "adv:5.6"), ("570110", "adv:8")):
        MeasureRow.objects.create(
            territory=market.territory, code=code, kind="third-country", expression=text, rate_text=text,
            valid_from=date(2020, 1, 1), source="An authority, edition 2026", checked_on=NOW.date(),
        )  # fmt: skip
    Classification.objects.create(
        product=Product.objects.first(),
        territory=market.territory,
        code="08062030",
        state="approved",
        asked_at=NOW,
    )
    return market.territory


def take_in(schedule: Schedule, territory: str):
    return import_tariff(schedule=schedule, territory=territory, on=ON, format="csv", digest="0" * 64, at=NOW)


def duties(territory: str, code: str, on: date) -> list[str]:
    found = measures_of(territory, {code})[code]
    return [m.rate_text for m in found if m.valid_from <= on and (m.valid_to is None or on <= m.valid_to)]


def test_what_would_change_is_said_with_whom_it_touches_and_not_written(territory):
    said = compare_tariff(edition(("080620", "adv:1"), ("081399", "free")), territory=territory, on=ON)

    assert said.products and said.markets and said.prices == len(said.products) * len(said.markets)
    assert not MeasureRow.objects.exclude(of_import=None).exists()


def test_ta_7_an_edition_begins_on_its_day_and_touches_no_other_chapter(territory):
    done = take_in(edition(("080620", "adv:2"), ("080610", "free")), territory)

    assert len(done.difference.ended) == 1
    assert duties(territory, "080620", ON - timedelta(days=1)) == ["adv:2.4"]
    assert duties(territory, "080620", ON) == ["adv:2"]
    assert duties(territory, "081310", ON) == []
    assert duties(territory, "570110", ON) == ["adv:8"]
    assert AuditRow.objects.filter(deed="tariff-imported").count() == 1
    with pytest.raises(NothingToImport):
        take_in(edition(("080620", "adv:2"), ("080610", "free")), territory)


def test_ta_8_an_undone_edition_prices_nothing_new_and_what_it_ended_goes_on(territory):
    done = take_in(edition(("080620", "adv:2"), ("081310", "adv:5.6")), territory)
    frozen = MeasureRow.objects.get(of_import__ref=done.ref)

    assert undo_tariff_import(ref=done.ref, at=NOW, reason="The wrong year") == 1

    assert duties(territory, "080620", ON) == ["adv:2.4"]
    assert MeasureRow.objects.get(pk=frozen.pk).expression == "adv:2"
    with pytest.raises(ImportUndone):
        undo_tariff_import(ref=done.ref, at=NOW, reason="again")


def test_ta_8_the_newest_edition_is_undone_first(territory):
    first = take_in(edition(("080620", "adv:2"), ("081310", "adv:5.6")), territory)
    take_in(edition(("080620", "adv:1"), ("081310", "adv:5.6")), territory)

    with pytest.raises(ImportUndone):
        undo_tariff_import(ref=first.ref, at=NOW, reason="Too late")


def test_an_edition_names_products_whose_code_it_no_longer_knows(territory):
    said = compare_tariff(edition(("08062010", "free"), ("08062090", "free")), territory=territory, on=ON)

    assert said.lost == ((Product.objects.first().slug, "08062030"),)


def test_a_territory_without_a_market_takes_no_tariff(territory):
    with pytest.raises(NotFound):
        compare_tariff(edition(("080620", "free")), territory="XX", on=ON)
