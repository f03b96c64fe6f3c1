"""The manners of lists and forms: nothing dangerous happens by one press, an empty list teaches, typed words stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from builders.cast import a_cast
from doors import routes_table
from doors.test_tables import LISTS

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[2] / "src/sogdia/web/templates"

#: Deeds that another person feels, or that cannot be taken back: what stands between a slip and the deed.
#: confirm: it asks back. page: a page of its own says what follows. reason: without one it is refused. typed: a figure or
#: number has to be typed. two: another person has to agree. undo: the deed named takes it back.
DANGEROUS = {
    "account:erase": "typed",
    "carrier:end": "page",
    "carrier:failed": "reason",
    "carrier:true_cost": "typed",
    "hub:allow_light": "reason",
    "hub:cancel": "reason",
    "hub:depart": "confirm",
    "hub:load": "undo hub:unload",
    "hub:seal": "typed",
    "hub:unload": "undo hub:load",
    "operator:approve_batch": "two",
    "operator:cancel_departure": "confirm",
    "operator:claim": "reason",
    "operator:end": "page",
    "operator:make_batch": "two",
    "operator:pay_costs": "confirm",
    "operator:receipt_deed": "two",
    "operator:refund_deed": "two",
    "operator:send_back_seller": "reason",
    "operator:verify_seller": "undo operator:send_back_seller",
    "orders:cancel": "page",
    "orders:withdraw": "confirm",
    "sell:lot_withdraw": "reason",
    "sell:member": "confirm",
    "sell:photo": "undo sell:photo_restore",
    "sell:publish": "undo sell:withdraw",
    "sell:refuse": "reason",
    "sell:take_back": "undo sell:invite",
    "sell:withdraw": "confirm",
}
_CONFIRM = re.compile(r'<details class="confirm.*?</details>', re.S)


def forms_of(name):
    """Give every template that posts to an address, with what it has inside of confirmations."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if f'url "{name}"' in text:
            asks = " ".join(_CONFIRM.findall(text)) + " ".join(
                part for part in text.split("{% include ") if part.startswith('"components/_confirm.html"')
            )
            yield path.name, text, asks


@pytest.mark.parametrize("name", [name for name, guard in DANGEROUS.items() if guard == "confirm"])
def test_a_dangerous_deed_asks_back(name):
    shown = list(forms_of(name))

    assert shown
    for template, text, asks in shown:
        assert f'url "{name}"' in asks or "components/_confirm.html" in text or "fold" in text, template


@pytest.mark.parametrize("name", [name for name, guard in DANGEROUS.items() if guard.startswith("undo")])
def test_what_undoes_a_deed_is_there(name):
    undo = DANGEROUS[name].partition(" ")[2]

    assert undo in routes_table.TABLE


@pytest.mark.parametrize("name", sorted(DANGEROUS))
def test_every_dangerous_deed_is_an_address(name):
    assert name in routes_table.TABLE
    assert get_resolver()


#: What makes a list empty: another party of the kind, or words that nothing has.
EMPTY = {
    "operator:departures": ("support", "?q=nothing"),
    "operator:orders": ("support", "?q=nothing"),
    "operator:audit_log": ("support", "?q=nothing"),
    "operator:claims": ("support", ""),
    "operator:sellers": ("support", "?q=nothing"),
    "operator:receipts": ("treasurer", "?state=unallocated"),
    "operator:refunds": ("treasurer", ""),
    "operator:payouts": ("treasurer", ""),
    "operator:freight": ("treasurer", ""),
    "operator:outbox": ("support", ""),
    "sell:products": ("other_owner", ""),
    "sell:lots": ("other_owner", ""),
    "sell:orders": ("other_owner", ""),
    "sell:payouts": ("other_owner", ""),
    "orders:list": ("other_buyer", ""),
    "hub:stock": ("other_clerk", ""),
    "hub:discrepancies": ("other_clerk", ""),
    "carrier:home": ("other_carrier", ""),
    "broker:home": ("broker", "?territory=XX"),
    "officer:producers": ("other_officer", "?q=nothing"),
    "shop:departures": ("buyer", "?mode=sea"),
}


def test_every_list_is_tried_empty():
    assert LISTS.keys() == EMPTY.keys()


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_an_empty_list_says_what_will_stand_there(name):
    person, query = EMPTY[name]
    cast = a_cast()
    client = Client()
    client.force_login(cast.users[person], backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse(name) + query).content.decode()

    assert re.search(r'class="empty"><p>[^<]{25,}', page), "no sentence that teaches"
    assert "As a table (CSV)" not in page.partition('class="empty"')[2].partition("</section>")[0]


#: Forms that are refused when half of them is missing, with a word that has to stay where it was typed.
FORMS = {
    "sell:product_new": ("owner", "name_en", "Dried apricots"),
    "sell:invite": ("owner", "email", "not an address"),
    "sell:refuse": ("owner", "", ""),
    "hub:receive_line": ("clerk", "note", "Wet on one side"),
    "operator:claim": ("support", "", ""),
    "account:erase": ("buyer", "", ""),
    "orders:track": ("buyer", "ref", "NO-SUCH"),
    "sell:register": ("other_buyer", "legal_name", "Apricots of Turpan"),
    "sell:licence": ("owner", "licence_number", "SC123"),
}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_with_errors_keeps_what_was_typed_and_says_what_to_mend(name):
    person, field, typed = FORMS[name]
    route = routes_table.TABLE[name]
    cast = a_cast(state=route.state)
    route.prepare(cast)
    client = Client()
    client.force_login(cast.users[person], backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(
        reverse(name, kwargs=route.kwargs(cast)), {"key": "half", **({field: typed} if field else {})}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-mend" in page and 'role="alert"' in page
    assert not typed or typed in page
