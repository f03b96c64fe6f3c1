"""Every listener of the outbox, imported so that it is known."""

from sogdia.jobs import outbox, search

__all__ = ["outbox", "search"]
