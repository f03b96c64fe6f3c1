"""Every listener of the outbox, imported so that it is known."""

from sogdia.jobs import documents, ledger, money, notices, outbox, search

__all__ = ["documents", "ledger", "money", "notices", "outbox", "search"]
