"""Whatever looks like trying a door leaves a line that says who and which door, and nothing of what was typed."""

from __future__ import annotations

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from builders.cast import a_cast
from fakes.storage import MemoryStore
from sogdia.plumbing import wiring

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.WARNING, "sogdia.safety")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "sogdia.safety"]


def test_a_refused_page_names_the_person_the_page_and_the_role(lines):
    clerk = a_cast().users["clerk"]
    client = Client()
    client.force_login(clerk)

    assert client.get("/sell/").status_code == 403

    (line,) = lines()
    assert line.startswith("not-allowed ")
    assert f"user={clerk.pk} " in line
    assert "page=sell:today role=clerk" in line


def test_what_is_another_s_names_the_page_and_never_its_address(lines):
    cast = a_cast()
    client = Client()
    client.force_login(cast.users["other_buyer"])

    client.get(reverse("orders:order", args=[cast.order.ref]))

    (line,) = lines()
    assert line.startswith("not-theirs-or-not-there ")
    assert cast.order.ref not in line


def test_a_stranger_who_is_led_to_sign_in_is_no_attempt(lines, client):
    client.get("/sell/")

    assert lines() == []


def test_a_forged_callback_and_a_form_without_its_token_are_told_apart(lines, client):
    client.post(
        "/hooks/payments/sandbox", b"{}", content_type="application/json", headers={"X-Signature": "forged"}
    )
    Client(enforce_csrf_checks=True).post(
        "/account/login/", {"login": "cleo@example.org", "password": "secret!"}
    )

    assert [line.split()[0] for line in lines()] == ["callback-forged", "form-without-token"]
    assert not any("cleo" in line or "secret!" in line for line in lines())


def test_a_paper_that_would_act_is_told_from_a_wrong_kind(lines, monkeypatch):
    monkeypatch.setattr(wiring, "files", MemoryStore)
    client = Client()
    client.force_login(a_cast().users["owner"])

    for content in (b"not a pdf", b"%PDF-1.4 1 0 obj <</OpenAction <</S /JavaScript>>>> endobj %%EOF"):
        form = {
            "licence_kind": "organic",
            "licence_number": "1",
            "paper": SimpleUploadedFile("one.pdf", content),
        }
        client.post(reverse("sell:licence"), form)

    (line,) = lines()
    assert line.startswith("upload-refused reason=pdf-acts")
