"""Signed links: a guest's to an order, which can be revoked, and a page's to pictures that are not public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing

from sogdia.domain.guests import LinkNotValid

LIFE: Final = timedelta(days=120)
#: How long a page that shows a picture that is not public may go on loading it.
PICTURE_LIFE: Final = timedelta(hours=12)
_SALT: Final = "sogdia.order-link"
_PICTURE_SALT: Final = "sogdia.picture-link"


@dataclass(frozen=True, slots=True)
class OrderLink:
    """What a link says; it opens nothing by itself: the order's version must still be ``version``."""

    order_id: int
    version: int


def make(*, order_id: int, version: int, at: datetime, life: timedelta = LIFE) -> str:
    """Give the token of a link to an order, safe in an address."""
    until = int((at + life).timestamp())
    return signing.dumps([order_id, version, until], salt=_SALT)


def read(token: str, *, at: datetime) -> OrderLink:
    """
    Read a link's token.

    :raises sogdia.domain.guests.LinkNotValid: when somebody changed it, or it has expired.
    """
    try:
        order_id, version, until = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise LinkNotValid("A link with a wrong signature.") from None
    if at.timestamp() >= until:
        raise LinkNotValid("A link after its time.")
    return OrderLink(order_id, version)


def for_picture(file: str, *, at: datetime) -> str:
    """Give the token under which a page shows a picture that its reader may see; the page's selector has checked."""
    return signing.dumps([file, int((at + PICTURE_LIFE).timestamp())], salt=_PICTURE_SALT)


def read_picture(token: str, *, at: datetime) -> str:
    """
    Give the picture that a token shows.

    :raises sogdia.domain.guests.LinkNotValid: when somebody changed it, or it has expired.
    """
    try:
        file, until = signing.loads(token, salt=_PICTURE_SALT)
    except (signing.BadSignature, ValueError):
        raise LinkNotValid("A picture's link with a wrong signature.") from None
    if at.timestamp() >= until:
        raise LinkNotValid("A picture's link after its time.")
    return str(file)
