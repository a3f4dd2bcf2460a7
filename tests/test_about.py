"""The pages under /over/: they show what is stored and what was tested, with its numbers, and nothing else."""

import csv
import json
from collections import defaultdict

import pytest
from django.conf import settings as site_settings
from django.utils import timezone
from django.utils.formats import date_format

from schools.changes import compared_years
from schools.models import ProfileModule, ProfileStatement, SchoolLocation, Source

from .markup import page
from .test_browser import PAGES

pytestmark = pytest.mark.one_database

ABOUT = "/over/"
SOURCES, CHANGES, PRIVACY = "/over/bronnen/", "/over/wijzigingen/", "/over/privacy/"
ACCESSIBILITY, CONTACT = "/over/toegankelijkheid/", "/over/contact/"
SUBPAGES = [SOURCES, CHANGES, ACCESSIBILITY, PRIVACY, CONTACT]


def words(client, address):
    return page(client.get(address)).one("main").text


def test_all_pages_are_found_from_the_first_and_from_each_other(client, db):
    doors = [link["href"] for link in page(client.get(ABOUT)).all("a.door")]

    assert doors == SUBPAGES
    for address in SUBPAGES:
        menu = page(client.get(address)).one(".about-menu")
        assert [link["href"] for link in menu.all("a")] == SUBPAGES
        assert menu.one("[aria-current=page]")["href"] == address


# Sources and method


def test_the_sources_say_how_much_of_each_there_is(client, filled):
    shown = page(client.get(SOURCES))
    rows = {row.all("th")[0].text: row.all("td")[-1].text for row in shown.all("tbody tr")}
    publications = [line.text for line in shown.all("#inhoud details li")]

    exams = ProfileStatement.objects.filter(source="duo-exams", school_year=2023)
    assert (
        f"schooljaar 2023-2024: {exams.values('location').distinct().count()} locaties"
        in rows["DUO, examenkandidaten per vestiging"]
    )
    assert rows["De school"] == rows["De gemeente"] == "Nog niets."
    [slo] = [line for line in publications if line.startswith("SLO")]
    assert slo.endswith(f"{ProfileModule.objects.count()} onderdelen van profielen.")
    assert len(rows) + len(publications) == Source.objects.count()


def test_the_method_names_what_the_site_does(client, filled):
    method = words(client, SOURCES)

    assert "zoeken we tot 5 kilometer" in method
    assert "tot 15 kilometer erbuiten" in method
    assert "Dan waren er één tot vier." in method
    assert "Vakmanschap techniek (VT). Media, vormgeving en ICT (MVI) tellen we daar niet bij." in method
    assert "We geven geen sterren en geen punten." in method


# What changed


def test_a_site_that_was_only_filled_says_with_what_it_began(client, filled):
    day = page(client.get(CHANGES)).one(".diary__day")
    said = day.text

    exams = ProfileStatement.objects.filter(source="duo-exams", school_year=2022).values("location").distinct().count()
    assert day.one("h3").text == date_format(timezone.localdate(), "j F Y")
    assert "Deze website begon met deze gegevens:" in said
    assert f"DUO, examenkandidaten, schooljaar 2022-2023: {exams} locaties" in said
    assert "DUO, vestigingen, stand van februari 2026" in said


def test_the_comparison_of_years_is_that_of_the_counts_themselves(filled):
    inside = set(SchoolLocation.objects.filter(finder__in_region=True).values_list("code", flat=True))
    seen = defaultdict(set)
    with (site_settings.FIXTURES_DIR / "statements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["source_id"] == "duo-exams" and row["leerweg"] in ("BB", "KB", "GL") and row["profile_id"] != "VO":
                seen[row["location_id"], row["school_year"]].add(row["profile_id"])
    both = {code for code, _year in seen if seen.get((code, "2022")) and seen.get((code, "2023"))} & inside

    compared = compared_years()

    assert compared.locations == len(both)
    assert {location.code for location, _names in compared.appeared} == {
        code for code in both if seen[code, "2023"] - seen[code, "2022"]
    }
    assert {location.code for location, _names in compared.disappeared} == {
        code for code in both if seen[code, "2022"] - seen[code, "2023"]
    }
    assert compared.appeared
    assert compared.disappeared


# Accessibility


@pytest.fixture(scope="module")
def facts():
    return json.loads((site_settings.FIXTURES_DIR / "accessibility.json").read_text(encoding="utf-8"))


def test_the_statement_shows_what_the_automatic_test_wrote_down(client, db, facts):
    shown = page(client.get(ACCESSIBILITY))
    told = {fact.one("dt").text: fact.one("dd").text for fact in shown.all("dl.facts div")}

    assert told["Bladzijden"] == str(len(facts["pages"]))
    assert told["Controles"] == str(len(facts["pages"]) * 6)
    assert told["Fouten gevonden"] == str(sum(each["violations"] for each in facts["pages"]))
    assert told["Kon het programma niet beslissen"] == str(sum(each["undecided"] for each in facts["pages"]))
    assert told["Programma"] == f"axe-core {facts['axe']}"
    rows = [[cell.text for cell in row.all("td")] for row in shown.all("tbody tr")]
    assert rows == [[str(each["violations"]), str(each["undecided"])] for each in facts["pages"]]


def test_the_statement_promises_no_more_than_is_known(client, db):
    said = words(client, ACCESSIBILITY)

    assert "status C: eerste maatregelen genomen" in said
    assert "Nog niemand met een beperking heeft deze website getest." in said
    assert "Geen fouten gevonden betekent dus niet: geen fouten." in said


def test_every_page_that_the_browser_tests_know_is_in_the_statement(facts):
    """If not: `./run accessibility` writes the facts anew."""
    tested = [each["address"] for each in facts["pages"]]

    assert len(tested) == len(set(tested)) == len(PAGES)
    assert {address for address in PAGES.values() if "{" not in address} <= set(tested)
    assert facts["axe"].count(".") == 2
    assert facts["rules"] > 50


# Privacy and contact


def test_a_map_of_somebody_else_is_told_where_it_is_used(client, db, settings):
    assert "Uw browser vraagt niets aan andere bedrijven." in words(client, PRIVACY)
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"

    assert "Die ziet welk stuk van de kaart u bekijkt." in words(client, PRIVACY)
    assert "Uw browser vraagt niets aan andere bedrijven." not in words(client, PRIVACY)


def test_logging_in_through_somebody_else_is_told_where_it_is_used(client, db, settings):
    assert "Een medewerker kan ook inloggen via" not in words(client, PRIVACY)
    settings.OIDC_NAME = "de gemeente"

    assert "Een medewerker kan ook inloggen via de gemeente." in words(client, PRIVACY)


def test_all_municipalities_of_the_region_are_named(client, filled):
    links = page(client.get(CONTACT)).all(".municipalities a")

    assert len(links) == 21
    assert links[0].text == "Albrandswaard"


@pytest.mark.parametrize("address", [CONTACT, ACCESSIBILITY])
def test_an_address_to_write_to_is_named_only_when_there_is_one(client, db, settings, address):
    assert "heeft nog geen eigen e-mailadres" in words(client, address)
    assert "mailto:" not in client.get(address).content.decode()
    settings.CONTACT_EMAIL = "vragen@gemeente.example"

    assert page(client.get(address)).one("[href=mailto:vragen@gemeente.example]")
    assert "heeft nog geen eigen e-mailadres" not in words(client, address)
