"""A mailer that keeps what it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sent:
    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[tuple[str, bytes, str], ...] = ()


@dataclass
class KeepingMailer:
    is_down: bool = False
    sent: list[Sent] = field(default_factory=list)

    def send(
        self,
        *,
        to: str,
        subject: str,
        text: str,
        html: str,
        attachments: Sequence[tuple[str, bytes, str]] = (),
    ) -> None:
        if self.is_down:
            raise ConnectionError("the mail server is down")
        self.sent.append(Sent(to, " ".join(subject.split()), text, html, tuple(attachments)))
