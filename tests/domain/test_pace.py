"""How many pages one address may ask for."""

from __future__ import annotations

from sogdia.domain.pace import TOKEN, Bucket, Pace, cost_of, take

PACE = Pace(a_minute=60)


def test_si_5_half_a_minute_s_worth_at_once_then_one_a_second():
    bucket = Bucket(PACE.most, 0)

    at_once = [take(bucket, PACE, TOKEN, now_ms=0) for _page in range(31)]

    assert at_once == [0] * 30 + [1]
    assert take(bucket, PACE, TOKEN, now_ms=999) == 1
    assert take(bucket, PACE, TOKEN, now_ms=1_000) == 0


def test_si_5_a_clock_set_back_gives_nothing_and_takes_nothing():
    bucket = Bucket(10 * TOKEN, 5_000)

    assert take(bucket, PACE, TOKEN, now_ms=1_000) == 0
    assert bucket.left == 9 * TOKEN


def test_si_5_what_is_more_work_costs_more():
    assert cost_of(sent_bytes=0, is_file=False) == TOKEN
    assert cost_of(sent_bytes=15_000_000, is_file=False) == 16 * TOKEN
    assert cost_of(sent_bytes=0, is_file=True) == 11 * TOKEN


def test_si_5_what_costs_more_than_a_full_bucket_passes_when_it_is_full():
    bucket = Bucket(PACE.most, 0)

    assert take(bucket, PACE, 64 * TOKEN, now_ms=0) == 0
    assert take(bucket, PACE, 64 * TOKEN, now_ms=0) == 30
