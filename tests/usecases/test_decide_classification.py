"""A broker decides once for a product and a territory; a change leaves what was decided to be seen."""

from __future__ import annotations

import pytest

from builders import sale
from sogdia.apps.catalogue.models import Classification
from sogdia.apps.lots import classifications
from sogdia.domain.refusals import NotAllowed, NotFound
from sogdia.domain.tariff.hs import HsCodeMalformed
from sogdia.domain.viewer import Place, Role, Viewer
from sogdia.plumbing.outbox.models import AuditRow, OutboxEvent
from sogdia.usecases import decide_classification as deciding

pytestmark = pytest.mark.django_db

BROKER = Viewer(user_id=5, places=(Place(1, Role.BROKER),))


def asked() -> Classification:
    owner, place = sale.seller(), sale.region()
    product = sale.raisins(owner=owner, place=place)
    sale.market()
    return Classification.objects.create(product=product, territory="EU", code="080620", asked_at=sale.AT)


def decide(row, *, viewer=BROKER, is_approved=True, code="0806 20 30", vat="food", why="", key="a") -> int:
    return deciding.decide_classification(
        viewer=viewer, classification_id=row.pk, is_approved=is_approved, code=code, vat_class=vat, reason=why,
        at=sale.AT, key=key,
    )  # fmt: skip


def test_an_approval_opens_the_product_and_is_told():
    row = asked()

    decide(row)

    row.refresh_from_db()
    assert (row.state, row.code, row.vat_class, row.decided_by) == ("approved", "08062030", "food", 5)
    topics = list(OutboxEvent.objects.order_by("id").values_list("topic", flat=True))
    assert topics == ["classification.decided", "product.changed"]
    assert AuditRow.objects.get().deed == "decide-classification"


def test_the_same_key_decides_once():
    row = asked()

    assert decide(row) == decide(row)
    assert AuditRow.objects.count() == 1


def test_a_change_replaces_and_keeps_what_was_decided():
    row = asked()
    decide(row)

    changed = decide(row, code="08062090", why="Loose, not in small bags.", key="b")

    states = dict(Classification.objects.values_list("code", "state"))
    assert states == {"08062030": "replaced", "08062090": "approved"}
    assert changed != row.pk


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"code": "0802320000"}, deciding.CodeElsewhere),
        ({"code": "grapes"}, HsCodeMalformed),
        ({"vat": "luxury"}, deciding.CodeElsewhere),
        ({"is_approved": False}, deciding.DecisionWithoutReason),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_changes(given, refusal):
    row = asked()

    with pytest.raises(refusal):
        decide(row, **given)

    row.refresh_from_db()
    assert row.state == "asked"


def test_a_change_says_why_and_changes_something():
    row = asked()
    decide(row)

    with pytest.raises(deciding.DecisionWithoutReason):
        decide(row, code="08062090", key="b")
    with pytest.raises(deciding.DecisionStandsAlready):
        decide(row, why="Again.", key="c")


def test_what_was_replaced_is_not_decided_again():
    row = asked()
    Classification.objects.update(state="replaced")

    with pytest.raises(NotFound):
        decide(row)


@pytest.mark.parametrize(
    "viewer", [Viewer(), Viewer(user_id=2, places=(Place(1, Role.OWNER), Place(1, Role.SUPPORT)))]
)
def test_who_is_no_broker_neither_decides_nor_sees(viewer):
    row = asked()

    for ask in (
        lambda: decide(row, viewer=viewer),
        lambda: classifications.list_cases(viewer),
        lambda: classifications.get_case(viewer, row.pk, on=sale.AT.date()),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_the_queue_says_what_opens(django_assert_max_num_queries):
    world = sale.sold()
    Classification.objects.update(state="asked")

    with django_assert_max_num_queries(5):
        page = classifications.list_cases(BROKER)

    case = page.object_list[0]
    assert (case.lots, case.mass_g, case.markets) == (1, 500_000, ("France",))
    assert classifications.get_case(BROKER, case.id, on=sale.AT.date()).lot_refs == (world.lot.ref,)
