"""The administration pages show rows to the deployment's staff and change nothing."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model

from builders import sale

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if model.__module__.startswith("sogdia.")]
#: Names, addresses, accounts and words of people are looked at in no window.
PERSONAL = {"Address", "BankAccount", "PayerDetail", "RefundDetail", "Invitation", "Message"}


def test_only_staff_look_through_the_window(client):
    client.force_login(get_user_model().objects.create_user("cleo@example.org", "x"))

    assert client.get("/window/orders/order/").status_code == 302


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_opens_and_offers_no_change(client, model):
    client.force_login(get_user_model().objects.create_superuser("staff@example.org", "x"))
    sale.sold()
    base = f"/window/{model._meta.app_label}/{model._meta.model_name}/"

    answer = client.get(base)

    assert answer.status_code == 200
    assert client.get(base + "add/").status_code == 403


def test_a_row_is_shown_and_not_written(client):
    client.force_login(get_user_model().objects.create_superuser("staff@example.org", "x"))
    order = sale.sold().order

    page = f"/window/orders/order/{order.pk}/change/"

    assert "K7M2QX" in client.get(page).content.decode()
    assert client.post(page, {"ref": "changed"}).status_code == 403


def test_personal_data_is_in_no_window():
    assert {model.__name__ for model in OURS} & PERSONAL == set()
