"""The point of every location in WGS84, as looked up in the addresses of the BAG."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.importing import ImportReport, RowError, TableError, compare, each_once, parse_rows, stored_rows, write

from ..models import ImportRun, SchoolLocation
from .codes import location_code
from .running import Options, Plan, carry_out, open_table
from .series import COORDINATES

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
    table, report = open_table(path, COORDINATES, options)
    parse = each_once(parse_coordinates, "code", attrgetter("code"))
    records = parse_rows(table, parse, report, options.progress)
    day = reference_date or timezone.localdate()
    carry_out(partial(plan, records), ImportRun.Series.COORDINATES, day, report, options)
    return report


def parse_coordinates(row: Mapping[str, str]) -> CoordinateRecord:
    try:
        code = location_code(row["code"].zfill(6)[:4], row["code"])
    except RowError as error:
        raise RowError("code", row["code"], _("een vestigingscode als 17YF00")) from error
    return CoordinateRecord(
        code, degrees(row["latitude"], "latitude", LATITUDES), degrees(row["longitude"], "longitude", LONGITUDES)
    )


def degrees(text: str, column: str, between: tuple[float, float]) -> float:
    """Four decimals tell ten metres; a number with fewer is no place of a school and perhaps cut off."""
    low, high = between
    value = float(text) if re.fullmatch(r"[0-9]{1,2}\.[0-9]{4,15}", text) else None
    if value is None or not low <= value <= high:
        expected = _("graden tussen %(low)s en %(high)s met minstens 4 cijfers achter een punt")
        raise RowError(column, text, expected % {"low": low, "high": high})
    return value


def plan(records: list[CoordinateRecord]) -> Plan:
    known = stored_rows(SchoolLocation.objects.all(), KEYS, VALUES)
    wanted = {(record.code,): (record.latitude, record.longitude) for record in records if (record.code,) in known}
    if not wanted:
        raise TableError(_("Geen van deze vestigingen is bekend; lees eerst het vestigingenbestand in."))
    difference = compare({key: known[key] for key in wanted}, wanted)
    return Plan(
        difference,
        SchoolLocation,
        VALUES,
        lambda run: write(SchoolLocation, KEYS, VALUES, difference),
        {code for (code,) in difference.keys},
        remarks_on(len(records) - len(wanted)),
    )


def remarks_on(strangers: int) -> list[str]:
    if not strangers:
        return []
    sentence = ngettext(
        "%(count)s vestiging is niet bekend en overgeslagen.",
        "%(count)s vestigingen zijn niet bekend en overgeslagen.",
        strangers,
    )
    return [sentence % {"count": strangers}]
