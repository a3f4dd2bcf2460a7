"""Exam candidates per location, leerweg and profile (DUO, "geslaagden, gezakten en cijfers")."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from portal.importing import Columns, ImportReport, RowError, parse_rows, read_table

from ..models import ImportRun, Leerweg
from .codes import LEERWEGEN, count, location_code, profile_code
from .counts import CountRecord, Period, save_counts, school_year_in
from .running import Options

SOURCE = "duo-exams"
COLUMNS = Columns(
    "geslaagden, gezakten en cijfers",
    {
        "institution": ("INSTELLINGSCODE", "INSTELLING", "BRIN NUMMER"),
        "location": ("VESTIGINGSCODE", "VESTIGINGSNUMMER"),
        "name": ("INSTELLINGSNAAM VESTIGING",),
        "municipality": ("GEMEENTENAAM VESTIGING",),
        "education": ("ONDERWIJSTYPE VO",),
        "leerweg": ("LEERWEG VMBO",),
        "sector": ("VMBO SECTOR",),
        "afdeling": ("AFDELING",),
        "candidates": ("EXAMENKANDIDATEN",),
    },
)


def import_exams(path: Path, school_year: int | None = None, options: Options | None = None) -> ImportReport:
    """Read one exam year. `school_year` is the calendar year in which it begins (else taken from the name)."""
    options = options or Options()
    rows = read_table(path, COLUMNS)
    year = school_year_in(path, r"(20\d\d)-20\d\d", school_year)
    report = ImportReport.on(path, options.dry_run)
    records = list(parse_rows(rows, parse_exam, report, options.progress))
    # The school year ends on 31 July, after the exams.
    period = Period(SOURCE, ImportRun.Series.EXAMS, year, date(year + 1, 7, 31))
    save_counts(records, period, report, options)
    return report


def parse_exam(row: Mapping[str, str]) -> CountRecord | None:
    """Candidates of one row; havo and vwo are counted together without a profile."""
    leerweg = leerweg_of(row)
    profile = None if leerweg == Leerweg.HV else profile_code(leerweg, row["afdeling"], row["sector"])
    if profile is None and leerweg != Leerweg.HV:
        return None
    return CountRecord(
        location_code(row["institution"], row["location"], "VESTIGINGSCODE"),
        leerweg,
        profile,
        count(row["candidates"], "EXAMENKANDIDATEN"),
        name=row["name"],
        municipality=row["municipality"],
    )


def leerweg_of(row) -> Leerweg:
    if row["education"] in ("HAVO", "VWO"):
        return Leerweg.HV
    if row["education"] != "VMBO":
        raise RowError("ONDERWIJSTYPE VO", row["education"], _("VMBO, HAVO of VWO"))
    if row["leerweg"] not in LEERWEGEN:
        raise RowError("LEERWEG VMBO", row["leerweg"], _("BL, KL, GL of TL"))
    return LEERWEGEN[row["leerweg"]]
