"""Visitors in a real browser: no barriers, nothing asked elsewhere, and every page usable in its own way."""

import re

import pytest

from .barriers import DESK, PHONE, barriers_in_light_and_dark, cut_off, faint_words, sideways, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

PAGES = {
    "home": "/",
    "results": "/scholen/?near=3011&radius=3&leerweg=KB&technical=1",
    "nothing asked": "/scholen/",
    "nothing found": "/scholen/?near=3233&radius=1&profile=MAT",
    "misspelt place": "/scholen/?near=Zutermeer&leerweg=KB",
    "several places": "/scholen/?near=krimpen&leerweg=KB",
    "little found": "/scholen/?near=2691&radius=2",
    "name of a school": "/scholen/?near=wolfert",
    "where the visitor is": "/scholen/?near=52.01,4.36&leerweg=KB",
    "nothing left": "/scholen/?municipality=delft&profile=MAT&leerweg=GL&q=college",
    "not understood": "/scholen/?near=2691&radius=abc&profile=xx",
    "page beyond": "/scholen/?near=3011&page=99",
    "basis, kader, gemengd": "/scholen/{bkg}/?near=3011",
    "theory only": "/scholen/{tl}/",
    "not known": "/scholen/{not-known}/",
    "comparison": "/scholen/vergelijken/?near=3011&location=17YF00&location=00PG02&location=30WH00&location=23YU02",
    "comparison of nothing": "/scholen/vergelijken/?location=99ZZ99",
    "talk card": "/scholen/gesprekskaart/?location=17YF00",
    "flyer": "/scholen/flyer/?near=3011&leerweg=KB",
    "flyer of nothing": "/scholen/flyer/",
    "profiles": "/profielen/",
    "theory": "/profielen/theoretische-leerweg/",
    "one profile": "/profielen/produceren-installeren-en-energie/",
    "municipalities": "/gemeenten/",
    "one municipality": "/gemeenten/delft/",
    "sources": "/over/bronnen/",
    "privacy": "/over/privacy/",
    "about": "/over/",
    "changes": "/over/wijzigingen/",
    "accessibility": "/over/toegankelijkheid/",
    "contact": "/over/contact/",
    "history of the offer": "/scholen/{bkg}/geschiedenis/",
    "report": "/scholen/{bkg}/klopt-niet/",
    "report on theory only": "/scholen/{tl}/klopt-niet/",
    "report sent": "/scholen/{bkg}/klopt-niet/verzonden/",
    "error": "/nergens/",
}


@pytest.fixture(scope="module")
def addresses(browser, site):
    return addresses_of_pages(browser, site)


def addresses_of_pages(browser, site):
    """The addresses of the pages, with a location of every kind."""
    context = browser.new_context(base_url=site.url)
    found = context.request.get("/api/v1/locations?pageSize=1000").json()["results"]
    codes = {each["kind"]: each["code"] for each in reversed(found)}
    context.close()
    return {name: address.format(**codes) for name, address in PAGES.items()}


@pytest.fixture(scope="module")
def contexts(browser, site):
    """One browser window per width, and one without JavaScript, made when first asked for."""
    opened = {}

    def context(width, **options):
        key = (width, *options.items())
        if key not in opened:
            size = {"width": width, "height": 900}
            opened[key] = browser.new_context(base_url=site.url, locale="nl-NL", viewport=size, **options)
            opened[key].set_default_timeout(10_000)
        return opened[key]

    yield context
    for each in opened.values():
        each.close()


def reused(page):
    """As good as new: what a tab remembers is gone."""
    page.evaluate("sessionStorage.clear()")
    return page


