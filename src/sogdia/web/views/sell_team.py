"""The team of a house: invite, change, remove, join."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sogdia.apps.parties import seller_selectors as sellers
from sogdia.domain.viewer import Role
from sogdia.plumbing import wiring
from sogdia.usecases import change_member as changing
from sogdia.usecases import invite_member as inviting
from sogdia.web.deeds import attempt, key_of
from sogdia.web.forms.sell_house import InviteForm
from sogdia.web.second_step import say_again_first
from sogdia.web.views import sell_base as base
from sogdia.web.words import sell as words

_log = logging.getLogger(__name__)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show who is in the team, and who is invited."""
    return _index(request, InviteForm())


def _index(request: HttpRequest, form: InviteForm, *, link: str = "") -> HttpResponse:
    desk = base.desk_of(request)
    desk.require(Role.OWNER)
    context = {
        "form": form,
        "link": link,
        "members": sellers.list_members(desk.viewer, desk.party_id),
        "invited": sellers.list_invited(desk.viewer, desk.party_id, at=request.now),  # type: ignore[attr-defined]
        "roles": [(role, words.role_name(role)) for role in ("owner", "seller", "finance")],
    }
    return base.page(request, "sell/team.html", desk, context, status=422 if form.errors else 200)


@require_POST
@say_again_first
def invite(request: HttpRequest) -> HttpResponse:
    """Send a link; when the letter cannot be sent, its link is shown to pass on."""
    desk = base.desk_of(request)
    desk.require(Role.OWNER)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _index(request, form)
    said = attempt(
        request,
        lambda: inviting.invite_member(
            viewer=desk.viewer,
            party_id=desk.party_id,
            email=form.cleaned_data["email"],
            role=form.cleaned_data["role"],
            at=request.now,  # type: ignore[attr-defined]
            key=key_of(request),
        ),
        form=form,
    )
    if said is None:
        return _index(request, form)
    if said.token:
        link = request.build_absolute_uri(reverse("account:join", args=[said.token]))
        if not _send(said, link):
            messages.error(
                request, _("The letter could not be sent. Pass the link on yourself; it is shown once.")
            )
            return _index(request, InviteForm(), link=link)
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": said.email})
    return redirect("sell:team")


def _send(said: inviting.Invited, link: str) -> bool:
    facts = {
        "house": said.house,
        "role": words.role_name(said.role),
        "link": link,
        "expires_at": said.expires_at,
    }
    try:
        wiring.mailer().send(
            to=said.email,
            subject=_("%(house)s invites you to its team") % {"house": said.house},
            text=render_to_string("sell/invitation.txt", facts),
            html=render_to_string("sell/invitation.html", facts),
        )
    except OSError:
        _log.exception("an invitation could not be sent")
        return False
    return True


@require_POST
@say_again_first
def change(request: HttpRequest, member_id: int) -> HttpResponse:
    """Give a member another role, or remove them."""
    desk = base.desk_of(request)
    desk.require(Role.OWNER)
    role = None if request.POST.get("do") == "remove" else request.POST.get("role", "")

    def deed() -> bool:
        changing.change_member(
            viewer=desk.viewer,
            party_id=desk.party_id,
            member_id=member_id,
            role=role,
            at=request.now,  # type: ignore[attr-defined]
        )
        return True

    if attempt(request, deed):
        messages.success(request, _("The team is changed."))
    return redirect("sell:team")


@require_POST
def take_back(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """End an invitation that nobody followed yet."""
    desk = base.desk_of(request)
    inviting.take_back_invitation(
        viewer=desk.viewer,
        party_id=desk.party_id,
        invitation_id=invitation_id,
        at=request.now,  # type: ignore[attr-defined]
    )
    messages.success(request, _("The link does not work any more."))
    return redirect("sell:team")


@login_required
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, and join by a press; opening the link alone changes nothing."""
    if request.method == "POST":
        name = attempt(
            request,
            lambda: inviting.join_team(
                viewer=request.viewer,  # type: ignore[attr-defined]
                token=token,
                at=request.now,  # type: ignore[attr-defined]
            ),
        )
        if name is not None:
            messages.success(request, _("You are in the team of %(house)s now.") % {"house": name})
            return redirect("sell:today")
        return redirect("account:start")
    return render(request, "sell/join_team.html")
