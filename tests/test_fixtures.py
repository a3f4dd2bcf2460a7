"""What the site starts with: filled once, written back byte for byte, and rebuilt to the same answers."""

import csv
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models

from careers.fixtures import TABLES as CAREERS
from schools.fixtures import BOUNDARIES, TABLES
from schools.models import (
    DataVersion,
    FinderRow,
    Invitation,
    Postcode,
    ProfileAnswer,
    ProfileStatement,
    Region,
    SchoolLocation,
    Source,
    VmboProfile,
)
from schools.spelling import plain
from stats.models import Indicator, Observation, Release, Target

from . import duo


@pytest.fixture
def empty(db):
    careers = [table.model for table in reversed(CAREERS)]
    for model in (*careers, *duo.KEPT, Release, Target, Observation, Indicator, Postcode, VmboProfile, Source):
        model.objects.all().delete()
    for links in ("provincie", "corop", "metropoolregio"):
        Region.objects.update(**{links: None})
    Region.objects.all().delete()


def run(command, *options):
    printed = StringIO()
    call_command(command, *options, stdout=printed)
    return printed.getvalue()


def fixture_rows(table):
    with table.path(settings.FIXTURES_DIR).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_empty_database_is_filled_with_all_rows_of_all_tables(empty):
    said = run("fill")

    assert said == f"Gevuld met {SchoolLocation.objects.count()} locaties.\n"
    for table in TABLES:
        assert table.model.objects.count() == len(fixture_rows(table)), table.file
    assert FinderRow.objects.count() == SchoolLocation.objects.count()
    assert ProfileAnswer.objects.exists()
    assert DataVersion.current() == 1


def test_every_location_of_the_fixtures_is_one_that_a_visitor_finds(filled):
    assert not SchoolLocation.objects.exclude(pk__in=SchoolLocation.objects.in_finder()).exists()
    assert SchoolLocation.objects.in_finder().filter(finder__in_region=True).count() > 150


def test_filling_again_changes_nothing(filled):
    before = duo.everything()

    assert run("fill") == "De database is al gevuld.\n"

    assert duo.everything() == before


def test_old_invitations_are_forgotten_every_night(filled):
    noor = User.objects.create_user("noor")
    for hashed, day in (("old", "2026-01-01"), ("new", "2027-01-01")):
        times = {"expires_at": f"{day}T00:00:00Z", "key_hash": hashed}
        Invitation.objects.create(email=f"{hashed}@example.org", role="content", invited_by=noor, **times)

    run("fill")

    assert [each.email for each in Invitation.objects.all()] == ["new@example.org"]


def test_filling_a_database_without_locations_completes_it(filled):
    before = duo.everything()
    SchoolLocation.objects.all().delete()
    VmboProfile.objects.filter(pk="PIE").update(name="Oude naam")

    run("fill")

    after = duo.everything()
    assert after[SchoolLocation] == before[SchoolLocation]
    assert len(after[ProfileAnswer]) == len(before[ProfileAnswer])
    assert VmboProfile.objects.get(pk="PIE").name == "Produceren, installeren en energie"


def test_the_written_fixtures_are_the_same_files_byte_for_byte(filled, tmp_path):
    first = ProfileStatement.objects.order_by("pk").first()
    first.delete()
    first.save()  # under a new number, as the last

    run("write_fixtures", "--folder", str(tmp_path))

    for name in [*(table.file for table in TABLES), BOUNDARIES]:
        assert (tmp_path / name).read_bytes() == (settings.FIXTURES_DIR / name).read_bytes(), name


def test_rebuilding_the_answers_gives_the_same_result_and_leaves_the_data_version(filled):
    before = duo.everything()

    assert run("rebuild_answers") == "0 antwoorden en zoekregels waren anders.\n"

    assert duo.everything() == before


def test_rebuilding_mends_answers_and_rows_that_went_astray(filled):
    before = duo.everything()
    ProfileAnswer.objects.filter(location="05EA16", profile="MAT").update(status="no", leerwegen="")
    ProfileAnswer.objects.filter(location="00HI03", profile="HBR").delete()
    FinderRow.objects.filter(location="00BD00").delete()

    assert run("rebuild_answers") == "3 antwoorden en zoekregels waren anders.\n"

    after = duo.everything()
    assert after[FinderRow] == before[FinderRow]
    assert without_number(after[ProfileAnswer]) == without_number(before[ProfileAnswer])
    assert DataVersion.current() == before[DataVersion][0]["number"] + 1


def without_number(answers):
    return sorted(({**answer, "id": 0} for answer in answers), key=str)


def test_all_values_fit_in_their_fields():
    """PostgreSQL refuses what is too long, SQLite does not."""
    too_long = [
        (table.file, name, row[name])
        for table in TABLES
        for name in table.fields
        if isinstance(field := table.model._meta.get_field(name), models.CharField)
        for row in fixture_rows(table)
        if len(row[name]) > field.max_length
    ]

    assert too_long == []


def test_locations_in_the_region_have_short_titles_that_tell_them_apart(filled):
    titles = [row.location.title for row in FinderRow.objects.filter(in_region=True).select_related("location")]

    assert [title for title in set(titles) if titles.count(title) > 1] == []
    assert [title for title in titles if len(title) > 52] == []


def test_a_short_name_is_made_of_words_that_the_location_bears(filled):
    """Only abbreviations that schools use themselves, and words that DUO cut off or wrote apart, stand for others."""
    allowed = {"isw", "ozhw", "s", "gravendreef", "stanislascollege"}
    for location in SchoolLocation.objects.exclude(short_name=""):
        known = plain(f"{location.name} {location.street} {location.house_number} {location.city}").split()
        assert set(plain(location.short_name).split()) <= {*known, *allowed}, location.short_name


def test_every_fact_in_the_fixtures_bears_its_source_and_date():
    tables = {table.file: table for table in TABLES}
    sources = {row["code"]: row for row in fixture_rows(tables["sources.csv"])}

    assert all(sources[row["source_id"]]["licence"] for row in fixture_rows(tables["statements.csv"]))
    assert all(row["reference_date"] for row in fixture_rows(tables["statements.csv"]))
    assert all(row["reference_date"] for row in fixture_rows(tables["locations.csv"]))
