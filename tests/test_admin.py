"""The schools in the admin: what may be changed, what a confirmation does, and what stays as it was said."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schools.admin.statements import seen_now
from schools.fixtures import TABLES, load_table
from schools.models import (
    DataVersion,
    FinderRow,
    ImportRun,
    ProfileAnswer,
    ProfileStatement,
    Region,
    SchoolLocation,
    Source,
    Status,
    VmboProfile,
)

from .factories import make_location
from .staff import let_in, make_colleague, work_fast
from .test_accounts import assert_careful

pytestmark = pytest.mark.django_db

LOCATIONS = "/beheer/schools/schoollocation/"
STATEMENTS = "/beheer/schools/profilestatement/"
CONFIRM = "/beheer/schools/profilestatement/add/"
CODE = "17YF00"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def desk(client):
    """A colleague with all rights, and a school where candidates for kader did their exam in PIE in 2023-2024."""
    make_school()
    make_colleague()
    return let_in(client)


def make_school(code=CODE, offers=(("PIE", "KB"),), **fields):
    """A school in Rotterdam, with the sources and profiles that every site has."""
    for table in TABLES:
        if table.model in (Source, VmboProfile):
            load_table(table, site.FIXTURES_DIR)
    place = {"street": "Kade", "city": "Rotterdam", "structure": "VBO", "at": None}
    return make_location(fields.pop("name", f"School {code}"), offers, code=code, **{**place, **fields})


def seen_at(code):
    """What the form remembers of a location."""
    location = SchoolLocation.objects.filter(pk=code).first()
    return seen_now(location) if location else ""


def confirm(client, **said):
    """Fill in the form for a confirmation of BWI by the municipality today, apart from what is `said`."""
    filled = {
        "location": CODE,
        "profile": "BWI",
        "leerweg": "",
        "status": "yes",
        "effective_year": "",
        "source": "municipality",
        "reference_date": timezone.localdate().isoformat(),
        "note": "",
        "seen": seen_at(said.get("location", CODE)),
        **said,
    }
    return client.post(CONFIRM, filled, follow=True)


def answer(profile="BWI", code=CODE):
    return ProfileAnswer.objects.get(location=code, profile=profile)


def errors(response):
    return {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}


def in_year(years):
    return timezone.localdate().year + years


# Confirming


def test_a_confirmation_changes_the_answer_at_once(desk):
    before, version = answer().status, DataVersion.current()

    page = confirm(desk)

    assert (before, answer().status) == (Status.NO, Status.YES)
    assert answer().source_id == "municipality"
    assert FinderRow.objects.get(pk=CODE).tiles.split()[0] == "yes"
    assert DataVersion.current() > version
    assert "De website antwoordt nu op Bouwen, wonen en interieur (BWI): ja." in page.content.decode()


def test_a_confirmation_remembers_who_added_it(desk):
    confirm(desk, note="Gesproken met de teamleider")

    [statement] = ProfileStatement.objects.filter(source="municipality")
    assert statement.author.username == "noor"
    assert statement.note == "Gesproken met de teamleider"


def test_after_a_confirmation_the_location_shows_it(desk):
    page = confirm(desk, source="school")

    assert page.redirect_chain[-1][0] == f"{LOCATIONS}{CODE}/change/"
    assert "Bevestigd door de school op" in page.content.decode()


def test_several_profiles_of_a_location_can_be_confirmed_in_a_row(desk):
    page = confirm(desk, _addanother="1")

    assert page.redirect_chain[-1][0] == f"{CONFIRM}?location={CODE}"


@pytest.mark.parametrize("status", ["starting", "stopping"])
def test_a_start_or_stop_needs_its_school_year(desk, status):
    refused = confirm(desk, status=status)
    confirm(desk, status=status, effective_year=in_year(2))

    assert errors(refused) == {"effective_year": ["Vul in met welk schooljaar het profiel start of stopt."]}
    assert (answer().status, answer().effective_year) == (status, in_year(2))


@pytest.mark.parametrize("status", ["yes", "no"])
def test_a_plain_answer_has_no_school_year(desk, status):
    page = confirm(desk, status=status, effective_year=in_year(1))

    [message] = errors(page)["effective_year"]
    assert message.startswith("Een schooljaar hoort alleen bij start of stopt.")
    assert not ProfileStatement.objects.filter(source="municipality").exists()


@pytest.mark.parametrize("year", [27, 2015, 2999])
def test_an_unbelievable_school_year_is_refused(desk, year):
    [message] = errors(confirm(desk, status="starting", effective_year=year))["effective_year"]

    assert message.startswith("Vul een jaar van vier cijfers in")


def test_nobody_confirms_in_the_future(desk):
    tomorrow = timezone.localdate() + timedelta(days=1)

    [message] = errors(confirm(desk, reference_date=tomorrow.isoformat()))["reference_date"]

    assert message.startswith("Deze datum is nog niet geweest.")


@pytest.mark.parametrize(("profile", "leerweg"), [("BWI", "TL"), ("VT", "TL"), ("TL-TE", "KB")])
def test_a_profile_and_its_leerweg_must_go_together(desk, profile, leerweg):
    assert list(errors(confirm(desk, profile=profile, leerweg=leerweg))) == ["leerweg"]


@pytest.mark.parametrize(
    "said",
    [{"source": "duo-exams"}, {"status": "unknown"}, {"profile": "VO"}, {"leerweg": "HV"}, {"location": "99ZZ99"}],
)
def test_only_what_the_form_offers_can_be_confirmed(desk, said):
    assert list(errors(confirm(desk, **said))) == list(said)


def test_a_confirmation_for_one_leerweg_leaves_the_others(desk):
    confirm(desk, profile="PIE", leerweg="BB")

    assert answer("PIE").leerwegen == "BB KB"


def test_a_confirmation_from_before_the_count_is_kept_and_the_page_says_that_it_does_not_decide(desk):
    page = confirm(desk, reference_date="2022-03-01")

    assert answer().status == Status.NO
    assert "een nieuwere bron weegt zwaarder" in page.content.decode()


def test_a_no_against_a_later_count_is_shown_as_a_contradiction(desk):
    page = confirm(desk, profile="PIE", status="no", reference_date="2024-03-01")

    assert answer("PIE").conflict
    assert "Bronnen spreken elkaar tegen." in page.content.decode()


def test_the_button_of_a_profile_fills_in_the_form(desk):
    page = desk.get(f"{LOCATIONS}{CODE}/change/").content.decode()
    [address] = re.findall(r'href="([^"]+)" aria-label="Bevestig Bouwen, wonen en interieur \(BWI\)"', page)

    form = desk.get(address.replace("&amp;", "&")).context["adminform"].form

    assert (form["location"].value(), form["profile"].value()) == (CODE, "BWI")
    assert form["reference_date"].value() == timezone.localdate()


def test_the_second_officer_is_told_what_changed_and_what_was_filled_in_stays(desk):
    opened = seen_at(CODE)
    confirm(desk, status="no", source="school")

    told = confirm(desk, note="Gebeld met de school", seen=opened)
    before = ProfileStatement.objects.filter(profile="BWI").count()
    again = confirm(desk, seen=told.context["adminform"].form["seen"].value())

    page = told.content.decode()
    assert (told.status_code, before) == (409, 1)
    assert "Deze locatie veranderde terwijl u bezig was." in page
    assert "De website antwoordt nu op Bouwen, wonen en interieur (BWI): nee." in page
    assert "Gebeld met de school" in page
    assert_careful(told)
    assert "De website antwoordt nu op Bouwen, wonen en interieur (BWI): ja." in again.content.decode()


@pytest.mark.parametrize("seen", ["", "niets", "17YF01 0.0.x"])
def test_who_did_not_see_the_location_sees_its_answer_before_anything_is_saved(desk, seen):
    make_school("17YF01")

    page = confirm(desk, seen=seen)
    form = page.context["adminform"].form

    assert list(form.errors) == ["__all__"]
    assert form["seen"].value() == seen_at(CODE)
    assert not ProfileStatement.objects.filter(source="municipality").exists()


def test_a_page_about_a_location_remembers_how_far_it_is(desk):
    form = desk.get(f"{CONFIRM}?location={CODE}").context["adminform"].form

    assert form["seen"].value() == seen_at(CODE)


def test_a_link_with_nonsense_shows_an_empty_form(desk):
    assert desk.get(f"{CONFIRM}?location=niets&profile=%00&reference_date=ooit").status_code == 200


def test_a_location_is_found_by_its_place(desk):
    asked = {"app_label": "schools", "model_name": "profilestatement", "field_name": "location", "term": "rotterd"}

    found = desk.get("/beheer/autocomplete/", asked).json()

    assert [each["id"] for each in found["results"]] == [CODE]


# What was said stays


def test_statements_are_never_changed_or_deleted(desk):
    statement = ProfileStatement.objects.get()
    address = f"{STATEMENTS}{statement.pk}"

    assert desk.get(f"{address}/change/").status_code == 200
    assert desk.post(f"{address}/change/", {"status": "no"}).status_code == 403
    assert desk.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    desk.post(STATEMENTS, {"action": "delete_selected", "_selected_action": statement.pk, "post": "yes"})
    assert ProfileStatement.objects.get().status == Status.YES


def test_a_withheld_count_is_shown_as_its_bounds(desk):
    ProfileStatement.objects.update(count_low=1, count_high=4)

    assert "1 tot 4" in desk.get(STATEMENTS).content.decode()


def test_the_location_leads_to_everything_said_about_it(desk):
    make_school("17YF01")
    page = desk.get(f"{LOCATIONS}{CODE}/change/").content.decode()
    [address] = re.findall(rf'"({STATEMENTS}\?[^"]+)"', page)

    assert desk.get(address).context["cl"].result_count == 1


# Locations


def test_only_the_short_name_of_a_location_can_be_changed(desk):
    desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": "De Kade", "name": "Anders", "active": "", "latitude": "0"})

    location = SchoolLocation.objects.get()
    assert location.short_name == "De Kade"
    assert (location.name, location.active, location.latitude) == (f"School {CODE}", True, None)


def test_a_new_short_name_is_found_at_once(desk):
    version = DataVersion.current()

    desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": "De Kade"})

    assert "de kade" in FinderRow.objects.get().search_text
    assert DataVersion.current() > version


def test_saving_without_a_change_leaves_the_data_as_it_is(desk):
    version = DataVersion.current()

    desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": ""})

    assert DataVersion.current() == version


def test_a_short_name_does_not_undo_an_import_that_came_between(desk):
    """The form was opened before the import; it writes its own field only."""
    desk.get(f"{LOCATIONS}{CODE}/change/")
    SchoolLocation.objects.update(street="Nieuwe Kade")

    desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": "De Kade"})

    assert SchoolLocation.objects.get().street == "Nieuwe Kade"


def test_locations_come_and_go_with_imports_only(desk):
    assert desk.get(f"{LOCATIONS}add/").status_code == 403
    assert desk.post(f"{LOCATIONS}{CODE}/delete/", {"post": "yes"}).status_code == 403


def test_a_location_shows_its_ten_answers_in_words(desk):
    page = desk.get(f"{LOCATIONS}{CODE}/change/")

    assert [row["words"] for row in page.context["answers"]] == ["nee", "ja", *["nee"] * 8]
    assert page.context["answers"][1]["leerwegen"] == "kader"
    assert page.content.decode().count("DUO, examens 2023-2024") == 10


def test_a_location_without_vmbo_says_so(desk):
    make_school("17YF02", (), structure="HAVO/VWO")

    assert "is geen vmbo gezien" in desk.get(f"{LOCATIONS}17YF02/change/").content.decode()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=kade", 2),
        ("q=17yf01", 1),
        ("q=nergens", 0),
        ("gemeente=GM0599", 2),
        ("gemeente=buiten", 0),
        ("bevestigd=ja", 1),
        ("bevestigd=nee", 1),
        ("tegenspraak=ja", 1),
        ("finder__kind__exact=bkg", 2),
        ("finder__in_region__exact=0", 0),
        ("gemeente=onzin&bevestigd=misschien", 0),
    ],
)
def test_locations_are_searched_and_filtered(desk, question, found):
    make_school("17YF01")
    confirm(desk, profile="PIE", status="no", reference_date="2024-03-01")

    assert desk.get(f"{LOCATIONS}?{question}").context["cl"].result_count == found


def test_the_list_counts_confirmations_and_contradictions(desk):
    confirm(desk, status="no")
    confirm(desk, profile="PIE", status="no", reference_date="2024-03-01")

    [location] = desk.get(LOCATIONS).context["cl"].result_list

    assert (location.confirmed_count, location.conflict_count) == (2, 1)


@pytest.mark.parametrize("address", [LOCATIONS, STATEMENTS])
def test_a_list_asks_the_database_as_often_for_one_row_as_for_many(desk, address):
    one = number_of_queries(desk, address)
    for number in range(10, 30):
        make_school(f"17YF{number}", [("PIE", "KB"), ("GR", "BB")])

    assert number_of_queries(desk, address) == one


def number_of_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


# Imports, profiles, tables


def make_run(**fields):
    counts = dict.fromkeys(["rows_read", "created", "changed", "unchanged", "removed", "skipped"], 1)
    return ImportRun.objects.create(
        series="pupils", file_name="leerlingen.csv", sha256="0" * 64, reference_date="2025-10-01", **counts, **fields
    )


def test_an_import_shows_which_rows_were_refused(desk):
    run = make_run(problems=["rij 5: POSTCODE is '101 AC', verwacht: 4 cijfers en 2 letters <b>"])

    page = desk.get(f"/beheer/schools/importrun/{run.pk}/change/").content.decode()

    assert "rij 5: POSTCODE is &#x27;101 AC&#x27;, verwacht: 4 cijfers en 2 letters &lt;b&gt;" in page


def test_an_import_with_very_many_problems_still_opens(desk):
    run = make_run(problems=[f"rij {number}: leeg" for number in range(600)])

    page = desk.get(f"/beheer/schools/importrun/{run.pk}/change/").content.decode()

    assert page.count("<li>rij ") == 500
    assert "En nog 100 rijen." in page


def test_the_texts_of_a_profile_can_be_changed_and_the_rest_cannot(desk):
    version = DataVersion.current()

    desk.post(
        "/beheer/schools/vmboprofile/PIE/change/",
        {"short_name": "Metaal", "description": "Je werkt met metaal.", "name": "Anders", "position": "99"},
    )

    profile = VmboProfile.objects.get(pk="PIE")
    assert (profile.short_name, profile.description) == ("Metaal", "Je werkt met metaal.")
    assert (profile.name, profile.position) == ("Produceren, installeren en energie", 1)
    assert DataVersion.current() > version


@pytest.mark.parametrize("table", ["importrun", "region", "source"])
def test_what_comes_from_elsewhere_can_only_be_read(desk, table):
    make_run()
    row = {"importrun": ImportRun, "region": Region, "source": Source}[table].objects.first().pk
    address = f"/beheer/schools/{table}/"

    assert desk.get(f"{address}{row}/change/").status_code == 200
    assert desk.post(f"{address}{row}/change/", {}).status_code == 403
    assert desk.get(f"{address}add/").status_code == 403
    assert desk.post(f"{address}{row}/delete/", {"post": "yes"}).status_code == 403


# Rights


def test_who_may_only_look_gets_no_button_to_confirm(client):
    make_school()
    make_colleague(may=["view_schoollocation", "view_profilestatement"])
    let_in(client)

    page = client.get(f"{LOCATIONS}{CODE}/change/")

    assert page.status_code == 200
    assert CONFIRM not in page.content.decode()
    assert client.get(CONFIRM).status_code == 403
    assert confirm(client).status_code == 403
    assert answer().status == Status.NO


# The pages


@pytest.mark.parametrize(
    "address",
    [
        "",
        "schools/",
        "schools/schoollocation/",
        f"schools/schoollocation/{CODE}/change/",
        f"schools/schoollocation/{CODE}/history/",
        "schools/profilestatement/",
        "schools/profilestatement/add/",
        "schools/importrun/",
        "schools/membership/",
        "schools/membership/add/",
        "schools/auditevent/",
        "schools/vmboprofile/",
        "schools/vmboprofile/PIE/change/",
        "schools/region/",
        "schools/region/MRDH/change/",
        "schools/source/",
        "auth/user/",
        "auth/user/add/",
        "auth/group/add/",
        "mfa/authenticator/",
    ],
)
def test_every_page_of_the_admin_is_dutch_with_one_heading_and_nothing_inline(desk, address):
    page = desk.get(f"/beheer/{address}")

    assert page.status_code == 200
    assert_careful(page)
