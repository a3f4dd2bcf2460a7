"""DUO's files for tests: true extracts, and the same rows as other years published them."""

import csv
import io
import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from schools.fixtures import BOUNDARIES, TABLES, load_boundaries, load_table
from schools.importers import import_coordinates, import_exams, import_locations, import_pupils
from schools.models import DataVersion, FinderRow, ImportRun, ProfileAnswer, ProfileStatement, SchoolLocation

EXTRACTS = Path(__file__).parent / "extracts"
LOCATIONS = EXTRACTS / "02.-alle-vestigingen-vo.csv"
EXAMS_2022 = EXTRACTS / "geslaagden-gezakten-en-cijfers-2022-2023.csv"
EXAMS_2023 = EXTRACTS / "geslaagden-gezakten-en-cijfers-2023-2024.csv"
PUPILS_2019 = EXTRACTS / "01.-leerlingen-vo-per-vestiging-naar-onderwijstype-2019.csv"
COORDINATES = EXTRACTS / "vestigingen-coordinaten.csv"
COUNTS = (EXAMS_2022, EXAMS_2023, PUPILS_2019)
IMPORTERS = {
    LOCATIONS: import_locations,
    COORDINATES: import_coordinates,
    EXAMS_2022: import_exams,
    EXAMS_2023: import_exams,
    PUPILS_2019: import_pupils,
}
OWN_TABLES = ("regions.csv", "sources.csv", "profiles.csv")
KEPT = (ProfileAnswer, FinderRow, ProfileStatement, ImportRun, SchoolLocation, DataVersion)


def empty_country():
    """The site's own tables, and nothing of what files of DUO bring."""
    for model in KEPT:
        model.objects.all().delete()
    for table in TABLES:
        if table.file in OWN_TABLES:
            load_table(table, settings.FIXTURES_DIR)
    load_boundaries(settings.FIXTURES_DIR / BOUNDARIES)


def import_everything():
    for path, read in IMPORTERS.items():
        read(path)


@contextmanager
def imported(blocker):
    """All extracts, imported for the tests of a whole module and undone after the last."""
    with blocker.unblock(), transaction.atomic():
        empty_country()
        import_everything()
        connection.check_constraints()  # now, and not at the end of every test
        yield
        transaction.set_rollback(True)


def everything():
    """All that imports can change, as plain rows that can be compared."""
    return {model: list(model.objects.order_by("pk").values()) for model in KEPT}


def official_file(name):
    """A whole file of DUO, or the test is skipped: they are too large to keep in the project."""
    folder = Path(os.environ.get("DUO_FILES") or settings.BASE_DIR.parent / "shared" / "data" / "duo")
    if not (folder / name).exists():
        pytest.skip(f"DUO's {name} is not in {folder}; DUO_FILES names another folder")
    return folder / name


# The same rows in another layout


def rows_of(path):
    content = path.read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="," if path == COORDINATES else ";"))


def write_rows(path, rows, encoding="utf-8", line_end="\r\n", quoted=False, delimiter=";"):
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=line_end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def renamed(rows, names):
    header, *rest = rows
    return [[names.get(title, title) for title in header], *rest]


def changed(rows, number, title, value):
    """The rows with one cell changed; numbers as a spreadsheet shows them."""
    copy = [list(row) for row in rows]
    copy[number - 1][rows[0].index(title)] = value
    return copy


def with_column(rows, title, value):
    header, *rest = rows
    return [[*header, title], *([*row, value] for row in rest)]


def without_column(rows, title):
    place = rows[0].index(title)
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def mapped(rows, title, change):
    header, *rest = rows
    place = header.index(title)
    return [header, *([*row[:place], change(row[place]), *row[place + 1 :]] for row in rest)]


AFDELINGEN = {"MET": "MTR", "MAT": "MTE", "ZW": "ZWE", "GR": "G"}
SECTORS = {"TL-TE": "Techniek", "TL-ZW": "Zorg & Welzijn", "TL-EC": "Economie", "TL-GR": "Landbouw"}
LEERWEGEN = {"BB": "BL", "KB": "KL", "GL": "GL", "TL": "TL", "HV": " "}


def write_next_exam_year(path):
    """The newest exams of the fixtures once more as a file of DUO, a year later and with PIE gone everywhere."""
    with (settings.FIXTURES_DIR / "statements.csv").open(encoding="utf-8", newline="") as file:
        known = [row for row in csv.DictReader(file) if row["source_id"] == "duo-exams" and row["profile_id"] != "PIE"]
    newest = max(row["school_year"] for row in known)
    rows = [exam_row(row) for row in known if row["school_year"] == newest]
    return write_rows(path, [rows_of(EXAMS_2023)[0], *rows])


def exam_row(row):
    code, profile = row["location_id"], row["profile_id"]
    education = "HAVO" if row["leerweg"] == "HV" else "VMBO"
    afdeling = "" if profile in SECTORS else AFDELINGEN.get(profile, profile)
    kind = [education, LEERWEGEN[row["leerweg"]], SECTORS.get(profile, ""), afdeling]
    return [code[:4], code, "School", "ROTTERDAM", "Zuid-Holland", *kind, row["count_high"], "0", "0", "", "", ""]
