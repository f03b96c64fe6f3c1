"""Take in a publisher's file of exchange rates: looked at first, then all of it or nothing, and undone as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from django.db import transaction

from sogdia.apps.catalogue.models import Offer
from sogdia.apps.departures.models import Lane, LaneService
from sogdia.apps.markets.models import ExchangeRate, Market, RateImport
from sogdia.apps.parties.models import Party
from sogdia.domain import publication as publishing
from sogdia.domain.publication import Publication, StatedRate
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.plumbing.outbox.services import audit
from sogdia.usecases.allocate_receipt import ReasonNeeded

BATCH = 1_000


class NothingToImport(Refusal):
    """No rate in the file is new; perhaps it was imported before."""

    code = "nothing-to-import"


class ImportUndone(Refusal):
    """This import was undone before, or rates that it replaced were stated anew since."""

    code = "import-undone"


@dataclass(frozen=True, slots=True)
class RateDifference:
    """
    What an import does or would do: pairs that are new, pairs whose value of the same day and source changes (old and
    new), how many are stated already, and the markets whose prices may move.
    """

    added: tuple[StatedRate, ...]
    changed: tuple[tuple[ExchangeRate, StatedRate], ...]
    same: int
    markets: tuple[str, ...]
    offers: int
    ref: str = ""


def currencies_in_use() -> set[str]:
    """Give every currency that a price of this deployment may pass through."""
    found = set(Market.objects.values_list("currency", flat=True))
    found.update(Market.objects.values_list("low_value_currency", flat=True))
    found.update(Lane.objects.values_list("currency", flat=True).distinct())
    for name in ("last_mile_currency", "clearing_currency"):
        found.update(LaneService.objects.values_list(name, flat=True).distinct())
    found.update(Party.objects.values_list("currency", flat=True).distinct())
    # Duties by weight are stated in euro or dollars nearly everywhere.
    return (found | {"EUR", "USD"}) - {""}


def compare_rates(publication: Publication) -> RateDifference:
    """Say what an import would do; nothing is written."""
    stated = list(publishing.state(publication, wanted=currencies_in_use()))
    there = _there(publication.days, {rate.source for rate in stated})
    added: list[StatedRate] = []
    changed: list[tuple[ExchangeRate, StatedRate]] = []
    for rate in stated:
        row = there.get((rate.base, rate.quote, rate.as_of, rate.source))
        if row is None:
            added.append(rate)
        elif row.value != rate.value:
            changed.append((row, rate))
    moved = {rate.quote for rate in [*added, *(new for _old, new in changed)]}
    markets = Market.objects.filter(currency__in=moved, is_open=True).order_by("position", "code")
    codes = tuple(markets.values_list("code", flat=True))
    return RateDifference(
        tuple(added),
        tuple(changed),
        len(stated) - len(added) - len(changed),
        codes,
        Offer.objects.filter(is_active=True, pack__product__state="published").count() if codes else 0,
    )


def import_rates(
    *, publication: Publication, format: str, digest: str, at: datetime, user_id: int | None = None
) -> RateDifference:
    """
    FX-7: add every rate that is not stated yet; one that the publisher corrected gives way and keeps its row.

    :raises NothingToImport: every rate in it is stated already.
    """
    with transaction.atomic(durable=True):
        found = compare_rates(publication)
        if not found.added and not found.changed:
            raise NothingToImport(publication.publisher, same=found.same)
        made = RateImport.objects.create(
            ref=f"FX-{token_hex(4).upper()}",
            publisher=publication.publisher[:200],
            format=format[:20],
            digest=digest,
            made_at=at,
            added=len(found.added) + len(found.changed),
            replaced_ids=[row.pk for row, _new in found.changed],
        )
        ExchangeRate.objects.filter(pk__in=made.replaced_ids).update(withdrawn_at=at)
        _write([*found.added, *(new for _old, new in found.changed)], made)
        audit("rates-imported", subject=f"rate-import:{made.ref}", at=at, user_id=user_id, added=made.added)
        return RateDifference(found.added, found.changed, found.same, found.markets, found.offers, made.ref)


def undo_rate_import(*, ref: str, at: datetime, reason: str, user_id: int | None = None) -> int:
    """
    Withdraw what an import added and bring back what gave way to it; gives how many rates were withdrawn.

    Quotes that froze a rate keep it.

    :raises ReasonNeeded: :raises sogdia.domain.refusals.NotFound: :raises ImportUndone: it was undone before, or restated since.
    """
    if not reason.strip():
        raise ReasonNeeded(ref)
    with transaction.atomic(durable=True):
        made = RateImport.objects.select_for_update().filter(ref=ref).first()
        if made is None:
            raise NotFound(f"No import {ref}.")
        rows = ExchangeRate.objects.filter(of_import=made, withdrawn_at=None)
        if made.undone_at is not None or rows.count() != made.added:
            raise ImportUndone(ref)
        count = rows.update(withdrawn_at=at)
        ExchangeRate.objects.filter(pk__in=made.replaced_ids).update(withdrawn_at=None)
        made.undone_at = at
        made.save(update_fields=["undone_at"])
        audit(
            "rates-import-undone",
            subject=f"rate-import:{made.ref}",
            at=at,
            user_id=user_id,
            reason=reason[:300],
        )
        return count


def _there(days: Sequence[date], sources: set[str]) -> dict[tuple[str, str, date, str], ExchangeRate]:
    if not days:
        return {}
    rows = ExchangeRate.objects.filter(withdrawn_at=None, as_of__range=(days[0], days[-1]))
    return {(r.base, r.quote, r.as_of, r.source): r for r in rows.iterator() if r.source in sources}


def _write(rates: Sequence[StatedRate], made: RateImport) -> None:
    ExchangeRate.objects.bulk_create(_rows(rates, made), batch_size=BATCH)


def _rows(rates: Sequence[StatedRate], made: RateImport) -> Iterator[ExchangeRate]:
    return (
        ExchangeRate(
            base=rate.base,
            quote=rate.quote,
            value=rate.value,
            as_of=rate.as_of,
            source=rate.source[:300],
            of_import=made,
        )
        for rate in rates
    )
