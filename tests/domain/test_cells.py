"""When a cell is withheld (IS-4)."""

from __future__ import annotations

import pytest

from sogdia.domain.cells import is_withheld


@pytest.mark.parametrize(("producers", "withheld"), [(0, False), (1, True), (4, True), (5, False)])
def test_is_4_one_to_four_producers_are_withheld_from_others(producers, withheld):
    assert is_withheld(producers, is_for_others=True) is withheld
    assert not is_withheld(producers, is_for_others=False)
