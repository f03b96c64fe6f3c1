"""What makes a long password a weak one all the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sogdia.domain.passwords import WORDS, is_near, words_in

LEAST_UNIT = 8


class RepetitionValidator:
    """Refuses a password that says a short word over and over."""

    def validate(self, password: str, user: Any = None) -> None:
        """
        Look for the shortest piece that, said again and again, gives the whole.

        :raises ValidationError: when it is shorter than eight signs.
        """
        unit = (password + password).find(password, 1)
        if unit < min(LEAST_UNIT + 1, len(password)):
            raise ValidationError(self.get_help_text(), code="password_repeats")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _("Your password repeats a short word. Choose several different ones.")


class NearWordsValidator:
    """
    Refuses a password that is a common one with signs around it, or made of this house's and this person's own words
    (rule SI-4).
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        self._own = words_in(" ".join(names))
        self._common: frozenset[str] = frozenset(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: Any = None) -> None:
        """
        Look at what is left when digits, marks and the listed words are taken away.

        :raises ValidationError: when that is too little, or was common before.
        """
        person = " ".join(str(getattr(user, part, "") or "") for part in ("email", "name"))
        listed = WORDS | self._own | words_in(person)
        if is_near(password, listed=listed, common=self._common):
            raise ValidationError(self.get_help_text(), code="password_near_words")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _("Your password is made of words that others would try first. Add words of your own.")


class KnownPasswordsValidator:
    """Refuses a password that is in the deployment's file of those known from breaches; without a file, refuses none."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def validate(self, password: str, user: Any = None) -> None:
        """
        Look it up; nothing leaves the machine.

        :raises ValidationError: when it is there.
        """
        if self._file is None:
            return
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self._file.open("rb") as lines:
            if _holds(lines, wanted):
                raise ValidationError(self.get_help_text(), code="password_known")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _(
            "Your password is known from a breach elsewhere. Choose another one, and change it there too."
        )


def _holds(lines: BinaryIO, wanted: bytes) -> bool:
    """Search sorted lines by halves: a list of a billion takes thirty looks."""
    low, high = 0, lines.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        lines.seek(middle)
        if middle:
            lines.readline()
        line = lines.readline()
        if line and line[: len(wanted)].upper() < wanted:
            low = middle + 1
        else:
            high = middle
    lines.seek(low)
    if low:
        lines.readline()
    return lines.readline()[: len(wanted)].upper() == wanted
