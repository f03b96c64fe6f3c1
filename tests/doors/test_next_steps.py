"""Every refusal says what to do next, in its own sentence or in the one after it, and leads there where it can."""

from __future__ import annotations

import importlib
import re
from pkgutil import walk_packages

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

import sogdia
from sogdia.domain.refusals import Refusal
from sogdia.domain.uploads import UploadRefused
from sogdia.domain.viewer import Viewer
from sogdia.web import refusals
from sogdia.web.next_steps import STEPS
from sogdia.web.refusals.common import WHY_NOT_KEPT

FLOORS = ("domain", "plumbing", "apps", "gateways", "usecases", "web", "jobs")
#: What a sentence has that tells its reader to do something; a sentence of facts alone has none of it.
DOES = re.compile(
    r"\b(add|ask|change|check|choose|correct|enter|export|finish|go on|issue|leave|load|look|make|mend|move|order|"
    r"print|publish|reload|remove|report|save|say|seal|send|set|sign in|take|try|use|wait|weigh|write|come back|"
    r"fetch|set aside|needs? a later|can be erased|is deleted by itself|settled by a claim|nothing left to do|"
    r"nobody has to|will be sent again|only a credit note|in the country|has 1 to|can be claimed|somebody|"
    r"what stands|open a claim|says how it stands)\b",
    re.IGNORECASE,
)


def refusal_classes():
    """Give every kind of refusal of the house, wherever it is defined."""
    for floor in FLOORS:
        package = importlib.import_module(f"sogdia.{floor}")
        for found in walk_packages(package.__path__, f"sogdia.{floor}."):
            if ".migrations" not in found.name:
                importlib.import_module(found.name)
    waiting, seen = [Refusal], set()
    while waiting:
        kind = waiting.pop()
        for each in kind.__subclasses__():
            if each not in seen and each.__module__.startswith(f"{sogdia.__name__}."):
                seen.add(each)
                waiting.append(each)
    return sorted(seen, key=lambda each: each.code)


def test_every_refusal_says_what_to_do_next():
    kinds = refusal_classes()

    lost = {kind.code: refusals.sentence(kind()) for kind in kinds if kind is not UploadRefused}

    assert len(kinds) > 100
    assert {code: words for code, words in lost.items() if not DOES.search(words)} == {}


@pytest.mark.parametrize("reason", sorted(WHY_NOT_KEPT))
def test_a_file_that_is_refused_says_what_would_do(reason):
    assert DOES.search(refusals.sentence(UploadRefused(reason, reason=reason, name="Eicar", most_mb=5)))


def test_no_step_is_left_of_a_refusal_that_is_gone():
    assert STEPS.keys() - refusals.codes() == set()


@pytest.mark.parametrize("code", sorted(code for code, step in STEPS.items() if step.url_name))
def test_a_way_leads_to_a_page(code):
    step = STEPS[code]

    assert step.url == reverse(step.url_name)
    assert step.title


def test_words_and_way_go_into_a_page_and_what_somebody_typed_stays_text():
    class Closed(Refusal):
        code = "departure-full"

    said = refusals.with_way(Closed(departure="<b>P1</b>"))

    assert "&lt;b&gt;P1&lt;/b&gt;" in said
    assert f'<a href="{reverse("shop:departures")}">' in said


@pytest.mark.django_db
def test_a_refusal_that_no_page_caught_shows_the_way():
    from sogdia.web.middleware import RefusalMiddleware

    class Empty(Refusal):
        code = "basket-empty"

    request = RequestFactory().get("/")
    request.user, request.viewer = AnonymousUser(), Viewer()
    answer = RefusalMiddleware(lambda asked: None).process_exception(request, Empty())

    assert answer.status_code == 409
    assert f'href="{reverse("shop:goods")}"' in answer.content.decode()
