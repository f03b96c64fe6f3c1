"""Who is told of regions, sellers, licences, codes and departures."""

from __future__ import annotations

from typing import Any, Final

from sogdia.apps.catalogue.models import Classification
from sogdia.apps.departures.models import Departure
from sogdia.apps.parties.models import Licence, Party, PartyStep
from sogdia.apps.regions.models import Agreement
from sogdia.domain.viewer import SELLING_ROLES, Role
from sogdia.usecases.telling import facts, people
from sogdia.usecases.telling.topics import SALES, WORK, Telling, tells

_SELLER: Final = {"seller.verified": "seller-verified", "seller.sent-back": "seller-sent-back"}


@tells(*_SELLER)
def seller_answered(*, topic: str, party_id: int, **_ids: Any) -> list[Telling]:
    """Tell the owners what became of their registration."""
    party = Party.objects.get(pk=party_id)
    said = {"party_names": party.names, "reason": party.state_reason}
    readers = people.team(party_id, Role.OWNER, Role.AGENT)
    return [(_SELLER[topic], readers, said, "", f"{topic}:{party_id}:{_step(party_id)}")]


@tells("seller.submitted")
def seller_submitted(*, topic: str, party_id: int, **_ids: Any) -> list[Telling]:
    """Tell the house that a seller waits."""
    party = Party.objects.get(pk=party_id)
    said = {"party_names": party.names}
    subject = f"{topic}:{party_id}:{_step(party_id)}"
    return [("seller-to-verify", people.house(Role.SUPPORT), said, WORK, subject)]


@tells("licence.expiring")
def licence_expiring(*, topic: str, licence_id: int, days: int, **_ids: Any) -> list[Telling]:
    """Tell the owners in time."""
    licence = Licence.objects.select_related("party").get(pk=licence_id)
    said = {
        "party_names": licence.party.names,
        "licence_ref": licence.number,
        "expires_on": licence.valid_until.isoformat() if licence.valid_until else "",
    }
    subject = f"{topic}:{licence_id}:{licence.valid_until}:{days}"
    return [("licence-expiring", people.team(licence.party_id, Role.OWNER), said, "", subject)]


@tells("classification.asked")
def code_asked(*, topic: str, product_id: int, **_ids: Any) -> list[Telling]:
    """Tell the brokers that a product waits for its codes, once for each territory."""
    rows = Classification.objects.filter(product_id=product_id, state="asked")
    readers = people.brokers()
    return [
        (
            "code-asked",
            readers,
            _code(row) | {"party_names": row.product.seller.names},
            WORK,
            f"{topic}:{row.pk}",
        )
        for row in rows.select_related("product__seller").order_by("pk")
    ]


@tells("classification.decided")
def code_decided(*, topic: str, classification_id: int, **_ids: Any) -> list[Telling]:
    """Tell the seller what the broker decided."""
    row = Classification.objects.select_related("product").get(pk=classification_id)
    said = _code(row) | {"is_approved": row.state == "approved", "reason": row.reason}
    readers = people.team(row.product.seller_id, *SELLING_ROLES)
    return [("code-decided", readers, said, SALES, f"{topic}:{classification_id}")]


@tells("departure.cancelled")
def departure_cancelled(*, topic: str, departure_id: int, **_ids: Any) -> list[Telling]:
    """Tell the carrier; buyers and sellers hear of their shipments, moved or cancelled."""
    departure = Departure.objects.select_related("lane").get(pk=departure_id)
    return _carriers(departure, "run-cancelled", topic)


@tells("departure.sealed")
def departure_sealed(*, topic: str, departure_id: int, **_ids: Any) -> list[Telling]:
    """Tell the carrier that the load is ready."""
    departure = Departure.objects.select_related("lane").get(pk=departure_id)
    return _carriers(departure, "departure-given", topic)


@tells("agreement.moved")
def agreement_moved(*, topic: str, agreement_id: int, **_ids: Any) -> list[Telling]:
    """Tell the officers of the region."""
    agreement = Agreement.objects.select_related("region").get(pk=agreement_id)
    said = {"region_names": agreement.region.names, "state": agreement.state}
    subject = f"{topic}:{agreement_id}:{agreement.state}"
    return [("agreement-moved", people.officers(agreement.region_id), said, "", subject)]


def _carriers(departure: Departure, kind: str, topic: str) -> list[Telling]:
    if departure.lane.carrier_id is None:
        return []
    readers = people.team(departure.lane.carrier_id, Role.CARRIER)
    return [(kind, readers, {"departure_ref": departure.ref}, WORK, f"{topic}:{departure.pk}")]


def _code(row: Classification) -> facts.Facts:
    return {"product_names": row.product.names, "territory": row.territory}


def _step(party_id: int) -> int:
    last = PartyStep.objects.filter(party_id=party_id).order_by("-id").values_list("id", flat=True).first()
    return last or 0
