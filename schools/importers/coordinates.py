"""The point of every location in WGS84, as looked up in the addresses of the BAG."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.importing import (
    Columns,
    ImportReport,
    RowError,
    TableError,
    compare,
    parse_rows,
    read_table,
    stored_rows,
    write,
)

from ..models import ImportRun, SchoolLocation
from .codes import location_code
from .running import Options, Plan, carry_out

COLUMNS = Columns(
    "coördinaten van vestigingen",
    {"code": ("VESTIGINGSCODE",), "latitude": ("LATITUDE",), "longitude": ("LONGITUDE",)},
    delimiter=",",
)
LATITUDES = (50.7, 53.6)
LONGITUDES = (3.2, 7.3)
"""The European Netherlands."""

KEYS = ("code",)
VALUES = ("latitude", "longitude")


@dataclass(frozen=True)
class CoordinateRecord:
    code: str
    latitude: float
    longitude: float


def import_coordinates(path: Path, reference_date: date | None = None, options: Options | None = None) -> ImportReport:
    """Give known locations their point; codes that are not known are passed over and counted in a remark."""
    options = options or Options()
    rows = read_table(path, COLUMNS)
    report = ImportReport.on(path, options.dry_run)
    records = list(parse_rows(rows, parse_coordinates, report, options.progress))
    day = reference_date or timezone.localdate()
    carry_out(lambda: plan(records, report), ImportRun.Series.COORDINATES, day, report, options)
    return report


def parse_coordinates(row: Mapping[str, str]) -> CoordinateRecord:
    return CoordinateRecord(
        location_code("", row["code"], "vestigingscode"),
        degrees(row["latitude"], "latitude", LATITUDES),
        degrees(row["longitude"], "longitude", LONGITUDES),
    )


def degrees(text: str, column: str, between: tuple[float, float]) -> float:
    low, high = between
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise RowError(column, text, _("graden tussen %(low)s en %(high)s, met een punt") % {"low": low, "high": high})
    return value


def plan(records: list[CoordinateRecord], report: ImportReport) -> Plan:
    stored = stored_rows(SchoolLocation.objects.all(), KEYS, VALUES)
    wanted = {(record.code,): (record.latitude, record.longitude) for record in records if (record.code,) in stored}
    if not wanted:
        raise TableError(_("Geen van deze vestigingen is bekend. Lees eerst het vestigingenbestand in."))
    passed_over = len(records) - len(wanted)
    report.remarks = (
        [_("%(count)s vestigingen zijn niet bekend en overgeslagen.") % {"count": passed_over}] if passed_over else []
    )
    named = {key: stored[key] for key in wanted}
    difference = compare(named, wanted)
    affected = {key[0] for key in difference.changed}
    return Plan(difference, VALUES, lambda run: update_points(difference), affected)


def update_points(difference):
    write(SchoolLocation, KEYS, VALUES, difference)
