"""Every cookie is bound to this host over HTTPS, unread by scripts, and sent by our own pages only."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from sogdia.plumbing.accounts.models import User

pytestmark = pytest.mark.django_db
ASKED = """
import json, django
django.setup()
from django.conf import settings
from sogdia.web import middleware, said, sign_ins
print(json.dumps([settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, middleware.BASKET_COOKIE,
    middleware.MARKET_COOKIE, middleware.LANGUAGE_COOKIE, middleware.THEME_COOKIE, sign_ins.DEVICE_COOKIE,
    said.HostCookie.cookie_name]))
"""


def test_over_https_every_cookie_of_the_house_is_bound_to_its_host(tmp_path):
    told = {name: value for name, value in os.environ.items() if not name.startswith("SOGDIA_")}
    told |= {
        "SOGDIA_HTTPS": "1",
        "SOGDIA_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sogdia.config.settings",
    }

    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=told, capture_output=True, text=True, check=False
    )

    names = json.loads(done.stdout)
    assert len(names) == 8
    assert [name for name in names if not name.startswith("__Host-")] == []


def test_no_script_reads_them_and_no_other_site_sends_them(client):
    User.objects.create_user("cleo@example.org", "a long enough secret")
    client.post("/place/", {"theme": "dark", "market": "FR", "language": "en", "next": "/"}, secure=True)
    client.post(
        "/account/login/", {"login": "cleo@example.org", "password": "a long enough secret"}, secure=True
    )

    found = {
        name: (bool(one["httponly"]), one["samesite"], one["path"], one["domain"])
        for name, one in client.cookies.items()
    }
    assert {"theme", "device", "sessionid"} <= set(found)
    assert {name: said for name, said in found.items() if said != (True, "Lax", "/", "")} == {}
