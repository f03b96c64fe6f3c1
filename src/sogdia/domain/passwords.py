"""Words that others would try first, and what is left of a password without them (rule SI-4)."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

#: Letters that have to be left when listed words are taken away, and letters that make a word.
LEAST_LEFT: Final = 4
LEAST_WORD: Final = 4
#: Words that whoever guesses a password of this trade tries first (rule SI-4); the house's and the person's names join them.
WORDS: Final = frozenset(
    [
        "admin",
        "changeme",
        "login",
        "letmein",
        "motdepasse",
        "parol",
        "password",
        "passwort",
        "pass",
        "qwerty",
        "qwertyuiop",
        "secret",
        "user",
        "welcome",
        "wachtwoord",
        "sogdia",
        "caravan",
        "market",
        "marketplace",
        "trade",
        "trader",
        "silkroad",
        "silk",
        "road",
        "seller",
        "buyer",
        "grower",
        "farmer",
        "orchard",
        "officer",
        "treasurer",
        "operator",
        "broker",
        "clerk",
        "carrier",
        "china",
        "lanzhou",
        "xinjiang",
        "gansu",
        "ningxia",
        "turpan",
        "aksu",
        "korla",
        "urumqi",
        "kashgar",
        "apricot",
        "apple",
        "goji",
        "grape",
        "jujube",
        "melon",
        "pear",
        "raisin",
        "saffron",
        "walnut",
        "spring",
        "summer",
        "autumn",
        "winter",
        "monday",
        "january",
    ]
)
_LOOKALIKES: Final = str.maketrans("013457@$!", "oleastasi")


def words_in(text: str) -> frozenset[str]:
    """Give the words of a name or an address that are long enough to be tried."""
    return frozenset(word for word in re.split(r"[^\w]+|[\d_]+", text.casefold()) if len(word) >= LEAST_WORD)


def is_near(password: str, *, listed: Set[str], common: Set[str]) -> bool:
    """SI-4: whether a password is a common one with signs around it, or hardly more than listed words."""
    for typed in {password.casefold(), password.casefold().translate(_LOOKALIKES)}:
        letters = "".join(mark for mark in typed if mark.isalpha())
        left = letters
        for word in sorted(listed, key=len, reverse=True):
            left = left.replace(word, "")
        if letters in common or (left != letters and len(left) < LEAST_LEFT):
            return True
    return False
