"""The public pages in a real browser: no barriers, no sideways scroll, and nothing asked of anybody else."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

PAGES = {
    "home": "/",
    "finder": "/scholen/",
    "finder, with an answer": "/scholen/?near=3011AB&leerweg=KB&technical=1",
    "finder, several profiles": "/scholen/?near=Delft&profile=PIE&profile=MVI&radius=10",
    "finder, theory": "/scholen/?near=2611&leerweg=TL",
    "finder, nothing found": "/scholen/?near=2671&profile=MET",
    "finder, unknown place": "/scholen/?near=roterdam",
    "finder, outside": "/scholen/?near=9711",
    "finder, not understood": "/scholen/?near=3011&radius=x&profile=zz",
    "location": "/scholen/17YF00/?near=3011AB&leerweg=KB",
    "location, theory only": "/scholen/20CQ00/",
    "location, not known": "/scholen/30WH03/",
    "location, outside the region": "/scholen/01OE28/",
    "location, older year": "/scholen/27RW00/",
    "profiles": "/profielen/",
    "profile": "/profielen/media-vormgeving-en-ict/",
    "municipalities": "/gemeenten/",
    "municipality": "/gemeenten/rotterdam/",
    "municipality without a location": "/gemeenten/albrandswaard/",
    "sources": "/over/bronnen/",
    "privacy": "/over/privacy/",
    "page beyond": "/scholen/?page=99",
    "no such page": "/scholen/00XX00/",
}
MAIN = ("home", "finder, with an answer", "location", "location, not known", "municipality")
LOOKS = {
    "phone": {"viewport": {"width": 360, "height": 800}},
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone, dark": {"viewport": {"width": 360, "height": 800}, "color_scheme": "dark"},
    "desk, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "desk, forced colours": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}


@pytest.fixture(params=LOOKS)
def visit(request, browser, site):
    """Go to a page in one of the looks; afterwards everything asked and said is held against the rules."""
    context = browser.new_context(**LOOKS[request.param])
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda each: asked.append(each.url))
    page.on("console", lambda each: said.append(each.text))
    page.on("pageerror", lambda each: said.append(str(each)))

    def go(path):
        page.goto(site.url + path)
        return page

    go.look = request.param
    yield go
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert [text for text in said if "404 (Not Found)" not in text] == []
    assert context.cookies() == []
    context.close()


def test_pages_have_no_barriers(visit):
    axe = Axe()
    is_plain = visit.look in ("phone", "desk")
    # With forced colours the reader's own palette decides on contrast.
    rules = {"color-contrast": {"enabled": visit.look != "desk, forced colours"}}
    for name in PAGES if is_plain else MAIN:
        page = visit(PAGES[name])
        found = axe.run(page, options={"rules": rules}).response["violations"]
        assert found == [], (name, [(each["id"], each["nodes"][0]["html"][:200]) for each in found])
        assert page.locator("h1").count() == 1, name
        width, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= seen, name


@pytest.mark.parametrize(
    "look", [{"viewport": {"width": 320, "height": 640}}, {"viewport": {"width": 360, "height": 800}}]
)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_pages_fit_a_narrow_screen_in_both_directions(browser, site, look, direction):
    page = browser.new_page(**look)
    for name, path in PAGES.items():
        page.goto(site.url + path)
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, direction)
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_parent_finds_a_school_by_keyboard_and_comes_back_to_the_list(browser, site, scripts):
    page = browser.new_page(java_script_enabled=scripts, viewport={"width": 360, "height": 800})
    page.goto(site.url)
    page.get_by_label("Uw postcode of plaats").focus()
    page.keyboard.type("3011 AB")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scholen/?near=3011+AB&leerweg=KB")
    assert "kader" in page.locator("h1").inner_text()

    page.locator(".result h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/scholen/*/?near=3011+AB&leerweg=KB")
    assert page.locator(".matrix--large .tile").count() == 10

    page.get_by_role("link", name="Terug naar de lijst").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/scholen/?near=3011+AB&leerweg=KB")
    page.close()


def test_a_location_prints_its_ten_answers(browser, site):
    page = browser.new_page()
    page.goto(site.url + "/scholen/17YF00/")
    page.emulate_media(media="print")

    tiles = page.locator(".matrix--large .tile")
    assert [tile.is_visible() for tile in tiles.all()] == [True] * 10
    assert not page.locator(".nav").is_visible()
    page.close()


def test_buttons_and_links_outside_sentences_can_be_hit_with_a_thumb(browser, site):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for path in ("/", PAGES["finder, with an answer"], PAGES["location"]):
        page.goto(site.url + path)
        for target in page.locator(
            ".button, .choice, .nav a, .brand, .crumbs a, .chip--remove, summary, .foot a"
        ).all():
            if target.is_visible():
                assert target.bounding_box()["height"] >= 44, (path, target.inner_text())
    page.close()
