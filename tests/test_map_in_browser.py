"""The map in a real browser: it asks nothing before it is wanted, the keyboard reaches all, and it can be missed."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from .test_browser import tab_to
from .visitor import FINDER

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

POINTS = "/scholen/kaart.json"
PHONE, DESK = 360, 1280
ASKED = "?near=3011&radius=3&leerweg=KB&technical=1"
UNREACHABLE = "De kaart kan nu niet laden. De lijst hieronder heeft dezelfde scholen."


@pytest.fixture
def visit(browser, site):
    """Opens the finder for a question; at the end nothing was asked elsewhere, and the browser had no complaint."""
    contexts, complaints = [], []

    def visit(query=ASKED, width=DESK, **options):
        size = {"width": width, "height": 800}
        contexts.append(browser.new_context(base_url=site.url, locale="nl-NL", viewport=size, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(FINDER + query)
        return page

    yield visit
    asked = [url for context in contexts for page in context.pages for url in page.asked]
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert [each for each in complaints if "ERR_FAILED" not in each] == []


def show_map(page):
    page.get_by_role("button", name="Toon op de kaart").click()
    page.locator(".map__status", has_text="De kaart toont").wait_for()
    return page.locator(".map__marker")


def of_the_map(urls):
    return [url for url in urls if re.search(r"leaflet|kaart|map-drawing", url)]


def test_nothing_of_the_map_is_asked_before_it_is_wanted(visit):
    page = visit()
    page.wait_for_load_state("networkidle")
    assert of_the_map(page.asked) == []

    show_map(page)
    assert len(of_the_map(page.asked)) == len(set(page.asked) & set(of_the_map(page.asked))) == 5
    page.get_by_role("button", name="Verberg de kaart").click()
    assert not page.locator(".map__canvas").is_visible()
    page.get_by_role("button", name="Toon op de kaart").click()
    assert page.locator(".map__canvas").is_visible()
    assert len(of_the_map(page.asked)) == 5


@pytest.mark.parametrize("query", ["", ASKED, "?municipality=westland"])
def test_every_location_of_the_list_has_one_marker(visit, query):
    page = visit(query)
    total = sum(int(count) for count in page.locator(".count").all_inner_texts())
    if page.locator(".pages").count():
        total = len(page.request.get(POINTS + query).json()["locations"])
    markers = show_map(page)

    names = [marker.get_attribute("aria-label").rsplit(": ", 1)[0] for marker in markers.all()]
    assert len(names) == total
    on_this_page = page.locator(".result h3").all_inner_texts()
    assert names[: len(on_this_page)] == on_this_page


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_keyboard_leads_from_the_button_to_a_marker_its_card_and_the_location(visit, width):
    page = visit(width=width)
    first = page.locator(".result h3 a").first
    name, target = first.inner_text(), first.get_attribute("href")
    tab_to(page, ".map__toggle")
    page.keyboard.press("Enter")
    page.locator(".map__marker").first.wait_for()

    marker = tab_to(page, ".map__marker")
    assert marker.get_attribute("aria-label") == f"{name}: heeft het"
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name=name)
    assert card.evaluate("card => card === document.activeElement")
    assert re.search(r"heeft het\s+\d,\d km", card.inner_text())
    page.keyboard.press("Escape")
    page.locator(".map__card").wait_for(state="detached")
    assert marker.evaluate("marker => marker === document.activeElement")

    page.keyboard.press("Space")
    assert tab_to(page, ".map__card a").get_attribute("href") == target
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/scholen/\w{6}/\?near=3011"))
    assert page.locator("h1").inner_text() == name


def test_the_keyboard_can_pass_by_the_map(visit):
    page = visit()
    show_map(page)
    page.locator(".map__toggle").focus()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Sla de kaart over"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator(":focus").evaluate("element => Boolean(element.closest('.result'))")


def test_without_the_library_the_list_stays_and_the_button_can_be_tried_again(visit):
    page = visit()
    before = page.locator(".results").all_inner_texts()
    page.route("**/vendor/leaflet/**/*.js", lambda route: route.abort())
    button = page.get_by_role("button", name="Toon op de kaart")
    button.click()
    page.locator(".map__status", has_text=UNREACHABLE).wait_for()

    assert (button.get_attribute("aria-expanded"), button.get_attribute("aria-busy")) == ("false", "false")
    assert not page.locator(".map__canvas").is_visible()
    assert page.locator(".results").all_inner_texts() == before
    page.unroute("**/vendor/leaflet/**/*.js")
    assert show_map(page).count() > 0


def test_whatever_is_lost_on_the_way_is_said_in_a_sentence(visit):
    page = visit()
    button = page.get_by_role("button", name="Toon op de kaart")
    for lost in ("**/kaart.json*", "**/gemeenten.json", "**/leaflet*.css", "**/js/map-drawing*"):
        page.route(lost, lambda route: route.abort())
        button.click()
        page.locator(".map__status", has_text=UNREACHABLE).wait_for()
        page.unroute(lost)
    assert show_map(page).count() > 0


def test_on_a_slow_line_the_button_says_that_it_is_busy(visit):
    page, waiting = visit(), []
    page.route("**/kaart.json*", lambda route: waiting.append(route))
    button = page.get_by_role("button", name="Toon op de kaart")
    button.click()
    page.locator(".map__status", has_text="De kaart wordt geladen.").wait_for()
    assert button.get_attribute("aria-busy") == "true"
    button.click()
    page.wait_for_timeout(200)

    [request] = waiting
    request.continue_()
    page.locator(".map__status", has_text="De kaart toont").wait_for()


def test_without_script_there_is_no_button_and_the_list_is_whole(visit):
    page = visit(java_script_enabled=False)
    assert not page.locator(".map").is_visible()
    assert page.locator(".result").count() > 5

    blocked = visit("?near=3011&radius=3")
    blocked.route("**/js/**", lambda route: route.abort())
    blocked.reload()
    assert not blocked.locator(".map").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_an_open_map_has_no_barriers(visit, width, scheme):
    page = visit(width=width, color_scheme=scheme, reduced_motion="reduce")
    show_map(page).nth(1).press("Enter")
    page.locator(".map__card").wait_for()

    found = Axe().run(page, {"include": [[".map"]]}, {"preload": False}).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found] == []
    for target in page.locator(".map a:visible, .map button:visible, .map__marker").all():
        assert round(target.bounding_box()["height"]) >= 44 or target.evaluate("it => it.matches('.map__skip')")


def test_an_open_map_fits_a_narrow_window_large_letters_and_arabic(visit):
    page = visit(width=320, reduced_motion="reduce")
    show_map(page).first.press("Enter")
    frame, card = page.locator(".map__canvas").bounding_box(), page.locator(".map__card").bounding_box()

    assert frame["x"] <= card["x"] and card["x"] + card["width"] <= frame["x"] + frame["width"]
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert sideways(page) <= 0
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) <= 0


def sideways(page):
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_the_three_answers_differ_in_shape_and_nothing_moves_for_who_wants_rest(visit):
    page = visit(reduced_motion="reduce", forced_colors="active")
    show_map(page)
    shapes = {
        page.locator(f".map__marker .map__box--{name}").first.evaluate(
            "box => { const s = getComputedStyle(box); return s.borderTopStyle + (s.backgroundColor === "
            "getComputedStyle(document.body).backgroundColor ? ' open' : ' filled') + box.textContent }"
        )
        for name in ("ja", "nee", "niet")
    }

    assert shapes == {"solid filledja", "solid opennee", "dotted open?"}
    assert page.locator(".leaflet-fade-anim, .leaflet-zoom-anim").count() == 0


def test_on_paper_is_the_list_alone(visit):
    page = visit()
    show_map(page)
    page.emulate_media(media="print")

    assert not page.locator(".map").is_visible()
    assert page.locator(".result").first.is_visible()
