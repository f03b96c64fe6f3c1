"""Every listener of the outbox, imported so that it is known."""

from sogdia.jobs import documents, outbox, search

__all__ = ["documents", "outbox", "search"]
