"""Writes fixtures/accessibility.json: what axe finds on every page for visitors, in every width and look.

Run by `./run accessibility`; the accessibility statement shows the figures. It is written as a test for the sake of
the tests' site and browser, and its name keeps it out of them.
"""

import json
from datetime import date

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from .barriers import DESK, PHONE
from .test_browser import addresses_of_pages

WIDTHS = (PHONE, DESK)
LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}
OUTCOMES = ("violations", "incomplete", "passes", "inapplicable")


def test_write_down_what_axe_finds(browser, site):
    addresses = dict.fromkeys(addresses_of_pages(browser, site).values())
    checks = {
        address: [each for width in WIDTHS for each in check(browser, site, address, width)] for address in addresses
    }
    everything = [each for found in checks.values() for each in found]
    facts = {
        "date": date.today().isoformat(),
        "axe": everything[0]["engine"],
        "rules": max(each["rules"] for each in everything),
        "widths": WIDTHS,
        "looks": list(LOOKS),
        "pages": [page_of(address, found) for address, found in checks.items()],
    }
    path = settings.FIXTURES_DIR / "accessibility.json"
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def check(browser, site, address, width):
    """What axe says of one page in every look: the whole page, by all of its rules."""
    page = browser.new_page(base_url=site.url, locale="nl-NL", viewport={"width": width, "height": 900})
    page.goto(address)
    title = page.title().removesuffix(" | Profielwijzer")
    for look in LOOKS.values():
        page.emulate_media(reduced_motion="reduce", **look)
        # axe does not see the colours that a device forces upon a page; tests/test_browser.py measures those.
        rules = {"color-contrast": {"enabled": False}} if look["forced_colors"] == "active" else {}
        said = Axe().run(page, options={"preload": False, "rules": rules}).response
        found = {outcome: {each["id"] for each in said[outcome]} for outcome in OUTCOMES}
        rules = len(set.union(*found.values()))
        yield {"title": title, "engine": said["testEngine"]["version"], "rules": rules, **found}
    page.close()


def page_of(address, checks):
    """One page with the number of rules that it broke, and of those that axe could not decide, over all checks."""
    return {
        "title": checks[0]["title"],
        "address": address,
        "violations": sum(len(each["violations"]) for each in checks),
        "undecided": sum(len(each["incomplete"]) for each in checks),
    }
