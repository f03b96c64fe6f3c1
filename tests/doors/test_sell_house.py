"""The pages of registering, of the team, and of the operator who verifies."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from builders import orders as build
from sogdia.apps.parties.models import BankAccount, Licence, Membership, Party
from sogdia.apps.parties.selectors import viewer_of
from sogdia.domain.viewer import Role

pytestmark = pytest.mark.django_db(transaction=True)
USCC = "91110000600037341L"


@pytest.fixture
def world():
    return build.a_world()


def enter(client, party=None, role=Role.OWNER):
    user = build.a_user()
    if party is not None:
        build.member(user, party, role)
    client.force_login(user)
    return client


def house(world, **changes):
    return {
        "key": "k", "legal_name": "葡萄沟合作社", "kind": "cooperative", "country": "CN", "name_en": "Vine Yard",
        "region": world.region.pk, "registration_kind": "cn-uscc", "registration_number": USCC, **changes,
    }  # fmt: skip


def test_everybody_may_read_how_to_join(client, world):
    page = client.get(reverse("sell:join")).content.decode()

    assert "Turpan" in page
    assert reverse("sell:register") in page


def test_registering_needs_an_account(client, world):
    assert "login" in client.get(reverse("sell:register")).url


def test_a_person_registers_and_submits(client, world):
    person = enter(client)
    person.post(reverse("sell:register"), house(world))
    person.post(
        reverse("sell:licence"), {"key": "l", "licence_kind": "food-production", "licence_number": "SC 1"}
    )
    bank = {"key": "b", "holder": "Vine Yard", "account": "6222020200112233", "bank_code": "ICBKCNBJ"}
    person.post(reverse("sell:bank"), bank)

    page = person.post(reverse("sell:submit"), {"key": "s", "consent": "yes"}, follow=True).content.decode()

    party = Party.objects.get(code="vine-yard")
    assert (party.state, party.registration_number) == ("submitted", USCC)
    assert (Licence.objects.get(party=party).number, BankAccount.objects.get(party=party).bic) == (
        "SC 1",
        "ICBKCNBJ",
    )
    assert "Submitted" in page


def test_a_bad_number_is_kept_and_asked_again(client, world):
    person = enter(client)

    answer = person.post(reverse("sell:register"), house(world, registration_number="91110000600037341X"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="91110000600037341X"' in page
    assert "check digit" in page
    assert not Party.objects.filter(code="vine-yard").exists()


def test_a_bad_account_is_kept_and_asked_again(client, world):
    owner = enter(client, world.seller)

    bank = {"key": "b", "holder": "Vine", "account": "DE89370400440532013001", "bank_code": "ICBKCNBJ"}
    answer = owner.post(reverse("sell:bank"), bank)

    assert answer.status_code == 422
    assert 'value="DE89370400440532013001"' in answer.content.decode()


def test_a_region_that_has_not_joined_is_said(client, world):
    world.region.is_live = False
    world.region.save()
    owner = enter(client, world.seller)

    assert "Turpan has not joined yet" in owner.get(reverse("sell:house")).content.decode()
    assert "has not joined yet" in owner.get(reverse("sell:today")).content.decode()


@pytest.mark.parametrize("name", ["house", "team"])
def test_only_owners_open_house_and_team(client, world, name):
    assert client.get(reverse(f"sell:{name}")).status_code == 302
    assert enter(client, world.seller, Role.SELLER).get(reverse(f"sell:{name}")).status_code == 403
    assert enter(client, world.seller).get(reverse(f"sell:{name}")).status_code == 200


def test_an_invited_person_joins_by_the_link(client, world):
    owner = enter(client, world.seller)
    owner.post(reverse("sell:invite"), {"key": "i", "email": "new@example.org", "role": "finance"})
    (letter,) = mail.outbox
    path = re.search(r"https?://[^/]+(\S+)", letter.body).group(1)

    guest = enter(client)
    assert guest.get(path).status_code == 200
    guest.post(path, {"key": "j"})

    joined = Membership.objects.get(party=world.seller, role="finance")
    assert viewer_of(joined.user_id, name="", email="").has_role(Role.FINANCE)


def test_the_last_owner_is_not_removed(client, world):
    owner = enter(client, world.seller)
    mine = Membership.objects.get(party=world.seller)

    page = owner.post(reverse("sell:member", args=[mine.pk]), {"do": "remove"}, follow=True).content.decode()

    assert "keeps at least one owner" in page
    assert Membership.objects.filter(pk=mine.pk).exists()


def submitted(world):
    Party.objects.filter(pk=world.seller.pk).update(state="submitted")
    return world.seller


def test_support_verifies_from_the_queue(client, world):
    seller = submitted(world)
    support = enter(client, world.operator, Role.SUPPORT)

    queue = support.get(reverse("operator:sellers")).content.decode()
    support.post(reverse("operator:verify_seller", args=[seller.code]), {"key": "v"})

    assert seller.code in queue
    assert Party.objects.get(pk=seller.pk).state == "verified"


def test_the_queue_asks_the_database_for_one_page_and_finds_in_all(client, world):
    seller = submitted(world)
    support = enter(client, world.operator, Role.SUPPORT)
    queue = reverse("operator:sellers")

    shown = support.get(queue, {"state": "submitted"}).context
    found = support.get(queue, {"q": seller.code}).context
    sorted_by_code = support.get(queue, {"sort": "name", "state": "submitted"}).context

    assert [row.code for row, _tag in shown["rows"]] == [seller.code]
    assert [row.code for row, _tag in found["rows"]] == [seller.code]
    assert [row.code for row, _tag in sorted_by_code["rows"]] == [seller.code]


def test_support_sends_back_with_a_reason(client, world):
    seller = submitted(world)
    support = enter(client, world.operator, Role.SUPPORT)

    support.post(reverse("operator:send_back_seller", args=[seller.code]), {"key": "a", "reason": ""})
    assert Party.objects.get(pk=seller.pk).state == "submitted"
    support.post(reverse("operator:send_back_seller", args=[seller.code]), {"key": "b", "reason": "Blurred"})

    assert Party.objects.get(pk=seller.pk).state_reason == "Blurred"
    assert "Blurred" in support.get(reverse("operator:seller", args=[seller.code])).content.decode()


def test_support_moves_an_agreement(client, world):
    support = enter(client, world.operator, Role.SUPPORT)

    page = support.post(
        reverse("operator:move_agreement", args=["turpan"]), {"key": "k", "event": "contact"}, follow=True
    ).content.decode()

    assert "First contact" in page


@pytest.mark.parametrize("name", ["sellers", "regions"])
def test_nobody_else_opens_the_operators_pages(client, world, name):
    assert client.get(reverse(f"operator:{name}")).status_code == 302
    assert enter(client, world.seller).get(reverse(f"operator:{name}")).status_code == 403


def test_a_treasurer_looks_and_does_not_decide(client, world):
    seller = submitted(world)
    treasurer = enter(client, world.operator, Role.TREASURER)

    assert treasurer.get(reverse("operator:seller", args=[seller.code])).status_code == 200
    answer = treasurer.post(reverse("operator:verify_seller", args=[seller.code]), {"key": "v"})
    assert answer.status_code == 403
