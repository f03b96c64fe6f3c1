"""Send e-mail by whatever the settings name: a server, the console, a folder."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives


class DjangoMailer:
    """One e-mail with its text, its page and its papers."""

    def send(
        self,
        *,
        to: str,
        subject: str,
        text: str,
        html: str,
        attachments: Sequence[tuple[str, bytes, str]] = (),
    ) -> None:
        """
        Send; ``attachments`` are name, content and media type.

        :raises OSError: when the server cannot be reached or does not take it; the caller tries again later.
        """
        message = EmailMultiAlternatives(subject=" ".join(subject.split()), body=text, to=[to])
        if html:
            message.attach_alternative(html, "text/html")
        for name, content, media_type in attachments:
            message.attach(name, content, media_type)
        try:
            message.send()
        except smtplib.SMTPException as error:
            raise ConnectionError(f"the mail server did not take it: {error}") from error
