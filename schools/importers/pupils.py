"""Pupils per location, leerweg and profile on 1 October (DUO, "leerlingen vo per vestiging naar onderwijstype")."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from portal.importing import Columns, ImportReport, parse_rows, read_table

from ..models import ImportRun
from .codes import LEERWEGEN, added, count, location_code, profile_code
from .counts import CountRecord, Period, save_counts, school_year_in
from .running import Options

SOURCE = "duo-pupils"
COUNTED = tuple(f"LEER- OF VERBLIJFSJAAR {year} - {sex}" for year in (3, 4) for sex in ("MAN", "VROUW"))
COLUMNS = Columns(
    "leerlingen vo per vestiging naar onderwijstype",
    {
        "institution": ("INSTELLINGSCODE", "INSTELLING", "BRIN NUMMER"),
        "location": ("VESTIGINGSCODE", "VESTIGINGSNUMMER"),
        "name": ("INSTELLINGSNAAM VESTIGING",),
        "place": ("PLAATSNAAM VESTIGING",),
        "education": ("ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR",),
        "sector": ("VMBO SECTOR",),
        "afdeling": ("AFDELING",),
        **{title: (title,) for title in COUNTED},
    },
)
UPPER_YEARS = re.compile(r"VMBO (BL|KL|GL|TL) lj 3-4")


def import_pupils(path: Path, school_year: int | None = None, options: Options | None = None) -> ImportReport:
    """Read one year of pupils. `school_year` is the calendar year of 1 October (else taken from the name)."""
    options = options or Options()
    rows = read_table(path, COLUMNS)
    year = school_year_in(path, r"(20\d\d)(?!\d)", school_year)
    report = ImportReport.on(path, options.dry_run)
    records = list(parse_rows(rows, parse_pupils, report, options.progress))
    save_counts(records, Period(SOURCE, ImportRun.Series.PUPILS, year, date(year, 10, 1)), report, options)
    return report


def parse_pupils(row: Mapping[str, str]) -> CountRecord | None:
    """Pupils of leerjaar 3 and 4 of one row; None for lower years, havo, vwo and pupils without a profile."""
    upper = UPPER_YEARS.fullmatch(row["education"])
    if not upper:
        return None
    leerweg = LEERWEGEN[upper.group(1)]
    profile = profile_code(leerweg, row["afdeling"], row["sector"])
    if profile is None:
        return None
    total = (0, 0)
    for title in COUNTED:
        total = added(total, count(row[title], title))
    return CountRecord(
        location_code(row["institution"], row["location"], "VESTIGINGSNUMMER"),
        leerweg,
        profile,
        total,
        name=row["name"],
        place=row["place"],
    )
