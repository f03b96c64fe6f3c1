"""Payment by bank transfer: instructions for the buyer; money is seen on statements, refunds leave in a bank file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from sogdia.domain.money import Money
from sogdia.domain.ports import CallbackForged, ProviderNews, StartedPayment


class BankTransfer:
    """Needs no machine at the other end: the reference in the buyer's transfer is what matches it."""

    code = "bank-transfer"

    def start(
        self,
        *,
        reference: str,
        amount: Money,
        order_ref: str,
        return_url: str,
        notify_url: str,
        expires_at: datetime,
        language: str,
    ) -> StartedPayment:
        """Give where to transfer to; the same reference gives the same instructions."""
        house = settings.DEPLOYMENT
        return StartedPayment(
            provider_ref=reference,
            instructions={
                "holder": house["escrow_holder"] or house["operator"],
                "account": house["bank_account"],
                "bic": house["bank_bic"],
                "reference": reference,
                "amount_minor": str(amount.minor),
                "currency": amount.currency,
                "until": expires_at.isoformat(),
            },
        )

    def refund(self, *, provider_ref: str, refund_key: str, amount: Money) -> str:
        """Give the end-to-end reference under which the refund goes into the next bank file (35 characters)."""
        return f"RT{refund_key.replace('-', '')}"[:35]

    def read_callback(self, *, headers: Mapping[str, str], body: bytes) -> ProviderNews:
        """
        Banks do not call; whoever does is not one.

        :raises sogdia.domain.ports.CallbackForged: always.
        """
        raise CallbackForged("Bank transfers have no callbacks.")
