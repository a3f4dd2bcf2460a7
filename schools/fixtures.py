"""The tables in fixtures/: what an empty site starts with, and how they are written from imported data.

A fixture is a CSV file in our own columns: the names of the fields of its model. Boundaries are JSON.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import models

from portal.importing import compare, stored_rows, write

from .models import Postcode, ProfileStatement, Region, SchoolLocation, Source, VmboProfile
from .recalculation import recalculate


@dataclass(frozen=True)
class Table:
    """One fixture: its file, its model, and its columns as names of fields; the key columns come first."""

    file: str
    model: type[models.Model]
    keys: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return self.keys + self.values

    def path(self, folder: Path) -> Path:
        return folder / self.file


def table(file: str, model: type[models.Model], keys: str, values: str) -> Table:
    return Table(file, model, tuple(keys.split()), tuple(values.split()))


TABLES = (
    table("regions.csv", Region, "code", "name slug kind provincie_id corop_id metropoolregio_id"),
    table("postcodes.csv", Postcode, "pc4", "place latitude longitude"),
    table("sources.csv", Source, "code", "kind name publisher licence url"),
    table(
        "profiles.csv",
        VmboProfile,
        "code",
        "position family slug name abbreviation short_name technical media_ict icon description",
    ),
    table(
        "locations.csv",
        SchoolLocation,
        "code",
        "institution name short_name street house_number postcode city municipality_id denomination phone website "
        "structure reference_date latitude longitude",
    ),
    table(
        "statements.csv",
        ProfileStatement,
        "location_id profile_id leerweg source_id reference_date",
        "school_year count_low count_high",
    ),
)
OWN = (Region, Postcode, Source, VmboProfile)
BOUNDARIES = "boundaries.json"


def load_fixtures(folder: Path | None = None):
    """Fill an empty database. To be called in the transaction of the change."""
    folder = folder or settings.FIXTURES_DIR
    load_own_tables(folder)
    for table in TABLES:
        if table.model not in OWN:
            load_table(table, folder)
    recalculate()


def load_own_tables(folder: Path | None = None):
    """The tables that no file of DUO brings. To be called in the transaction of the change."""
    folder = folder or settings.FIXTURES_DIR
    for table in TABLES:
        if table.model in OWN:
            load_table(table, folder)
    load_boundaries(folder / BOUNDARIES)


def load_table(table: Table, folder: Path):
    """Create and change rows so that they equal the fixture; other rows stay."""
    stored = stored_rows(table.model.objects.all(), table.keys, table.values)
    difference = compare(stored, dict(read_fixture(table, folder)))
    write(table.model, table.keys, table.values, replace(difference, removed=frozenset()))


def read_fixture(table: Table, folder: Path) -> Iterable[tuple[tuple, tuple]]:
    """Key and values of every row, with the types of the fields; an empty cell is None where the field allows it."""
    fields = [table.model._meta.get_field(name) for name in table.fields]
    with table.path(folder).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = {name: python_value(field, row[name]) for name, field in zip(table.fields, fields, strict=True)}
            yield tuple(values[name] for name in table.keys), tuple(values[name] for name in table.values)


def python_value(field: models.Field, text: str):
    if text == "" and field.null:
        return None
    return field.target_field.to_python(text) if field.is_relation else field.to_python(text)


def load_boundaries(path: Path):
    boundaries = json.loads(path.read_text(encoding="utf-8"))
    regions = [Region(code=code, boundary=rings) for code, rings in boundaries.items()]
    Region.objects.bulk_update(regions, ["boundary"])


def write_fixtures(folder: Path | None = None):
    """Write the tables anew from the database: all regions, profiles and postcodes, and what the finder covers."""
    folder = folder or settings.FIXTURES_DIR
    for table in TABLES:
        with table.path(folder).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(table.fields)
            rows.writerows(rows_to_write(table))
    boundaries = dict(Region.objects.filter(boundary__isnull=False).order_by("code").values_list("code", "boundary"))
    text = json.dumps(boundaries, separators=(",", ":")).replace("]]],", "]]],\n")
    (folder / BOUNDARIES).write_text(text + "\n", encoding="utf-8")


def rows_to_write(table: Table) -> list[tuple]:
    """In the order of their keys as text, which is the same on every database."""
    chosen = table.model.objects.all()
    if table.model is SchoolLocation:
        chosen = chosen.in_finder()
    if table.model is ProfileStatement:
        chosen = chosen.filter(location__finder__isnull=False, source__kind__in=[Source.Kind.EXAMS, Source.Kind.PUPILS])
    rows = chosen.order_by().values_list(*table.fields)
    return sorted(rows, key=lambda row: ["" if value is None else str(value) for value in row[: len(table.keys)]])
