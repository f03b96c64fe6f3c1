"""How e-mail leaves the house."""

from sogdia.gateways.mail.django import DjangoMailer

__all__ = ["DjangoMailer"]
