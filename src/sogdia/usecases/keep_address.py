"""Keep where an order goes: personal data, in a row of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sogdia.apps.parties.models import Address
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import written


def keep_address(
    *,
    viewer: Viewer,
    country: str,
    name: str,
    email: str,
    phone: str,
    lines: Mapping[str, str],
    business_name: str = "",
    tax_number: str = "",
    at: datetime,
) -> int:
    """Keep a checked address and give its id; the same address of the same person is kept once."""
    fields = {
        "country": country,
        "name": name,
        "email": email.strip(),
        "phone": phone,
        "lines": dict(lines),
        "business_name": business_name,
        "tax_number": tax_number,
    }
    with transaction.atomic():
        if viewer.user_id is not None:
            known = (
                Address.objects.filter(user_id=viewer.user_id, party=None, **fields).order_by("-pk").first()
            )
            if known is not None:
                return known.pk
        return written.insert(Address(user_id=viewer.user_id, **fields)).pk
