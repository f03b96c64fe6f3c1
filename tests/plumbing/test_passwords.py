"""Words that somebody else would try first are no password (SI-4)."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sogdia.plumbing.accounts.models import User
from sogdia.plumbing.accounts.passwords import KnownPasswordsValidator

CLEO = User(email="cleo.martin@orchards.example", name="Cléo Martin")


@pytest.mark.parametrize(
    "password",
    ["Sogdia2026!!!", "s0gdia-Tr@de-26", "sunshine2026!!", "Lanzhou Xinjiang", "cleo-martin-1987", "Orchards-2026-!",
     "motdepasse-2026", "Qwertyuiop-123", "Silk Road 12345", "Welcome-to-2026"],
)  # fmt: skip
def test_si_4_common_words_with_signs_and_words_of_the_house_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, CLEO)


@pytest.mark.parametrize(
    "password", ["a long enough secret", "correct horse battery staple", "vK9#mQ2xW7pL", "葡萄架下的老猫睡着了又醒来了", "четыре зелёных чайника"]
)  # fmt: skip
def test_si_4_words_of_one_s_own_pass(password):
    validate_password(password, CLEO)


def test_si_4_a_password_known_from_a_breach_is_found_in_the_deployment_s_file(tmp_path):
    known = [f"long known secret {n}" for n in range(200)]
    file = tmp_path / "known.txt"
    digests = sorted(hashlib.sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in known)
    file.write_text("".join(f"{each}:{n}\n" for n, each in enumerate(digests)), "ascii")
    validator = KnownPasswordsValidator(file)

    for each in known:
        with pytest.raises(ValidationError):
            validator.validate(each)
    for n in range(200):
        validator.validate(f"never seen before {n}")


def test_si_4_without_a_file_nothing_is_looked_up():
    KnownPasswordsValidator(None).validate("anything at all")
