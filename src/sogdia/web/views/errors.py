"""Pages for what went wrong."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sogdia.web import safety_log


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this request cannot be read; needs no session, for the request may lack all of it."""
    return render(None, "errors/not_understood.html", status=400)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form has lost its token, and how to send it again without typing it again."""
    safety_log.note(request, "form-without-token")
    return render(request, "errors/form_too_old.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not theirs, and where to go."""
    return render(request, "errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is here, and where to go."""
    return render(request, "errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; needs no database and no session. A database that is away is only away for a while."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer = render(request, "errors/away.html", status=503)
        answer["Retry-After"] = "10"
        return answer
    return render(request, "errors/broken.html", status=500)
