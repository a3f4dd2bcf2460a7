"""Takes the pictures in docs/screenshots/: the main pages of a freshly filled site on a phone and on a desk.

Run with `./run screenshots`. Its name keeps it out of the tests; it is written as one to use their site and browser.
"""

import pytest

from .conftest import ROOT, manage
from .staff import PASSWORD, code_of

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = (360, 1280)
MOST_PIXELS_HIGH = 900
STAFF = "/beheer/"
PAGES = {
    "home": "/",
    "finder": "/scholen/?near=3011&leerweg=KB&technical=1",
    "finder-nothing": "/scholen/?near=2681&radius=3&profile=MAT",
    "location": "/scholen/17YF00/",
    "location-not-known": "/scholen/30WH03/",
    "staff-location": "/beheer/schools/schoollocation/17YF00/change/",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_take_a_picture(site, browser, name, width):
    page = browser.new_page(base_url=site.url, locale="nl-NL", viewport={"width": width, "height": 800})
    if PAGES[name].startswith(STAFF):
        enter(page, site)
    page.goto(PAGES[name])
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, MOST_PIXELS_HIGH)})
    page.screenshot(path=FOLDER / f"{name}-{width}.png")
    page.close()


def enter(page, site):
    """Log in as a colleague of this one picture, since a code from the app works once."""
