"""A deployment and a browser for whole stories."""

from __future__ import annotations

import pytest

from stage import needs
from stage.engines import Engine
from stage.houses import House

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """One whole deployment of the engine under test, running."""
    folder = tmp_path_factory.mktemp("house")
    engine = Engine(folder)
    house = House(folder, engine)
    try:
        house.open()
        yield house
    finally:
        house.close()
        engine.remove()


@pytest.fixture(scope="module")
def browser():
    """A real Chromium; each person opens a window of their own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium_path(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
