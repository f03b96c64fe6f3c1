"""A house registers, is verified or sent back, builds its team; regions move step by step."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from builders import orders as build
from fakes.storage import MemoryStore
from sogdia.apps.parties.models import BankAccount, Consent, Invitation, Membership, Party, PartyStep
from sogdia.apps.regions.models import Agreement, Region
from sogdia.domain.machines import StepNotPossible
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox.models import AuditRow
from sogdia.plumbing.registrations import (
    BankAccountNotValid,
    RegistrationNotValid,
    check_account,
    check_bank_code,
    check_registration,
)
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.change_member import LastOwner, change_member
from sogdia.usecases.invite_member import InvitationNotValid, RoleUnknown, invite_member, join_team
from sogdia.usecases.keep_house_papers import LicenceFactsWrong, keep_bank_account, keep_licence
from sogdia.usecases.move_agreement import ScopeUnknown, move_agreement
from sogdia.usecases.register_seller import (
    FactsAreVerified,
    HouseFacts,
    HouseFactsWrong,
    RegisteredAlready,
    TooManyDrafts,
    register_seller,
)
from sogdia.usecases.send_back_seller import send_back_seller
from sogdia.usecases.submit_seller import RegistrationIncomplete, SellerConsent, submit_seller
from sogdia.usecases.verify_seller import verify_seller

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = build.NOW.date()
AGREED = SellerConsent("2026-10", "0" * 64)
USCC = "91110000600037341L"


@pytest.fixture
def world():
    return build.a_world()


@pytest.fixture
def person():
    user = build.a_user()
    return Viewer(user_id=user.pk, name=user.name, email=user.email)


def facts(world, **changes):
    plain = HouseFacts(
        legal_names={"zh": "葡萄沟合作社"}, names={"en": "Vine Yard"}, story={}, kind="cooperative",
        region_id=world.region.pk, country="CN", registration_kind="cn-uscc", registration_number=USCC,
        member_count=12,
    )  # fmt: skip
    return replace(plain, **changes)


def owner_of(party_id):
    row = Membership.objects.get(party_id=party_id, role=Role.OWNER)
    from sogdia.apps.parties.selectors import viewer_of

    return viewer_of(row.user_id, name="", email="")


def register(world, viewer, *, key="r", party_id=None, **changes):
    return register_seller(
        viewer=viewer, facts=facts(world, **changes), at=build.NOW, key=key, party_id=party_id
    )


def ready(world, person):
    party_id = register(world, person)
    owner = owner_of(party_id)
    keep_licence(
        viewer=owner, party_id=party_id, kind="food-production", number="SC-1", paper=b"", today=TODAY,
        valid_until=TODAY + dt.timedelta(days=90), files=MemoryStore(), at=build.NOW, key="l",
    )  # fmt: skip
    bank(owner, party_id)
    return party_id, owner


def bank(viewer, party_id, *, account="6222 0202 0011 2233", code="ICBKCNBJ", key="b"):
    keep_bank_account(
        viewer=viewer, party_id=party_id, holder="Vine Yard", account=account, bank_code=code, bank_name="",
        at=build.NOW, key=key,
    )  # fmt: skip


def submit(viewer, party_id, *, key="s", consent=AGREED):
    submit_seller(viewer=viewer, party_id=party_id, consent=consent, today=TODAY, at=build.NOW, key=key)


def test_a_draft_is_kept_once_and_its_maker_owns_it(world, person):
    ids = {register(world, person) for _twice in range(2)}

    party = Party.objects.get(pk=ids.pop())
    assert (party.state, party.code, ids) == ("draft", "vine-yard", set())
    assert owner_of(party.pk).user_id == person.user_id


def test_a_guest_registers_nothing(world):
    with pytest.raises(NotAllowed):
        register(world, Viewer())


@pytest.mark.parametrize("number", ["91110000600037341X", "12345", "91110000600037341"])
def test_a_mistyped_number_is_refused(world, person, number):
    with pytest.raises(RegistrationNotValid):
        register(world, person, registration_number=number)


def test_a_number_registers_once(world, person):
    register(world, person)

    with pytest.raises(RegisteredAlready):
        register(world, person, key="again")


@pytest.mark.parametrize(
    "changes", [{"legal_names": {}}, {"kind": "empire"}, {"region_id": 0}, {"member_count": -1}]
)
def test_facts_that_cannot_be_are_refused(world, person, changes):
    with pytest.raises(HouseFactsWrong):
        register(world, person, **changes)


def test_drafts_do_not_pile_up(world, person):
    for n in range(3):
        register(world, person, key=f"r{n}", registration_number="")

    with pytest.raises(TooManyDrafts):
        register(world, person, key="r4", registration_number="")


def test_what_was_verified_is_not_changed_but_the_story_is(world, person):
    party_id, owner = ready(world, person)
    submit(owner, party_id)

    with pytest.raises(FactsAreVerified):
        register(world, owner, key="c", party_id=party_id, member_count=99)
    register(world, owner, key="d", party_id=party_id, story={"en": "Two brothers."})

    assert Party.objects.get(pk=party_id).story == {"en": "Two brothers."}


def test_submitting_says_what_is_missing(world, person):
    party_id = register(world, person, registration_number="", region_id=None)

    with pytest.raises(RegistrationIncomplete) as refused:
        submit(owner_of(party_id), party_id, consent=None)

    assert refused.value.params["missing"] == ("region", "registration", "licence", "bank", "consent")


def test_a_licence_that_ended_does_not_count(world, person):
    with pytest.raises(LicenceFactsWrong):
        keep_licence(
            viewer=(owner := owner_of(register(world, person))), party_id=owner.places[0].party_id, paper=b"",
            kind="organic", number="1", valid_until=TODAY - dt.timedelta(days=1), files=MemoryStore(),
            today=TODAY, at=build.NOW, key="l",
        )  # fmt: skip


def test_a_submitted_house_is_verified_once(world, person):
    party_id, owner = ready(world, person)
    for _twice in range(2):
        submit(owner, party_id)
    support = build.support(world)

    for _twice in range(2):
        verify_seller(viewer=support, code="vine-yard", at=build.NOW, key="v")

    assert Party.objects.get(pk=party_id).state == "verified"
    assert [row.state for row in PartyStep.objects.filter(party=party_id).order_by("id")] == [
        "draft", "submitted", "verified",
    ]  # fmt: skip
    assert Consent.objects.filter(party_id=party_id, kind="seller-terms").count() == 1


def test_sending_back_says_why_and_can_be_mended(world, person):
    party_id, owner = ready(world, person)
    submit(owner, party_id)
    support = build.support(world)
    with pytest.raises(ReasonNeeded):
        send_back_seller(viewer=support, code="vine-yard", reason=" ", at=build.NOW, key="x")

    send_back_seller(viewer=support, code="vine-yard", reason="Blurred licence", at=build.NOW, key="x")
    assert AuditRow.objects.get(deed="send-back-seller").reason == "Blurred licence"
    submit(owner, party_id, key="again")

    assert Party.objects.get(pk=party_id).state == "submitted"


def test_only_support_decides_on_sellers(world, person):
    party_id, owner = ready(world, person)
    submit(owner, party_id)

    for viewer in (owner, Viewer(), build.treasurer(world)):
        with pytest.raises(NotAllowed):
            verify_seller(viewer=viewer, code="vine-yard", at=build.NOW, key="v")
        with pytest.raises(NotAllowed):
            send_back_seller(viewer=viewer, code="vine-yard", reason="No", at=build.NOW, key="v")


def test_a_draft_is_not_verified(world, person):
    register(world, person)

    with pytest.raises(StepNotPossible):
        verify_seller(viewer=build.support(world), code="vine-yard", at=build.NOW, key="v")


def test_a_new_account_ends_the_one_before(world, person):
    party_id, owner = ready(world, person)

    bank(owner, party_id, account="DE89 3704 0044 0532 0130 00", code="DEUTDEFF", key="b2")

    current = BankAccount.objects.get(party_id=party_id, is_current=True)
    assert (current.account, BankAccount.objects.filter(party_id=party_id).count()) == (
        "DE89370400440532013000",
        2,
    )


@pytest.mark.parametrize("account", ["DE89 3704 0044 0532 0130 01", "12", "not an account"])
def test_a_mistyped_account_is_refused(world, person, account):
    with pytest.raises(BankAccountNotValid):
        bank(owner_of(register(world, person)), Party.objects.get(code="vine-yard").pk, account=account)


def test_numbers_are_checked_by_their_own_digits():
    assert check_registration("ru-inn", "7707083893") == "7707083893"
    assert check_bank_code("CN", "1021 0009 9996") == "102100099996"
    for kind, number in (("ru-inn", "7707083894"), ("eu-vat", "DE123"), ("moon", "1"), ("other", "1")):
        with pytest.raises(RegistrationNotValid):
            check_registration(kind, number)
    for country, code in (("CN", "10210000"), ("DE", "nonsense")):
        with pytest.raises(BankAccountNotValid):
            check_bank_code(country, code)
    with pytest.raises(BankAccountNotValid):
        check_account("DE", "1234567890123")


def invite(viewer, world, *, role="seller", key="i", email="New@Example.org"):
    return invite_member(
        viewer=viewer, party_id=world.seller.pk, email=email, role=role, at=build.NOW, key=key
    )


@pytest.fixture
def owner(world):
    return build.member(build.a_user(), world.seller, Role.OWNER)


def test_an_invitation_is_followed_once(world, owner, person):
    said = invite(owner, world)

    join_team(viewer=person, token=said.token, at=build.NOW)

    assert Membership.objects.get(user_id=person.user_id).role == "seller"
    with pytest.raises(InvitationNotValid):
        join_team(viewer=person, token=said.token, at=build.NOW)
    assert said.token not in Invitation.objects.get().token_digest


def test_an_old_or_wrong_link_opens_nothing(world, owner, person):
    said = invite(owner, world)

    for token, at in ((said.token, said.expires_at), ("guess", build.NOW)):
        with pytest.raises(InvitationNotValid):
            join_team(viewer=person, token=token, at=at)
    with pytest.raises(NotAllowed):
        join_team(viewer=Viewer(), token=said.token, at=build.NOW)


def test_only_owners_invite_into_known_roles(world, owner):
    with pytest.raises(RoleUnknown):
        invite(owner, world, role="treasurer")
    with pytest.raises(NotAllowed):
        invite(build.member(build.a_user(), world.seller, Role.SELLER), world)
    with pytest.raises(NotFound):
        invite(build.support(world), world)


def test_the_last_owner_stays(world, owner):
    mine = Membership.objects.get(user_id=owner.user_id)

    for role in (None, "seller"):
        with pytest.raises(LastOwner):
            change_member(viewer=owner, party_id=world.seller.pk, member_id=mine.pk, role=role, at=build.NOW)


def test_a_member_changes_and_goes(world, owner):
    other = build.a_user()
    build.member(other, world.seller, Role.SELLER)
    row = Membership.objects.get(user=other)

    change_member(viewer=owner, party_id=world.seller.pk, member_id=row.pk, role="finance", at=build.NOW)
    row.refresh_from_db()
    assert row.role == "finance"
    change_member(viewer=owner, party_id=world.seller.pk, member_id=row.pk, role=None, at=build.NOW)

    assert not Membership.objects.filter(user=other).exists()


def test_another_houses_members_are_not_mine(world, owner):
    other = build.a_seller(world.region, "other-house")
    build.member(build.a_user(), other, Role.OWNER)
    row = Membership.objects.get(party=other)

    with pytest.raises(NotFound):
        change_member(viewer=owner, party_id=world.seller.pk, member_id=row.pk, role=None, at=build.NOW)
    with pytest.raises(NotFound):
        change_member(viewer=owner, party_id=other.pk, member_id=row.pk, role=None, at=build.NOW)


def move(world, event, *, viewer=None, code="shaanxi", key=None, reason="", scope=()):
    return move_agreement(
        viewer=viewer or build.support(world), region_code=code, event=event, reason=reason, scope=scope,
        at=build.NOW, key=key or event,
    )  # fmt: skip


def test_a_region_joins_step_by_step_and_its_counties_with_it(world):
    province = Region.objects.create(code="shaanxi", level="province", names={"en": "Shaanxi"})
    county = Region.objects.create(code="ankang", level="prefecture", names={}, parent=province)

    states = [move(world, "contact"), move(world, "negotiate"), move(world, "sign", scope=["commerce"])]
    county.refresh_from_db()
    assert (states, county.is_live) == (["contact", "negotiation", "signed"], False)
    move(world, "go-live")
    county.refresh_from_db()
    assert county.is_live
    move(world, "end", reason="By mutual consent")

    county.refresh_from_db()
    assert not county.is_live
    assert Agreement.objects.get(region=province).ended_on == TODAY


def test_steps_of_an_agreement_are_not_skipped(world):
    Region.objects.create(code="shaanxi", level="province", names={"en": "Shaanxi"})
    move(world, "contact")

    with pytest.raises(StepNotPossible):
        move(world, "go-live")
    with pytest.raises(ReasonNeeded):
        move(world, "end")
    move(world, "negotiate")
    with pytest.raises(ScopeUnknown):
        move(world, "sign")


def test_only_support_moves_agreements(world, owner):
    for viewer in (owner, Viewer(), build.treasurer(world)):
        with pytest.raises(NotAllowed):
            move(world, "contact", viewer=viewer, code="turpan")
