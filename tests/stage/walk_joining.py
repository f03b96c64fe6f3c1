"""Steps 1 and 2: a region joins, a seller registers and is verified."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import expect
from stdnum.cn import uscc

from stage.people import Person

PASSWORD = "vines-beneath-the-karez"
HOUSE = {
    "legal_name": "吐鲁番藤架合作社",
    "legal_name_en": "Turpan Arbour Cooperative (fictional)",
    "name_en": "Turpan Arbour Cooperative",
    "kind": "cooperative",
    "member_count": "14",
    "country": "CN",
    "registration_kind": "cn-uscc",
}


def region_joins(person: Person, code: str) -> None:
    """Walk a region's agreement on until it is live."""
    page = person.open("/operator/parties/regions/")
    section = page.locator(f"section#{code}")
    for event in ("sign", "go-live"):
        button = section.locator(f'button[name=event][value="{event}"]')
        if button.count():
            person.fill(section.locator("form"), reason="Agreed in Lanzhou.")
            person.press(button)
    expect(section.locator('button[name=event][value="end"]')).to_have_count(1)


def sign_up(person: Person, email: str) -> None:
    """Make an account."""
    page = person.open("/account/signup/")
    form = page.locator("main form").first
    person.fill(form, email=email, password1=PASSWORD)
    person.press(form.locator("button").first)


def register(person: Person) -> None:
    """Register a house with its number, a licence and an account, and submit it."""
    page = person.open("/sell/join/")
    person.follow(page.locator('a.btn.go[href$="/sell/register/"]'))
    form = page.locator("main form.form").first
    region = form.locator('[name="region"] option', has_text="Turpan").first.get_attribute("value")
    base = "93650402MA7ARBR91"
    person.fill(form, **HOUSE, region=region, registration_number=base + uscc.calc_check_digit(base))
    person.press(form.locator("button.btn.go"))
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=700)
    form = person.form("/house/licences/")
    person.fill(form, licence_kind="food-production", licence_number="SC11765040212345", valid_until=until)
    person.press(form.locator(".form-foot button"))
    form = person.form("/house/bank/")
    person.fill(
        form, holder="吐鲁番藤架合作社", account="6222021001112223334", bank_code="ICBKCNBJ", bank_name="ICBC"
    )
    person.press(form.locator(".form-foot button"))
    form = person.form("/house/submit/")
    assert form.count(), person.words()
    person.fill(form, consent=True)
    person.press(form.locator("button.btn.go"))


def verify(person: Person) -> None:
    """Verify the house that waits."""
    page = person.open("/operator/parties/sellers/?state=submitted")
    person.follow(page.locator("main table a", has_text=HOUSE["name_en"]).first)
    person.press(person.form("/verify/").locator("button"))
    expect(page.locator('main form[action$="/verify/"]')).to_have_count(0)
