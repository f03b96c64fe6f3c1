"""
Every form keeps what was typed: found on the pages themselves, filled with words that cannot be, and sent.

Each page of the table of addresses is opened by whoever may; each form on it that takes words is sent with nonsense in
every field. It is refused and shows the nonsense where it was typed, or (where any words will do) it is taken.
"""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from builders.cast import NOBODY, a_cast
from doors import routes_table
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.plumbing import wiring
from sogdia.web.typed import put_back
from stage import pages

pytestmark = pytest.mark.django_db
TYPED = {"text", "email", "tel", "number", "date", "url", ""}
NONSENSE = "Typed 7 words"
#: Forms that take words and yet show none again, and why.
EXEMPT = {}


class Forms(HTMLParser):
    """The forms of a page: where each goes, and its fields as (kind, name, value, most letters)."""

    def __init__(self, html):
        super().__init__()
        self.forms, self._in = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self._in = (given.get("action", ""), [])
            self.forms.append(self._in)
        elif self._in is not None and tag in {"input", "textarea", "select"} and given.get("name"):
            kind = given.get("type", "") if tag == "input" else tag
            value = given.get("value", "")
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            self._in[1].append((kind, given["name"], value, int(given.get("maxlength", 99))))

    def handle_endtag(self, tag):
        if tag == "form":
            self._in = None


def typed_into(fields):
    """Give what is sent, and the names of the fields that hold typed words."""
    sent, typed = {}, {}
    for kind, name, value, most in fields:
        if kind in TYPED or kind == "textarea":
            sent[name] = typed[name] = NONSENSE[:most].strip()
        elif kind not in {"file", "select"}:
            sent.setdefault(name, value)
    return sent, typed


def forms_of(name, route, cast):
    """Give each form that takes words on a page, with the window of who opened it."""
    for person in sorted(route.right) or [NOBODY, "buyer"]:
        client = pages.signed_in(cast.users.get(person))
        answer = client.get(pages.reverse(name, kwargs=route.kwargs(cast)))
        if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        for action, fields in Forms(answer.content.decode()).forms:
            yield client, urlsplit(action).path or answer.request["PATH_INFO"], fields


def lost_of(names):
    """Send every form of these pages full of nonsense; give those that lost it."""
    lost, tried = {}, set()
    for name in names:
        with pages.undone():
            route = routes_table.TABLE[name]
            cast = a_cast(state=route.state)
            route.prepare(cast)
            for client, path, fields in list(forms_of(name, route, cast)):
                sent, typed = typed_into(fields)
                target = name_of(path)
                if not typed or not target or target in tried or target in EXEMPT:
                    continue
                tried.add(target)
                with pages.undone():
                    page = client.post(path, {**sent, "key": "nonsense"}, follow=True)
                if is_lost(page, typed):
                    lost[target] = (name, page.status_code, sorted(typed))
    return lost, tried


def name_of(path):
    """Give the name of an address."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def is_lost(answer, typed):
    """Tell whether a form was refused and does not show what was typed."""
    page = answer.content.decode()
    is_refused = answer.status_code == 422 or 'class="notice stop"' in page or 'role="alert"' in page
    return is_refused and any(words not in page for words in typed.values())


@pytest.fixture
def _machines(monkeypatch):
    store = MemoryStore()
    store.save("papers/one.pdf", b"%PDF-")
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", PlainPress)


@pytest.mark.usefixtures("_machines")
@pytest.mark.parametrize(
    "room",
    ["account", "broker", "carrier", "checkout", "hub", "officer", "operator", "orders", "sell", "shop"],
)
def test_words_that_were_typed_stay_when_a_form_is_refused(room):
    names = [name for name in routes_table.TABLE if name.startswith(f"{room}:")]

    lost, _tried = lost_of(names)

    assert lost == {}


FORM = """<details class="fold"><summary>Why</summary><form method="post" action="/one/"><input type="hidden" name="id" value="1">
<input type="text" name="why" value="old"><input name="password" type="password"><textarea name="more">old</textarea></form>
</details><form method="post" action="/two/"><input type="text" name="why"></form>"""


def test_words_go_back_into_their_own_form_as_text_and_its_fold_is_open():
    page = put_back(FORM, "/one/", {"why": '"><b>', "more": "</textarea>", "id": "2", "password": "secret"})

    assert page.startswith('<details open class="fold">')
    assert '<input value="&quot;&gt;&lt;b&gt;" type="text" name="why">' in page
    assert ">&lt;/textarea&gt;</textarea>" in page
    assert 'name="id" value="1"' in page and "secret" not in page
    assert '<form method="post" action="/two/"><input type="text" name="why"></form>' in page


def test_words_go_into_no_other_form():
    assert put_back(FORM, "/three/", {"why": "typed"}) == FORM


def test_typed_words_are_put_back_once():
    cast = a_cast()
    treasurer = pages.signed_in(cast.users["treasurer"])
    sent = {"amount": "12", "currency": "XYZW", "reference": "", "key": "one"}

    back = treasurer.post(pages.reverse("operator:provider_paid_out"), sent, follow=True).content.decode()
    again = treasurer.get(pages.reverse("operator:receipts")).content.decode()

    assert 'value="12"' in back
    assert 'value="12"' not in again
