"""Which importer reads a file: the one that was chosen, or the one whose columns it has."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from portal.importing import Columns, ImportReport, TableError, content_of, decoded, lacking, titles_in

from ..models import ImportRun
from .coordinates import import_coordinates
from .exams import import_exams
from .locations import import_locations
from .pupils import import_pupils
from .running import Options
from .series import COORDINATES, EXAMS, LOCATIONS, PUPILS

Series = ImportRun.Series
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Reader:
    """How a series is read; `dated_by` is what a file can be given beside its name."""

    columns: Columns
    read: Callable[..., ImportReport]
    dated_by: str


READERS = {
    Series.LOCATIONS: Reader(LOCATIONS, import_locations, "reference_date"),
    Series.COORDINATES: Reader(COORDINATES, import_coordinates, "reference_date"),
    Series.EXAMS: Reader(EXAMS, import_exams, "school_year"),
    Series.PUPILS: Reader(PUPILS, import_pupils, "school_year"),
}


def series_of(path: Path) -> Series:
    """The series that has these columns. TableError when none has all of them."""
    content = content_of(path)
    if content.startswith(ZIP):
        raise TableError(_("Dit is een zip-bestand of een Excel-bestand. Pak het uit, of bewaar het als csv."))
    text = decoded(content) or ""
    titles = {series: titles_in(text, reader.columns.delimiter) for series, reader in READERS.items()}
    missing = {series: READERS[series].columns.missing_in(found) for series, found in titles.items()}
    nearest = min(missing, key=lambda series: len(missing[series]))
    if missing[nearest] and len(missing[nearest]) < len(READERS[nearest].columns.required):
        raise lacking(READERS[nearest].columns, titles[nearest])
    if missing[nearest]:
        raise TableError(_("De kolommen van dit bestand horen bij geen van de reeksen van DUO die wij lezen."))
    return nearest


def import_file(path: Path, series: str, given: dict, options: Options) -> ImportReport:
    """Read a file of this series. `given` are the reference date and the school year, as far as somebody gave them."""
    reader = READERS[Series(series)]
    return reader.read(path, given.get(reader.dated_by), options)
