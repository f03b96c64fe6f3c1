"""Where a message waits for the next page: in a signed cookie of this very host, or in the session when it is too long."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """Django's, under a name that binds it to this host."""

    cookie_name = settings.COOKIE_PREFIX + "messages"


class Said(FallbackStorage):
    """Django's, with that cookie."""

    storage_classes = (HostCookie, SessionStorage)
