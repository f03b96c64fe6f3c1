"""What makes a long password a weak one all the same."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
