"""Check registration numbers, bank accounts and bank codes by their own check digits; asks nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stdnum import bic, iban
from stdnum.cn import uscc
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.ru import inn

from sogdia.domain.refusals import Refusal

_CHECKS: dict[str, Any] = {"cn-uscc": uscc, "eu-vat": vat, "ru-inn": inn}
KINDS = ("cn-uscc", "eu-vat", "ru-inn", "other")


class RegistrationNotValid(Refusal):
    """The number is not one of its register: its length, its letters or its check digit are wrong."""

    code = "registration-not-valid"


class BankAccountNotValid(Refusal):
    """The account or the bank's code is mistyped: ``field`` names which."""

    code = "bank-details-mistyped"


def check_registration(kind: str, number: str) -> str:
    """
    Give a registration number as its register writes it.

    ``cn-uscc`` GB 32100-2015, ``eu-vat`` by each member state's rule, ``ru-inn``; ``other`` only has a length.

    :raises RegistrationNotValid: with ``kind`` and ``number``.
    """
    text = number.strip().upper()
    if kind == "other":
        if not 3 <= len(text) <= 40:
            raise RegistrationNotValid(text, kind=kind, number=number)
        return text
    if kind not in _CHECKS:
        raise RegistrationNotValid(f"No register {kind}.", kind=kind, number=number)
    return _checked(_CHECKS[kind].validate, text, RegistrationNotValid(text, kind=kind, number=number))


def check_account(country: str, account: str) -> str:
    """
    Give an account number as banks take it: an IBAN where it begins like one, else digits of the national system.

    :raises BankAccountNotValid: with ``field``.
    """
    text = "".join(account.split()).upper()
    if text[:2].isalpha():
        return _checked(iban.validate, text, BankAccountNotValid(text, field="account"))
    # Chinese accounts have 10 to 30 digits and no check that holds for every bank.
    if country != "CN" or not (text.isascii() and text.isdigit() and 10 <= len(text) <= 30):
        raise BankAccountNotValid(text, field="account")
    return text


def check_bank_code(country: str, code: str) -> str:
    """
    Give a BIC, or at home in China the twelve digits of the payment system (CNAPS).

    :raises BankAccountNotValid: with ``field``.
    """
    text = "".join(code.split()).upper()
    if country == "CN" and text.isascii() and text.isdigit():
        if len(text) != 12:
            raise BankAccountNotValid(text, field="bic")
        return text
    return _checked(bic.validate, text, BankAccountNotValid(text, field="bic"))


def _checked(validate: Callable[[str], str], text: str, refusal: Refusal) -> str:
    try:
        return str(validate(text))
    except ValidationError:
        raise refusal from None
