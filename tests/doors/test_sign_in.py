"""Sign-in, its errors and its lock wear the house's clothes and hold without script."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def grower():
    return get_user_model().objects.create_user(email="grower@example.org", password="a long enough secret")


def test_the_sign_in_page_labels_its_fields(client):
    html = client.get("/account/login/").content.decode()

    assert html.count('<main id="main"') == 1
    assert 'for="id_login"' in html
    assert 'class="btn go"' in html


def test_a_wrong_password_is_said_above_the_form(client, grower):
    answer = client.post("/account/login/", {"login": grower.email, "password": "not this one"})

    assert 'role="alert"' in answer.content.decode()


def test_the_right_password_opens_the_door(client, grower):
    answer = client.post(
        "/account/login/?next=/place/", {"login": grower.email, "password": "a long enough secret"}
    )

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(grower.pk)


@pytest.mark.parametrize("language", ["fr", "zh-hans", "ru", "ar"])
def test_the_page_speaks_each_language(client, language):
    html = client.get(f"/{language}/account/login/").content.decode()

    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html) == (language == "ar")


def test_account_pages_of_a_signed_in_person_render(client, grower):
    client.force_login(grower)

    for address in ("email", "password/change"):
        assert client.get(f"/account/{address}/").status_code == 200
