"""The button that asks where the visitor is, in a real browser: only after a tap, rounded, and never in the way."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

DELFT = {"latitude": 52.011578, "longitude": 4.357068}
PARIS = {"latitude": 48.8566, "longitude": 2.3522}
BUTTON = "Bij mij in de buurt"


@pytest.fixture
def open_page(browser, site):
    """Opens a page in a browser that is somewhere, and may say so or not."""
    contexts = []

    def open_page(address, spot=None, **options):
        allowed = {"geolocation": spot, "permissions": ["geolocation"]} if spot else {}
        context = browser.new_context(base_url=site.url, locale="nl-NL", **allowed, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def question(page):
    return parse_qs(urlsplit(page.url).query)


def test_who_taps_sees_the_schools_around_and_the_rest_of_the_question_is_kept(open_page):
    page = open_page("/", DELFT)
    page.locator("label.choice", has_text="kader").click()

    page.get_by_role("button", name=BUTTON).click()

    page.wait_for_url(re.compile(r"/scholen/\?"))
    assert question(page) == {"near": ["52.01,4.36"], "leerweg": ["KB"]}
    assert "binnen 5 km van u, rond 2611 Delft" in page.locator("h1").inner_text()
    assert page.locator("#near").input_value() == "2611 Delft"
    assert page.locator(".result").count() > 0


def test_the_question_beside_a_list_is_asked_again_from_here(open_page):
    page = open_page("/scholen/?near=3011&radius=10&profile=PIE&technical=1&location=00BD00", DELFT)

    page.get_by_role("button", name=BUTTON).click()

    page.wait_for_url(re.compile("52.01"))
    assert question(page) == {
        "near": ["52.01,4.36"],
        "radius": ["10"],
        "profile": ["PIE"],
        "technical": ["1"],
        "location": ["00BD00"],
    }


def test_nobody_is_told_where_the_visitor_is_but_the_site_and_that_rounded(open_page, site):
    page = open_page("/", DELFT)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url(re.compile("52.01"))
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith(site.url)] == []
    assert not [url for url in asked if "52.011" in url or "4.357" in url]
    kept = page.evaluate("JSON.stringify([localStorage, {...sessionStorage}, document.cookie])")
    assert "52" not in kept


def test_nothing_is_asked_before_the_tap(open_page):
    page = open_page("/")
    page.evaluate("() => { navigator.geolocation.getCurrentPosition = () => { window.asked = true } }")

    page.locator("#near").fill("Delft")
    page.locator("#near").focus()
    assert page.evaluate("window.asked") is None
    page.get_by_role("button", name=BUTTON).click()
    assert page.evaluate("window.asked") is True


def test_who_refuses_reads_how_to_go_on(open_page):
    page = open_page("/scholen/?near=3011")

    page.get_by_role("button", name=BUTTON).click()

    page.get_by_text("Uw browser mag niet zeggen waar u bent. Vul een postcode of plaats in.").wait_for()
    assert page.locator(".near-me__status").get_attribute("role") == "status"
    assert page.url.endswith("/scholen/?near=3011")
    assert page.get_by_role("button", name=BUTTON).get_attribute("aria-busy") == "false"


def test_who_is_abroad_reads_how_to_go_on(open_page):
    page = open_page("/", PARIS)

    page.get_by_role("button", name=BUTTON).click()

    page.get_by_text("U bent nu niet in Nederland. Vul een postcode of plaats in.").wait_for()
    assert urlsplit(page.url).path == "/"


@pytest.mark.parametrize("code", [2, 3], ids=["not available", "too late"])
def test_a_browser_that_does_not_know_says_so(open_page, code):
    page = open_page("/", DELFT)
    failure = f"(_found, failed) => failed({{code: {code}, PERMISSION_DENIED: 1}})"
    page.evaluate(f"() => {{ navigator.geolocation.getCurrentPosition = {failure} }}")

    page.get_by_role("button", name=BUTTON).click()

    page.get_by_text("Uw browser weet niet waar u bent. Vul een postcode of plaats in.").wait_for()


def test_without_javascript_there_is_no_button_that_does_nothing(open_page):
    for address in ("/", "/scholen/?near=3011"):
        page = open_page(address, DELFT, java_script_enabled=False)

        assert page.locator("[data-near-me]").count() == 1
        assert not page.locator("[data-near-me]").is_visible()


def test_the_keyboard_reaches_the_button(open_page):
    page = open_page("/", DELFT)

    page.locator("#near").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("52.01"))
