"""The menu of the staff pages: folded on a narrow screen, open on a wide one, without scripts."""

import pytest

from .barriers import DESK, PHONE, sideways, small_targets
from .test_admin import CODE
from .test_staff_in_browser import assert_no_barriers, enter, page  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.one_database]

LOCATIONS = "/beheer/schools/schoollocation/"


@pytest.fixture
def phone(page):  # noqa: F811
    enter(page)
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto(LOCATIONS)
    return page


def links_in_menu(page):  # noqa: F811
    return page.locator("#nav-sidebar a:visible")


def test_on_a_phone_the_menu_is_one_line_that_says_where_you_are(phone, settings):
    assert links_in_menu(phone).count() == 0
    assert phone.locator("#nav-sidebar").bounding_box()["height"] < 60
    assert phone.locator("#nav-sidebar summary").inner_text().split() == ["Menu", "Locaties"]

    phone.emulate_media(media="print")
    assert not phone.locator("#nav-sidebar").is_visible()
    phone.emulate_media(media="screen", forced_colors="active")
    phone.locator("#nav-sidebar summary").click()
    border = "getComputedStyle(document.querySelector('#nav-sidebar [aria-current=page]')).borderTopWidth"
    assert phone.evaluate(border) == "3px", "without colours the current page is marked as well"

    settings.LANGUAGE_CODE = "ar"
    phone.goto(f"{LOCATIONS}{CODE}/change/")
    phone.locator("#nav-sidebar summary").click()
    assert phone.locator("html").get_attribute("dir") == "rtl"
    assert sideways(phone) <= 0


def test_the_menu_opens_by_keyboard_and_leads_on_and_the_skip_link_passes_it_by(phone):
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")

    phone.locator("#nav-sidebar summary").focus()
    phone.keyboard.press("Enter")
    assert phone.locator("#nav-sidebar [aria-current=page]").inner_text() == "Locaties"
    assert [each for each in small_targets(phone) if "nav-sidebar" in each] == []
    assert_no_barriers(phone)
    phone.set_viewport_size({"width": PHONE, "height": 800})
    phone.get_by_role("navigation", name="Onderdelen").get_by_role("link", name="Meldingen").press("Enter")

    phone.get_by_role("heading", name="Meldingen", level=1).wait_for()
    assert links_in_menu(phone).count() == 0, "folded again on the next page"


def test_on_a_wide_screen_the_menu_stands_open_beside_the_page(phone):
    phone.set_viewport_size({"width": DESK, "height": 800})

    for address in (LOCATIONS, "/beheer/", f"{LOCATIONS}{CODE}/bevestigen/"):
        phone.goto(address)
        assert links_in_menu(phone).count() > 20
        assert not phone.locator("#nav-sidebar summary").is_visible()
        assert phone.locator("#nav-sidebar").bounding_box()["y"] == phone.locator("main").bounding_box()["y"]
        phone.locator("#nav-sidebar a").first.focus()
        assert phone.evaluate("document.activeElement.closest('#nav-sidebar') !== null"), "open for the keyboard too"
