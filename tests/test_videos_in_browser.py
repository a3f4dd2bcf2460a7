"""Videos in a real browser: they play with captions and keyboard, and a platform hears nothing before the tap."""

import io
import re
import shutil

import pytest
from pypdf import PdfReader

from .barriers import (
    DESK,
    PHONE,
    barriers,
    barriers_in_light_and_dark,
    cut_off,
    faint_words,
    sideways,
    small_targets,
)
from .conftest import Site, serving
from .films import CAPTIONS, HEIGHT, WIDTH, film
from .sharing import manage
from .staff import PASSWORD, code_of
from .test_browser import contexts, has_visible_focus, open_page, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

__all__ = ["contexts", "open_page"]
PUT = "from tests.films import *; put_on_the_site(OWN, YOUTUBE, VIMEO)"
COLLEAGUE = "from tests.staff import make_colleague; make_colleague()"
PAGES = {
    "own": "/beroepen/lasser/",
    "profile": "/profielen/produceren-installeren-en-energie/",
    "platform": "/beroepen/kok/",
}
PLAYERS = {
    "/beroepen/kok/": "https://www.youtube-nocookie.com/embed/aBc-123_xyZ?autoplay=1",
    "/beroepen/kapper/": "https://player.vimeo.com/video/12345678?dnt=1&autoplay=1",
}
PLAYS = "video => !video.paused && video.currentTime > 0.2"


@pytest.fixture(scope="module")
def site(site, tmp_path_factory):
    """A copy of the site with three videos: one of its own, one of YouTube and one of Vimeo."""
    film("webm")
    folder = tmp_path_factory.mktemp("videos") / "site"
    shutil.copytree(site.folder, folder)
    manage(folder, "shell", "-v0", "-c", f"{PUT}; {COLLEAGUE}")
    with serving(folder) as url:
        yield Site(url, folder)


@pytest.fixture
def visit(browser, site):
    """Opens a page and lists what it asks elsewhere. In the place of a platform stands an empty page."""
    contexts = []

    def visit(address, **options):
        contexts.append(browser.new_context(base_url=site.url, locale="nl-NL", **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.elsewhere, page.complaints = [], []
        elsewhere = re.compile(f"^(?!{re.escape(site.url)})")
        page.on("request", lambda request: elsewhere.match(request.url) and page.elsewhere.append(request))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.route(elsewhere, lambda route: route.fulfill(body="<!doctype html><p>player", content_type="text/html"))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


def until(page, script):
    """Waits until this holds for the video on the page; the policy forbids a function that waits within the page."""
    for _attempt in range(100):
        if page.locator("video").evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"After ten seconds this does not hold: {script}")


# A video of our own


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_a_video_of_our_own_plays(open_page, kind):
    page = open_page(PAGES["own"])
    video = page.locator("video")
    other = "mp4" if kind == "webm" else "webm"
    video.evaluate("(video, other) => { video.querySelector(`source[type$=${other}]`).remove(); video.load() }", other)

    video.evaluate("video => video.play()")
    until(page, PLAYS)
    assert video.evaluate("video => [video.videoWidth, video.videoHeight]") == [WIDTH, HEIGHT]
    assert video.evaluate("video => video.currentSrc").endswith(f".{kind}")
    video.evaluate("video => { video.currentTime = 3 }")
    until(page, "video => video.currentTime >= 3 && !video.seeking")


def test_nothing_of_a_video_is_loaded_before_it_plays_and_the_page_does_not_jump(visit):
    page = visit(PAGES["own"])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    box = page.locator("video").bounding_box()

    assert [url for url in asked if url.endswith((".webm", ".mp4"))] == []
    assert box["width"] / box["height"] == pytest.approx(WIDTH / HEIGHT, rel=0.02)
    page.locator("video").evaluate("video => video.play()")
    until(page, PLAYS)
    assert page.locator("video").bounding_box() == box
    assert page.elsewhere == page.complaints == []


def test_dutch_captions_are_on_and_say_what_the_file_says(open_page):
    page = open_page(PAGES["own"])
    until(page, "video => video.textTracks[0].mode === 'showing' && video.textTracks[0].cues?.length === 2")

    cues = page.locator("video").evaluate("video => [...video.textTracks[0].cues].map(cue => cue.text)")
    assert cues == ["Van PIE naar <b>monteur</b>.", "Dat kan met BOL &amp; BBL."]
    assert all(cue in CAPTIONS for cue in cues)
    page.locator("video").evaluate("video => { video.currentTime = 2.5; return video.play() }")
    until(page, "video => video.textTracks[0].activeCues[0]?.text.startsWith('Dat kan')")


def test_the_keyboard_plays_and_pauses_and_opens_the_text(open_page):
    page = open_page(PAGES["own"])
    tab_to(page, "video")
    assert has_visible_focus(page)

    page.keyboard.press("Space")
    until(page, PLAYS)
    page.keyboard.press("Space")
    until(page, "video => video.paused")
    tab_to(page, ".video summary")
    page.keyboard.press("Enter")
    assert page.locator(".video__text").get_by_text("Je ziet een testbeeld.").is_visible()


def test_without_javascript_a_video_of_our_own_is_there_with_its_text(open_page):
    page = open_page(PAGES["own"], java_script_enabled=False)

    assert page.locator("video[controls]").is_visible()
    page.locator(".video summary").click()
    assert page.locator(".video__text").is_visible()


# A video of a platform


@pytest.mark.parametrize("address", PLAYERS)
def test_a_platform_hears_nothing_before_the_tap_and_one_thing_after_it(visit, address):
    page = visit(address)
    page.wait_for_load_state("networkidle")
    page.mouse.move(300, 300)
    page.locator(".video__start").hover()
    tab_to(page, ".video__start")
    assert page.elsewhere == []

    page.locator(".video__start").click()
    page.frame_locator("iframe").locator("p").wait_for()
    assert [request.url for request in page.elsewhere] == [PLAYERS[address]]
    assert page.elsewhere[0].is_navigation_request() and page.elsewhere[0].frame.parent_frame == page.main_frame
    assert page.url.endswith(address)
    assert page.complaints == []


def test_a_platform_is_told_which_site_it_plays_on_and_not_which_page(visit, site):
    page = visit(PAGES["platform"])
    page.locator(".video__start").click()
    page.frame_locator("iframe").locator("p").wait_for()

    assert page.elsewhere[0].all_headers()["referer"] == f"{site.url}/"


def test_the_keyboard_starts_a_video_of_a_platform_and_goes_into_the_player(visit):
    page = visit(PAGES["platform"])
    tab_to(page, ".video__start")
    assert has_visible_focus(page)
    page.keyboard.press("Enter")
    page.frame_locator("iframe").locator("p").wait_for()

    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert page.locator("iframe").get_attribute("title") == "Van profiel naar werk"
    assert page.locator(".video__start").count() == 0


def test_the_player_takes_the_place_of_the_link_and_the_page_does_not_jump(visit):
    page = visit(PAGES["platform"], viewport={"width": PHONE, "height": 800})
    page.locator(".video__start").scroll_into_view_if_needed()
    before = page.locator(".video__start").bounding_box()
    page.locator(".video__start").click()

    assert page.locator("iframe").bounding_box() == before
    assert sideways(page) <= 0


def test_without_javascript_the_video_of_a_platform_is_a_plain_link(visit):
    page = visit(PAGES["platform"], java_script_enabled=False)
    page.wait_for_load_state("networkidle")
    assert page.elsewhere == []

    page.locator(".video__start").click()
    page.wait_for_url("https://www.youtube.com/watch?v=aBc-123_xyZ")


def test_the_policy_lets_no_other_player_into_the_page(visit):
    page = visit(PAGES["platform"])
    page.evaluate("""
    for (const src of ['https://example.org/', 'https://player.vimeo.com/video/1']) {
      const frame = document.createElement('iframe')
      frame.src = src
      document.body.append(frame)
    }
    """)
    page.wait_for_timeout(300)

    assert page.elsewhere == []
    assert len([each for each in page.complaints if "Content Security Policy" in each]) == 2


# For everybody


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_a_video_has_no_barriers(open_page, name):
    page = open_page(PAGES[name])
    page.locator(".video").first.scroll_into_view_if_needed()

    assert barriers_in_light_and_dark(page) == []
    page.emulate_media(forced_colors="active")
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert faint_words(page) == []
        assert sideways(page) <= 0
        assert small_targets(page) == []


@pytest.mark.parametrize("name", ["own", "platform"])
def test_a_page_with_a_video_fits_a_narrow_window_large_letters_and_arabic(open_page, name):
    page = open_page(PAGES[name], PHONE)

    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) <= 0
    page.evaluate("document.documentElement.setAttribute('dir', 'rtl')")
    assert sideways(page) <= 0
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) <= 0
    assert cut_off(page) == []


