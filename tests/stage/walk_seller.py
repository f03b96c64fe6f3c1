"""Steps 3, 4 and 7: the seller writes goods, prices them, opens a lot, answers the order and hands over."""

from __future__ import annotations

import datetime as dt
import io
import re

from PIL import Image
from playwright.sync_api import expect

from stage.people import Person

GOODS = {
    "name_en": "Arbour raisins",
    "summary_en": "Seedless raisins dried under the arbour, this autumn's first.",
    "name_ru": "Беседочный изюм",
    "summary_ru": "Изюм без косточек, высушенный под навесом.",
    "name_ar": "زبيب العريش",
    "summary_ar": "زبيب بلا بذور مجفف تحت العريش.",
    "category": "dried-fruit",
    "hs6": "0806.20",
    "stock_unit": "g",
    "temperature": "ambient",
    "shelf_life_days": "540",
    "tolerance": "2",
    "grades": "A, B",
}
NET_YUAN = "39.00"


def write_goods(person: Person) -> str:
    """Write a product with one pack of a kilogram, its price and a lot of 200 kg; gives its name in addresses."""
    page = person.open("/sell/goods/new/")
    form = page.locator("main form.form").first
    region = form.locator('[name="region"] option', has_text="Turpan").first.get_attribute("value")
    person.fill(form, **GOODS, region=region)
    form.locator('[name="harvest_months"][value="9"]').check(force=True)
    person.press(form.locator("button.btn.go"))
    found = re.search(r"/sell/goods/([^/]+)/$", page.url)
    assert found is not None, person.words()
    assert found[1] != "new", person.words()
    slug = found[1]
    person.open(f"/sell/goods/{slug}/packs/new/")
    form = page.locator("main form.form").first
    person.fill(form, net="1", gross="1.06", volume="2.3")
    person.press(form.locator("button.btn.go"))
    assert page.url.endswith("/price/"), person.words()
    set_price(person, NET_YUAN)
    open_lot(person, slug, kg="200")
    add_photograph(person, slug)
    return slug


def add_photograph(person: Person, slug: str) -> None:
    """Add a photograph: grapes on the arbour, as far as a test can take one."""
    picture = Image.effect_noise((1200, 900), 60).convert("RGB")
    content = io.BytesIO()
    picture.save(content, "JPEG")
    page = person.open(f"/sell/goods/{slug}/")
    form = page.locator('form[action$="/photos/"]')
    form.locator('input[type="file"]').set_input_files(
        {"name": "arbour.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
    )
    person.fill(form, alt="Grapes on the arbour")
    person.press(form.locator("button"))
    expect(page.locator("ol.shots li")).to_have_count(1)


def set_price(person: Person, net: str) -> None:
    """Set the net from the farm; what it brings on every open lane is shown while it is typed."""
    page = person.page
    form = page.locator('form[action$="/price/"]')
    form.locator('[name="mode"]').first.check(force=True)
    with page.expect_response(lambda answer: "/price/?" in answer.url):
        form.locator('[name="net"]').fill(net)
    expect(page.locator("#nets button.btn.go")).to_be_visible()
    person.press(page.locator("#nets button.btn.go"))


def open_lot(person: Person, slug: str, *, kg: str) -> None:
    """Open a lot harvested this autumn."""
    today = dt.datetime.now(dt.UTC).date()
    page = person.open(f"/sell/goods/{slug}/lots/new/")
    form = page.locator("main form.form").first
    person.fill(
        form, harvested_on=(today - dt.timedelta(days=60)).isoformat(), quantity=kg, grade="A",
        best_before=(today + dt.timedelta(days=480)).isoformat(),
    )  # fmt: skip
    person.press(form.locator("button.btn.go"))
    assert "/sell/lots/" in page.url, person.words()


def publish(person: Person, slug: str) -> None:
    """Put it up for sale: brokers are asked."""
    person.open(f"/sell/goods/{slug}/")
    person.press(person.form("/publish/").locator("button"))
    expect(person.page.locator('form[action$="/withdraw/"]')).to_have_count(1)


def accept_and_hand_over(person: Person, shipment: str) -> bytes:
    """Accept, print the label, hand over; gives the label as it comes from the printer."""
    page = person.open(f"/sell/orders/{shipment}/")
    person.press(page.locator(f'form[action$="/{shipment}/accept/"] button'))
    return bring(person, shipment)


def bring(person: Person, shipment: str) -> bytes:
    """Print the label of what was accepted, and hand it over; gives the label."""
    page = person.open(f"/sell/orders/{shipment}/")
    person.press(page.locator(f'form[action$="/{shipment}/label/"] button'))
    link = page.locator(f'a[href*="/label/{shipment}"]').first.get_attribute("href")
    label: bytes = person.fetch(link).body()
    person.press(page.locator(f'form[action$="/{shipment}/hand-over/"] button'))
    expect(page.locator(f'form[action$="/{shipment}/hand-over/"]')).to_have_count(0)
    return label
