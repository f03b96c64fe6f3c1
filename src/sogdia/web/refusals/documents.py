"""Refusals about papers and links."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "invoice-too-early": _("Invoices are issued when the departure is sealed."),
    "invoice-already-issued": _("This is invoiced already. Only a credit note can correct it."),
    "credit-note-without-invoice": _("There is no invoice yet that a credit note could correct."),
    "credit-above-invoice": _("This is more than what is left of the invoice."),
    "link-not-valid": _("This link is no longer valid. Ask for a new one with your order number and e-mail."),
}