@pytest.fixture
def open_page(contexts, site):
    """Opens a page that asks nobody else for anything, and of which the browser has nothing to complain.

    It opens in the window that is open for this width, as a new one costs more than most tests.
    """
    asked, complaints, listening = [], [], []

    def listen(page, event, keep):
        page.on(event, keep)
        listening.append((page, event, keep))

    def open_page(address, width=DESK, **options):
        context = contexts(width, **options)
        page = reused(context.pages[0]) if context.pages else context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
        listen(page, "request", lambda request: asked.append(request.url))
        listen(page, "pageerror", lambda error: complaints.append(str(error)))
        listen(page, "console", lambda message: complaints.append(message.text))
        page.goto(address)
        return page

    yield open_page
    for page, event, keep in listening:
        page.remove_listener(event, keep)
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert [each for each in complaints if "404 (Not Found)" not in each] == []


# No barriers


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barriers(open_page, addresses, name):
    page = open_page(addresses[name])

    assert barriers_in_light_and_dark(page) == []
    page.emulate_media(forced_colors="active")
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert faint_words(page) == []
        assert sideways(page) <= 0
        assert small_targets(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_narrow_window_large_letters_and_arabic(open_page, addresses, name):
    page = open_page(addresses[name], PHONE)

    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) <= 0
    page.evaluate("document.documentElement.setAttribute('dir', 'rtl')")
    assert sideways(page) <= 0
    page.set_viewport_size({"width": DESK, "height": 900})
    assert sideways(page) <= 0
    page.evaluate("document.documentElement.removeAttribute('dir'); document.documentElement.style.fontSize = '200%'")
    assert sideways(page) <= 0
    assert cut_off(page) == []
    page.set_viewport_size({"width": 640, "height": 900})
    assert sideways(page) <= 0
    assert cut_off(page) == []


def test_postcodes_and_distances_keep_their_direction_in_arabic(open_page, addresses):
    page = open_page(addresses["basis, kader, gemengd"], PHONE)
    page.evaluate("document.documentElement.setAttribute('dir', 'rtl')")

    for words in page.locator("bdi[dir=ltr]").all():
        if words.is_visible():
            assert words.evaluate("element => getComputedStyle(element).direction") == "ltr"


# Without a mouse, and without JavaScript


