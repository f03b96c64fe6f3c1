"""Steps 4, 10 and 12: the broker decides codes, treasurers share the true freight and pay sellers out."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import expect

from stage.people import Person


def approve_code(person: Person, goods: str, territory: str, code: str) -> None:
    """Approve a product's code in one customs territory."""
    page = person.open(f"/broker/?territory={territory}")
    person.follow(page.locator("main table a", has_text=goods).first)
    form = page.locator("main form.form").first
    person.fill(form, code=code, vat_class="food")
    person.press(form.locator('button[value="approve"]'))
    person.open(f"/broker/?territory={territory}")
    expect(page.locator("main table a", has_text=goods)).to_have_count(0)


def enter_true_freight(person: Person, departure: str, amount: str) -> None:
    """Enter what the vehicle truly cost; it is shared at once."""
    page = person.open("/operator/money/freight/")
    person.follow(page.locator(f'main a[href$="/{quote(departure)}/"]').first)
    form = page.locator("main form.form").first
    person.fill(form, amount=amount)
    person.press(form.locator("button.btn.go"))
    expect(page.locator("main dl.stats")).to_be_visible()


def make_batch(person: Person, currency: str) -> str:
    """Gather what sellers are due; gives the batch's address."""
    page = person.open("/operator/money/payouts/")
    form = page.locator(f'main form:has(input[name=currency][value="{currency}"])')
    person.press(form.locator("button"))
    if "/batches/" not in page.url and not page.locator('a[href*="/download"]').count():
        row = page.locator('main table a[href*="/batch"]').first
        if row.count():
            person.follow(row)
    return page.url


def approve_batch(person: Person, address: str) -> bytes:
    """Let a batch go as the second person; gives the bank file."""
    page = person.page
    page.goto(address)
    page.locator('form[action*="approve"] input[name="reason"]').fill(
        "Each payout was held against its order."
    )
    person.press(page.locator('form[action*="approve"] button.btn.go'))
    link = page.locator("main a.btn.go").first.get_attribute("href")
    body: bytes = person.fetch(link).body()
    return body


def confirm_payouts(person: Person, address: str) -> None:
    """Say of each payout that it left the bank."""
    page = person.page
    page.goto(address)
    while page.locator('form[action$="/confirm/"]').count():
        person.press(page.locator('form[action$="/confirm/"] button').first)
