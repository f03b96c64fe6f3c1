"""Pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not theirs, and where to go."""
    return render(request, "errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is here, and where to go."""
    return render(request, "errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; needs no database and no session."""
    return render(request, "errors/broken.html", status=500)
