"""A connection to PostgreSQL: what it keeps planned, what it uses again, and how it finds out that nobody listens."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def ask(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, [1])
        return cursor.fetchone()[0]


def test_a_question_asked_often_is_planned_once():
    for _ in range(6):
        assert ask("SELECT %s::int + 41") == 42

    assert (
        ask("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 41' AND %s = 1")
        == 1
    )


def test_a_closed_cursor_waits_for_the_next_question_and_no_two_share_one():
    with connection.cursor() as first, connection.cursor() as second:
        assert first.cursor is not second.cursor
        used = {id(first.cursor), id(second.cursor)}
        first.close()
        first.close()

    with connection.cursor() as third, connection.cursor() as fourth:
        assert third.cursor is not fourth.cursor
        assert {id(third.cursor), id(fourth.cursor)} <= used


def test_a_connection_that_the_server_has_ended_is_found_out_before_it_is_used():
    mine = ask("SELECT pg_backend_pid() + %s - 1")
    assert connection.is_usable()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])

    assert not connection.is_usable()
    connection.close()
    assert ask("SELECT %s") == 1
