"""Steps 5, 6 and 11: the buyer finds the goods, orders, pays, and accepts by the link in the e-mail."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from stage.people import PATIENCE_MS, Person

ADDRESS = {
    "recipient": "Айгерим Садыкова",
    "street": "ул. Абая",
    "house": "10",
    "city": "Алматы",
    "postal_code": "050000",
    "phone": "+77012345678",
}


def price_shown(person: Person, slug: str) -> str:
    """Give the delivered price on a product's page, as it is written there."""
    page = person.open(f"/goods/{slug}/")
    text: str = page.locator(".offer .big").first.inner_text()
    return text


def reason_shown(person: Person, slug: str) -> str:
    """Give the reason for which a product is closed in this person's market."""
    page = person.open(f"/goods/{slug}/")
    assert page.locator("form#basket").count() == 0, "nothing to buy where it is closed"
    text: str = page.locator(".closed").first.inner_text()
    return text


def find_by_search(person: Person, words: str, slug: str) -> None:
    """Search with words of the person's language and follow the card."""
    page = person.open("/")
    box = page.locator("input[name=q]").first
    box.fill(words)
    with page.expect_event("load"):
        box.press("Enter")
    card = page.locator(f'.good a[href$="/goods/{slug}/"]').first
    person.until(lambda: card.count() > 0)
    person.follow(card)


def put_in_basket(person: Person, slug: str, *, packs: int, departure: str) -> None:
    """Choose number and departure on the product's page and put the usual pack in the basket."""
    page = person.open(f"/goods/{slug}/?n={packs}&on={departure}")
    expect(page.locator("form#basket input[name=on]")).to_have_value(departure)
    expect(page.locator("input#n")).to_have_value(str(packs))
    person.press(page.locator("button[form=basket]"))


def check_out(person: Person, *, email: str) -> str:
    """Give the address as a guest, accept the terms, go to the bank; gives the quote's reference."""
    page = person.open("/basket/")
    person.follow(page.locator('a.btn.go[href$="/checkout/"]'))
    form = page.locator("main form.form").first
    person.fill(form, **ADDRESS, email=email)
    person.press(form.locator("button.btn.go"))
    if "/checkout/market" in page.url:
        person.press(page.locator("main form button.btn.go").first)
    quote = re.search(r"/checkout/quote/([^/]+)/", page.url)
    assert quote is not None, f"{page.url}: {person.words()}"
    page.locator('input[name=way][value="sandbox"]').check(force=True)
    page.locator("input[name=terms]").check(force=True)
    person.press(page.locator("aside form button.btn.go"))
    assert page.url.startswith(person.house.bank_url), f"{page.url}: {person.words()}"
    return quote[1]


def pay_at_the_bank(person: Person) -> str:
    """Press the bank's button and wait until the house knows; gives the order's reference."""
    page = person.page
    page.locator('button[name=do][value="pay"]').click()
    page.wait_for_url(re.compile(r"/checkout/return/"))
    expect(page.locator(".notice.go").first).to_be_visible(timeout=PATIENCE_MS)
    order = re.search(r"/checkout/return/([^/]+)/", page.url)
    assert order is not None
    return order[1]


def departure_offered(person: Person) -> str:
    """Give the departure that the product's page has chosen."""
    text = person.page.locator("form#basket input[name=on]").get_attribute("value")
    assert text
    return text


def accept_by_link(person: Person, mail: str, shipment: str) -> None:
    """Open the order by the link in an e-mail, and accept a shipment."""
    link = re.search(rf"{re.escape(person.house.url)}\S*/orders?/\S+", mail)
    assert link is not None, mail
    page = person.page
    page.goto(link[0].rstrip(".)>"))
    form = page.locator(f'form[action$="/accept/"]:has(input[value="{shipment}"])')
    person.press(form.locator("button"))
    expect(form).to_have_count(0)
