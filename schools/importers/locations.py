"""All locations of secondary schools in the Netherlands (DUO, "alle vestigingen vo")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.importing import (
    Columns,
    Difference,
    ImportReport,
    RowError,
    compare,
    parse_rows,
    read_table,
    stored_rows,
    write,
)

from ..models import ImportRun, Region, SchoolLocation
from ..spelling import place_name
from .codes import location_code
from .running import Options, Plan, carry_out

COLUMNS = Columns(
    "alle vestigingen vo",
    {
        "institution": ("INSTELLINGSCODE", "BRIN NUMMER"),
        "location": ("VESTIGINGSCODE", "VESTIGINGSNUMMER"),
        "name": ("VESTIGINGSNAAM",),
        "street": ("STRAATNAAM",),
        "house_number": ("HUISNUMMER-TOEVOEGING",),
        "postcode": ("POSTCODE",),
        "city": ("PLAATSNAAM",),
        "municipality": ("GEMEENTENUMMER",),
        "denomination": ("DENOMINATIE",),
        "phone": ("TELEFOONNUMMER",),
        "website": ("INTERNETADRES",),
        "structure": ("ONDERWIJSSTRUCTUUR",),
    },
)
MERGED_MUNICIPALITIES = {"0501": "1992", "0530": "1992", "0614": "1992"}
"""Brielle, Hellevoetsluis and Westvoorne are Voorne aan Zee since 2023."""


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
    rows = read_table(path, COLUMNS)
    report = ImportReport.on(path, options.dry_run)
    day = reference_date_of(report, reference_date)
    known = set(Region.objects.municipalities().values_list("code", flat=True))
    records = list(parse_rows(rows, lambda row: parse_location(row, known, day), report, options.progress))
    listed = {row.values.get("location") for row in rows}
    carry_out(lambda: plan(records, listed), ImportRun.Series.LOCATIONS, day, report, options)
    return report


def parse_location(row: Mapping[str, str], municipalities: set[str], reference_date: date) -> LocationRecord:
    return LocationRecord(
        code=location_code(row["institution"], row["location"], "VESTIGINGSCODE"),
        institution=row["institution"],
        name=" ".join(row["name"].split()),
        street=row["street"],
        house_number=row["house_number"],
        postcode=postcode(row["postcode"]),
        city=place_name(row["city"]),
        municipality_id=municipality(row["municipality"], municipalities),
        denomination=row["denomination"],
        phone=row["phone"],
        website=website(row["website"]),
        structure=row["structure"],
        active=True,
        reference_date=reference_date,
    )


def postcode(text: str) -> str:
    found = re.fullmatch(r"(\d{4}) ?([A-Za-z]{2})", text)
    if not found:
        raise RowError("POSTCODE", text, _("4 cijfers en 2 letters"))
    return f"{found.group(1)} {found.group(2).upper()}"


def municipality(number: str, known: set[str]) -> str:
    four = number.zfill(4)
    code = "GM" + MERGED_MUNICIPALITIES.get(four, four)
    if code not in known:
        raise RowError("GEMEENTENUMMER", number, _("het nummer van een bekende gemeente"))
    return code


def website(text: str) -> str:
    """The address with a scheme; nothing for what is no address (one is a phone number)."""
    address = "".join(text.split())
    if "." not in address:
        return ""
    return address if re.match(r"https?://", address) else f"https://{address}"


def plan(records: list[LocationRecord], listed: set[str]) -> Plan:
    """A location that disappears from the register is closed; one whose row was refused stays as it is."""
    wanted = {(record.code,): tuple(getattr(record, name) for name in VALUES) for record in records}
    is_open = VALUES.index("active")
    stored = {
        key: row
        for key, row in stored_rows(SchoolLocation.objects.all(), KEYS, VALUES).items()
        if key in wanted or (row[1][is_open] and key[0] not in listed)
    }
    difference = compare(stored, wanted)
    affected = {key[0] for key in (*difference.created, *difference.changed, *difference.removed)}
    return Plan(difference, VALUES, lambda run: save_locations(difference), affected)


def save_locations(difference: Difference):
    write(SchoolLocation, KEYS, VALUES, replace(difference, removed=frozenset()))
    SchoolLocation.objects.filter(code__in=[code for (code,) in difference.removed]).update(active=False)


def reference_date_of(report: ImportReport, given: date | None) -> date:
    """The given date; else the one this very file was read with before; else today."""
    earlier = ImportRun.objects.filter(series=ImportRun.Series.LOCATIONS, sha256=report.sha256).first()
    return given or (earlier.reference_date if earlier else timezone.localdate())
