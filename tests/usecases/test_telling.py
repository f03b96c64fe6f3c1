"""Everybody hears what concerns them, once, in their language, and nobody else does."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings

from builders import sale
from fakes.mail import KeepingMailer
from fakes.pdf import PlainPress
from sogdia.apps.orders.models import Message
from sogdia.apps.parties.models import Address, Licence, Membership, Party, PartyStep
from sogdia.domain.milestones import MilestoneKind
from sogdia.jobs import letters as writing
from sogdia.jobs import listeners as _listeners  # noqa: F401
from sogdia.jobs.outbox import LISTENERS
from sogdia.plumbing import wiring
from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.notices import letters, services
from sogdia.plumbing.notices.models import Notice
from sogdia.plumbing.outbox.models import OutboxEvent
from sogdia.usecases.send_notices import send_due
from sogdia.usecases.telling import TELLERS, tell_people
from sogdia.usecases.watch_licences import watch_licences

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
MAILS = ROOT / "src/sogdia/web/templates/mail"
KINDS = sorted(path.stem for path in MAILS.glob("*.html") if not path.name.startswith("_"))
AT = sale.AT
#: Nobody is told of these by a notice: another one says it, or only the house's own books care.
QUIET = {
    "order.completed",
    "order.refunded",
    "refund.due",
    "refund.confirmed",
    "shipment.labelled",
    "shipment.settled",
    "payout.advanced",
    "payout.batched",
    "departure.trued-up",
    "departure.closed",
    "departure.border",
    "departure.customs-cleared",
    "departure.delayed",
    "product.published",
    "product.changed",
    "product.withdrawn",
    "lot.opened",
    "lot.changed",
    "lot.withdrawn",
}
FACTS = {
    "order_ref": "K7M2QX",
    "shipment_ref": "S-K7M2QX",
    "departure_ref": "EU 087",
    "payout_ref": "P-1",
    "claim_ref": "C-1",
    "licence_ref": "L-1",
    "reference_ref": "RF18K7M2QX",
    "account_ref": "DE02",
    "what_names": {"en": "Green raisins", "fr": "Raisins verts", "ru": "Изюм", "zh": "葡萄干", "ar": "زبيب"},
    "product_names": {"en": "Green raisins"},
    "seller_names": {"en": "Grape Valley"},
    "party_names": {"en": "Grape Valley"},
    "region_names": {"en": "Xinjiang"},
    "more_count": 2,
    "currency": "EUR",
    "zone": "Europe/Paris",
    "total_minor": 5080,
    "amount_minor": 1234,
    "net_minor": 3000,
    "new_total_minor": 4000,
    "grower_minor": 3000,
    "way_minor": 1140,
    "share_minor": 340,
    "state_minor": 600,
    "from_on": "2026-10-10",
    "to_on": "2026-10-16",
    "expires_on": "2026-11-01",
    "pay_by_at": "2026-09-14T10:00:00+00:00",
    "accept_by_at": "2026-10-20T10:00:00+00:00",
    "answer_by_at": "2026-09-18T10:00:00+00:00",
    "cutoff_at": "2026-09-19T10:00:00+00:00",
    "reason": "Rain <soaked> the road.",
    "territory": "EU",
    "state": "live",
    "is_approved": True,
    "email": "cleo@example.org",
    "key_path": "/ar/account/key/",
}


def person(email: str, role: str = "", party: Party | None = None, **more: object) -> User:
    language = str(more.pop("language", "en"))
    user = User.objects.create_user(email, "x", name=email.split("@")[0], language=language)
    if role:
        Membership.objects.create(user=user, party=party, role=role, **more)
    return user


def kinds_of(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_written_in_every_language(kind, language):
    letter = letters.write(
        kind, FACTS, language=language, house_name="Sogdia", house_url="https://sogdia.example"
    )

    assert letter.subject and "\n" not in letter.subject
    assert f'lang="{language}"' in letter.html and "<style>" in letter.html
    assert not re.search(r"\sstyle=|<p[^>]*>\s*</p>|\{\{|\{%", letter.html)
    assert not re.search(r"<(?!soaked>)|\{\{|\{%|&#|&lt;", letter.text)
    assert "<soaked>" not in letter.html
    assert re.search(r'<a class="go" href="https://sogdia\.example[^"]*">\s*\S', letter.html)


@pytest.mark.parametrize("kind", KINDS)
def test_the_button_of_a_letter_leads_where_its_text_says(kind):
    letter = letters.write(
        kind, FACTS, language="ar", house_name="House", house_url="https://house.example", token="t"
    )

    [button] = re.findall(r'class="go" href="([^"]+)"', letter.html)

    assert button in letter.text
    assert button.startswith("https://house.example/ar/")


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_also_a_line_of_a_page(kind):
    line = letters.line(kind, FACTS)

    assert line.subject and line.lead
    assert "<style" not in line.subject + line.lead


#: Topics that a deed gives as a name: verify and send back share one, a milestone is named by its kind.
NAMED = {"topic": {"seller.verified", "seller.sent-back"}}
KINDED = {f"departure.{kind}" for kind in MilestoneKind}


def topics_told():
    """Give every topic that some deed tells; a call whose topic cannot be known is an error here."""
    for path in (ROOT / "src/sogdia").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                not isinstance(node, ast.Call)
                or getattr(node.func, "attr", getattr(node.func, "id", "")) != "tell"
            ):
                continue
            if "at" not in {keyword.arg for keyword in node.keywords}:
                continue
            topic = node.args[0]
            if isinstance(topic, ast.Constant):
                yield topic.value
            elif isinstance(topic, ast.JoinedStr):
                assert topic.values[0].value == "departure.", path
                yield from KINDED
            else:
                yield from NAMED[topic.id]


def test_every_event_is_told_to_somebody_or_named_as_quiet():
    said = set(topics_told())

    assert said - set(TELLERS) - QUIET == set()
    assert QUIET - said == set() and QUIET & set(TELLERS) == set()
    assert set(TELLERS) <= set(LISTENERS)


def test_the_sellers_acceptance_is_the_buyers_news_and_the_buyers_the_sellers():
    buyer = person("cleo@example.org")
    order = sale.sold(buyer=buyer)
    grower = person("tursun@example.org", "owner", order.seller)
    ids = {"shipment_id": order.shipment.pk, "order_id": order.order.pk}

    tell_people(topic="shipment.accepted-by-seller", at=AT, ids=ids)
    tell_people(topic="shipment.accepted", at=AT, ids={**ids, "by": "buyer"})

    assert kinds_of(buyer) == ["seller-accepted"]
    assert kinds_of(grower) == ["goods-accepted"]


def test_who_let_the_time_pass_hears_that_the_goods_count_as_accepted():
    buyer = person("cleo@example.org")
    order = sale.sold(buyer=buyer)

    tell_people(topic="shipment.accepted", at=AT, ids={"shipment_id": order.shipment.pk, "by": "clock"})

    assert kinds_of(buyer) == ["counted-accepted"]


@pytest.mark.parametrize("end", ["lost", "seized", "refused-by-buyer", "undeliverable", "failed"])
def test_an_end_is_told_to_all_sides_and_a_failed_last_mile_not_to_the_seller(end):
    buyer = person("cleo@example.org")
    order = sale.sold(buyer=buyer)
    grower = person("tursun@example.org", "owner", order.seller)
    support = person("nadia@example.org", "support", sale.seller("house"))
    ids = {"shipment_id": order.shipment.pk, "order_id": order.order.pk, "end": end, "back_minor": 1234}

    for _twice in range(2):
        tell_people(topic="shipment.ended", at=AT, ids=ids)

    said = Notice.objects.get(user=buyer)
    assert said.kind == "shipment-ended" and said.params["amount_minor"] == 1234
    assert said.params["currency"] == order.order.currency
    assert kinds_of(grower) == ([] if end == "failed" else ["goods-ended"])
    assert kinds_of(support) == ["ended-to-house"]


def test_a_withdrawal_is_confirmed_to_the_buyer_and_told_to_the_seller():
    buyer = person("cleo@example.org")
    order = sale.sold(buyer=buyer)
    grower = person("tursun@example.org", "owner", order.seller)

    tell_people(topic="shipment.withdrawn", at=AT, ids={"shipment_id": order.shipment.pk, "back_minor": 500})

    assert (kinds_of(buyer), kinds_of(grower)) == (["withdrawn"], ["sale-withdrawn"])


def test_a_paid_order_tells_buyer_and_seller_and_no_stranger():
    buyer = person("cleo@example.org", language="fr")
    order = sale.sold(buyer=buyer)
    grower = person("tursun@example.org", "owner", order.seller)
    finance = person("gulnar@example.org", "finance", order.seller)
    other = person("aziz@example.org", "owner", sale.seller("oasis"))

    for _twice in range(2):
        tell_people(topic="order.paid", at=AT, ids={"order_id": order.order.pk, "payment_id": 1})

    assert kinds_of(buyer) == ["order-paid"]
    assert kinds_of(grower) == ["sale-made"]
    assert kinds_of(finance) == kinds_of(other) == []
    assert Notice.objects.get(user=buyer).language == "fr"


def test_the_confirmation_says_the_price_in_parts_that_add_up():
    buyer = person("cleo@example.org")
    order = sale.sold(buyer=buyer)

    tell_people(topic="order.paid", at=AT, ids={"order_id": order.order.pk})

    said = Notice.objects.get(user=buyer).params
    assert sum(said[f"{part}_minor"] for part in ("grower", "way", "share", "state")) == sale.TOTAL


def test_a_guest_gets_a_signed_link_and_the_paper(monkeypatch):
    monkeypatch.setattr(wiring, "pdf", PlainPress)
    order = sale.sold(language="ru")
    tell_people(topic="order.paid", at=AT, ids={"order_id": order.order.pk})
    mailer = KeepingMailer()

    sent = send_due(mailer=mailer, write=writing.write, at=AT)

    mail = mailer.sent[0]
    assert (sent, mail.to) == (1, "cleo@example.org")
    assert "?link=" in mail.text
    assert [(name, kind) for name, _content, kind in mail.attachments] == [("K7M2QX.pdf", "application/pdf")]


def test_a_mail_that_does_not_leave_is_tried_later_and_sent_once():
    order = sale.sold()
    tell_people(topic="order.expired", at=AT, ids={"order_id": order.order.pk})
    down, up = KeepingMailer(is_down=True), KeepingMailer()

    send_due(mailer=down, write=writing.write, at=AT)
    too_soon = send_due(mailer=up, write=writing.write, at=AT + dt.timedelta(seconds=30))
    later = send_due(mailer=up, write=writing.write, at=AT + dt.timedelta(minutes=2))
    again = send_due(mailer=up, write=writing.write, at=AT + dt.timedelta(days=9))

    assert (too_soon, later, again, len(up.sent)) == (0, 1, 0, 1)


def test_a_mail_is_given_up_until_the_operator_tries_again():
    order = sale.sold()
    tell_people(topic="order.expired", at=AT, ids={"order_id": order.order.pk})
    down, up = KeepingMailer(is_down=True), KeepingMailer()
    for day in range(10):
        send_due(mailer=down, write=writing.write, at=AT + dt.timedelta(days=2 * day))
    row = Notice.objects.get()

    services.try_again(row.pk)

    assert row.attempts == len(services.WAITS)
    assert send_due(mailer=up, write=writing.write, at=AT + dt.timedelta(days=30)) == 1


def test_what_a_reader_muted_stands_on_the_page_only():
    buyer = person("cleo@example.org")
    User.objects.filter(pk=buyer.pk).update(mail_preferences={"way": False})
    order = sale.sold(buyer=buyer)
    order.shipment.state = "departed"
    order.shipment.save()

    tell_people(topic="departure.departed", at=AT, ids={"departure_id": order.departure.pk})

    assert kinds_of(buyer) == ["departed"]
    assert send_due(mailer=KeepingMailer(), write=writing.write, at=AT) == 0


def test_after_erasure_nobody_is_written_to():
    order = sale.sold()
    tell_people(topic="order.expired", at=AT, ids={"order_id": order.order.pk})
    order.order.address = None
    order.order.save()
    Address.objects.all().delete()
    mailer = KeepingMailer()

    send_due(mailer=mailer, write=writing.write, at=AT)

    assert mailer.sent == []


def test_a_message_is_told_to_the_other_sides_without_its_words():
    buyer = person("cleo@example.org")
    order = sale.sold(buyer=buyer)
    grower = person("tursun@example.org", "seller", order.seller)
    support = person("nadia@example.org", "support", sale.seller("house"))
    said = Message.objects.create(order=order.order, side="buyer", text="Secret words", said_at=AT)

    tell_people(topic="message.said", at=AT, ids={"message_id": said.pk, "order_id": 1, "side": "buyer"})

    assert kinds_of(grower) == ["message-to-seller"]
    assert kinds_of(support) == ["message-to-house"]
    assert kinds_of(buyer) == []
    assert "Secret" not in str(list(Notice.objects.values_list("params", flat=True)))


def test_a_licence_is_announced_a_month_before_it_ends():
    house = sale.seller()
    Licence.objects.create(party=house, kind="food", number="L-1", valid_until=AT.date() + dt.timedelta(30))
    owner = person("tursun@example.org", "owner", house)

    watch_licences(at=AT)
    event = OutboxEvent.objects.get(topic="licence.expiring")
    tell_people(topic=event.topic, at=AT, ids=event.payload)

    assert kinds_of(owner) == ["licence-expiring"]


def test_what_a_person_typed_keeps_its_own_direction_in_a_letter():
    facts = FACTS | {"reason": "Rain <soaked> the road."}

    letter = letters.write(
        "seller-refused", facts, language="ar", house_name="Sogdia", house_url="https://sogdia.example"
    )

    assert '<span dir="auto">Rain &lt;soaked&gt; the road.</span>' in letter.html
    assert "Rain <soaked> the road." in letter.text


def test_every_letter_leads_to_a_page_that_exists():
    lost = [kind for kind in KINDS if not letters.line(kind, FACTS).url.startswith("/")]

    assert lost == []


def test_owners_hear_each_answer_on_their_registration():
    house = sale.seller()
    owner = person("tursun@example.org", "owner", house)

    for number, topic in enumerate(["seller.sent-back", "seller.verified", "seller.sent-back"]):
        PartyStep.objects.create(
            party=house, state=topic.removeprefix("seller."), at=AT + dt.timedelta(days=number)
        )
        tell_people(topic=topic, at=AT, ids={"party_id": house.pk})

    assert kinds_of(owner) == ["seller-sent-back", "seller-verified", "seller-sent-back"]
