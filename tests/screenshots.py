"""Takes the pictures in docs/screenshots/: the main pages of a freshly filled site, on a phone and on a desk.
Also the picture that others show when the site is shared.

Run by `./run screenshots`. It is written as a test for the sake of the tests' site and browser, and its name keeps it
out of them.
"""

import pytest

from .conftest import ROOT

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = (360, 1280)
HEIGHT = 925
"""Enough for all ten tiles and their source on a desk, and little enough to keep the folder below 1 MB."""
PAGES = {
    "home": "/",
    "finder": "/scholen/?near=3011&leerweg=KB&technical=1",
    "finder-nothing": "/scholen/?near=2681&radius=3&profile=MAT",
    "location": "/scholen/17YF00/",
    "location-not-known": "/scholen/30WH03/",
    "compare": "/scholen/vergelijken/?near=3083&location=00PG02&location=17YF00&location=30WH00",
    "flyer": "/scholen/flyer/?near=3011&leerweg=KB",
    "profile": "/profielen/produceren-installeren-en-energie/",
    "municipality": "/gemeenten/delft/",
    "occupation": "/beroepen/service-onderhoud/",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_take_a_picture(site, browser, name, width):
    page = browser.new_page(base_url=site.url, locale="nl-NL", viewport={"width": width, "height": HEIGHT})
    assert page.goto(PAGES[name]).ok
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}-{width}.png")
    page.close()


def test_take_the_social_preview(browser):
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.goto((ROOT / "docs" / "social-preview.html").as_uri())
    page.evaluate("document.fonts.ready")
    page.screenshot(path=ROOT / "static" / "social-preview.png")
    page.close()
