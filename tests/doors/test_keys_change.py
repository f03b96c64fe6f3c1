"""The house's secret is changed without anybody noticing, as long as the old one stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing

from sogdia.plumbing.accounts import second_step
from sogdia.plumbing.accounts.models import User

pytestmark = pytest.mark.django_db


def test_links_and_second_steps_of_the_old_key_still_count(settings):
    cleo = User.objects.create_user("cleo@example.org", "a long enough secret")
    second_step.seed_demo([cleo])
    link = signing.dumps({"order": 1}, salt="try")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the new secret of this very deployment"

    assert signing.loads(link, salt="try") == {"order": 1}
    app = Authenticator.objects.get(user=cleo).wrap()
    assert app.validate_code(second_step.demo_code(cleo.email, at=datetime.now(UTC)))


def test_without_the_old_key_its_links_count_no_more(settings):
    link = signing.dumps({"order": 1}, salt="try")
    settings.SECRET_KEY = "the new secret of this very deployment"

    with pytest.raises(signing.BadSignature):
        signing.loads(link, salt="try")
