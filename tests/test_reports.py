""" "Klopt dit niet?": what a visitor can report, what is kept of it, what is kept out, and what staff see."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schools.models import DataVersion, FinderRow, Region, Report, Status

from .factories import confirm, make_location
from .markup import page
from .staff import let_in, make_colleague, work_fast
from .test_accounts import assert_careful

pytestmark = pytest.mark.one_database

ADMIN = "/beheer/schools/report/"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _nobody_reported_before(db):
    cache.clear()


@pytest.fixture
def school(db):
    """A school in Rotterdam with PIE in kader, and without Groen."""
    return make_location("Havenschool", [("PIE", "KB")], code="17YF00", street="Kade", phone="0104848400")


def address(code="17YF00"):
    return f"/scholen/{code}/klopt-niet/"


def report(client, code="17YF00", headers=SAME_SITE, **said):
    """Fill in the form: Groen is there, says a parent; apart from what is `said`."""
    filled = {"about": ["GR"], "text": "Groen is er wel, voor kader.", "role": "parent", "website": "", **said}
    return client.post(address(code), filled, headers=headers)


def problems(response):
    """The sentences in the summary of what is wrong."""
    return [line.text for line in page(response).all("[role=alert] li")]


# What is kept


def test_a_report_is_kept_with_what_the_site_answered_then(client, school):
    response = report(client, about=["GR", "PIE", "contact"])

    assert (response.status_code, response.url) == (302, f"{address()}verzonden/")
    kept = Report.objects.get()
    assert (kept.location, kept.text, kept.role) == (school, "Groen is er wel, voor kader.", "parent")
    assert (kept.answers, kept.topics) == ({"PIE": ["yes", None], "GR": ["no", None]}, "contact")
    assert (kept.status, kept.data_version) == (Report.Progress.NEW, DataVersion.current())


def test_an_announced_start_is_remembered_with_its_year(client, school):
    confirm(school, "GR", Status.STARTING, year=2031)

    report(client)

    assert Report.objects.get().answers == {"GR": ["starting", 2031]}


def test_where_the_site_says_nothing_of_a_profile_that_is_kept_as_well(client, db):
    make_location("Alleen mavo", [("TL-TE", "TL")], code="17YF01", structure="MAVO")

    report(client, "17YF01", about=["PIE", "leerwegen"])

    assert Report.objects.get().answers == {"PIE": None}


def test_a_report_changes_no_answer(client, school):
    before, version = client.get(school.get_absolute_url()).content, DataVersion.current()

    report(client)

    assert client.get(school.get_absolute_url()).content == before
    assert DataVersion.current() == version


def test_nothing_is_kept_that_says_who_wrote_it():
    assert {field.name for field in Report._meta.fields} == {
        "id", "location", "answers", "topics", "text", "role", "data_version", "created_at", "status", "note",
    }  # fmt: skip


def test_who_somebody_is_need_not_be_said(client, school):
    report(client, role="")

    assert Report.objects.get().role == ""


# What is told


def test_afterwards_the_page_says_who_reads_it_and_that_nothing_changes_by_itself(client, school):
    shown = page(client.get(report(client).url))

    assert shown.one("h1").text == "Bedankt voor uw melding"
    assert "De gemeente Rotterdam leest uw melding." in shown.text
    assert "Dan pas verandert het antwoord" in shown.text
    assert "U krijgt geen bericht terug" in shown.text
    assert shown.one("main [href=tel:+31104848400]").text == "010 484 84 00"


@pytest.mark.parametrize("municipality", [None, "GM0001"])
def test_outside_the_region_the_keepers_of_the_site_read_it(client, db, municipality):
    make_location("Ver weg")
    Region.objects.create(code="GM0001", kind=Region.Kind.GEMEENTE, name="Elders")
    location = make_location("Elders", code="17YF02", municipality_id=municipality)
    FinderRow.objects.get_or_create(location=location, kind="bkg", in_region=False)

    for where in (address("17YF02"), f"{address('17YF02')}verzonden/"):
        words = page(client.get(where)).text
        assert "De beheerders van deze website lezen uw melding." in words
        assert "De gemeente Elders" not in words


def test_the_form_shows_what_the_site_says_now(client, school):
    choices = {label.text for label in page(client.get(address())).all("label")}

    assert "Produceren, installeren en energie (PIE) nu: ja" in choices
    assert "Groen nu: nee" in choices


def test_a_link_can_choose_a_profile_and_nonsense_chooses_nothing(client, school):
    shown = page(client.get(address(), {"about": ["GR", "<b>", "xx"]}))

    assert [box["value"] for box in shown.all("[type=checkbox]") if "checked" in box.attributes] == ["GR"]


def test_only_locations_that_visitors_can_find_have_a_form(client, db):
    make_location("Havo", [(None, "HV")], code="17YF03", structure="HAVO")

    for code in ("17YF03", "99ZZ99"):
        assert client.get(address(code)).status_code == 404
        assert report(client, code).status_code == 404
        assert client.get(f"{address(code)}verzonden/").status_code == 404


# What is refused


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"about": []}, "Kies wat er niet klopt."),
        ({"about": ["XX"]}, "Selecteer een geldige keuze. XX is geen beschikbare keuze."),
        ({"text": " \r\n "}, "Schrijf op wat er moet staan."),
        ({"text": "a" * 1001}, "Uw tekst heeft 1001 tekens. Maak de tekst korter: hoogstens 1000 tekens."),
        ({"text": "a\x00b"}, "In uw tekst staan tekens die we niet kunnen bewaren."),
        ({"text": "a\x1b[31mb"}, "In uw tekst staan tekens die we niet kunnen bewaren."),
        ({"role": "koning"}, "Selecteer een geldige keuze. koning is geen beschikbare keuze."),
    ],
)
def test_a_mistake_is_told_in_a_sentence_and_nothing_is_kept(client, school, said, sentence):
    response = report(client, **said)

    assert response.status_code == 200
    [told] = problems(response)
    assert told.startswith(sentence)
    assert not Report.objects.exists()


def test_what_was_filled_in_stays_when_something_is_wrong(client, school):
    shown = page(report(client, about=["GR", "other"], text="</textarea><b>" + "é" * 1000, role="pupil"))

    chosen = [field["value"] for field in shown.all("input") if "checked" in field.attributes]
    assert chosen == ["GR", "other", "pupil"]
    assert shown.one("textarea").text == "</textarea><b>" + "é" * 1000
    assert shown.one("title").text.startswith("Fout: ")


def test_a_mistake_leads_to_its_field_and_stands_beside_it(client, school):
    shown = page(report(client, about=[], text=""))

    links = shown.all("[role=alert] a")
    assert [link["href"] for link in links] == ["#about", "#text"]
    assert shown.one("#about")["type"] == "checkbox"
    assert shown.one("fieldset[aria-describedby=about-error]").one(".error").text == links[0].text
    assert shown.one("#text")["aria-describedby"].split() == ["text-hint", "text-error"]
    assert shown.one("#text")["aria-invalid"] == "true"
    assert "autofocus" in shown.one("[role=alert]").attributes


@pytest.mark.parametrize("text", ["a" * 1000, "regel\r\n" * 166, "عربي ğüş", "a\tb"])
def test_a_text_of_any_language_and_of_the_full_length_is_kept(client, school, text):
    report(client, text=text)

    assert Report.objects.get().text == text.replace("\r\n", "\n").strip()


def test_a_field_that_people_do_not_see_catches_robots(client, school):
    response = report(client, website="https://example.org")

    assert response.url == f"{address()}verzonden/"
    assert not Report.objects.exists()


def test_the_field_for_robots_is_kept_from_people(client, school):
    shown = page(client.get(address()))

    trap = shown.one("[name=website]")
    assert (trap["autocomplete"], trap["tabindex"]) == ("off", "-1")
    assert trap.parent.classes == {"report__trap"}
    assert shown.one("[for=website]").text == "Laat dit veld leeg"


# From where, and how often


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_post_from_another_website_is_refused(client, school, headers):
    response = report(client, headers=headers)

    assert response.status_code == 403
    assert problems(response)[0].startswith("We weten niet zeker dat dit van deze website komt.")
    assert page(response).one("textarea").text == "Groen is er wel, voor kader."
    assert not Report.objects.exists()


@pytest.mark.parametrize("headers", [SAME_SITE, {"Origin": "http://testserver"}])
def test_a_post_from_our_own_page_needs_no_cookie(school, headers):
    visitor = Client(enforce_csrf_checks=True)

    responses = [visitor.get(address()), report(visitor, headers=headers), visitor.get(f"{address()}verzonden/")]

    assert [response.status_code for response in responses] == [200, 302, 200]
    assert not any(response.cookies or "Cookie" in response.headers.get("Vary", "") for response in responses)
    assert Report.objects.count() == 1


def test_one_address_can_report_ten_times_an_hour(client, school):
    for _time in range(10):
        assert report(client).status_code == 302

    response = report(client, text="De elfde keer")

    assert response.status_code == 429
    assert problems(response)[0].startswith("Er kwamen te veel meldingen na elkaar.")
    assert page(response).one("textarea").text == "De elfde keer"
    assert Report.objects.count() == 10
    assert Client(REMOTE_ADDR="192.0.2.7").get(address()).status_code == 200
    assert report(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_one_location_gets_twenty_reports_a_day_and_others_still_get_theirs(school):
    make_location("Andere school", [("PIE", "KB")], code="17YF04")
    for number in range(20):
        assert report(Client(REMOTE_ADDR=f"192.0.2.{number}")).status_code == 302

    assert report(Client(REMOTE_ADDR="192.0.2.99")).status_code == 429
    assert report(Client(REMOTE_ADDR="192.0.2.99"), "17YF04").status_code == 302


def test_mistakes_are_not_counted_as_reports(client, school):
    for _time in range(15):
        report(client, text="")

    assert report(client).status_code == 302


def test_no_table_holds_the_address_of_a_visitor(school):
    report(Client(REMOTE_ADDR="192.0.2.41"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cache")
        rows = cursor.fetchall()
    assert len(rows) >= 2
    assert "192.0.2.41" not in str(rows)


def test_the_form_asks_the_database_as_often_for_every_location(client, school):
    make_location("Mavo", [("TL-TE", "TL"), ("TL-ZW", "TL")], code="17YF06")
    make_location("Onderbouw", code="17YF07")
    client.get(address())

    assert len({number_of_queries(client, address(code)) for code in ("17YF00", "17YF06", "17YF07")}) == 1


def number_of_queries(client, where):
    with CaptureQueriesContext(connection) as queries:
        client.get(where)
    return len(queries)


# For staff


@pytest.fixture
def desk(client, settings, school):
    work_fast(settings)
    make_colleague()
    return let_in(client)


def rows(desk, question=""):
    return [row.location_id for row in desk.get(f"{ADMIN}?{question}").context["cl"].result_list]


def test_staff_see_the_newest_report_first_with_what_it_is_about(desk):
    make_location("Later", code="17YF05", offers=[("PIE", "KB")])
    report(Client(), about=["GR", "other"])
    report(Client(), "17YF05")

    words = desk.get(ADMIN).content.decode()

    assert rows(desk) == ["17YF05", "17YF00"]
    assert "GR en iets anders" in words
    assert "Rotterdam" in words


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("status__exact=new", 1),
        ("status__exact=done", 0),
        ("gemeente=GM0599", 1),
        ("gemeente=buiten", 0),
        ("role__exact=parent", 1),
        ("q=havenschool", 1),
        ("q=kader", 1),
        ("q=nergens", 0),
    ],
)
def test_reports_are_filtered_by_progress_and_municipality(desk, question, found):
    report(Client())

    assert len(rows(desk, question)) == found


def test_staff_see_what_the_site_answered_then_and_what_it_answers_now(desk, school):
    report(Client())
    confirm(school, "GR", Status.STARTING, year=2031)

    words = desk.get(f"{ADMIN}{Report.objects.get().pk}/change/").content.decode()

    assert "Groen: toen nee, nu start in 2031-2032." in words
    assert "Melding over Havenschool" in words
    assert "/beheer/schools/schoollocation/17YF00/change/" in words


def test_staff_change_how_far_they_are_and_never_what_was_said(desk):
    report(Client())
    kept = Report.objects.get()

    desk.post(
        f"{ADMIN}{kept.pk}/change/",
        {"status": "done", "note": "Gebeld met de school", "text": "anders", "role": "school", "topics": "other"},
    )

    kept.refresh_from_db()
    assert (kept.status, kept.note) == ("done", "Gebeld met de school")
    assert (kept.text, kept.role, kept.topics) == ("Groen is er wel, voor kader.", "parent", "")
    assert desk.get(f"{ADMIN}add/").status_code == 403


def test_what_somebody_wrote_is_shown_as_words_and_not_as_markup(desk):
    report(Client(), text="<script>alert(1)</script>")

    words = desk.get(f"{ADMIN}{Report.objects.get().pk}/change/").content.decode()

    assert "<script>alert" not in words
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words


def test_the_list_of_reports_asks_the_database_as_often_for_one_as_for_many(desk, school):
    report(Client())
    one = number_of_queries(desk, ADMIN)
    for number in range(20):
        other = make_location(f"School {number}", code=f"18YF{number:02}")
        Report.objects.create(location=other, text="x", data_version=1, answers={"PIE": None})

    assert number_of_queries(desk, ADMIN) == one


def test_the_pages_of_reports_are_dutch_with_one_heading_and_nothing_inline(desk):
    report(Client())

    for where in (ADMIN, f"{ADMIN}{Report.objects.get().pk}/change/"):
        assert_careful(desk.get(where))


def test_only_who_may_see_reports_sees_them(client, settings, school):
    work_fast(settings)
    report(Client())
    make_colleague(may=["view_schoollocation"])

    assert let_in(client).get(ADMIN).status_code == 403


# In a browser


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_report_is_made_with_the_keyboard_alone(browser, site, javascript):
    context = browser.new_context(base_url=site.url, locale="nl-NL", java_script_enabled=javascript)
    shown = context.new_page()
    shown.goto(address("00BD00"))

    press_until(shown, "[name=about][value=GR]")
    shown.keyboard.press("Space")
    press_until(shown, "button")
    shown.keyboard.press("Enter")
    shown.locator("[role=alert]:focus").wait_for(timeout=5_000)
    press_until(shown, "[role=alert] a")
    shown.keyboard.press("Enter")
    press_until(shown, "#text")
    shown.keyboard.type("Groen is er wel.")
    press_until(shown, "button")
    shown.keyboard.press("Enter")
    shown.wait_for_url("**/verzonden/")

    assert shown.locator("h1").inner_text() == "Bedankt voor uw melding"
    assert context.cookies() == []
    context.close()


def press_until(shown, css):
    """Press the tab key until the focus is on this; the field for robots is never on the way."""
    for _press in range(60):
        shown.keyboard.press("Tab")
        if shown.locator("#website:focus").count():
            raise AssertionError("The keyboard reaches the field for robots.")
        if shown.locator(f"{css}:focus").count():
            return
    raise AssertionError(f"The keyboard does not reach {css}")


@pytest.mark.browser
def test_people_do_not_see_the_field_for_robots(browser, site):
    shown = browser.new_page(base_url=site.url)
    shown.goto(address("00BD00"))

    assert not shown.locator("#website").is_visible()
    shown.close()
