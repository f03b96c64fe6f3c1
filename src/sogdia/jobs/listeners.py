"""Every listener of the outbox, imported so that it is known."""

from sogdia.jobs import documents, ledger, money, outbox, search

__all__ = ["documents", "ledger", "money", "outbox", "search"]
