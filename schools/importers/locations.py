"""All locations of secondary schools in the Netherlands (DUO, "alle vestigingen vo")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.importing import (
    Difference,
    ImportReport,
    RowError,
    compare,
    each_once,
    parse_rows,
    stored_rows,
    write,
)

from ..models import ImportRun, LocationChange, Region, SchoolLocation
from ..spelling import place_name
from .codes import codes_in, fitting, location_code
from .running import Options, Plan, carry_out, open_table
from .series import LOCATIONS, MERGED_MUNICIPALITIES

WEB_ADDRESS = re.compile(r"https?://([a-z0-9-]+\.)+[a-z]{2,}(/\S*)?", re.IGNORECASE)
MOST_IN_ADDRESS = SchoolLocation._meta.get_field("website").max_length


@dataclass(frozen=True)
class LocationRecord:
    """One location as DUO lists it, in our names; after `code` come the OFFICIAL_FIELDS."""

    code: str
    institution: str
    name: str
    street: str
    house_number: str
    postcode: str
    city: str
    municipality_id: str
    denomination: str
    phone: str
    website: str
    structure: str
    active: bool
    reference_date: date


KEYS = ("code",)
VALUES = tuple(each.name for each in fields(LocationRecord))[1:]


def import_locations(path: Path, reference_date: date | None = None, options: Options | None = None) -> ImportReport:
    """Read the register of locations as it was on `reference_date`.

    Locations that are no longer listed are closed, not deleted.
    """
    options = options or Options()
    table, report = open_table(path, LOCATIONS, options)
    day = reference_date or day_of_earlier_run(report.sha256) or today_as_day(report)
    known = set(Region.objects.municipalities().values_list("code", flat=True))
    parse = each_once(partial(parse_location, known, day), "location", attrgetter("code"))
    records = parse_rows(table, parse, report, options.progress)
    spared = codes_in(report.skipped_rows)
    carry_out(partial(plan, records, spared), ImportRun.Series.LOCATIONS, day, report, options)
    return report


def day_of_earlier_run(sha256: str) -> date | None:
    """The date under which this very file was read before, so that a second time changes nothing."""
    runs = ImportRun.objects.filter(series=ImportRun.Series.LOCATIONS, sha256=sha256)
    return runs.values_list("reference_date", flat=True).first()


def today_as_day(report: ImportReport) -> date:
    report.remarks.append(_("Als peildatum geldt vandaag; geef een andere mee met --reference-date."))
    return timezone.localdate()


def parse_location(municipalities: set[str], reference_date: date, row: Mapping[str, str]) -> LocationRecord:
    code = location_code(row["institution"], row["location"])
    return LocationRecord(
        code=code,
        institution=code[:4],
        name=needed(row, "name"),
        street=fitting(row, "street", "street"),
        house_number=fitting(row, "house_number", "house_number"),
        postcode=postcode(row["postcode"]),
        city=place_name(needed(row, "city")),
        municipality_id=municipality(row["municipality"], municipalities),
        denomination=fitting(row, "denomination", "denomination"),
        phone=fitting(row, "phone", "phone"),
        website=website(fitting(row, "website", "website")),
        structure=fitting(row, "structure", "structure"),
        active=True,
        reference_date=reference_date,
    )


def needed(row: Mapping[str, str], column: str) -> str:
    text = fitting(row, column, column)
    if not text:
        raise RowError(column, text, _("een naam"))
    return text


def postcode(text: str) -> str:
    found = re.fullmatch(r"([1-9][0-9]{3}) ?([A-Za-z]{2})", text)
    if not found:
        raise RowError("postcode", text, _("4 cijfers en 2 letters"))
    return f"{found.group(1)} {found.group(2).upper()}"


def municipality(number: str, known: set[str]) -> str:
    four = number.zfill(4)
    code = "GM" + MERGED_MUNICIPALITIES.get(four, four)
    if code not in known:
        raise RowError("municipality", number, _("het nummer van een bekende gemeente"))
    return code


def website(text: str) -> str:
    """The address with a scheme; nothing for what is no address (one is a phone number)."""
    bare = "".join(text.split()).rstrip(".")
    address = bare if "://" in bare else f"https://{bare}"
    return address if WEB_ADDRESS.fullmatch(address) and len(address) <= MOST_IN_ADDRESS else ""


def plan(records: list[LocationRecord], spared: set[str]) -> Plan:
    """A location that disappears from the register is closed; one whose row was refused stays as it is."""
    wanted = {(record.code,): tuple(getattr(record, name) for name in VALUES) for record in records}
    stored = {
        key: row
        for key, row in stored_rows(SchoolLocation.objects.all(), KEYS, VALUES).items()
        if key in wanted or (is_open(row[1]) and key[0] not in spared)
    }
    difference = compare(stored, wanted)
    affected = {code for (code,) in difference.keys}
    return Plan(difference, SchoolLocation, VALUES, lambda run: save_locations(difference, run), affected)


def save_locations(difference: Difference, run: ImportRun):
    write(SchoolLocation, KEYS, VALUES, replace(difference, removed=frozenset()))
    SchoolLocation.objects.filter(code__in=[code for (code,) in difference.removed]).update(active=False)
    if difference.stored:
        LocationChange.objects.bulk_create(LocationChange(run=run, **each) for each in location_changes(difference))


# What staff look into afterwards


def location_changes(difference: Difference) -> list[dict]:
    """The locations that appeared, disappeared or moved, as values of a LocationChange."""
    changed = {key: (difference.stored[key][1], values) for key, values in difference.changed.items()}
    found = {
        LocationChange.Kind.APPEARED: {
            **{key: (None, values) for key, values in difference.created.items()},
            **{key: (None, new) for key, (old, new) in changed.items() if not is_open(old)},
        },
        LocationChange.Kind.DISAPPEARED: {key: (difference.stored[key][1], None) for key in difference.removed},
        LocationChange.Kind.MOVED: {
            key: (old, new) for key, (old, new) in changed.items() if is_open(old) and address(old) != address(new)
        },
    }
    return [
        {"location_id": code, "kind": kind, "before": address(old), "after": address(new)}
        for kind, locations in found.items()
        for (code,), (old, new) in sorted(locations.items())
    ]


def is_open(values: tuple) -> bool:
    return values[VALUES.index("active")]


def address(values: tuple | None) -> str:
    """Street, number, postcode and place in one line; nothing for a location that is not there."""
    if values is None:
        return ""
    street, number, code, city = (values[VALUES.index(name)] for name in ("street", "house_number", "postcode", "city"))
    return f"{street} {number}, {code} {city}"
