"""Whoever pressed sees that it was heard, and files show how much of them has left: in a real Chromium, by script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from builders.cast import a_cast
from scenarios.conftest import FLAGS
from stage import needs, pages
from stage.axe import ORIGIN, Examiner, Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.chromium, pytest.mark.axe, pytest.mark.one_engine]
PHOTO = {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + bytes(400_000)}


@pytest.fixture
def sheet():
    cast = a_cast()
    url = reverse("sell:product", args=[cast.world.product.slug])
    return Sheet("product", "owner", "en", pages.signed_in(cast.users["owner"]).get(url).content.decode())


@pytest.fixture
def window():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium_path(), args=list(FLAGS))
        yield Examiner(browser, "desk")
        browser.close()


def sending(page, answer):
    """Choose a photograph and press; ``answer`` answers the form."""
    asked = []

    def serve(route):
        asked.append(route.request)
        answer(route)

    page.route("**/photos/", serve)
    form = page.locator('form[enctype="multipart/form-data"]').first
    form.locator("input[type=file]").set_input_files(PHOTO)
    form.locator("button:not([type])").click()
    return asked, form


def test_a_form_with_files_shows_how_much_has_left_and_goes_where_its_answer_leads(sheet, window):
    page, seen = window.open(sheet), []

    def answer(route):
        seen.append(page.locator(".sending progress").count())
        route.fulfill(status=204, headers={"Sogdia-Goes-To": "/there/"})

    asked, _form = sending(page, answer)
    page.wait_for_url(f"{ORIGIN}/there/")

    assert seen == [1]
    assert asked[0].headers["sogdia-sends"] == "files"
    assert b'name="csrfmiddlewaretoken"' in asked[0].post_data_buffer


def test_an_answer_that_leads_to_a_place_of_the_same_page_is_asked_for_anew(sheet, window):
    page = window.open(sheet)
    answer = {"status": 204, "headers": {"Sogdia-Goes-To": "/product#photos"}}

    with page.expect_event("load"):
        sending(page, lambda route: route.fulfill(**answer))

    assert page.url == f"{ORIGIN}/product#photos"


def test_what_is_to_be_mended_takes_the_place_of_the_form_and_is_read_first(sheet, window):
    page = window.open(sheet)
    mended = '<main id="main"><div data-mend tabindex="-1">Mend this</div></main>'

    sending(page, lambda route: route.fulfill(status=422, body=mended, content_type="text/html"))
    page.wait_for_selector("text=Mend this")

    assert page.evaluate("document.activeElement.textContent") == "Mend this"


def test_files_that_could_not_be_sent_say_so_and_can_be_sent_again(sheet, window):
    page = window.open(sheet)

    asked, form = sending(page, lambda route: route.abort())
    page.wait_for_selector("text=It could not be sent")
    form.locator("button:not([type])").click()
    page.wait_for_selector("text=It could not be sent")

    assert len(asked) == 2


def test_a_press_is_seen_at_once_and_heard_once(sheet, window):
    page, asked = window.open(sheet), []
    page.route("**/withdraw/", lambda route: asked.append(route))
    # The answer goes into a frame and never comes, so that the page stays to be looked at.
    page.evaluate(
        """() => { document.querySelector("main").innerHTML = '<iframe name="hole"></iframe>' +
        '<form method="post" action="/withdraw/" target="hole"><button>Go</button></form>'; }"""
    )

    page.locator("main button").click()
    page.wait_for_selector("[data-busy]:not([hidden])")
    page.evaluate(
        """() => { document.querySelector("main button").click(); return new Promise(requestAnimationFrame); }"""
    )

    assert page.locator("main button").get_attribute("aria-busy") == "true"
    assert page.locator("[data-busy]").get_attribute("aria-label") == "Under way"
    assert len(asked) == 1


def test_without_script_there_is_no_trace_of_it(sheet):
    body = sheet.html.partition("<body")[2]

    assert 'data-busy role="progressbar"' in body and "hidden></div>" in body
    assert "<template data-sending>" in body
