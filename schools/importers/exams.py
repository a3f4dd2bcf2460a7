"""Exam candidates per location, leerweg and profile (DUO, "geslaagden, gezakten en cijfers")."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from portal.importing import ImportReport, RowError, parse_rows

from ..models import ImportRun, Leerweg
from .codes import LEERWEGEN, count, fitting, location_code, profile_code
from .counts import CountRecord, Period, save_counts, school_year_in
from .running import Options, open_table
from .series import EXAMS

SOURCE = "duo-exams"


def import_exams(path: Path, school_year: int | None = None, options: Options | None = None) -> ImportReport:
    """Read one exam year. `school_year` is the calendar year in which it begins (else taken from the name)."""
    options = options or Options()
    table, report = open_table(path, EXAMS, options)
    year = school_year_in(path, r"(?<!\d)(20\d\d)-20\d\d(?!\d)", school_year)
    records = parse_rows(table, parse_exam, report, options.progress)
    # The school year ends on 31 July, after the exams.
    period = Period(SOURCE, ImportRun.Series.EXAMS, year, date(year + 1, 7, 31))
    save_counts(records, period, report, options)
    return report


def parse_exam(row: Mapping[str, str]) -> CountRecord:
    """Candidates of one row; havo and vwo are counted together without a profile."""
    leerweg = leerweg_of(row)
    return CountRecord(
        location_code(row["institution"], row["location"]),
        leerweg,
        None if leerweg == Leerweg.HV else exam_profile(leerweg, row),
        count(row["candidates"], "candidates"),
        name=fitting(row, "name", "name"),
        municipality=fitting(row, "municipality", "city"),
    )


def leerweg_of(row: Mapping[str, str]) -> Leerweg:
    if row["education"] in ("HAVO", "VWO"):
        return Leerweg.HV
    if row["education"] != "VMBO":
        raise RowError("education", row["education"], _("VMBO, HAVO of VWO"))
    if row["leerweg"] not in LEERWEGEN:
        raise RowError("leerweg", row["leerweg"], _("BL, KL, GL of TL"))
    return LEERWEGEN[row["leerweg"]]


def exam_profile(leerweg: Leerweg, row: Mapping[str, str]) -> str:
    """Every candidate has a profile, unlike pupils of the theoretische leerweg in leerjaar 3."""
    profile = profile_code(leerweg, row["afdeling"], row["sector"])
    if profile is None:
        raise RowError("sector", row["sector"], _("de sector van de theoretische leerweg"))
    return profile
