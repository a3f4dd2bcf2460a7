"""The search above the lists of staff finds what they type, says what it looks through, and how to go on."""

import pytest
from django.contrib import admin

from schools.models import Region, Report

from .factories import make_location
from .staff import enter, make_colleague, work_fast

pytestmark = pytest.mark.django_db

LOCATIONS = "/beheer/schools/schoollocation/"
STATEMENTS = "/beheer/schools/profilestatement/"
REPORTS = "/beheer/schools/report/"


@pytest.fixture
def desk(client, settings):
    """A colleague with all rights, and two schools of which the first has a name that is hard to type."""
    work_fast(settings)
    place = {"street": "Smeetslandseweg", "postcode": "3079 CR", "code": "17YF00"}
    school = make_location("Driestar-Wartburg Guido de Brès", [("PIE", "KB")], **place)
    delft = Region.objects.create(code="GM0503", name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_location("Grotius", [("GR", "BB")], code="18AB01", city="Den Hoorn", municipality_id=delft.code)
    Report.objects.create(location=school, text="Er is geen praktijklokaal", data_version=1)
    make_colleague()
    return enter(client)


def found(client, address, words):
    rows = client.get(address, {"q": words}).context["cl"].result_list
    return [getattr(row, "location", row).name for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        "17YF00",
        "17yf",
        "GUIDO DE BRES",
        "brès",
        "driestar wartburg",
        "Driestar-Wartburg",
        "wartb rott",
        "bres 3079",
        "3079CR",
        "3079 cr smeets",
        "guido, rotterdam",
    ],
)
def test_a_location_is_found_however_it_is_typed(desk, words):
    assert found(desk, LOCATIONS, words) == ["Driestar-Wartburg Guido de Brès"]


@pytest.mark.parametrize(("words", "names"), [("delft", ["Grotius"]), ("bres delft", []), ("...", [])])
def test_every_word_has_to_be_there(desk, words, names):
    assert found(desk, LOCATIONS, words) == names


@pytest.mark.parametrize(
    ("address", "words"),
    [(STATEMENTS, "bres 3079CR"), (STATEMENTS, "pie bres"), (REPORTS, "bres"), (REPORTS, "praktijk rotterdam")],
)
def test_what_belongs_to_a_location_is_found_by_it(desk, address, words):
    assert found(desk, address, words) == ["Driestar-Wartburg Guido de Brès"]


def test_a_field_that_offers_locations_forgives_accents_too(desk):
    asked = {"app_label": "schools", "model_name": "profilestatement", "field_name": "location", "term": "bres"}

    offered = desk.get("/beheer/autocomplete/", asked).json()["results"]

    assert [each["id"] for each in offered] == ["17YF00"]


@pytest.mark.one_database
def test_every_list_that_can_be_searched_says_what_it_looks_through():
    pages = [page for page in admin.site._registry.values() if page.search_fields]

    assert [type(page).__name__ for page in pages if not page.search_help_text] == []


# Where nothing is found


def test_a_search_without_results_says_how_to_go_on(desk):
    page = desk.get(LOCATIONS, {"q": "xyzzy"}).content.decode()

    assert "Niets gevonden voor “xyzzy”." in page
    assert '<a href="?">Toon de hele lijst</a>' in page


def test_filters_without_results_can_be_wiped_at_once(desk):
    page = desk.get(LOCATIONS, {"tegenspraak": "ja"}).content.decode()

    assert "Met deze filters is er niets." in page
    assert '<a href="?">Wis alle filters</a>' in page


def test_a_list_that_is_still_empty_says_so(desk):
    assert "Hier staat nog niets." in desk.get("/beheer/schools/upload/").content.decode()


def test_a_list_with_rows_says_none_of_it(desk):
    page = desk.get(LOCATIONS).content.decode()

    assert "nothing-found" not in page
    assert "gevonden" not in page, "nobody searched"
