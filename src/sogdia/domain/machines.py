"""State machines as tables: which step may follow which, and who may take it (rules LI-1 to LI-3)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from sogdia.domain.refusals import NotAllowed, Refusal


class StepNotPossible(Refusal):
    """This step does not follow the present state."""

    code = "step-not-possible"


class Actor(enum.StrEnum):
    """Who takes a step. HOUSE is a job or the clock."""

    BUYER = "buyer"
    SELLER = "seller"
    AGENT = "agent"
    CLERK = "clerk"
    CARRIER = "carrier"
    OFFICER = "officer"
    SUPPORT = "support"
    TREASURER = "treasurer"
    PROVIDER = "provider"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a machine: where it leads and who may take it."""

    to: str
    by: frozenset[Actor]


@dataclass(frozen=True, slots=True)
class Machine:
    """A transition table: ``moves`` maps (state, event) to a move; ``start`` is the first state."""

    name: str
    start: str
    moves: Mapping[tuple[str, str], Move]

    @property
    def states(self) -> frozenset[str]:
        """Every state that can be reached or left."""
        return frozenset(
            {self.start, *(state for state, _ in self.moves), *(m.to for m in self.moves.values())}
        )

    @property
    def ends(self) -> frozenset[str]:
        """The states that nothing leaves."""
        return self.states - {state for state, _ in self.moves}

    def events(self, state: str) -> tuple[str, ...]:
        """Give what may happen in ``state``, in the table's order."""
        return tuple(event for at, event in self.moves if at == state)


def step(frm: str, event: str, to: str, *by: Actor) -> tuple[tuple[str, str], Move]:
    """Write one row of a table."""
    return (frm, event), Move(to, frozenset(by))


def machine(name: str, start: str, *steps: tuple[tuple[str, str], Move]) -> Machine:
    """Build a machine from its rows; a row written twice is a bug."""
    moves = dict(steps)
    assert len(moves) == len(steps), f"{name} has the same step twice"
    return Machine(name, start, moves)


def move(machine: Machine, state: str, event: str) -> str:
    """
    LI-1: give the state after ``event``.

    :raises StepNotPossible: with ``machine``, ``state`` and ``event``.
    """
    found = machine.moves.get((state, event))
    if found is None:
        raise StepNotPossible(
            f"{machine.name}: {event} does not follow {state}.",
            machine=machine.name,
            state=state,
            event=event,
        )
    return found.to


def may(machine: Machine, state: str, event: str, actor: Actor) -> bool:
    """LI-2: whether ``actor`` may take this step now."""
    found = machine.moves.get((state, event))
    return found is not None and actor in found.by


def move_as(machine: Machine, state: str, event: str, actor: Actor) -> str:
    """
    LI-2: take a step as somebody.

    :raises StepNotPossible: the step does not follow. :raises NotAllowed: it is somebody else's.
    """
    after = move(machine, state, event)
    if not may(machine, state, event, actor):
        raise NotAllowed(f"{machine.name}: {event} is not for {actor}.")
    return after
