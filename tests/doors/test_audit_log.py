"""Every deed that a role allows writes who did what, in which role, to what, and why (AU-1)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from builders import orders as build
from builders.cast import Cast, a_cast
from doors import routes_table
from doors.routes import Route
from fakes.pdf import PlainPress
from fakes.storage import MemoryStore
from sogdia.apps.claims.models import Claim
from sogdia.apps.departures.models import Departure
from sogdia.apps.parties.models import BankAccount, Party
from sogdia.apps.payments.models import Receipt, Refund, RefundDetail
from sogdia.apps.settlement.models import Payout
from sogdia.domain.occasions import Occasion
from sogdia.plumbing import wiring
from sogdia.plumbing.outbox.models import AuditRow
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.settle_shipment import settle_shipment
from sogdia.web.words.occasions import SENTENCES

pytestmark = pytest.mark.django_db
PRIVILEGED = frozenset({"support", "treasurer", "treasurer2", "officer", "clerk", "finance", "broker"})
ROOMS = frozenset({"operator", "hub", "officer", "sell", "broker"})
#: Forms in these rooms that act for nobody else and change nothing of the house: words to a buyer, a statement or the books only looked at.
NOT_A_DEED = frozenset({"sell:say", "operator:statement", "operator:audit"})
#: What a person decides, so they say why in their own words.
JUDGEMENTS = frozenset(
    {"payout-batch-approved", "refund-approved", "refund-checked", "refund-returned", "payout-failed"}
)


def departed(cast: Cast) -> None:
    Departure.objects.filter(pk=cast.world.departure.pk).update(state="departed", departed_at=build.NOW)


def sealed(cast: Cast) -> None:
    Departure.objects.filter(pk=cast.world.departure.pk).update(state="sealed")


def later(cast: Cast) -> None:
    now = timezone.now()
    build.a_departure(cast.world.lane, ref="KZ 999", cutoff_at=now + timedelta(days=6))


def due(cast: Cast) -> None:
    settle_shipment(shipment_id=cast.shipment.pk, at=build.NOW)
    BankAccount.objects.get_or_create(
        party=cast.world.seller,
        defaults={
            "holder": "Karez", "account": "6222021001112223334", "bic": "ICBKCNBJ", "currency": "CNY",
            "changed_at": build.NOW,
        },
    )  # fmt: skip


def sent(cast: Cast) -> None:
    cast.payout()
    Payout.objects.update(state="sent")


def proposed(cast: Cast) -> None:
    routes_table.TABLE["operator:receipt_deed"].kwargs(cast)
    other = cast.users["treasurer2"].pk
    Receipt.objects.update(
        state="unallocated", proposal={"order_id": None, "by": other, "reason": "Nobody's."}
    )


def approved(cast: Cast) -> None:
    routes_table.TABLE["operator:refund_deed"].kwargs(cast)
    Refund.objects.update(state="approved", currency="EUR", provider_ref="RF-1")
    RefundDetail.objects.create(
        refund=Refund.objects.get(), holder="Cleo", account="DE02120300000000202051", given_at=build.NOW
    )


def submitted(cast: Cast) -> None:
    Party.objects.filter(pk=cast.world.seller.pk).update(state="submitted")


def claimed(cast: Cast) -> None:
    routes_table.TABLE["operator:claim"].kwargs(cast)
    Claim.objects.update(packs=1)


#: What a form needs to have an effect, where the table of addresses does not make it so.
EFFECTIVE: Mapping[str, dict[str, Any]] = {
    "broker:case": {"deed": lambda cast: {"decision": "refuse", "reason": "No such code for raisins."}},
    "hub:depart": {"state": "sealed", "prepare": sealed},
    "hub:move": {"prepare": later,
                 "deed": lambda cast: {"to": "KZ 999", "late": "on"}},
    "operator:make_batch": {"state": "accepted", "prepare": due},
    "operator:payout_deed": {"prepare": sent},
    "operator:receipt_deed": {"prepare": proposed},
    "operator:refund_file": {"prepare": approved, "deed": lambda cast: {"currency": "EUR"}},
    "operator:pay_costs": {"state": "departed", "prepare": departed,
                           "kwargs": lambda cast: {"ref": cast.world.departure.ref, "part": "last-mile"}},
    "operator:freight_departure": {"right": routes_table.HOUSE - {"support"}, "prepare": departed, "deed": lambda cast: {"amount": "48000"}},
    "operator:verify_seller": {"prepare": submitted},
    "operator:move_agreement": {"deed": lambda cast: {"event": "contact", "reason": "They wrote."}},
    "operator:claim": {"state": "delivered", "prepare": claimed,
                       "deed": lambda cast: {"do": "reject", "reason": "Not seen.", "packs": "1", "worth": "100",
                                             "bearer": "seller"}},
    "sell:payout_mode": {"deed": lambda cast: {"mode": "monthly"}},
}  # fmt: skip


def route_of(name: str) -> Route:
    return replace(routes_table.TABLE[name], **EFFECTIVE.get(name, {}))


def answers_forms(name: str) -> bool:
    route = routes_table.TABLE[name]
    return name.split(":")[0] in ROOMS and bool(route.right & PRIVILEGED) and name not in NOT_A_DEED


@pytest.fixture(autouse=True)
def _machines(monkeypatch):
    store = MemoryStore()
    monkeypatch.setattr(wiring, "files", lambda: store)
    monkeypatch.setattr(wiring, "pdf", PlainPress)


def do_it(name: str) -> tuple[Any, Cast, str]:
    route = route_of(name)
    cast = a_cast(state=route.state)
    url = reverse(name, kwargs=route.kwargs(cast))
    route.prepare(cast)
    person = min(route.right & PRIVILEGED)
    client = Client()
    client.force_login(cast.users[person])
    if name == "operator:book_statement":
        return book_a_statement(client, url), cast, person
    return client.post(url, {"key": "k", **route.deed(cast)}), cast, person


def book_a_statement(client: Client, url: str) -> Any:
    content = b"id,date,amount,currency,text\nT1,2026-10-02,80.00,EUR,no reference\n"
    seen = client.post(reverse("operator:statement"), {"file": SimpleUploadedFile("s.csv", content)})
    return client.post(url, {"digest": seen.context["seen"].digest})


@pytest.mark.parametrize("name", sorted(name for name in routes_table.TABLE if answers_forms(name)))
def test_au_1_every_deed_of_a_role_is_written_down(name):
    answer, cast, person = do_it(name)

    if answer.status_code == 405:
        assert "POST" not in answer.headers["Allow"]
        return
    row = AuditRow.objects.filter(user_id=cast.users[person].pk).last()
    assert row is not None, f"{name} as {person}: {answer.status_code}, and nothing is written"
    assert (row.role, bool(row.subject), bool(row.deed)) == (person.rstrip("2"), True, True)
    assert row.reason, f"{row.deed} says no reason"
    if row.deed in JUDGEMENTS:
        assert row.reason not in set(Occasion), f"{row.deed} is a judgement, and nobody said why"


def test_au_2_a_judgement_without_words_is_not_done():
    with pytest.raises(ValueError, match="nobody said why"):
        audit("payout-batch-approved", subject="batch:1", at=build.NOW)

    assert not AuditRow.objects.exists()


def test_au_2_every_occasion_has_its_sentence():
    assert set(SENTENCES) == set(Occasion)


def test_au_1_a_row_is_never_changed_and_never_goes():
    audit("try", subject="event:1", at=build.NOW, reason="To see.")
    rows: list[Callable[[], object]] = [
        lambda: AuditRow.objects.update(reason="Quite another."),
        lambda: AuditRow.objects.all().delete(),
    ]

    for deed in rows:
        with pytest.raises(DatabaseError, match="audit: rows never"), transaction.atomic():
            deed()


def test_au_1_a_refused_deed_leaves_no_row():
    cast = a_cast()
    client = Client()
    client.force_login(cast.users["clerk"])

    client.post(reverse("operator:cancel_departure", args=[cast.world.departure.ref]), {"reason": "Flood."})

    assert not AuditRow.objects.exists()


@pytest.fixture
def operator() -> Client:
    cast = a_cast()
    client = Client()
    client.force_login(cast.users["support"])
    for number, deed in enumerate(["seal-departure", "allow-light", "allow-light"]):
        audit(
            deed,
            subject=f"KZ {number}",
            at=build.NOW,
            user_id=cast.users["clerk"].pk,
            reason="=1+1",
            old=1,
            new=2,
        )
    return client


def test_the_operator_finds_deeds_by_kind_by_words_and_by_person(operator):
    def subjects(query: str) -> list[str]:
        return sorted(
            row.subject for row, *_told in operator.get(f"/operator/audit-log/?{query}").context["rows"]
        )

    assert subjects("") == ["KZ 0", "KZ 1", "KZ 2"]
    assert subjects("deed=allow-light") == ["KZ 1", "KZ 2"]
    assert subjects("q=KZ 2") == ["KZ 2"]
    assert subjects("who=clerk") == ["KZ 0", "KZ 1", "KZ 2"]
    assert subjects("who=officer") == []
    assert subjects("since=2100-01-01") == []


def test_the_operator_takes_the_deeds_along_as_a_file(operator):
    text = operator.get("/operator/audit-log/?as=csv&deed=allow-light").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert len(rows) == 2
    assert rows[0]["Reason"] == "'=1+1"
    assert '"new": 2' in rows[0]["What changed"]
