"""The sandbox bank as a payment provider: signed requests over HTTP, signed callbacks."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from sogdia.domain.money import CURRENCIES, Money
from sogdia.domain.plain_text import is_plain
from sogdia.domain.ports import CallbackForged, ProviderAway, ProviderNews, ProviderRefused, StartedPayment
from sogdia.gateways.payments import signing

TIMEOUT_S = 10
_KINDS = frozenset({"captured", "failed", "expired", "refunded", "refund-failed"})


class _NoTurn(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: Any, **more: Any) -> None:
        """Follow nobody elsewhere: a signed question is for one address."""
        return


_STRAIGHT = urllib.request.build_opener(_NoTurn)
_LONGEST = 80
_MOST_MINOR = 10**15


def _amount(minor: object, currency: object) -> Money:
    if type(minor) is not int or not 0 < minor <= _MOST_MINOR or currency not in CURRENCIES:
        raise ValueError(f"amount {minor!r} {currency!r}")
    return Money(minor, str(currency))


class SandboxProvider:
    """Speaks to the sandbox bank named by the settings; never used in production."""

    code = "sandbox"

    def __init__(self, url: str = "", secret: str = "") -> None:
        self._url = (url or settings.SANDBOX["url"]).rstrip("/")
        self._secret = secret or settings.SANDBOX["secret"]

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
        """
        Open a payment page; the same reference gives the same page.

        :raises sogdia.domain.ports.ProviderAway: it cannot be reached. :raises ProviderRefused: it says no.
        """
        answer = self._ask(
            "/payments",
            {
                "reference": reference,
                "amount_minor": amount.minor,
                "currency": amount.currency,
                "order_ref": order_ref,
                "return_url": return_url,
                "notify_url": notify_url,
                "expires_at": expires_at.isoformat(),
                "language": language,
            },
        )
        return StartedPayment(provider_ref=answer["id"], pay_url=answer["pay_url"])

    def refund(self, *, provider_ref: str, refund_key: str, amount: Money) -> str:
        """
        Ask for money to go back; the same key asks once.

        :raises sogdia.domain.ports.ProviderAway: it cannot be reached. :raises ProviderRefused: it says no.
        """
        answer = self._ask(
            "/refunds",
            {
                "payment": provider_ref,
                "key": refund_key,
                "amount_minor": amount.minor,
                "currency": amount.currency,
            },
        )
        return str(answer["id"])

    def read_callback(self, *, headers: Mapping[str, str], body: bytes) -> ProviderNews:
        """
        Verify and read a callback.

        :raises sogdia.domain.ports.CallbackForged: wrong signature, too old, or not what was agreed.
        """
        given = {name.lower(): value for name, value in headers.items()}
        signing.check(
            self._secret,
            body,
            timestamp=given.get(signing.TIMESTAMP.lower(), ""),
            signature=given.get(signing.SIGNATURE.lower(), ""),
            now=int(time.time()),
        )
        try:
            said = json.loads(body)
            news = ProviderNews(
                event_id=str(said["event_id"]),
                kind=str(said["kind"]),
                provider_ref=str(said["payment"]),
                reference=str(said["reference"]),
                amount=_amount(said["amount_minor"], said["currency"]),
                at=datetime.fromisoformat(said["at"]),
            )
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise CallbackForged(f"Not a message of the sandbox bank: {error!r}") from None
        said_of = (news.event_id, news.provider_ref, news.reference)
        if not all(is_plain(text) and 0 < len(text) <= _LONGEST for text in said_of):
            raise CallbackForged("A name in it cannot be one.")
        if news.kind not in _KINDS or news.at.tzinfo is None or not 2000 <= news.at.year <= 2100:
            raise CallbackForged(f"Unknown news {news.kind}.")
        return news

    def _ask(self, path: str, question: Mapping[str, object]) -> dict[str, Any]:
        body = json.dumps(question, sort_keys=True).encode()
        headers = {
            "Content-Type": "application/json",
            **signing.sign(self._secret, body, now=int(time.time())),
        }
        request = urllib.request.Request(self._url + path, data=body, headers=headers, method="POST")
        try:
            with _STRAIGHT.open(request, timeout=TIMEOUT_S) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as error:
            with error:
                why = error.read(500).decode(errors="replace")
            if error.code >= 500:
                raise ProviderAway(f"The sandbox bank failed: {error.code}.", provider=self.code) from None
            raise ProviderRefused(
                f"The sandbox bank said {error.code}: {why}", provider=self.code, why=why
            ) from None
        except (OSError, ValueError) as error:
            raise ProviderAway(f"The sandbox bank cannot be reached: {error!r}", provider=self.code) from None
