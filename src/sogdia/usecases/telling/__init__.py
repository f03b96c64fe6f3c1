"""Who is told of what has happened: an event of the outbox becomes notices for the right people."""

from sogdia.usecases.telling import ends, money, orders, rooms
from sogdia.usecases.telling.topics import TELLERS, tell_people

__all__ = ["TELLERS", "ends", "money", "orders", "rooms", "tell_people"]
