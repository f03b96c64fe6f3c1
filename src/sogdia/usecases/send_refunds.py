"""Send what is owed back to the instrument that paid; where that is impossible, ask for bank details."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sogdia.apps.payments.models import PayerDetail, Refund
from sogdia.domain.money import Money
from sogdia.domain.payments import Destination, destination_of
from sogdia.domain.ports import PaymentProvider, ProviderAway, ProviderRefused
from sogdia.plumbing.outbox.services import tell
from sogdia.usecases.start_payment import TRANSFERS


def send_refunds(*, providers: Mapping[str, PaymentProvider], at: datetime, limit: int = 100) -> int:
    """
    Send every due refund; gives how many left. One whose provider is away stays due for the next run.

    ``providers`` are all that ever took money, whatever is offered now.
    """
    due = Refund.objects.filter(state="due", by_bank=False).order_by("pk").values_list("pk", flat=True)
    return sum(send_refund(refund_id=pk, providers=providers, at=at) for pk in list(due[:limit]))


def send_refund(*, refund_id: int, providers: Mapping[str, PaymentProvider], at: datetime) -> bool:
    """Send one refund to the provider that took the money; the same refund is asked for once however often it runs."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    payment = refund.payment
    if payment is None or payment.provider in TRANSFERS:
        _by_bank(refund_id, at=at)
        return False
    provider = providers.get(payment.provider)
    if provider is None:
        return False
    try:
        reference = provider.refund(
            provider_ref=payment.provider_ref,
            refund_key=str(refund.uid),
            amount=Money(refund.amount_minor, refund.currency),
        )
    except ProviderAway:
        return False
    except ProviderRefused:
        _ask_details(refund_id, at=at)
        return False
    with transaction.atomic(durable=True):
        sent = Refund.objects.filter(pk=refund_id, state="due").update(
            state="sent", provider_ref=reference, sent_at=at
        )
        if sent:
            tell("refund.sent", at=at, refund_id=refund_id, order_id=refund.order_id)
    return bool(sent)


def _by_bank(refund_id: int, *, at: datetime) -> None:
    """A transfer goes back by transfer: to the account it came from when the bank named it, else to one that is given."""
    with transaction.atomic(durable=True):
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
        if refund.state != "due":
            return
        refund.by_bank = True
        refund.provider_ref = f"RT{refund.uid.hex}"[:35]
        payers = PayerDetail.objects.exclude(account="")
        known = refund.receipt_id is not None and payers.filter(receipt_id=refund.receipt_id).exists()
        if destination_of(instrument_takes_back=known) is Destination.GIVEN_DETAILS:
            refund.state = "needs-details"
            tell("refund.needs-details", at=at, refund_id=refund.pk, order_id=refund.order_id)
        refund.save(update_fields=["by_bank", "provider_ref", "state"])


def _ask_details(refund_id: int, *, at: datetime) -> None:
    with transaction.atomic(durable=True):
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
        if refund.state != "due":
            return
        refund.by_bank, refund.state = True, "needs-details"
        refund.provider_ref = f"RT{refund.uid.hex}"[:35]
        refund.save(update_fields=["by_bank", "provider_ref", "state"])
        tell("refund.needs-details", at=at, refund_id=refund.pk, order_id=refund.order_id)
