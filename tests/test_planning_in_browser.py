"""Map, targets, what-if and note in a real browser: without barriers, by keyboard, without JavaScript, on paper."""

import subprocess
import sys

import pytest

from .barriers import barriers_in_light_and_dark
from .conftest import ROOT
from .staff import PASSWORD, code_of

CHOSEN = "gebied=GM0518&indicator=vmbo-profielaanbod&indicator=vmbo-profielaanbod~BWI~KB&indicator=mbo-fietsafstand"
PAGES = {
    "map": "/beheer/cijfers/kaart/?gebied=GM0518",
    "map with gaps": "/beheer/cijfers/kaart/?indicator=vmbo-profielaanbod&deel=PIE&periode=2021+seor",
    "targets": "/beheer/cijfers/doelen/?gebied=GM0518",
    "target": "/beheer/cijfers/doelen/1/",
    "new target": "/beheer/cijfers/doelen/nieuw/?indicator=vmbo-profielaanbod&deel=PIE~BB%2BKB%2BGL&gebied=GM0599",
    "changed target": "/beheer/cijfers/doelen/1/wijzigen/",
    "removed target": "/beheer/cijfers/doelen/1/verwijderen/",
    "what if": "/beheer/cijfers/wat-als/?locatie=20MJ05&profiel=MVI&wat=stopt",
    "what if, kept": "/beheer/cijfers/wat-als/bewaard/1/",
    "what if, empty": "/beheer/cijfers/wat-als/",
    "note": f"/beheer/cijfers/notitie/?{CHOSEN}",
    "note, empty": "/beheer/cijfers/notitie/",
}
PREPARE = """
from schools.recalculation import change_data
from stats.models import Exploration, Observation, Target, TargetValue
from tests.staff import make_colleague
make_colleague("plannen")
def make():
    about = {"indicator_id": "vmbo-profielaanbod", "region_id": "GM0518", "profile_id": "PIE", "leerweg": "BB+KB+GL"}
    began = Observation.objects.of(period="2022/2023", source="duo-exams", **{
        name.removesuffix("_id"): value for name, value in about.items()}).get()
    target = Target.objects.create(
        pk=1, **about, is_example=True, owner="Onderwijs", baseline_value=began.value, baseline_period=began.period)
    TargetValue.objects.create(target=target, year=2030, value=60)
    Exploration.objects.create(
        pk=1, name="Zonder MVI", title="Wat als?", query="locatie=20MJ05&profiel=MVI&wat=stopt", data_version=0,
        outcome=[["Den Haag", "Locaties met het profiel", "9", "8"]])
change_data(make)
"""
pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture(scope="module")
def entered(browser, site):
    """The cookies of a colleague who went through both steps, on a site with all figures and one target."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True)
    context = browser.new_context(base_url=site.url, locale="nl-NL")
    page = context.new_page()
    page.goto("/beheer/cijfers/")
    page.get_by_label("Gebruikersnaam of e-mailadres").fill("plannen")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("heading", name="Regiobeeld").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def opened(browser, site, entered):
    """Opens a page as this colleague; nothing is asked of others and no rule of the content policy is broken."""
    asked, refused, contexts = [], [], []

    def open_page(address, width=1280, **options):
        context = browser.new_context(
            base_url=site.url,
            locale="nl-NL",
            storage_state=entered,
            viewport={"width": width, "height": 900},
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: "Content Security Policy" in said.text and refused.append(said.text))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert refused == []


def test_pages_have_no_barriers(opened):
    page = opened("/beheer/cijfers/kaart/")
    for name, address in PAGES.items():
        page.goto(address)
        assert page.get_by_role("heading", level=1).count() == 1, name
        assert [name, *barriers_in_light_and_dark(page)] == [name]


def test_on_a_phone_the_map_shows_numbers_that_can_be_read(opened):
    page = opened(PAGES["map"], width=360)
    numbers = page.locator(".map-number:visible")

    assert numbers.count() == 21
    assert page.locator(".map-name:visible").count() == 0
    boxes = [numbers.nth(place).bounding_box() for place in range(21)]
    assert min(box["height"] for box in boxes) >= 11
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator(".map-name:visible").count() >= 7
    assert page.locator(".map-name:visible, .map-number:visible").count() == 21


def test_a_what_if_is_asked_with_the_keyboard_and_without_javascript(opened):
    page = opened("/beheer/cijfers/wat-als/", java_script_enabled=False)

    page.get_by_label("Zoek een locatie").focus()
    page.keyboard.type("den haag hooftskade")
    page.keyboard.press("Enter")
    location = page.get_by_label("Locatie", exact=True)
    location.focus()
    page.keyboard.type("Johan")
    page.get_by_label("Profiel", exact=True).focus()
    page.keyboard.type("Media")
    page.get_by_role("button", name="Reken uit").press("Enter")

    page.get_by_role("heading", name="Wat als Johan de Witt Scholengroep (Hooftskade) stopt met Media").wait_for()
    assert page.get_by_role("heading", name="In het kort").is_visible()


def test_a_target_is_made_without_javascript(opened):
    page = opened("/beheer/cijfers/doelen/", java_script_enabled=False)
    page.get_by_role("link", name="Nieuw doel").click()
    page.get_by_label("Indicator").select_option("vmbo-locaties")
    page.get_by_label("Gebied").select_option("MRDH")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Profiel of onderdeel").select_option("MVI~BB+KB+GL")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Jaar op regel 1").fill("2030")
    page.get_by_label("Waarde op regel 1").fill("12")
    page.get_by_label("Besluit", exact=True).fill("Onderwijsagenda")
    page.get_by_label("Eigenaar").fill("Regio")
    page.get_by_role("button", name="Bewaar het doel").click()

    page.get_by_text("Het doel is bewaard.").wait_for()
    assert page.get_by_text("Onderwijsagenda").is_visible()


@pytest.mark.parametrize("name", ["map", "what if", "note", "target"])
def test_on_paper_the_frame_is_left_out(opened, name):
    page = opened(PAGES[name])
    page.emulate_media(media="print")

    for part in ("#header", "#nav-sidebar", ".breadcrumbs", "form.choices", "form.what-if__form", ".no-print"):
        assert page.locator(f"{part}:visible").count() == 0, part
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("table:visible").count() > 0
