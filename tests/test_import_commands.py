"""The import commands as somebody types them: what is refused, what a trial shows, and what is printed."""

from datetime import date
from io import StringIO
from itertools import permutations

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.importing import ImportReport, compare, stored_rows, write
from schools.importers.running import Options, Plan, carry_out
from schools.models import DataVersion, ImportRun, ProfileAnswer, ProfileStatement, SchoolLocation, VmboProfile
from schools.recalculation import OutdatedError, change_data

from . import duo

COMMANDS = {
    "import_locations": duo.LOCATIONS,
    "import_coordinates": duo.COORDINATES,
    "import_exams": duo.EXAMS_2023,
    "import_pupils": duo.PUPILS_2019,
}


@pytest.fixture(scope="module")
def imported_once(django_db_setup, django_db_blocker):
    with duo.imported(django_db_blocker):
        yield


@pytest.fixture
def filled(imported_once, db):
    """The extracts are imported; what a test changes is undone."""


def run(command, path, *options):
    printed = StringIO()
    call_command(command, path, *options, stdout=printed)
    return printed.getvalue()


def refusal(command, path, *options):
    with pytest.raises(CommandError) as refused:
        run(command, path, *options)
    return str(refused.value)


# Refusals


def delimiter(path):
    return b"," if path == duo.COORDINATES else b";"


def header(content):
    return content[: content.index(b"\n") + 1]


def without_a_column(path):
    """Without the location code, which every series has."""
    title = "vestigingscode" if path == duo.COORDINATES else duo.rows_of(path)[0][1 if path in duo.COUNTS else 3]
    return path.read_bytes().replace(title.encode(), b"X", 1)


def otherwise_separated(path):
    right = delimiter(path)
    wrong = {b",": b";", b";": b","}[right]
    return path.read_bytes().replace(wrong, b".").replace(right, wrong)


def cut_in_a_row(path):
    content = path.read_bytes()
    return content[: content.rstrip().rindex(b"\n") + 8]


def with_unusable_rows(path):
    content = path.read_bytes()
    return header(content) + b"".join(
        b"%d" % n + delimiter(path) * header(content).count(delimiter(path)) + b"\n" for n in range(3)
    )


FAULTS = {
    "is leeg": lambda path: b"",
    "is een Excel-bestand": lambda path: b"PK\x03\x04" + path.read_bytes(),
    "een Excel-bestand, ook al": lambda path: b"\xd0\xcf\x11\xe0" + path.read_bytes(),
    "is geen tekst": lambda path: path.read_bytes().replace(b"\n", b"\n\0"),
    "maar zijn gescheiden door": otherwise_separated,
    "ontbreekt de kolom": without_a_column,
    "is afgebroken": cut_in_a_row,
    "staan geen rijen": lambda path: header(path.read_bytes()),
    "Regel 2 kan niet worden gelezen": lambda path: path.read_bytes().replace(b"\n", b'\n"', 1),
    "": with_unusable_rows,
}


@pytest.mark.parametrize("expected", FAULTS)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence_and_changes_nothing(filled, tmp_path, expected):
    before = duo.everything()

    for command, original in COMMANDS.items():
        path = tmp_path / original.name
        path.write_bytes(FAULTS[expected](original))

        said = refusal(command, path)

        assert expected in said, command
        assert said.endswith(".") and "\n" not in said
        assert duo.everything() == before, command


def test_a_file_of_another_series_is_sent_to_its_own_command(filled):
    before = duo.everything()

    for command, other in permutations(COMMANDS, 2):
        said = refusal(command, COMMANDS[other])

        assert said.startswith("Dit lijkt een bestand uit de reeks '")
        assert said.endswith(f"lees het in met het commando {other}.")
        assert duo.everything() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_does_not_exist_is_refused(db, command):
    duo.empty_country()

    assert refusal(command, "/nergens/2023-2024.csv") == "/nergens/2023-2024.csv bestaat niet, of is geen bestand."


def test_a_bare_database_gets_our_own_tables_with_the_first_import(db):
    duo.empty_country()
    VmboProfile.objects.all().delete()

    duo.import_everything()

    assert VmboProfile.objects.count() == 16
    assert ProfileAnswer.objects.filter(status="yes").exists()


def test_a_file_that_is_refused_leaves_a_bare_database_bare(db, tmp_path):
    duo.empty_country()
    VmboProfile.objects.all().delete()
    path = tmp_path / "leeg.csv"
    path.touch()

    assert refusal("import_locations", path) == "leeg.csv is leeg."
    assert not VmboProfile.objects.exists()


def test_a_trial_in_a_bare_database_leaves_it_bare(db):
    duo.empty_country()
    VmboProfile.objects.all().delete()

    said = refusal("import_locations", COMMANDS["import_locations"], "--dry-run")

    assert said == "De database is nog leeg; vul haar eerst met het commando fill."
    assert not VmboProfile.objects.exists()


def test_a_count_whose_name_has_no_year_needs_one(filled, tmp_path):
    path = tmp_path / "examens.csv"
    path.write_bytes(duo.EXAMS_2023.read_bytes())

    assert refusal("import_exams", path) == (
        "In de naam examens.csv staat geen schooljaar; geef het mee met --school-year, bijvoorbeeld 2023."
    )
    assert "119 ongewijzigd" not in run("import_exams", path, "--school-year", "2023")
    assert ImportRun.objects.first().reference_date.isoformat() == "2024-07-31"


