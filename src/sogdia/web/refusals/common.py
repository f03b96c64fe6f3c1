"""Refusals that any page may meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    "scanner-away": _(
        "The file could not be checked for viruses just now, so it was not kept. Try again in some minutes."
    ),
    "callback-forged": _("The sender of this message could not be verified. Nothing was changed."),
    "no-currency-rate": _("No exchange rate is known for %(pair)s, so no price can be promised."),
    "currency-rate-too-old": _("The exchange rate for %(pair)s is too old to promise a price."),
}

#: By reason of ``UploadRefused``: what is wrong with the file, and what would do.
WHY_NOT_KEPT = {
    "too-big": _("it is larger than %(most_mb)s MB. Send a smaller one."),
    "empty": _("it is empty. Choose another one."),
    "heic": _("HEIC pictures cannot be read here. Send it as JPEG, PNG or WebP."),
    "not-a-picture": _("it is not a JPEG, PNG or WebP picture. Send it as one of these."),
    "too-many-pixels": _("it has more than 60 million pixels. Send a smaller one."),
    "damaged": _("the picture is damaged or incomplete. Take or export it again."),
    "not-a-pdf": _("it is not a PDF. Print it to a PDF and send that."),
    "not-a-statement": _("it is neither CAMT.053 nor CSV. Export the statement again as one of these."),
    "pdf-acts": _("this PDF runs, opens or sends something. Print it to a new PDF and send that."),
    "pdf-carries-files": _("this PDF carries other files. Print it to a new PDF and send that."),
    "pdf-locked": _("this PDF is locked with a password. Send it without one."),
    "pdf-damaged": _("this PDF is damaged or cannot be checked. Print it to a new PDF and send that."),
    "malware": _("a virus scanner found %(name)s in it. Choose another one."),
}


def _why_not_kept(params: Mapping[str, Any]) -> dict[str, object]:
    words = WHY_NOT_KEPT.get(str(params.get("reason", "")), params.get("why", ""))
    return {"why": str(words) % dict(params)}


WORDS = {"upload-refused": _why_not_kept}