def tab_to(page, matches):
    """Press the tab key until the focus is on an element that matches."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement?.matches(css)", matches):
            return page.locator(":focus")
    raise AssertionError(f"The keyboard does not reach {matches}")


def has_visible_focus(page):
    return page.locator(":focus").evaluate("""
    element => {
      const drawn = element.matches('.choice input') ? element.nextElementSibling : element
      return getComputedStyle(drawn).outlineStyle !== 'none' && parseFloat(getComputedStyle(drawn).outlineWidth) >= 2
    }
    """)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_keyboard_leads_from_the_question_to_a_location_and_back(open_page, width, javascript):
    page = open_page("/", width, java_script_enabled=javascript)

    tab_to(page, "#near")
    page.keyboard.type("3011 AB")
    tab_to(page, "[name=leerweg]")
    while not page.locator("[name=leerweg][value=KB]:checked").count():
        page.keyboard.press("ArrowLeft")
    tab_to(page, "button")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/scholen/\?near=3011\+AB&leerweg=KB"))
    heading = page.locator("h1").inner_text()
    assert "voor kader, binnen 5 km van 3011 AB" in heading
    tab_to(page, ".result h3 a")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/scholen/\w{6}/\?near=3011\+AB&leerweg=KB"))
    assert page.get_by_text("hemelsbreed").first.is_visible()
    tab_to(page, ".crumbs a")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/scholen/\?near=3011\+AB&leerweg=KB"))
    assert page.locator("h1").inner_text() == heading


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_keyboard_leads_from_the_list_to_a_comparison_and_a_talk_card(open_page, width, javascript):
    page = open_page("/scholen/?near=3011&leerweg=KB", width, java_script_enabled=javascript)

    for _choice in range(2):
        tab_to(page, ".result input[name=location]:not(:checked)")
        assert has_visible_focus(page)
        page.keyboard.press("Space")
    chosen = [box.get_attribute("value") for box in page.locator(".result input:checked").all()]
    tab_to(page, "#compare button[type=submit]")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/scholen/vergelijken/"))
    assert page.locator("h1").inner_text().replace("\n", " ") == "Twee locaties naast elkaar"
    assert all(f"location={code}" in page.url for code in chosen)
    assert "near=3011&leerweg=KB" in page.url
    tab_to(page, "a[href*=gesprekskaart]")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/scholen/gesprekskaart/"))
    assert page.locator("section.talk").count() == 2
    tab_to(page, ".crumbs a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/scholen/vergelijken/"))
    tab_to(page, ".crumbs a")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/scholen/\?near=3011&leerweg=KB"))
    assert [box.get_attribute("value") for box in page.locator(".result input:checked").all()] == chosen


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_keyboard_leads_from_the_list_to_a_flyer(open_page, width, javascript):
    page = open_page("/scholen/?near=3011&leerweg=KB", width, java_script_enabled=javascript)

    tab_to(page, "main a[href*='/scholen/flyer/']")
    assert has_visible_focus(page)
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/scholen/flyer/\?near=3011&leerweg=KB"))
    address = tab_to(page, "a[href*='flyer.pdf']").get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_a_choice_is_remembered_over_pages_and_ends_at_four(open_page):
    page = open_page("/scholen/?near=3011&radius=20", DESK)

    for box in page.locator(".result input[name=location]").all()[:3]:
        box.check(force=True)
    page.get_by_role("link", name="Volgende").click()
    page.wait_for_url(re.compile("page=2"))
    assert "3 gekozen" in page.locator("#compare [data-count]").inner_text()
    page.locator(".result input[name=location]").first.check(force=True)

    assert "Vier gekozen" in page.locator("#compare [data-count]").inner_text()
    assert page.locator(".result input[name=location]").nth(1).is_disabled()
    page.get_by_role("button", name="Vergelijk de gekozen scholen").click()
    page.wait_for_url(re.compile("/scholen/vergelijken/"))
    assert page.locator(".pick").count() == 4


def test_a_message_can_be_copied_with_one_tap(contexts, open_page):
    page = open_page("/scholen/vergelijken/?location=17YF00&location=00PG02", PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Kopieer het bericht").click()

    page.get_by_text("Het bericht is gekopieerd.").wait_for()
    assert "location=17YF00" in page.evaluate("navigator.clipboard.readText()")


def test_the_first_key_leads_past_the_menu(open_page):
    page = open_page("/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    assert skip.is_visible()
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator(":focus").evaluate("element => Boolean(element.closest('main'))")


@pytest.mark.parametrize("name", ["home", "results", "basis, kader, gemengd"])
def test_who_uses_the_keyboard_sees_where_it_is(open_page, addresses, name):
    page = open_page(addresses[name], DESK)

    for _press in range(25):
        page.keyboard.press("Tab")
        if page.locator(":focus").count():
            assert has_visible_focus(page), page.locator(":focus").evaluate("element => element.outerHTML")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_a_phone_the_question_is_changed_on_the_page_itself(open_page, javascript):
    page = open_page("/scholen/?near=3011&leerweg=KB", PHONE, java_script_enabled=javascript)
    assert not page.locator("#municipality").is_visible()

    page.get_by_text("Wijzig uw zoekvraag").click()
    page.locator("label.choice", has_text="10 km").click()
    page.locator("label.choice", has_text="PIE").click()
    page.get_by_role("button", name="Zoek opnieuw").click()

    page.wait_for_url(re.compile(r"radius=10.*leerweg=KB.*profile=PIE"))
    assert "binnen 10 km van 3011" in page.locator("h1").inner_text()


def test_on_a_desk_the_question_stands_open_beside_the_list(open_page):
    page = open_page("/scholen/?near=3011&leerweg=KB", DESK)

    assert page.locator("#municipality").is_visible()
    assert page.locator("#near").bounding_box()["x"] < page.locator(".result").first.bounding_box()["x"]


def test_a_misspelt_place_is_found_and_the_phone_says_so_at_once(open_page):
    page = open_page("/scholen/?near=Roterdam&leerweg=KB", PHONE)

    assert page.locator("h1").inner_text().endswith("van Rotterdam")
    assert page.get_by_text("We zochten rond Rotterdam.").bounding_box()["y"] < 700


def test_a_suggestion_is_seen_at_once_on_a_phone(open_page):
    page = open_page("/scholen/?near=krimpen&leerweg=KB", PHONE)

    suggestion = page.get_by_role("link", name="Krimpen aan de Lek", exact=True)
    assert suggestion.bounding_box()["y"] < 700
    suggestion.click()

    page.wait_for_url(re.compile(r"near=Krimpen\+aan\+de\+Lek&leerweg=KB"))
    assert page.locator("h1").inner_text().endswith("van Krimpen aan de Lek")


def test_a_tile_that_says_no_leads_to_where_it_is_offered(open_page, addresses):
    page = open_page(addresses["basis, kader, gemengd"], PHONE)
    tile = page.locator(".matrix--large .tile--nee", has=page.locator("a")).first

    tile.click(position={"x": 10, "y": 10})

    target = page.url.split("#")[1]
    assert target.startswith("wel-")
    assert page.locator(f"#{target}").bounding_box()["y"] < 200


# On paper


@pytest.mark.parametrize("name", ["basis, kader, gemengd", "not known"])
def test_on_paper_the_ten_answers_stand_in_words_and_what_can_be_clicked_is_gone(open_page, addresses, name):
    page = open_page(addresses[name], DESK)
    page.emulate_media(media="print")

    tiles = page.locator("main .fits .tile")
    assert tiles.count() == 10
    for tile in tiles.all():
        assert re.search(r"\b(ja|nee|weet niet)\b", tile.inner_text())
    for gone in (".nav", ".foot", ".crumbs", ".skip"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator("h1").is_visible()
    assert len(page.pdf(format="A4")) > 10_000


def test_on_paper_yes_differs_from_no_without_colour(open_page, addresses):
    page = open_page(addresses["basis, kader, gemengd"], DESK)
    page.emulate_media(media="print")

    def border(css):
        return page.locator(css).first.evaluate("element => getComputedStyle(element).borderTopWidth")

    assert (border("main .tile--ja"), border("main .tile--nee")) == ("3px", "2px")


# What the browser loads


MOST_BYTES, MOST_BYTES_TO_READ = 120_000, 60_000


def test_a_first_visit_is_light(browser, site):
    """Bytes over the wire, headers and all: the page, its style sheet, the icons and one font."""
    context = browser.new_context(base_url=site.url, locale="nl-NL")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds, sizes = {}, {}
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto("/scholen/?near=3011&leerweg=KB", wait_until="networkidle")
    assert page.locator(".result").count() > 3
    context.close()

    to_read = sum(size for each, size in sizes.items() if kinds[each] in ("Document", "Stylesheet"))
    assert {"Document", "Stylesheet", "Font"} <= set(kinds.values())
    assert to_read <= MOST_BYTES_TO_READ
    assert sum(sizes.values()) <= MOST_BYTES


def test_what_seldom_changes_is_kept_by_the_browser(browser, site):
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    loaded = {}
    page.on("response", lambda answer: loaded.update({answer.url: answer}))
    page.goto("/scholen/?near=3011&leerweg=KB", wait_until="networkidle")
    headers = {url: answer.headers for url, answer in loaded.items()}
    context.close()

    assert all(answer.status == 200 for answer in loaded.values())
    kept = [each for url, each in headers.items() if "/static/" in url]
    assert len(kept) >= 4
    assert all("immutable" in each["cache-control"] for each in kept)
    assert {each.get("content-encoding") for url, each in headers.items() if url.endswith(".css")} <= {"br", "gzip"}


def test_letters_are_those_of_the_site(open_page):
    page = open_page("/")

    fonts = page.evaluate(
        "async () => { await document.fonts.ready; return [...document.fonts]"
        ".filter(font => font.status === 'loaded').map(font => font.family) }"
    )
    assert set(fonts) == {'"Atkinson Next"'} or set(fonts) == {"Atkinson Next"}
