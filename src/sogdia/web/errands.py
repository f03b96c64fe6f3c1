"""Deeds that may take over a second, done by the worker while a page shows how far they are: which there are, and how."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sogdia.apps.parties import selectors as parties
from sogdia.domain.refusals import Refusal
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import formats, wiring
from sogdia.plumbing.errands import services
from sogdia.plumbing.errands.models import Errand
from sogdia.plumbing.errands.selectors import ErrandView
from sogdia.plumbing.errands.services import Deed, Outcome, Tell
from sogdia.usecases import accept_shipment as accepting
from sogdia.usecases import import_statement as importing
from sogdia.usecases.audit_books import audit_books
from sogdia.web import refusals

#: From where on a deed is an errand rather than an answer.
MANY_ORDERS: Final = 20
LARGE_STATEMENT: Final = 40_000
#: What stands over the bar, by kind.
TITLES: Final[Mapping[str, str | Promise]] = {
    "file": _lazy("The table is being written"),
    "audit": _lazy("The books are being checked"),
    "accept-many": _lazy("The orders are being accepted"),
    "statement": _lazy("The statement is being booked"),
}


def begin(request: HttpRequest, kind: str, asked: dict[str, Any], *, key: str) -> HttpResponse:
    """Hand a deed to the worker and lead to the page that shows how far it is."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    uid = services.begin(
        viewer=viewer,
        kind=kind,
        asked={**asked, "is_held_back": viewer.is_held_back},
        key=key,
        language=get_language() or settings.LANGUAGE_CODE,
        at=request.now,  # type: ignore[attr-defined]
    )
    if settings.JOBS_IMMEDIATE:
        while services.run_next(DEEDS, words_of):
            pass
    return redirect("account:errand", uid)


def begin_file(request: HttpRequest) -> HttpResponse:
    """Let the worker write the file that this request asks for; asked again within a minute it is the same one."""
    path = request.get_full_path()
    minute = int(request.now.timestamp()) // 60  # type: ignore[attr-defined]
    key = f"{hashlib.sha256(path.encode()).hexdigest()[:32]}/{minute}"
    return begin(request, "file", {"path": request.path, "query": request.GET.urlencode()}, key=key)


def way_on(errand: ErrandView) -> tuple[str, str]:
    """Give where what came of an errand is, and what the link says."""
    if errand.kind == "file":
        return reverse("account:errand_file", args=[errand.uid]), _("Download the file")
    if errand.kind == "audit":
        return f"{reverse('operator:audit')}?errand={errand.uid}", _("What was found")
    if errand.kind == "statement":
        return reverse("operator:receipts"), _("To the receipts")
    return reverse("sell:orders"), _("To the orders")


def words_of(errand: Errand, refusal: Refusal) -> str:
    """Say a refusal in the words of the person whose errand it is."""
    with translation.override(errand.language):
        return refusals.sentence(refusal)


def _viewer(errand: Errand) -> Viewer:
    """Give who asked, with the rights of now."""
    user = errand.user
    viewer = parties.viewer_of(user.pk, name=user.get_full_name(), email=user.email)
    return viewer.without_second_step() if errand.asked["is_held_back"] else viewer


def _file(errand: Errand, tell: Tell) -> Outcome:
    request = HttpRequest()
    request.method, request.path, request.GET = "GET", errand.asked["path"], QueryDict(errand.asked["query"])
    request.path_info, request.user = request.path, errand.user
    request.viewer, request.now, request.tell = _viewer(errand), datetime.now(UTC), tell  # type: ignore[attr-defined]
    with translation.override(errand.language):
        view = resolve(request.path)
        answer = view.func(request, *view.args, **view.kwargs)
    named = re.search(r'filename="([^"]+)"', answer.get("Content-Disposition", ""))
    assert answer.status_code == 200 and named, f"{request.path} gives no file"
    return Outcome(content=answer.content, file_name=named[1])


def _audit(errand: Errand, tell: Tell) -> Outcome:
    checked = audit_books(_viewer(errand), tell=tell)
    return Outcome(
        answer={"checked": [{"code": one.code, "broken": one.broken, "count": one.count} for one in checked]}
    )


def _accept_many(errand: Errand, tell: Tell) -> Outcome:
    viewer, refs = _viewer(errand), errand.asked["refs"]
    done, refused = 0, ""
    for number, ref in enumerate(refs, start=1):
        try:
            accepting.accept_shipment(
                viewer=viewer, shipment_ref=ref, at=datetime.now(UTC), key=f"{errand.asked['key']}/{ref}"
            )
            done += 1
        except Refusal as refusal:
            refused = refused or words_of(errand, refusal)
        tell(number, len(refs))
    with translation.override(errand.language):
        said = ngettext("%(count)s order accepted.", "%(count)s orders accepted.", done) % {
            "count": formats.number(done)
        }
    return Outcome(said=f"{said} {refused}".strip())


def _statement(errand: Errand, tell: Tell) -> Outcome:
    booked = importing.import_statement(
        viewer=_viewer(errand),
        content=wiring.files().read(errand.asked["name"]),
        reader=wiring.statements(),
        at=datetime.now(UTC),
        tell=tell,
    )
    with translation.override(errand.language):
        said = ngettext("%(n)s credit was booked.", "%(n)s credits were booked.", booked.new_count)
        return Outcome(said=said % {"n": formats.number(booked.new_count)})


DEEDS: Final[Mapping[str, Deed]] = {
    "file": _file,
    "audit": _audit,
    "accept-many": _accept_many,
    "statement": _statement,
}
