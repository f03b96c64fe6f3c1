"""Each reader of a way is told in their own language where something happened."""

from __future__ import annotations

import pytest
from django.utils import translation

from sogdia.apps.departures import places as named
from sogdia.apps.departures.models import Hub
from sogdia.domain.tracing import places

HUB = Hub(code="lanzhou", names={"en": "Lanzhou hub", "fr": "Plateforme de Lanzhou", "ar": "مركز لانتشو"})


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Lanzhou hub"), ("fr", "Plateforme de Lanzhou"), ("ar", "مركز لانتشو")]
)
@pytest.mark.parametrize("kept", [places.at_hub("lanzhou"), "Lanzhou hub"])
def test_a_hub_is_named_in_the_language_of_the_reader_however_it_was_kept(language, name, kept):
    with translation.override(language):
        assert named.say(kept, HUB) == name


def test_a_country_is_named_in_the_language_of_the_reader():
    with translation.override("fr"):
        assert named.say(places.in_country("CN"), HUB) == "Chine"


@pytest.mark.parametrize("typed", ["", "Khorgos, platform 4", "Małaszewicze"])
def test_what_a_carrier_typed_stays_as_it_was_typed(typed):
    with translation.override("fr"):
        assert named.say(typed, HUB) == typed


def test_a_hub_that_is_not_on_the_way_still_reads_as_a_name():
    assert named.say(places.at_hub("urumqi-north"), None) == "Urumqi north"
