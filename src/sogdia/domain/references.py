"""References people read, type and scan: orders, lots, labels, logistic units (rules RE-1 to RE-4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from sogdia.domain.refusals import Refusal

#: Crockford's base 32: no I, L, O or U, so that nothing is misread (source: crockford.com/base32.html).
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


class ReferenceNotValid(Refusal):
    """What was typed or scanned is not a reference: wrong shape or a mistyped character."""

    code = "reference-not-valid"


class RefKind(enum.StrEnum):
    """What a reference points at; the letters it starts with."""

    ORDER = "SOG"
    QUOTE = "QUO"
    LOT = "LOT"
    SHIPMENT = "SHP"
    CONSIGNMENT = "CON"
    DEPARTURE = "DEP"
    CLAIM = "CLM"


#: Random characters and size of the printed groups. An order's reference cannot be guessed: 70 random bits.
_SHAPE: Final[dict[RefKind, tuple[int, int]]] = {
    RefKind.ORDER: (14, 5),
    RefKind.QUOTE: (14, 5),
    RefKind.LOT: (7, 4),
    RefKind.SHIPMENT: (9, 5),
    RefKind.CONSIGNMENT: (7, 4),
    RefKind.DEPARTURE: (7, 4),
    RefKind.CLAIM: (9, 5),
}


def random_bits(kind: RefKind) -> int:
    """Give how many random bits :func:`build` wants for this kind."""
    return _SHAPE[kind][0] * 5


def build(kind: RefKind, entropy: int) -> str:
    """
    RE-1: write a reference from random bits, like ``SOG-7K3QM-0X9TB-A4HZ2``; every one of a kind has the same shape.

    ``entropy`` comes from a cryptographic source and has :func:`random_bits` bits.
    """
    length, group = _SHAPE[kind]
    assert 0 <= entropy < 1 << (5 * length), "the random bits fill the reference exactly"
    body = "".join(ALPHABET[entropy >> (5 * i) & 31] for i in range(length))
    code = body + check_character(body)
    return "-".join([kind, *(code[i : i + group] for i in range(0, len(code), group))])


def parse(kind: RefKind, text: str) -> str:
    """
    RE-2: read what a person typed and give the reference as it was built.

    Case, spaces and hyphens do not matter; O reads as 0, I and L as 1.

    :raises ReferenceNotValid: the same for every mistake, so that it says nothing about what exists.
    """
    typed = "".join(ch for ch in text.upper() if ch not in " -\u2010\u2011\u2012\u2013\u00a0\t\n")
    length, group = _SHAPE[kind]
    code = typed.removeprefix(kind).translate(_READ_AS)
    if len(code) != length + 1 or any(ch not in ALPHABET for ch in code):
        raise ReferenceNotValid(f"{kind} reference of another shape.", kind=str(kind))
    if check_character(code[:-1]) != code[-1]:
        raise ReferenceNotValid(f"{kind} reference mistyped.", kind=str(kind))
    return "-".join([kind, *(code[i : i + group] for i in range(0, len(code), group))])


def check_character(body: str) -> str:
    """
    RE-2: the last character of a reference.

    A weighted sum in the field of 32 elements (x^5 + x^2 + 1), whose weights all differ: it finds every single wrong
    character and every swap of two.
    """
    assert len(body) < 31, "the weights repeat after 31 characters"
    state = 0
    for ch in body:
        state = _times_x(state ^ ALPHABET.index(ch))
    return ALPHABET[state]


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


class LabelKind(enum.StrEnum):
    """What a printed code stands for."""

    SHIPMENT = "S"
    LOT = "L"
    UNIT = "U"
    DEPARTURE = "D"


_LABELLED: Final[dict[LabelKind, RefKind]] = {
    LabelKind.SHIPMENT: RefKind.SHIPMENT,
    LabelKind.LOT: RefKind.LOT,
    LabelKind.DEPARTURE: RefKind.DEPARTURE,
}


@dataclass(frozen=True, slots=True)
class Label:
    """A printed code: ``SOG:S:SHP-...`` for a shipment, ``SOG:U:`` and an SSCC for a logistic unit."""

    kind: LabelKind
    ref: str

    def __str__(self) -> str:
        return f"SOG:{self.kind}:{self.ref}"


def parse_label(text: str) -> Label:
    """
    RE-3: read a scanned or typed label; a web address that ends with the code is read too.

    :raises ReferenceNotValid:
    """
    code = text.strip().rsplit("/", 1)[-1]
    prefix, _, rest = code.partition(":")
    letter, _, ref = rest.partition(":")
    if prefix.upper() != "SOG" or letter.upper() not in set(LabelKind):
        raise ReferenceNotValid("Not one of our labels.")
    kind = LabelKind(letter.upper())
    return Label(kind, check_sscc(ref) if kind is LabelKind.UNIT else parse(_LABELLED[kind], ref))


def gs1_check_digit(digits: str) -> str:
    """RE-4: the check digit of a GS1 key, weights 3 and 1 from the right (GS1 General Specifications, 7.9.1)."""
    assert digits.isascii() and digits.isdigit(), "a GS1 key has digits only"
    weighted = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def sscc(*, extension: int, company_prefix: str, serial: int) -> str:
    """
    RE-4: build the 18 digits of a logistic unit's SSCC.

    The company prefix has 7 to 10 digits and is licensed by GS1; the serial fills what is left of the first 17.
    """
    assert 0 <= extension <= 9 and company_prefix.isdigit() and 7 <= len(company_prefix) <= 10
    width = 16 - len(company_prefix)
    assert 0 <= serial < 10**width, "the serial number fits"
    body = f"{extension}{company_prefix}{serial:0{width}d}"
    return body + gs1_check_digit(body)


def check_sscc(text: str) -> str:
    """
    RE-4: read an SSCC, with or without its ``(00)``, and give its 18 digits.

    :raises ReferenceNotValid:
    """
    digits = "".join(ch for ch in text if ch not in "() ")
    if len(digits) == 20 and digits.startswith("00"):
        digits = digits[2:]
    if len(digits) != 18 or not (digits.isascii() and digits.isdigit()):
        raise ReferenceNotValid("An SSCC has 18 digits.", kind="SSCC")
    if gs1_check_digit(digits[:-1]) != digits[-1]:
        raise ReferenceNotValid("The SSCC's check digit is wrong.", kind="SSCC")
    return digits
