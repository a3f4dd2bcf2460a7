"""Occupations in a real browser: no barriers, usable with the keyboard and without JavaScript, one sheet of paper."""

import io
import re

import pytest
from pypdf import PdfReader

from .test_browser import (
    DESK,
    PHONE,
    barriers,
    contexts,
    cut_off,
    faint_words,
    open_page,
    sideways,
    small_targets,
    tab_to,
)

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

__all__ = ["contexts", "open_page"]
PAGES = {
    "list": "/beroepen/",
    "technical": "/beroepen/lasser/",
    "ICT": "/beroepen/softwaredeveloper/",
    "port": "/beroepen/havenoperaties/",
    "comparison": "/beroepen/vergelijken/?occupation=lasser&occupation=softwaredeveloper",
}
SAMPLES = ("lasser", "havenoperaties", "softwaredeveloper")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barriers(open_page, name, width):
    page = open_page(PAGES[name], width)

    for scheme in ("light", "dark"):
        page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        assert barriers(page) == [], scheme
    page.emulate_media(forced_colors="active")
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


@pytest.mark.parametrize("slug", SAMPLES)
def test_an_occupation_fits_on_one_sheet_with_its_facts_and_sources(open_page, slug):
    page = open_page(f"/beroepen/{slug}/", DESK)

    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    words = sheets[0].extract_text()
    assert len(sheets) == 1
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == [595, 842]
    for heading in ("Wat je doet", "Kans op werk", "Wat het betaalt", "Zo kom je er", "Vanuit een ander profiel"):
        assert heading in words
    assert "Toon scholen" not in words
    assert words.count("Bron:") >= 6
