"""A buyer whose money cannot go back the way it came says where to; the door checked their signed link."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from stdnum import bic as bic_number
from stdnum import iban

from sogdia.apps.payments.models import Refund, RefundDetail
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.plumbing.outbox.services import tell


class BankAccountNotValid(Refusal):
    """The account number or BIC is mistyped or of another shape."""

    code = "bank-account-not-valid"


class DetailsNotWanted(Refusal):
    """The refund needs no bank details (any more)."""

    code = "details-not-wanted"


def check_account(account: str, bic: str) -> tuple[str, str]:
    """
    Read an IBAN or another account number, and a BIC if there is one; gives both without spaces.

    :raises BankAccountNotValid: with ``field``: account or bic.
    """
    plain = re.sub(r"[\s-]", "", account).upper()
    looks_iban = bool(re.match(r"[A-Z]{2}\d{2}", plain))
    if not re.fullmatch(r"[A-Z0-9]{5,34}", plain) or (looks_iban and not iban.is_valid(plain)):
        raise BankAccountNotValid("Account number.", field="account")
    short = re.sub(r"\s", "", bic).upper()
    if short and not bic_number.is_valid(short):
        raise BankAccountNotValid("BIC.", field="bic")
    return plain, short


def give_refund_details(*, refund_uid: str, holder: str, account: str, bic: str, at: datetime) -> None:
    """
    Keep where a refund shall go; two people of the house look at it before anything is sent.

    :raises sogdia.domain.refusals.NotFound: :raises DetailsNotWanted: with ``state``. :raises BankAccountNotValid:
    """
    number, short = check_account(account, bic)
    with transaction.atomic(durable=True):
        refund = Refund.objects.select_for_update(of=("self",)).filter(uid=refund_uid).first()
        if refund is None:
            raise NotFound(f"No refund {refund_uid}.")
        if refund.state not in ("needs-details", "details-given") or refund.checked_by is not None:
            raise DetailsNotWanted(f"Refund {refund.pk} is {refund.state}.", state=refund.state)
        RefundDetail.objects.update_or_create(
            refund=refund, defaults={"holder": holder[:140], "account": number, "bic": short, "given_at": at}
        )
        refund.state = "details-given"
        refund.save(update_fields=["state"])
        tell("refund.details-given", at=at, refund_id=refund.pk, order_id=refund.order_id)
