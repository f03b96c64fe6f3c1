"""Refusals that any page may meet."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "refused": _("This cannot be done. Nothing was changed."),
    "not-allowed": _("You may not do this. Sign in with an account that may, or ask its owner."),
    "not-found": _("There is nothing here that you can see. Check the address or the number."),
    "key-reused": _("This form was already sent with other content. Reload the page and try again."),
    "key-not-valid": _("This form has lost its key. Reload the page and send it again."),
    "storage-full": _(
        "Our store of files has no room left just now, so nothing was kept. We have been told; try again later."
    ),
    "upload-refused": _("This file cannot be kept: %(why)s"),
    "callback-forged": _("The sender of this message could not be verified. Nothing was changed."),
    "no-currency-rate": _("No exchange rate is known for %(pair)s, so no price can be promised."),
    "currency-rate-too-old": _("The exchange rate for %(pair)s is too old to promise a price."),
}
