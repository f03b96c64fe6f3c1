"""No address takes more pages than people can read: what comes faster waits (rule SI-5)."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sogdia.domain import pace
from sogdia.web import safety_log

#: Signed callbacks and the question whether the house stands come from machines of the house's own.
_MACHINES = "/hooks/"
#: Addresses remembered at once; the one not seen for longest is forgotten, and starts with a full bucket.
_MOST_ADDRESSES = 20_000

_View = Callable[[HttpRequest], HttpResponse]


class PaceMiddleware:
    """
    Counts each address's requests in this process's memory: no query, nothing kept.

    Stands behind the style sheets, which cost nothing, and before everything that asks the database.
    """

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response
        self._buckets: OrderedDict[str, pace.Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or say how long to wait."""
        if not settings.PAGES_A_MINUTE or request.path_info.startswith(_MACHINES):
            return self.get_response(request)
        wait_s = self._take(_who(request.META.get("REMOTE_ADDR", "")), _cost(request))
        if not wait_s:
            return self.get_response(request)
        safety_log.note(request, "too-fast", wait_s=wait_s)
        answer = render(None, "errors/too_fast.html", {"seconds": wait_s}, status=429)
        answer["Retry-After"] = str(wait_s)
        return answer

    def _take(self, who: str, cost: int) -> int:
        allowed, now_ms = pace.Pace(settings.PAGES_A_MINUTE), time.monotonic_ns() // 1_000_000
        with self._lock:
            bucket = self._buckets.pop(who, None) or pace.Bucket(allowed.most, now_ms)
            self._buckets[who] = bucket
            while len(self._buckets) > _MOST_ADDRESSES:
                self._buckets.popitem(last=False)
            return pace.take(bucket, allowed, cost, now_ms=now_ms)


def _cost(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    sent = int(length) if length.isascii() and length.isdigit() and len(length) < 12 else 0
    return pace.cost_of(sent_bytes=sent, is_file="as=csv" in request.META.get("QUERY_STRING", ""))


def _who(address: str) -> str:
    """Give whom an address counts for: an IPv6 house has a whole network of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)
