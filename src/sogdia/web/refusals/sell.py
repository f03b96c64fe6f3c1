"""Refusals of the seller's rooms."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "cut-off-passed": _("The cut-off of %(departure)s is over, so these goods cannot come along any more."),
    "nothing-said": _("Write a message of at most 4000 characters."),
    "payout-mode-unknown": _("Choose one of the ways of being paid."),
    "advance-not-seen": _("What you owe back has changed. Look at it again before you choose an advance."),
}
