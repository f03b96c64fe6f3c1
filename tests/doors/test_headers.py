"""Every answer, whoever made it, tells the browser what it may not do."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from builders.cast import a_cast
from doors import routes_table
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.plumbing import wiring
from sogdia.plumbing.accounts.models import User

pytestmark = pytest.mark.django_db
INLINE = re.compile(
    r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>|\son[a-z]+=\"|\sstyle=\"|javascript:"
)


@pytest.fixture(autouse=True)
def _machines(monkeypatch):
    store = MemoryStore()
    store.save("papers/one.pdf", b"%PDF-")
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", PlainPress)


def lacks(answer) -> list[str]:
    """Give what an answer does not say."""
    policy = answer.headers.get("Content-Security-Policy", "")
    script = re.search(r"script-src ([^;]*)", policy)
    said = {
        "no inline script": (script[1].strip() == "'self'") if script else "default-src 'none'" in policy,
        "no frame around it": "frame-ancestors 'none'" in policy
        and answer.headers.get("X-Frame-Options") == "DENY",
        "no other base": re.search("base-uri '(self|none)'", policy) is not None,
        "no plug-in": re.search("(object|default)-src 'none'", policy) is not None,
        "no guessing of types": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "no address elsewhere": answer.headers.get("Referrer-Policy") == "same-origin",
        "no window of others": answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "no use by others": answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin",
        "no powers": "geolocation=()" in answer.headers.get("Permissions-Policy", ""),
    }
    return [name for name, is_said in said.items() if not is_said]


def test_every_address_says_it_to_everybody():
    cast = a_cast()
    wrong, inline = {}, {}
    for name, route in routes_table.TABLE.items():
        client = Client()
        people = sorted((route.right | route.blind) - {"nobody"})
        if people:
            client.force_login(cast.users[people[0]])
        answer = client.get(reverse(name, kwargs=route.kwargs(cast)))
        if lacks(answer):
            wrong[name] = lacks(answer)
        if "text/html" in answer.headers.get("Content-Type", ""):
            found = INLINE.findall(answer.content.decode())
            if found:
                inline[name] = found
    assert wrong == {}
    assert inline == {}


def test_what_is_not_ours_or_is_wrong_says_it_too(client, monkeypatch):
    def broken(*given, **named):
        raise RuntimeError("Broken.")

    client.raise_request_exception = False
    staff = Client()
    staff.force_login(User.objects.create_superuser("staff@example.org", "x"))
    answers = {
        "missing": client.get("/nothing/here/"),
        "style sheet": client.get("/static/vendor/site.css"),
        "administration": staff.get("/window/"),
        "sign-in": client.get("/account/login/"),
        "forged form": Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"}),
        "redirect": client.get("/me/"),
        "wrong method": client.post("/departures/"),
    }
    monkeypatch.setattr("sogdia.web.views.shop_house.render", broken)
    answers["broken"] = client.get("/terms/")
    answers["style sheet"].close()

    assert {name: lacks(answer) for name, answer in answers.items() if lacks(answer)} == {}
    assert [answers[name].status_code for name in ("missing", "forged form", "broken")] == [404, 403, 500]


def test_pages_of_a_person_are_kept_by_no_cache(client):
    client.force_login(User.objects.create_user("cleo@example.org", "x"))

    for page in ("/me/security/", "/me/data/my-data.json", "/orders/"):
        assert "no-store" in client.get(page).headers["Cache-Control"], page


def test_the_administration_is_entered_by_the_house_s_own_door(client):
    assert client.get("/window/login/?next=/window/").url == "/account/login/?next=/window/"


@pytest.mark.parametrize("password", ["short-one12", "passwordpassword", "123456789012", "cleo@example.org"])
def test_a_password_that_is_short_or_common_is_refused(client, password):
    client.post("/account/signup/", {"email": "cleo@example.org", "password1": password})

    assert not User.objects.exists()


ASKED = """
import json
from sogdia.config import settings as s
names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "SECURE_HSTS_SECONDS",
         "DEBUG")
print(json.dumps({name: getattr(s, name, False) for name in names}))
"""


def test_over_https_cookies_are_bound_to_the_host_and_browsers_stay_with_it(tmp_path):
    told = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SOGDIA_")},
        "SOGDIA_MODE": "production", "SOGDIA_SECRET_KEY": "x" * 40, "SOGDIA_VAR": str(tmp_path),
        "SOGDIA_EMAIL_URL": "console:", "SOGDIA_URL": "https://trade.example.org",
    }  # fmt: skip
    told.pop("DJANGO_SETTINGS_MODULE", None)

    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=told, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "DEBUG": False,
    }


def test_over_https_the_answer_says_to_stay_with_it(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000

    assert client.get("/", secure=True).headers.get("Strict-Transport-Security", "") == "max-age=31536000"
