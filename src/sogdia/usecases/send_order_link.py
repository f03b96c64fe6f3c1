"""Send a fresh link to an order to the e-mail it was placed with, if number and e-mail belong together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from sogdia.apps.orders.models import Order
from sogdia.domain.guests import check_status_reader
from sogdia.domain.ports import Mailer
from sogdia.domain.references import ReferenceNotValid, RefKind, parse
from sogdia.domain.refusals import NotFound
from sogdia.plumbing import links
from sogdia.plumbing.wiring import House


def send_order_link(
    *,
    typed_ref: str,
    typed_email: str,
    address_of: Callable[[str, str], str],
    mailer: Mailer,
    house: House,
    at: datetime,
) -> bool:
    """
    Send it; False when number and e-mail do not belong together, which the page must not tell (rule IS-2).

    ``address_of`` makes the link's address from the order's number and the token.
    """
    try:
        ref = parse(RefKind.ORDER, typed_ref)
    except ReferenceNotValid:
        ref = ""
    order = Order.objects.select_related("address").filter(ref=ref).first()
    email = order.address.email if order is not None and order.address else None
    try:
        check_status_reader(typed_email=typed_email, order_email=email)
    except NotFound:
        return False
    assert order is not None and email is not None
    token = links.make(order_id=order.pk, version=order.link_version, at=at)
    with override(order.language):
        subject = _("Your order %(ref)s") % {"ref": order.ref}
        text = _(
            "Here is a fresh link to your order %(ref)s:\n\n%(url)s\n\n"
            "Whoever has this link sees the order. It is valid for four months.\n\n%(house)s"
        ) % {"ref": order.ref, "url": address_of(order.ref, token), "house": house.name}
    mailer.send(to=email, subject=subject, text=text, html="")
    return True
