"""Every listener of the outbox, imported so that it is known."""

from sogdia.jobs import documents, money, outbox, search

__all__ = ["documents", "money", "outbox", "search"]
