"""The page that tells what changed: files that were read, confirmations, and two exam years side by side."""

from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schools.changes import compared_years
from schools.models import ImportRun, ProfileStatement, Status
from schools.recalculation import change_data

from .factories import confirm, make_location, save
from .markup import page

pytestmark = pytest.mark.django_db

CHANGES, SOURCES = "/over/wijzigingen/", "/over/bronnen/"


def words(client, address=CHANGES):
    return page(client.get(address)).one("main").text


def make_run(series="exams", day="2024-07-31", **counts):
    numbers = dict.fromkeys(["rows_read", "created", "changed", "unchanged", "removed", "skipped"], 0)
    return ImportRun.objects.create(
        series=series, file_name="bestand.csv", sha256="0" * 64, reference_date=day, **{**numbers, **counts}
    )


def on(day, row):
    """Let a file be read on another day."""
    ImportRun.objects.filter(pk=row.pk).update(finished_at=timezone.make_aware(datetime.combine(day, time(12))))


def days(client):
    """The days on the page, in its order, each with all that is said of it."""
    return [(day.one("h3").text, day.text) for day in page(client.get(CHANGES)).all(".diary__day")]


def count_in(location, year, *profiles):
    """Let these profiles have a candidate in another year as well."""
    change_data(lambda: save(location, [(profile, "KB") for profile in profiles], year))


def number_of_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_an_empty_site_says_that_there_is_nothing_yet(client):
    assert "Er zijn nog geen gegevens." in words(client)


def test_every_file_that_was_read_is_told_in_sentences_with_its_numbers(client):
    make_run(rows_read=1210, created=1, changed=12, skipped=3)
    make_run("pupils", "2019-10-01", rows_read=5)

    [(_day, said)] = days(client)

    assert "We lazen de examenkandidaten van DUO, schooljaar 2023-2024." in said
    for sentence in (
        "heeft 1210 rijen.",
        "1 gegeven is nieuw.",
        "12 gegevens zijn anders.",
        "3 rijen zijn overgeslagen",
    ):
        assert sentence in said
    assert "verviel" not in said
    assert (
        "We lazen de leerlingen van DUO, geteld op 1 oktober 2019. Het bestand heeft 5 rijen. Er veranderde niets."
        in said
    )


def test_the_newest_day_comes_first(client):
    on(date(2026, 1, 5), make_run())
    on(date(2026, 3, 1), make_run("locations"))
    on(date(2025, 12, 31), make_run("pupils"))

    assert [day for day, _said in days(client)] == ["1 maart 2026", "5 januari 2026", "31 december 2025"]


def test_of_every_series_the_last_file_is_named(client):
    assert "is nog geen nieuw bestand gelezen" in words(client, SOURCES)
    make_run(rows_read=10)
    make_run(rows_read=1234, skipped=2)
    make_run("locations", "2026-02-01", rows_read=1626)

    table = page(client.get(SOURCES)).all("table")[-1]
    rows = [[cell.text for cell in row.elements if cell.tag in ("th", "td")] for row in table.all("tbody tr")]

    assert sorted((row[1], row[3], row[4]) for row in rows) == [
        ("1 februari 2026", "1626", "0"),
        ("31 juli 2024", "1234", "2"),
    ]


def test_a_confirmation_is_told_with_its_location_and_answers(client):
    location = make_location("Havenschool", [("PIE", "KB")])
    confirm(location, "GR")
    confirm(location, "BWI", Status.STARTING, year=2031)

    said = " ".join(said for _day, said in days(client))

    assert "De school bevestigde: Havenschool, Rotterdam" in said
    assert "Groen: ja" in said
    assert "Bouwen, wonen en interieur (BWI): start in 2031-2032" in said


def test_what_an_editor_noted_is_not_made_public(client):
    location = make_location("Havenschool", [("PIE", "KB")])
    confirm(location, "GR")
    ProfileStatement.objects.filter(source="school").update(note="Gesproken met mevrouw Jansen")

    assert "Jansen" not in words(client)


def test_two_exam_years_are_compared_for_locations_that_had_candidates_in_both(client):
    both = make_location("In beide jaren", [("PIE", "KB"), ("GR", "KB"), ("HBR", "BB")])
    count_in(both, 2022, "PIE", "BWI")
    make_location("Nieuw", [("HBR", "KB")])
    same = make_location("Gelijk", [("EO", "KB")])
    count_in(same, 2022, "EO")

    compared = compared_years()

    assert (compared.older, compared.newer, compared.locations) == ("2022-2023", "2023-2024", 2)
    assert compared.appeared == [(both, "Horeca, bakkerij en recreatie (HBR) en Groen")]
    assert compared.disappeared == [(both, "Bouwen, wonen en interieur (BWI)")]


def test_one_exam_year_is_not_compared_with_anything(client):
    make_location("Nieuw", [("HBR", "KB")])

    assert compared_years() is None
    assert "Alleen gezien in" not in words(client)


def test_the_changes_ask_the_database_as_often_for_one_as_for_many(client):
    location = make_location("School", [("PIE", "KB")])
    count_in(location, 2022, "GR")
    confirm(location, "BWI")
    make_run()
    one = number_of_queries(client, CHANGES)
    for number in range(5):
        other = make_location(f"School {number}", [("PIE", "KB")])
        count_in(other, 2022, "GR")
        confirm(other, "BWI")
        make_run()

    assert number_of_queries(client, CHANGES) == one
