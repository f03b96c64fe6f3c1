"""A payment provider in memory: remembers what it was asked, and says what a test wants said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sogdia.domain.money import Money
from sogdia.domain.ports import CallbackForged, ProviderAway, ProviderNews, ProviderRefused, StartedPayment


class FakeProvider:
    """Set ``is_away`` or ``refuses_refunds`` to make it fail; ``call`` gives a callback as it would send one."""

    def __init__(self, code: str = "sandbox") -> None:
        self.code = code
        self.started: dict[str, tuple[str, Money]] = {}
        self.refunds: dict[str, tuple[str, Money]] = {}
        self.is_away = False
        self.refuses_refunds = False
        self._events = 0

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
        """Open a payment; the same reference gives the same one."""
        self._check_there()
        known = self.started.setdefault(reference, (f"fake-{reference}", amount))
        if known[1] != amount:
            raise ProviderRefused("Another amount.", provider=self.code)
        return StartedPayment(known[0], f"https://pay.example/{known[0]}")

    def refund(self, *, provider_ref: str, refund_key: str, amount: Money) -> str:
        """Send money back once per key."""
        self._check_there()
        captured = dict(self.started.values())
        gone = sum(m.minor for ref, m in self.refunds.values() if ref == provider_ref)
        known = refund_key in self.refunds
        limit = captured.get(provider_ref)
        too_much = limit is not None and not known and gone + amount.minor > limit.minor
        if self.refuses_refunds or too_much:
            raise ProviderRefused("No.", provider=self.code)
        self.refunds.setdefault(refund_key, (provider_ref, amount))
        return f"back-{refund_key}"

    def read_callback(self, *, headers: Mapping[str, str], body: bytes) -> ProviderNews:
        """Read what ``call`` wrote."""
        if headers.get("Fake-Signature") != "right":
            raise CallbackForged("Not ours.")
        said = json.loads(body)
        return ProviderNews(
            said["event_id"],
            said["kind"],
            said["provider_ref"],
            said["reference"],
            Money(said["minor"], said["currency"]),
            datetime.fromisoformat(said["at"]),
        )

    def call(
        self, kind: str, *, provider_ref: str, reference: str, amount: Money, at: datetime, event_id: str = ""
    ) -> dict[str, object]:
        """Give headers and body of a callback, for ``take_provider_news``."""
        self._events += 1
        said = {
            "event_id": event_id or f"event-{self._events}",
            "kind": kind,
            "provider_ref": provider_ref,
            "reference": reference,
            "minor": amount.minor,
            "currency": amount.currency,
            "at": at.isoformat(),
        }
        return {"headers": {"Fake-Signature": "right"}, "body": json.dumps(said).encode()}

    def _check_there(self) -> None:
        if self.is_away:
            raise ProviderAway("Away.", provider=self.code)
