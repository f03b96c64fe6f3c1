"""Personal data (PD-1 to PD-3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sogdia.domain.personal import Consent, KeptByLaw, check_erasure, salted_digest

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_pd_1_the_same_words_under_another_salt_are_another_digest():
    one, other = (salted_digest("amina@example.org", salt=salt * 16) for salt in (b"a", b"b"))

    assert one != other
    assert "amina" not in one


def test_pd_2_what_tax_law_keeps_is_kept_to_the_end_of_its_term():
    check_erasure(last_invoice_on=None, keep_years=10, today=date(2026, 7, 1))
    check_erasure(last_invoice_on=date(2026, 7, 1), keep_years=10, today=date(2037, 1, 1))

    with pytest.raises(KeptByLaw) as refused:
        check_erasure(last_invoice_on=date(2026, 7, 1), keep_years=10, today=date(2036, 12, 31))

    assert refused.value.params["until"] == date(2036, 12, 31)


def test_pd_3_a_consent_stands_for_its_purpose_and_wording_until_it_is_withdrawn():
    consent = Consent(7, "register-by-agent", 2, "d1", "zh-hans", NOON, NOON + timedelta(days=1))

    assert consent.covers("register-by-agent", wording_version=2, at=NOON)
    assert not consent.covers("register-by-agent", wording_version=3, at=NOON)
    assert not consent.covers("newsletter", wording_version=2, at=NOON)
    assert not consent.covers("register-by-agent", wording_version=2, at=NOON - timedelta(days=1))
    assert not consent.covers("register-by-agent", wording_version=2, at=NOON + timedelta(days=1))
