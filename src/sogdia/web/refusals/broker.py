"""Refusals of the broker's room."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "code-elsewhere": _("The code must begin with %(hs6)s, the six world digits of these goods."),
    "expression-malformed": _("The duty cannot be read from character %(position)s on."),
    "tariff-not-readable": _("Line %(line)s of the tariff cannot be read: %(why)s. Nothing was taken in."),
    "decision-without-reason": _("Say why: a refusal and a change of what was decided need a reason."),
    "decision-stands-already": _("This is what was decided already. Nothing was changed."),
}
