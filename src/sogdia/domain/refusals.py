"""An expected no, with a stable code."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """
    A deed that the rules do not allow, said by name.

    ``code`` is stable and documented; doors translate it for the reader with ``params``. The message is English
    and meant for logs.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **params: object) -> None:
        super().__init__(message or self.code)
        self.params = params


class NotAllowed(Refusal):
    """The person asking may not do or see this."""

    code = "not-allowed"


class NotFound(Refusal):
    """There is no such thing, or the person asking may not know of it."""

    code = "not-found"


class KeyReused(Refusal):
    """The same idempotency key came with another body."""

    code = "key-reused"