def test_where_a_video_would_stand_nothing_shows_without_one(open_page):
    page = open_page("/beroepen/administratief/")

    assert page.locator(".video, .videos, video, iframe").count() == 0
    assert "In beeld" not in page.locator("main").inner_text()


def test_an_occupation_with_a_video_still_fits_on_one_sheet(open_page):
    page = open_page(PAGES["own"], DESK)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert len(sheets) == 1
    assert "In beeld" not in sheets[0].extract_text()


# For editors


def test_an_editor_uploads_a_video_and_sees_it_play_before_anybody_else(visit, tmp_path):
    page = visit("/beheer/careers/video/add/", viewport={"width": DESK, "height": 900})
    log_in(page)
    (tmp_path / "opname.webm").write_bytes(film("webm"))
    (tmp_path / "nl.vtt").write_text(CAPTIONS)
    page.get_by_label("titel", exact=False).first.fill("Van PIE naar kok")
    page.locator("#id_kind").select_option("explanation")
    page.locator("#id_webm").set_input_files(tmp_path / "opname.webm")
    page.locator("#id_source").select_option("seor")
    page.locator("#id_source_year").fill("2026")
    page.locator(".add-row a").click()
    page.locator("#id_captions-0-upload").set_input_files(tmp_path / "nl.vtt")
    page.locator("[name=_continue]").click()

    page.locator(".video-preview video").wait_for()
    assert page.locator("#id_slug, .field-slug .readonly").first.inner_text() == "van-pie-naar-kok"
    page.locator("video").evaluate("video => video.play()")
    until(page, PLAYS)
    until(page, "video => video.textTracks[0].cues?.length === 2")
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert sideways(page) <= 0
    assert page.elsewhere == page.complaints == []


def log_in(page):
    page.get_by_label("Gebruikersnaam of e-mailadres").fill("noor")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Inloggen", exact=True).click()
