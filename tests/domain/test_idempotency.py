"""The same key, the same answer (ID-1 to ID-3)."""

from __future__ import annotations

import pytest

from sogdia.domain.idempotency import KEPT, KeyNotValid, body_digest, check_key, check_same
from sogdia.domain.refusals import KeyReused


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "with a space", "ключ-ключ"])
def test_id_1_a_key_is_eight_to_eighty_visible_characters(key):
    with pytest.raises(KeyNotValid):
        check_key(key)
    assert check_key("9f8b-7c6d") == "9f8b-7c6d"


def test_id_2_the_digest_is_of_what_was_asked_not_of_the_forms_guards():
    one = body_digest("place", {"packs": ["2"], "lot": ["L1"], "csrfmiddlewaretoken": ["a"], "key": ["k"]})
    same = body_digest("place", {"lot": ["L1"], "packs": ["2"], "csrfmiddlewaretoken": ["b"]})

    assert one == same


@pytest.mark.parametrize(
    "other",
    [
        body_digest("pay", {"packs": ["2"]}),
        body_digest("place", {"packs": ["3"]}),
        body_digest("place", {"packs": ["2", "2"]}),
        body_digest("place", {"packs": ["2"]}, who="7"),
        body_digest("place", {"packs": ["2"]}, files={"photo": ["ab"]}),
    ],
)
def test_id_2_another_deed_value_person_or_file_is_another_body(other):
    assert other != body_digest("place", {"packs": ["2"]})


def test_id_3_the_same_key_with_another_body_is_refused():
    check_same(stored="a", asked="a", key="9f8b-7c6d")

    with pytest.raises(KeyReused):
        check_same(stored="a", asked="b", key="9f8b-7c6d")
    assert KEPT.days == 30
