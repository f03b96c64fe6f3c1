"""A passkey is made, signs in and says again who it is, in a real browser with an authenticator made of software."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.chromium


@pytest.fixture
def officer(house, browser):
    """The region's officer at the house's name, with an authenticator in their machine."""
    from stage.people import Person

    one = Person(browser, house, at=house.url.replace("127.0.0.1", "localhost"))
    machine = one.context.new_cdp_session(one.page)
    machine.send("WebAuthn.enable")
    machine.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    yield one
    one.leave()


def test_a_passkey_is_made_and_signs_in_without_a_password(officer):
    officer.sign_in("officer@sogdia.example")
    page = officer.open("/account/2fa/webauthn/add/")
    form = page.locator("form[data-passkey]")
    form.locator("[name=name]").fill("Telephone")
    form.locator("[name=passwordless]").check()
    officer.press(form.locator("button.go"))
    officer.open("/me/security/")
    officer.sees("Telephone")

    officer.context.clear_cookies()
    page = officer.open("/account/login/?next=/officer/")
    officer.press(page.locator("form[data-passkey] button"))

    assert officer.open("/officer/").url.endswith("/officer/")
    assert officer.broken == []
