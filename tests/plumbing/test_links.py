"""A link says what was signed, for its time, and nothing when a letter of it was changed."""

from __future__ import annotations

import datetime as dt

import pytest

from sogdia.domain.guests import LinkNotValid
from sogdia.plumbing import links

NOW = dt.datetime(2026, 9, 14, 9, 30, tzinfo=dt.UTC)


def test_a_link_names_its_order_and_version():
    token = links.make(order_id=12, version=3, at=NOW)

    assert links.read(token, at=NOW) == links.OrderLink(12, 3)


def test_a_link_ends():
    token = links.make(order_id=12, version=3, at=NOW)

    links.read(token, at=NOW + links.LIFE - dt.timedelta(seconds=1))
    with pytest.raises(LinkNotValid):
        links.read(token, at=NOW + links.LIFE)


def test_a_changed_link_is_refused():
    token = links.make(order_id=12, version=3, at=NOW)

    for wrong in (token[:-1], "x" + token, "", links.for_picture("claims/a", at=NOW)):
        with pytest.raises(LinkNotValid):
            links.read(wrong, at=NOW)


def test_a_pictures_link_shows_that_picture_for_half_a_day():
    token = links.for_picture("claims/a", at=NOW)

    assert links.read_picture(token, at=NOW) == "claims/a"
    with pytest.raises(LinkNotValid):
        links.read_picture(token, at=NOW + links.PICTURE_LIFE)
    with pytest.raises(LinkNotValid):
        links.read_picture(links.make(order_id=1, version=1, at=NOW), at=NOW)
