"""Pupils per location, leerweg and profile on 1 October (DUO, "leerlingen vo per vestiging naar onderwijstype")."""

import re
from collections.abc import Mapping
from datetime import date
from functools import reduce
from pathlib import Path

from portal.importing import ImportReport, parse_rows

from ..models import ImportRun
from .codes import LEERWEGEN, added, count, fitting, location_code, profile_code
from .counts import CountRecord, Period, save_counts, school_year_in
from .running import Options, open_table
from .series import PUPILS, UPPER_YEARS

SOURCE = "duo-pupils"
VMBO_UPPER = re.compile(r"VMBO (BL|KL|GL|TL) lj 3-4")


def import_pupils(path: Path, school_year: int | None = None, options: Options | None = None) -> ImportReport:
    """Read one year of pupils. `school_year` is the calendar year of 1 October (else taken from the name)."""
    options = options or Options()
    table, report = open_table(path, PUPILS, options)
    year = school_year_in(path, r"(?<!\d)(20\d\d)(?!\d)", school_year)
    records = parse_rows(table, parse_pupils, report, options.progress)
    save_counts(records, Period(SOURCE, ImportRun.Series.PUPILS, year, date(year, 10, 1)), report, options)
    return report


def parse_pupils(row: Mapping[str, str]) -> CountRecord | None:
    """Pupils of leerjaar 3 and 4 of one row; None for lower years, havo, vwo and pupils without a profile."""
    upper = VMBO_UPPER.fullmatch(row["education"])
    if not upper:
        return None
    leerweg = LEERWEGEN[upper.group(1)]
    profile = profile_code(leerweg, row["afdeling"], row["sector"])
    if profile is None:
        return None
    return CountRecord(
        location_code(row["institution"], row["location"]),
        leerweg,
        profile,
        reduce(added, (count(row[title], title) for title in UPPER_YEARS)),
        name=fitting(row, "name", "name"),
        place=fitting(row, "place", "city"),
    )
