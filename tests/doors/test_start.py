"""After sign-in each person stands in their room."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db


def test_nobody_is_asked_to_sign_in_first(client):
    answer = client.get("/me/")

    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


def test_a_buyer_finds_their_own_pages(client):
    client.force_login(get_user_model().objects.create_user("cleo@example.org", "x", name="Cléo Martin"))

    answer = client.get("/me/")

    assert answer.status_code == 200
    assert "Cléo Martin" in answer.content.decode()
