"""Occupations in a real browser: no barriers, usable with the keyboard and without JavaScript, one sheet of paper."""

import io
import re

import pytest
from pypdf import PdfReader

from .barriers import (
    DESK,
    NO_COLOURS,
    PHONE,
    barriers,
    barriers_in_light_and_dark,
    cut_off,
    faint_words,
    sideways,
    small_targets,
)
from .test_browser import contexts, open_page, tab_to
from .test_occupations import rows

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

__all__ = ["contexts", "open_page"]
PAGES = {
    "list": "/beroepen/",
    "technical": "/beroepen/lasser/",
    "ICT": "/beroepen/softwaredeveloper/",
    "port": "/beroepen/havenoperaties/",
    "long name": "/beroepen/havenlogistiek/",
    "no chances": "/beroepen/kapper/",
    "comparison": "/beroepen/vergelijken/?occupation=lasser&occupation=softwaredeveloper",
}
SLUGS = [row["slug"] for row in rows("occupations")]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barriers(open_page, name):
    page = open_page(PAGES[name])

    assert barriers_in_light_and_dark(page) == []
    page.emulate_media(forced_colors="active")
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert faint_words(page) == []
        assert sideways(page) <= 0
        assert small_targets(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_narrow_window_large_letters_and_arabic(open_page, name):
    page = open_page(PAGES[name], PHONE)

    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) <= 0
    page.evaluate("document.documentElement.setAttribute('dir', 'rtl')")
    assert sideways(page) <= 0
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) <= 0
    assert cut_off(page) == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_keyboard_leads_from_what_one_likes_to_an_occupation_and_to_schools(open_page, javascript):
    page = open_page("/beroepen/", PHONE, java_script_enabled=javascript)

    tab_to(page, ".like[href*=repareren]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"activity=repareren"))
    assert "beroepen gevonden" in page.locator("h1").inner_text()
    page.locator(".job h3 a", has_text="Automonteur").click()
    page.wait_for_url(re.compile("/beroepen/autotechniek/"))
    tab_to(page, "#near")
    page.keyboard.type("3011")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/scholen/\?.*profile=MET.*near=3011"))
    assert "met" in page.locator("h1").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_form_asks_together_what_was_chosen(open_page, javascript):
    page = open_page("/beroepen/", PHONE, java_script_enabled=javascript)

    page.get_by_text("Zoek of kies").click()
    page.locator("label.choice", has_text="Maritiem").first.click()
    page.locator("#q").fill("schip")
    page.get_by_role("button", name="Toon beroepen").click()

    page.wait_for_url(re.compile(r"q=schip&profile=MAT"))
    assert page.locator(".chip--remove").count() == 2
    assert "Matroos" in page.locator("main").inner_text()


def test_two_occupations_are_chosen_from_lists(open_page):
    page = open_page("/beroepen/kok/", DESK)

    page.get_by_role("link", name="Vergelijk met een ander beroep").click()
    page.get_by_label("Tweede beroep").select_option("kapper")
    page.get_by_role("button", name="Vergelijk", exact=True).click()

    page.wait_for_url(re.compile("occupation=kok&occupation=kapper"))
    assert [each.inner_text() for each in page.locator("thead th").all()] == ["Kok", "Kapper of haarstylist"]


def test_no_occupation_has_barriers_or_is_wider_than_a_phone(open_page):
    page, found = open_page("/beroepen/", PHONE), {}
    for slug in SLUGS:
        page.goto(f"/beroepen/{slug}/")
        found[slug] = [*barriers(page, **NO_COLOURS), *faint_words(page), *small_targets(page)]
        assert sideways(page) <= 0, slug

    assert len(found) == 44
    assert {slug: each for slug, each in found.items() if each} == {}


HEADINGS = ("Wat je doet", "Kans op werk", "Wat het betaalt", "Zo kom je er", "Vanuit een ander profiel")
A4 = [595, 842]


def test_every_occupation_fits_on_one_sheet_with_its_facts_and_sources(open_page):
    page = open_page("/beroepen/", DESK)
    for slug in SLUGS:
        page.goto(f"/beroepen/{slug}/")
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        words = sheets[0].extract_text()

        assert len(sheets) == 1, slug
        assert [round(float(side)) for side in sheets[0].mediabox[2:]] == A4
        assert [heading for heading in HEADINGS if heading not in words] == [], slug
        assert "Toon scholen" not in words
        assert words.count("Bron:") >= 6, slug
