"""Settings for tests: a quick hasher, mail in memory, files in a folder of their own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["SOGDIA_MODE"] = "test"
os.environ.setdefault(
    "SOGDIA_VAR", str(Path(tempfile.gettempdir()) / f"sogdia-test-{os.getuid()}-{os.getpid()}")
)
os.environ.setdefault("SOGDIA_LOG", "error")

from sogdia.config.settings import *  # noqa: E402, F403
from sogdia.config.settings import DATABASES, STATIC_ROOT, VAR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"] == "sogdia.plumbing.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A test's browser is new each time: look a static file up when it is asked for, rather than list them all first.
WHITENOISE_AUTOREFRESH = True
JOBS_IMMEDIATE = True
# One address asks for everything here.
PAGES_A_MINUTE = 0
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
