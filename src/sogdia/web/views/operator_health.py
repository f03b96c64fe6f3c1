"""The operator looks whether anything is wrong with the machinery."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sogdia.domain.ports import Room
from sogdia.domain.viewer import OPERATOR_ROLES
from sogdia.plumbing import wiring
from sogdia.usecases.watch_health import Level, Machine, watch_health, worst
from sogdia.web.words import health as words


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say of everything how it is, what is wrong first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    viewer.require(*OPERATOR_ROLES)
    signs = watch_health(viewer=viewer, machine=_machine(), at=request.now)  # type: ignore[attr-defined]
    wrong = list(worst(signs))
    rows = [
        {"sentence": sentence, "remedy": remedy, "level": str(sign.level)}
        for sign in [*wrong, *(one for one in signs if one.level is Level.WELL)]
        for sentence, remedy in [words.say(sign)]
    ]
    return render(request, "operator/health.html", {"rows": rows, "wrong": len(wrong)})


def _machine() -> Machine:
    return Machine(room=_room(), indexed=wiring.search().size(), providers=tuple(wiring.payment_providers()))


def _room() -> Room:
    """A store that cannot even be asked has no room."""
    try:
        return wiring.files().room()
    except OSError:
        return Room(free=0, total=0)
