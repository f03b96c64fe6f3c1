"""Stock of a lot, in grams or pieces, and which lot a quote names (rules ST-1 to ST-5)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sogdia.domain.refusals import Refusal


class StockUnit(enum.StrEnum):
    """What a product is counted in; every quantity of its lots is a whole number of these."""

    G = "g"
    PC = "pc"


class LotTooSmall(Refusal):
    """The lot has less left than is asked for."""

    code = "lot-too-small"


class NoLotFreshEnough(Refusal):
    """No lot would still have the market's minimum remaining life on arrival."""

    code = "no-lot-fresh-enough"


class LotNotEqual(Refusal):
    """The other lot may not stand in for the one that was quoted."""

    code = "lot-not-equal"


@dataclass(frozen=True, slots=True)
class LotStock:
    """
    Where the stock of one lot stands, in its stock unit.

    ST-1: available → reserved → sold → handed over, each once; what was handed over never comes back here.
    """

    unit: StockUnit
    total: int
    reserved: int = 0
    sold: int = 0
    handed_over: int = 0

    def __post_init__(self) -> None:
        assert min(self.total, self.reserved, self.sold, self.handed_over, self.available) >= 0, (
            "a lot never holds less than nothing"
        )

    @property
    def available(self) -> int:
        """What may still be promised."""
        return self.total - self.reserved - self.sold - self.handed_over

    def reserve(self, quantity: int) -> LotStock:
        """
        Keep some for an unpaid order.

        :raises LotTooSmall: ST-2, with ``left`` and ``asked`` in the stock unit.
        """
        assert quantity > 0, "a reservation keeps something"
        if quantity > self.available:
            raise LotTooSmall(
                f"The lot has {self.available} {self.unit} left, {quantity} asked.",
                left=self.available,
                asked=quantity,
                unit=self.unit,
            )
        return replace(self, reserved=self.reserved + quantity)

    def release(self, quantity: int) -> LotStock:
        """Give a reservation back: it expired or its cart was emptied."""
        assert 0 < quantity <= self.reserved, "only what is reserved is given back"
        return replace(self, reserved=self.reserved - quantity)

    def sell(self, quantity: int) -> LotStock:
        """Turn a reservation into a sale: the order was paid."""
        assert 0 < quantity <= self.reserved, "only what is reserved is sold"
        return replace(self, reserved=self.reserved - quantity, sold=self.sold + quantity)

    def unsell(self, quantity: int) -> LotStock:
        """Offer sold goods again: the order was cancelled before they were handed over."""
        assert 0 < quantity <= self.sold, "only what is sold and not handed over comes back"
        return replace(self, sold=self.sold - quantity)

    def hand_over(self, quantity: int) -> LotStock:
        """The goods left the seller for the hub."""
        assert 0 < quantity <= self.sold, "only what is sold is handed over"
        return replace(self, sold=self.sold - quantity, handed_over=self.handed_over + quantity)

    def correct(self, total: int) -> LotStock:
        """
        Say how much there really is.

        :raises LotTooSmall: less than is already promised.
        """
        promised = self.reserved + self.sold + self.handed_over
        if total < promised:
            raise LotTooSmall(
                f"{promised} {self.unit} are already promised.", left=total, asked=promised, unit=self.unit
            )
        return replace(self, total=total)


@dataclass(frozen=True, slots=True)
class LotChoice:
    """A lot that could be sold. ``best_before`` is None for goods that do not spoil (carpets, felt)."""

    id: int
    best_before: date | None
    available: int


def is_fresh_enough(best_before: date | None, *, latest_arrival: date, minimum_life_days: int) -> bool:
    """ST-3: best before is not earlier than the latest arrival plus the market's minimum remaining life."""
    return best_before is None or best_before >= latest_arrival + timedelta(days=minimum_life_days)


def choose_lot(
    lots: Sequence[LotChoice], *, needed: int, latest_arrival: date, minimum_life_days: int
) -> LotChoice:
    """
    ST-4: the first-expiring lot that is fresh enough and holds all of it; equal dates go by id.

    :raises NoLotFreshEnough: none is fresh enough. :raises LotTooSmall: none of the fresh ones holds enough.
    """
    fresh = [
        lot
        for lot in lots
        if is_fresh_enough(
            lot.best_before, latest_arrival=latest_arrival, minimum_life_days=minimum_life_days
        )
    ]
    if not fresh:
        raise NoLotFreshEnough(
            f"No lot keeps until {latest_arrival} and {minimum_life_days} days after.",
            latest_arrival=latest_arrival,
            minimum_life_days=minimum_life_days,
        )
    enough = [lot for lot in fresh if lot.available >= needed]
    if not enough:
        left = max(lot.available for lot in fresh)
        raise LotTooSmall(f"The largest lot has {left} left, {needed} asked.", left=left, asked=needed)
    return min(enough, key=lambda lot: (lot.best_before or date.max, lot.id))


@dataclass(frozen=True, slots=True)
class LotIdentity:
    """What a buyer may rely on in a quoted lot. ``tests`` are the names of passed tests."""

    product_id: int
    grade: str
    origin: str
    tests: frozenset[str]


def check_substitution(quoted: LotIdentity, other: LotIdentity) -> None:
    """
    ST-5: another lot may stand in, with notice, if product, grade, origin and tests are equal.

    More tests than quoted are equal enough; fewer are not.

    :raises LotNotEqual: with ``differs``, the names of what is not equal.
    """
    differs = [
        name
        for name, equal in (
            ("product", quoted.product_id == other.product_id),
            ("grade", quoted.grade == other.grade),
            ("origin", quoted.origin == other.origin),
            ("tests", quoted.tests <= other.tests),
        )
        if not equal
    ]
    if differs:
        raise LotNotEqual("Not equal: " + ", ".join(differs), differs=tuple(differs))
