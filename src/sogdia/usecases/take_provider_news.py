"""Hear a provider's callback: verified, kept once, acted on whatever the order in which callbacks come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from sogdia.apps.payments.models import Payment, ProviderEvent, Refund
from sogdia.domain.lifecycle import PAYMENT, PaymentState, move
from sogdia.domain.payments import Match
from sogdia.domain.ports import PaymentProvider, ProviderNews
from sogdia.domain.refusals import Refusal
from sogdia.plumbing import written
from sogdia.plumbing.prepared import Prepared
from sogdia.usecases import confirm_refund
from sogdia.usecases.capture_payment import Arrival, take_in
from sogdia.usecases.fail_payment import fail


class NewsTooEarly(Refusal):
    """The callback speaks of something that is not written here yet; the provider tries again."""

    code = "news-too-early"


_EVENTS = Prepared(
    lambda code, event: ProviderEvent.objects.filter(provider=code, event_id=event).order_by("pk")[:1],
    str,
    str,
)
_BY_THEIRS = Prepared(
    lambda code, ref: Payment.objects.filter(provider=code, provider_ref=ref).order_by("pk")[:1], str, str
)
_BY_OURS = Prepared(
    lambda code, ref: Payment.objects.filter(provider=code, reference=ref).order_by("pk")[:1], str, str
)


def take_provider_news(
    *, provider: PaymentProvider, headers: Mapping[str, str], body: bytes, at: datetime
) -> str:
    """
    Verify one callback and act on it; gives its outcome. A duplicate gets the first one's.

    :raises sogdia.domain.ports.CallbackForged: and keeps nothing. :raises NewsTooEarly: and keeps nothing.
    """
    news = provider.read_callback(headers=headers, body=body)
    try:
        with transaction.atomic(durable=True):
            return _take(provider.code, news, at)
    except IntegrityError:
        # Two copies arrived at once and the other one was first: its outcome is ours.
        known = _EVENTS.first(provider.code, news.event_id)
        if known is None:
            raise
        return known.outcome


def _take(code: str, news: ProviderNews, at: datetime) -> str:
    known = _EVENTS.first(code, news.event_id)
    if known is not None:
        return known.outcome
    event = written.insert(
        ProviderEvent(
            provider=code,
            event_id=news.event_id,
            kind=news.kind,
            received_at=at,
            body={
                "provider_ref": news.provider_ref,
                "reference": news.reference,
                "amount_minor": news.amount.minor,
                "currency": news.amount.currency,
                "at": news.at.isoformat(),
            },
        )
    )
    event.outcome = _refund(code, news, at) if "refund" in news.kind else _payment(code, news, at)
    event.handled_at = at
    written.change(event, "outcome", "handled_at")
    return event.outcome


def _payment(code: str, news: ProviderNews, at: datetime) -> str:
    payment = _BY_THEIRS.first(code, news.provider_ref) or _BY_OURS.first(code, news.reference)
    if payment is None:
        raise NewsTooEarly(f"No payment {news.reference}.")
    if news.kind == "captured":
        return _captured(code, news, payment, at)
    if news.kind == "failed":
        return fail(payment, reason="The provider said that the payment failed.", at=at)
    if payment.state == PaymentState.STARTED:
        payment.state = move(PAYMENT, payment.state, "expire")
        payment.save(update_fields=["state"])
        return "expired"
    return "nothing-to-expire"


def _captured(code: str, news: ProviderNews, payment: Payment, at: datetime) -> str:
    # A failure that overtook its own capture: the later word of the provider counts, and no money is here.
    # Where none was taken in, the payment still waits.
    overtaken = payment.state != PaymentState.STARTED and any(
        datetime.fromisoformat(row.body["at"]) > news.at
        for row in ProviderEvent.objects.filter(
            provider=code, kind="failed", body__provider_ref=news.provider_ref
        )
    )
    if overtaken:
        return "overtaken-by-failure"
    arrival = Arrival(
        provider=code,
        external_id=news.event_id,
        amount=news.amount,
        on=news.at.date(),
        text=news.reference,
    )
    receipt = take_in(arrival, payment=payment, statement=None, at=at)
    return receipt.reason or str(Match.EXACT)


def _refund(code: str, news: ProviderNews, at: datetime) -> str:
    refund = Refund.objects.filter(payment__provider=code, provider_ref=news.reference).first()
    if refund is None:
        raise NewsTooEarly(f"No refund {news.reference}.")
    if news.kind == "refunded":
        return confirm_refund.confirm(refund, at=at)
    return confirm_refund.come_back(refund, at=at)
