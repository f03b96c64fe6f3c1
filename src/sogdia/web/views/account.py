"""A person's own pages: notices, preferences, their data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sogdia.domain.viewer import Viewer
from sogdia.plumbing import formats
from sogdia.plumbing.notices import letters
from sogdia.plumbing.notices import selectors as notices
from sogdia.usecases.erase_person import erase_person
from sogdia.usecases.export_person import export_person
from sogdia.usecases.keep_preferences import keep_preferences
from sogdia.usecases.read_notices import read_notices
from sogdia.web import deeds
from sogdia.web.forms.account import EraseForm, PreferencesForm
from sogdia.web.middleware import LANGUAGE_COOKIE, MARKET_COOKIE, THEME_COOKIE, keep
from sogdia.web.reading import own_path, page_number, whole
from sogdia.web.second_step import say_again_first


@dataclass(frozen=True)
class NoticeRow:
    """A notice as the page shows it."""

    id: int
    line: letters.Line
    made_at: datetime
    is_read: bool


@login_required
@require_GET
def list_notices(request: HttpRequest) -> HttpResponse:
    """Show what this person was told, newest first."""
    viewer = _viewer(request)
    assert viewer.user_id is not None
    page: Page = notices.list_of(viewer.user_id, page=page_number(request))  # type: ignore[type-arg]
    rows = [
        NoticeRow(row.pk, letters.line(row.kind, row.params), row.made_at, row.read_at is not None)
        for row in page.object_list
    ]
    facts = {"page": page, "rows": rows, "unread": notices.count_unread(viewer.user_id)}
    return render(request, "me/notices.html", facts)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read and go to what it is about, or mark all."""
    chosen = whole(request.POST.get("notice"))
    read_notices(viewer=_viewer(request), at=_now(request), notice_id=chosen or None)
    return redirect(own_path(request, request.POST.get("to", ""), reverse("account:notices")))


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep what this person prefers."""
    viewer, user = _viewer(request), request.user
    if request.method == "GET":
        muted = user.mail_preferences or {}  # type: ignore[union-attr]
        form = PreferencesForm(viewer=viewer)
        form.initial = {
            "name": user.name,  # type: ignore[union-attr]
            "language": user.language,  # type: ignore[union-attr]
            "market_code": user.market_code,  # type: ignore[union-attr]
            "theme": user.theme,  # type: ignore[union-attr]
            "mails": [group for group, _words in form.groups if muted.get(group) is not False],
        }
        return render(request, "me/preferences.html", {"form": form})
    form = PreferencesForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return render(request, "me/preferences.html", {"form": form}, status=422)
    given = form.cleaned_data
    keep_preferences(
        viewer=viewer,
        name=given["name"],
        language=given["language"],
        market_code=given["market_code"],
        theme=given["theme"],
        mails={group: group in given["mails"] for group, _words in form.groups},
    )
    messages.success(request, _("Your preferences are kept."))
    response = redirect(translate_url(reverse("account:preferences"), given["language"]))
    _put(response, request, LANGUAGE_COOKIE, given["language"], deletes=False)
    _put(response, request, MARKET_COOKIE, given["market_code"], deletes=False)
    _put(response, request, THEME_COOKIE, given["theme"], deletes=True)
    return response


@login_required
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Say what is kept, give it, and offer to erase it."""
    return render(request, "me/data.html", {"form": EraseForm(viewer=_viewer(request))})


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Give everything that is kept of this person as one file."""
    answer = JsonResponse(
        export_person(viewer=_viewer(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@login_required
@require_POST
@say_again_first
def erase(request: HttpRequest) -> HttpResponse:
    """Erase this person and sign them out."""
    viewer = _viewer(request)
    form = EraseForm(request.POST, viewer=viewer)
    erased = None
    if form.is_valid():
        erased = deeds.attempt(request, partial(erase_person, viewer=viewer, at=_now(request)), form=form)
    if erased is None:
        return render(request, "me/data.html", {"form": form}, status=422)
    logout(request)
    said = _("Your data is erased. Nothing is left that says who you were.")
    if erased.kept_until:
        said = _(
            "Your data is erased. The name and place on your invoices are kept until %(day)s, because tax law asks "
            "for it, and then deleted."
        ) % {"day": formats.day(erased.kept_until)}
    messages.success(request, said)
    return redirect("account_login")


def _put(response: HttpResponse, request: HttpRequest, name: str, value: str, *, deletes: bool) -> None:
    if value:
        keep(response, name, value, request)
    elif deletes:
        response.delete_cookie(name)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now
