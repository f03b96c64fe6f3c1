"""E-mail carries its text, its page and its papers, and says when it could not leave."""

from __future__ import annotations

import smtplib

import pytest
from django.core import mail

from fakes.mail import KeepingMailer
from sogdia.gateways.mail import DjangoMailer

LETTER = {
    "to": "buyer@example.org",
    "subject": "Your order\nABC",
    "text": "Paid.",
    "html": "<p>Paid.</p>",
    "attachments": [("invoice.pdf", b"%PDF", "application/pdf")],
}


def test_a_letter_has_text_page_and_paper():
    DjangoMailer().send(**LETTER)

    letter = mail.outbox[0]
    assert (letter.to, letter.subject, letter.body) == (["buyer@example.org"], "Your order ABC", "Paid.")
    assert letter.alternatives[0][0] == "<p>Paid.</p>"
    assert letter.attachments[0][0] == "invoice.pdf"


def test_a_server_that_refuses_is_said_as_an_os_error(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)

    with pytest.raises(OSError, match="gone"):
        DjangoMailer().send(**LETTER)


def test_the_stand_in_keeps_the_same_promises():
    mailer = KeepingMailer()

    mailer.send(**LETTER)

    assert mailer.sent[0].subject == "Your order ABC"
    with pytest.raises(OSError):
        KeepingMailer(is_down=True).send(**LETTER)
