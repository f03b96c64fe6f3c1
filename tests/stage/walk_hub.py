"""Steps 7 to 9: the hub scans, weighs, loads, seals; the carrier reports and delivers."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import expect

from stage import keyboard
from stage.people import Person


def scan(person: Person, shipment: str) -> None:
    """Type what the label says into the scan box."""
    page = person.open("/hub/receive/")
    box = page.locator("form[data-scan] input[name=code]").first
    box.fill(shipment)
    with page.expect_event("load"):
        box.press("Enter")
    assert page.url.endswith(f"/hub/receive/{shipment}/"), page.url


def weigh(person: Person, shipment: str, line: int, *, packs: int, net_kg: str, gross_kg: str) -> None:
    """Write what the scale shows of one line of a shipment."""
    scan(person, shipment)
    form = person.page.locator(f'form[action$="/hub/receive/{shipment}/{line}/"]').first
    person.fill(form, packs=packs, net=net_kg, gross=gross_kg)
    person.press(form.locator(".form-foot button").first)
    assert person.page.locator("main .form-errors, main .bad").count() == 0, person.words()


def allow_light(person: Person, departure: str) -> None:
    """Let a departure leave below its least load, as the operator."""
    page = person.open(f"/hub/departures/{quote(departure)}/")
    form = page.locator('form[action$="/light/"]')
    if form.count():
        person.fill(form, reason="The first of its lane.")
        person.press(form.locator("button"))


def load(person: Person, departure: str, shipment: str) -> None:
    """Load a shipment, take it out and load it again, all by keyboard: what was done is said, the scan box waits."""
    page = person.open(f"/hub/departures/{quote(departure)}/")
    for _time in range(2):
        keyboard.tab_to(page, "form[data-scan] input[name=code]")
        page.keyboard.type(shipment)
        keyboard.enter(page)
        assert keyboard.is_at(page, f'form[action$="/{shipment}/load/"] button')
        keyboard.enter(page)
        expect(page.locator(".notices[role=status]")).to_contain_text(shipment)
        assert keyboard.is_at(page, "form[data-scan] input[name=code]")
        if page.locator(f'form[action$="/{shipment}/take-out/"]').count() and _time == 0:
            keyboard.tab_to(page, f'form[action$="/{shipment}/take-out/"] button')
            keyboard.enter(page)
            expect(page.locator(".notices[role=status]")).to_contain_text(shipment)
    expect(page.locator(f'form[action$="/{shipment}/take-out/"]').first).to_be_attached()


def seal_and_leave(person: Person, departure: str) -> list[str]:
    """Seal early by keyboard, let it leave; gives the addresses of the papers that sealing issued."""
    page = person.open(f"/hub/departures/{quote(departure)}/")
    keyboard.tab_to(page, 'form[action$="/seal/"] [name=is_early]')
    page.keyboard.press("Space")
    keyboard.tab_to(page, 'form[action$="/seal/"] [name=seal_number]')
    page.keyboard.type("CN-004711")
    keyboard.tab_to(page, 'form[action$="/seal/"] button.btn.go')
    keyboard.enter(page)
    papers = [each.get_attribute("href") for each in page.locator('main a[href*="/files/document/"]').all()]
    page.locator(".sealbar summary").click()
    person.press(page.locator('form[action$="/depart/"] button.btn.go'))
    expect(page.locator('form[action$="/depart/"]')).to_have_count(0)
    return [paper for paper in papers if paper]


def report(person: Person, departure: str, kind: str, place: str) -> None:
    """Report a milestone that happened now."""
    page = person.open(f"/carrier/departures/{quote(departure)}/")
    form = page.locator('form[action$="/milestone/"]')
    person.fill(form, kind=kind, place=place)
    person.press(form.locator("button.btn.go"))
    expect(page.locator("main")).to_contain_text(place)


def deliver(person: Person, departure: str, shipment: str) -> None:
    """Say that a shipment was delivered just now."""
    page = person.open(f"/carrier/departures/{quote(departure)}/")
    person.press(page.locator(f'form[action$="/{shipment}/delivered/"] button'))
    expect(page.locator(f'form[action$="/{shipment}/delivered/"]')).to_have_count(0)