@pytest.mark.parametrize("year", ["23", "0", "1999", "2100"])
def test_a_school_year_that_cannot_be_is_refused(filled, year):
    assert "ligt niet tussen 2000 en nu" in refusal("import_exams", duo.EXAMS_2023, "--school-year", year)


@pytest.mark.parametrize("day", ["2999-01-01", "0226-02-01"])
def test_a_date_that_cannot_be_is_refused(filled, day):
    before = duo.everything()

    assert "ligt in de toekomst of voor het jaar 2000" in refusal(
        "import_locations", duo.LOCATIONS, "--reference-date", day
    )
    assert duo.everything() == before


@pytest.mark.parametrize(
    ("command", "option", "value", "said"),
    [
        ("import_locations", "--reference-date", "vrijdag", "'vrijdag' is geen datum als 2026-02-01"),
        ("import_exams", "--school-year", "vorig", "'vorig' is geen jaar als 2023"),
    ],
)
def test_an_option_that_cannot_be_read_is_explained(db, command, option, value, said):
    assert said in refusal(command, COMMANDS[command], option, value)


# What is printed


def test_the_report_counts_and_names_what_was_skipped(filled, tmp_path):
    rows = duo.changed(duo.rows_of(duo.EXAMS_2023), 30, "EXAMENKANDIDATEN", "veel")
    path = duo.write_rows(tmp_path / duo.EXAMS_2023.name, rows)

    assert run("import_exams", path) == (
        "geslaagden-gezakten-en-cijfers-2023-2024.csv: "
        "0 nieuw, 0 gewijzigd, 63 ongewijzigd, 0 vervallen, 1 overgeslagen\n"
        "  rij 30: EXAMENKANDIDATEN is 'veel', verwacht: een aantal of <5\n"
    )


def test_large_numbers_are_printed_as_in_dutch():
    assert "1.612 nieuw" in str(ImportReport("vestigingen.csv", "", created=1612))


def test_a_trial_shows_the_difference_and_stores_nothing(filled):
    SchoolLocation.objects.filter(pk="00HI03").update(name="Oude naam", latitude=51.0)
    ProfileStatement.objects.filter(location="05EA16").delete()
    before = duo.everything()
    expected = {
        "import_locations": "00HI03: officiële naam 'Oude naam' -> 'François Vatel vmbo'",
        "import_coordinates": "00HI03: breedtegraad '51.0' -> '52.",
        "import_exams": "nieuw: 05EA16 MAT BB",
        "import_pupils": "nieuw: 05EA16 MAT BB",
    }

    for command, path in COMMANDS.items():
        printed = run(command, path, "--dry-run")

        assert expected[command] in printed
        assert printed.endswith("Dit was een proef: er is niets gewijzigd.\n")
        assert duo.everything() == before, command


def test_a_trial_counts_what_the_import_then_does(filled):
    ProfileStatement.objects.filter(location="05EA16").delete()

    trial = run("import_exams", duo.EXAMS_2023, "--dry-run").splitlines()[0]

    assert run("import_exams", duo.EXAMS_2023).splitlines()[0] == trial
    assert "3 nieuw" in trial


# Somebody else changes the data in between


@pytest.mark.django_db
def test_what_was_read_before_another_change_is_not_written():
    duo.empty_country()
    change_data(lambda: None)
    read_at = DataVersion.current()
    change_data(lambda: None)

    with pytest.raises(OutdatedError), transaction.atomic():
        change_data(lambda: SchoolLocation.objects.create(code="00XX00", name="Te laat"), expected_version=read_at)

    assert not SchoolLocation.objects.exists()


class Busy:
    """Makes the plan of an import, and lets somebody else change the data right after it, some times."""

    def __init__(self, others):
        self.others = others
        self.plans = 0

    def __call__(self):
        self.plans += 1
        stored = stored_rows(SchoolLocation.objects.all(), ("code",), ("name",))
        difference = compare(stored, {**{key: row for key, (_pk, row) in stored.items()}, ("00XX00",): ("Nieuw",)})
        if self.plans <= self.others:
            change_data(lambda: SchoolLocation.objects.create(code=f"99ZZ0{self.plans}", name="Tussendoor"))
        return Plan(
            difference,
            SchoolLocation,
            ("name",),
            lambda run: write(SchoolLocation, ("code",), ("name",), difference),
            set(),
        )


def carried_out(plan):
    report = ImportReport("vestigingen.csv", "")
    carry_out(plan, ImportRun.Series.LOCATIONS, date(2026, 2, 1), report, Options())
    return report


@pytest.mark.django_db
def test_an_import_plans_anew_when_somebody_else_came_first():
    duo.empty_country()
    plan = Busy(others=2)

    report = carried_out(plan)

    assert (plan.plans, report.created, report.unchanged) == (3, 1, 2)
    assert set(SchoolLocation.objects.values_list("code", flat=True)) == {"00XX00", "99ZZ01", "99ZZ02"}
    assert ImportRun.objects.count() == 1


@pytest.mark.django_db
def test_an_import_that_never_gets_its_turn_gives_up_and_changes_nothing():
    duo.empty_country()

    with pytest.raises(OutdatedError):
        carried_out(Busy(others=9))

    assert not SchoolLocation.objects.filter(pk="00XX00").exists()
    assert not ImportRun.objects.exists()
