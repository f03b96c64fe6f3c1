"""Load one person per role, so that every door can be tried."""

from __future__ import annotations

from dataclasses import dataclass

from sogdia.apps.departures.models import Hub, Lane
from sogdia.apps.parties.models import Membership, Party
from sogdia.apps.regions.models import Region
from sogdia.domain.viewer import SECOND_STEP_ROLES, Role
from sogdia.plumbing.accounts import addresses, second_step
from sogdia.plumbing.accounts.models import User

PASSWORD = "caravan-of-lanzhou"


@dataclass(frozen=True, slots=True)
class Person:
    """A demo sign-in: who, and as what."""

    email: str
    name: str
    role: Role | None
    party: str = ""
    says: str = ""
    market: str = ""

    @property
    def has_second_step(self) -> bool:
        """Whether this role signs in with a code as well."""
        return self.role in SECOND_STEP_ROLES


PEOPLE = (
    Person("buyer@sogdia.example", "Amélie Rousseau", None, says="shopper in France"),
    Person("importer@sogdia.example", "Aigerim Sadykova", None, says="shop in Almaty", market="KZ"),
    Person("grower@sogdia.example", "Tursun Ablimit", Role.OWNER, "seller", "producer and seller"),
    Person("accounts@sogdia.example", "Gulnar Ablimit", Role.FINANCE, "seller", "seller's finance"),
    Person("clerk@sogdia.example", "Ma Jianguo", Role.CLERK, "hub", "hub clerk, Lanzhou"),
    Person("carrier@sogdia.example", "Yerlan Bekov", Role.CARRIER, "carrier", "carrier"),
    Person("broker@sogdia.example", "Li Wen", Role.BROKER, "house", "customs broker"),
    Person("officer@sogdia.example", "Chen Xiaoyan", Role.OFFICER, "house", "region officer, Xinjiang"),
    Person("support@sogdia.example", "Nadia Haddad", Role.SUPPORT, "house", "operator, support and disputes"),
    Person("treasurer@sogdia.example", "Pavel Orlov", Role.TREASURER, "house", "operator, finance"),
    Person(
        "treasurer2@sogdia.example", "Marie Fontaine", Role.TREASURER, "house", "operator, second approver"
    ),
)


def load_people(*, operator: str, seller_code: str) -> int:
    """Make the demo accounts that are not there yet; gives how many there are."""
    house, _made = Party.objects.get_or_create(
        code="house",
        defaults={
            "names": {"en": "Sogdia"},
            "legal_names": {"en": operator},
            "is_operator": True,
            "state": "verified",
        },
    )
    hub = Hub.objects.filter(is_main=True).first()
    lane = Lane.objects.filter(code="KZ").select_related("carrier").first()
    region = Region.objects.filter(code="xinjiang").first()
    parties = {
        "house": house,
        "hub": house,
        "seller": Party.objects.filter(code=seller_code).first(),
        "carrier": lane.carrier if lane else None,
    }
    made, all_of_them = [], []
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = User.objects.create_user(
                person.email, PASSWORD, name=person.name, market_code=person.market
            )
        all_of_them.append(user)
        party = parties.get(person.party)
        if person.role is not None and party is not None:
            Membership.objects.get_or_create(
                user=user,
                party=party,
                role=person.role,
                defaults={
                    "region": region if person.role is Role.OFFICER else None,
                    "hub_id": hub.pk if hub and person.role is Role.CLERK else None,
                },
            )
        if person.has_second_step:
            made.append(user)
    addresses.prove(all_of_them)
    second_step.seed_demo(made)
    return len(PEOPLE)
