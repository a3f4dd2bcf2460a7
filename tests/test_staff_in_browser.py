"""Colleagues in a real browser: from logging in to an answer that changed, and pages without barriers on the way."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from openpyxl import load_workbook

from careers.fixtures import COURSES
from careers.models import Cluster, Course, Occupation
from schools.fixtures import TABLES, load_table
from schools.models import ProfileAnswer, Source
from schools.recalculation import change_data

from .address_walk import addresses, within
from .barriers import DESK, NO_COLOURS, PHONE, barriers, barriers_in_light_and_dark, faint_words, sideways
from .staff import PASSWORD, code_of, make_colleague, work_fast
from .test_admin import CODE, make_run, make_school

PAGES = [
    "/beheer/",
    "/beheer/schools/schoollocation/",
    "/beheer/schools/schoollocation/?bevestigd=nee&q=kade",
    f"/beheer/schools/schoollocation/{CODE}/change/",
    "/beheer/schools/profilestatement/",
    "/beheer/schools/profilestatement/add/",
    "/beheer/schools/vmboprofile/PIE/change/",
    "/beheer/careers/occupation/na-te-kijken/",
    "/beheer/careers/occupation/lasser/change/",
    "/beheer/schools/schoollocation/17YF00/history/",
    "/beheer/schools/membership/add/",
    "/beheer/schools/auditevent/",
    "/beheer/auth/user/add/",
    "/beheer/cijfers/inlezen/",
    "/beheer/account/2fa/",
    "/beheer/account/password/",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(browser, live_server, settings):
    """A page of our own site: it asks nobody else for anything, and breaks no rule of its content policy."""
    work_fast(settings)
    make_school()
    make_occupation()
    asked, refused = [], []
    context = browser.new_context(base_url=live_server.url, locale="nl-NL", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: "Content Security Policy" in message.text and refused.append(message.text))
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert refused == []


def make_occupation():
    """An occupation with the little that the database asks for, and with texts to be checked."""
    source = Source.objects.create(code="vakblad", name="Vakblad", kind=Source.Kind.PUBLICATION)
    fields = {"source": source, "source_year": 2020, "group_source": source, "group_year": 2020}
    words = {"title": "Lasser", "summary": "Je last.", "tasks": "Je last metaal.", "group_name": "Lassers"}
    occupation = Occupation.objects.create(
        slug="lasser", cluster=Cluster.MAKING, isco08="7212", brc2014="0743", **words, **fields
    )
    occupation.profiles.set(["PIE"])


def assert_no_barriers(page):
    """No violation that axe finds and no sideways scrolling, on a phone and on a desk, in the colours of now.

    Pages look the same on every database, so that one is enough; the walk over them is made on both.
    """
    if connection.vendor != "sqlite":
        return
    for width, rules in ((PHONE, NO_COLOURS), (DESK, {})):
        page.set_viewport_size({"width": width, "height": 900})
        assert [page.url, *barriers(page, **rules), *faint_words(page)] == [page.url]
        assert sideways(page) <= 0


def fill_in_password(page, name="noor"):
    page.get_by_label("Gebruikersnaam of e-mailadres").fill(name)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()


def enter(page):
    make_colleague()
    page.goto("/beheer/")
    fill_in_password(page)
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("heading", name="Beheer", exact=True).wait_for()


def set_up_app(page):
    page.get_by_role("heading", name="App koppelen").wait_for()
    assert_no_barriers(page)
    page.get_by_role("textbox", name="Code").fill(code_of(page.locator("#authenticator_secret").inner_text()))
    page.get_by_role("button", name="App koppelen").click()
    page.get_by_role("heading", name="Herstelcodes").wait_for()
    assert_no_barriers(page)
    page.get_by_role("link", name="Verder naar het beheer").click()


def test_a_new_colleague_confirms_a_profile_and_the_answer_changes(page):
    make_colleague(app=False)
    page.goto("/beheer/")
    assert_no_barriers(page)
    fill_in_password(page)
    set_up_app(page)

    page.get_by_role("main").get_by_role("link", name="Locaties").click()
    page.get_by_role("link", name=f"School {CODE}").click()
    page.get_by_role("link", name="Bevestig Bouwen, wonen en interieur (BWI)").click()
    page.get_by_label("ja, het profiel is er").check()
    page.get_by_label("de school").check()
    page.get_by_role("button", name="Opslaan", exact=True).click()

    page.get_by_text("De website antwoordt nu op Bouwen, wonen en interieur (BWI): ja.").wait_for()
    answer = ProfileAnswer.objects.get(location=CODE, profile="BWI")
    assert (answer.status, answer.source_id) == ("yes", "school")
    page.get_by_role("link", name="Bekijk op de website").click()
    page.get_by_text("Bevestigd door de school").first.wait_for()


@pytest.mark.one_database
def test_a_location_is_chosen_with_the_keyboard_alone(page):
    make_school("17YF01", name="College aan de Maas")
    enter(page)
    page.goto("/beheer/schools/profilestatement/add/")

    page.get_by_role("combobox", name="Locatie").focus()
    page.keyboard.press("Enter")
    page.get_by_role("searchbox", name="Locatie").wait_for()
    page.keyboard.type("maas")
    page.get_by_role("option", name="17YF01").wait_for()
    page.keyboard.press("Enter")

    assert page.locator("#id_location").input_value() == "17YF01"


@pytest.mark.one_database
def test_a_mistake_is_told_where_it_was_made(page):
    enter(page)
    page.goto(f"/beheer/schools/profilestatement/add/?location={CODE}&profile=PIE")
    page.get_by_label("het profiel stopt").check()
    page.get_by_label("de gemeente").check()
    page.get_by_role("button", name="Opslaan", exact=True).click()

    year = page.get_by_label("Schooljaar waarin het start of stopt")
    year.wait_for()
    assert year.get_attribute("aria-invalid") == "true"
    assert page.get_by_text("Vul in met welk schooljaar het profiel start of stopt.").is_visible()
    assert_no_barriers(page)


@pytest.mark.one_database
def test_pages_have_no_barriers(page):
    run = make_run(problems=["rij 5: POSTCODE is '101 AC', verwacht: 4 cijfers en 2 letters"])
    enter(page)

    for address in [*PAGES, f"/beheer/schools/importrun/{run.pk}/change/"]:
        page.goto(address)
        assert page.get_by_role("heading", level=1).count() == 1
        assert [address, *barriers_in_light_and_dark(page)] == [address]


IN_THE_ADMIN = [f"beheer/{app}/" for app in ("auth", "careers", "mfa", "schools", "stats")]


def pages_of_the_admin(page):
    """Every address of the admin that answers this colleague with a page of its own."""
    for address in dict.fromkeys(addresses(within(AnonymousUser()), IN_THE_ADMIN)):
        answer = page.request.get(address, max_redirects=0)
        if answer.ok and answer.headers["content-type"].startswith("text/html"):
            yield address


@pytest.mark.one_database
def test_no_page_of_the_admin_has_barriers_on_a_phone(page):
    make_run()
    enter(page)
    page.set_viewport_size({"width": PHONE, "height": 900})

    said = {}
    for address in pages_of_the_admin(page):
        page.goto(address)
        said[address] = [*barriers(page), *faint_words(page), *(["sideways"] if sideways(page) > 0 else [])]
    assert {address: found for address, found in said.items() if found} == {}
    assert len(said) > 70


@pytest.mark.one_database
def test_a_preview_opens_beside_the_form_which_keeps_what_was_typed(page):
    enter(page)
    page.goto("/beheer/careers/occupation/lasser/change/")
    page.get_by_label("Wat het is").fill("Je last metaal aan elkaar.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Voorbeeld bekijken").press("Enter")
    preview = opened.value

    preview.get_by_text("Dit is een voorbeeld. Er is niets bewaard.").wait_for()
    assert preview.locator("p.lead").inner_text() == "Je last metaal aan elkaar."
    assert_no_barriers(preview)
    assert page.get_by_label("Wat het is").input_value() == "Je last metaal aan elkaar."
    page.goto("/beroepen/lasser/")
    assert page.locator("p.lead").inner_text() == "Je last."


@pytest.mark.one_database
def test_the_admin_reads_from_right_to_left(page, settings):
    enter(page)
    settings.LANGUAGE_CODE = "ar"

    page.goto(f"/beheer/schools/schoollocation/{CODE}/change/")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#nav-sidebar").bounding_box()["x"] > page.locator("#content").bounding_box()["x"]
    assert_no_barriers(page)


@pytest.fixture
def courses(settings):
    """The courses of the site and the sources that they name."""
    sources = next(table for table in TABLES if table.model is Source)
    change_data(lambda: [load_table(table, settings.FIXTURES_DIR) for table in (sources, COURSES)])


def send_list_in(page, name, folder, look=lambda page: None):
    """By keyboard: download the courses, rename the first, add a row that is wrong, and send the list in again."""
    page.goto("/beheer/careers/course/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Downloaden als Excel").press("Enter")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    book = load_workbook(path)
    book.active["B2"] = name
    book.active.append(["x", "Opleiding zonder code"])
    book.save(path)
    page.get_by_role("link", name="Lijst inlezen").press("Enter")
    look(page)
    page.get_by_label("Bestand").set_input_files(path)
    page.get_by_role("button", name="Bekijk wat er verandert").press("Enter")
    page.get_by_role("heading", name="Deze lijst toepassen").wait_for()
    look(page)
    page.get_by_role("link", name="1 geweigerd").press("Enter")
    page.get_by_text("Er staat “x”. Verwacht: 5 cijfers.").wait_for()
    page.get_by_label("De geweigerde rijen overslaan").press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("is toegepast: 0 nieuw, 1 gewijzigd, ").wait_for()


def test_a_list_goes_out_and_comes_in_by_keyboard_with_and_without_scripts(page, courses, live_server, tmp_path):
    enter(page)
    page.goto("/beheer/careers/course/")
    assert_no_barriers(page)
    send_list_in(page, "Andere naam", tmp_path, assert_no_barriers)

    cookies = page.context.storage_state()
    plain = page.context.browser.new_context(
        base_url=live_server.url, locale="nl-NL", storage_state=cookies, java_script_enabled=False
    )
    send_list_in(plain.new_page(), "Nog een andere naam", tmp_path)
    plain.close()

    assert Course.objects.filter(name="Nog een andere naam").count() == 1


@pytest.mark.one_database
def test_a_passkey_is_a_second_factor_too(page):
    give_virtual_passkey(page)
    make_colleague(app=False)
    page.goto("/beheer/schools/schoollocation/")
    fill_in_password(page)
    page.get_by_role("link", name="Liever een passkey of een beveiligingssleutel?").click()
    page.get_by_role("button", name="Passkey toevoegen").click()
    page.get_by_role("link", name="Verder naar het beheer").click()
    page.get_by_role("heading", name="Locaties").wait_for()

    page.get_by_role("button", name="Uitloggen").click()
    fill_in_password(page)
    page.get_by_role("heading", name="Tweede stap").wait_for()
    assert_no_barriers(page)
    page.get_by_role("button", name="Gebruik een passkey").click()

    page.get_by_role("heading", name="Beheer", exact=True).wait_for()


def give_virtual_passkey(page):
    """A device with a fingerprint reader that always recognises its owner."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
