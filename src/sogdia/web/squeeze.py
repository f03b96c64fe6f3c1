"""Pages leave compressed, for those who can read them so; scripts and style sheets were compressed when they were built."""

from __future__ import annotations

import gzip
import io
import secrets
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

#: Shorter answers gain nothing; more effort costs more of the processor than the line gains.
LEAST: Final = 1000
EFFORT: Final = 4
#: So many random bytes at most hide the true length of a page that repeats what somebody typed (the BREACH attack).
NOISE: Final = 64
KINDS: Final = ("text/", "application/json", "application/xml", "image/svg+xml")


class SqueezeMiddleware:
    """Compresses whole answers of text; files that stream pass as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, compressed where that is asked for and worth it."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.streaming:
            return response
        kind = response.get("Content-Type", "")
        if not kind.startswith(KINDS) or "Content-Encoding" in response or len(response.content) < LEAST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        response.content = squeezed(response.content)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        return response


def squeezed(content: bytes) -> bytes:
    """Give the bytes as gzip, of a length that says little about them."""
    buffer = io.BytesIO()
    name = "x" * secrets.randbelow(NOISE)
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=EFFORT, fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()
