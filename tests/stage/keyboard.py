"""A person without a pointer: walks by Tab, presses Enter, and always sees where they are."""

from __future__ import annotations

from playwright.sync_api import Page

MOST = 150


def is_at(page: Page, selector: str) -> bool:
    """Tell whether what has the focus is this."""
    return bool(page.evaluate("(selector) => document.activeElement.matches(selector)", selector))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus; each stop on the way has to show where it is."""
    for _press in range(MOST):
        if is_at(page, selector):
            return
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => document.activeElement === document.body || document.activeElement.matches(':focus-visible')"
            " && ['auto', 'solid'].includes(getComputedStyle(document.activeElement).outlineStyle)"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")[:200]
    raise AssertionError(f"{selector} is not reached by {MOST} presses of Tab")


def enter(page: Page) -> None:
    """Press Enter and wait for the page that follows."""
    with page.expect_event("load"):
        page.keyboard.press("Enter")
