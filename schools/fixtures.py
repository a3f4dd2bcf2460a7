"""The tables in fixtures/: what an empty site starts with, and how they are written from imported data.

A fixture is a CSV file in our own columns: the names of the fields of its model. Boundaries are JSON.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import models

from portal.importing import Difference, compare, stored_rows, write

from .models import Postcode, ProfileModule, ProfileStatement, Region, SchoolLocation, Source, VmboProfile
from .recalculation import change_data, recalculate


class Share(Enum):
    """What a filled site takes over from a fixture, beside what people there add themselves."""

    ALL = "the stored rows become those of the file"
    OURS = "rows of the file, while others stay"
    NEW = "rows that are not there yet"


@dataclass(frozen=True)
class Table:
    """One fixture: its file, its model, and its columns as names of fields; the key columns come first.

    `scope` says which stored rows belong to the file, by field and value; by default all of them.
    """

    file: str
    model: type[models.Model]
    keys: tuple[str, ...]
    values: tuple[str, ...]
    share: Share = Share.ALL
    scope: Mapping = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        return self.keys + self.values

    def path(self, folder: Path) -> Path:
        return folder / self.file

    def lines(self, folder: Path) -> list[dict[str, str]]:
        """The file as text, a dictionary per row."""
        with self.path(folder).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows(self, folder: Path) -> Iterable[tuple[tuple, tuple]]:
        """Key and values of every row, typed as the fields; an empty cell is None where the field allows it."""
        fields = [self.model._meta.get_field(name) for name in self.fields]
        for line in self.lines(folder):
            values = [python_value(field, line[name]) for name, field in zip(self.fields, fields, strict=True)]
            yield tuple(values[: len(self.keys)]), tuple(values[len(self.keys) :])

    def difference(self, folder: Path) -> Difference:
        """What has to be written so that the stored rows equal the fixture."""
        stored = stored_rows(self.model._default_manager.filter(**self.scope), self.keys, self.values)
        return compare(stored, dict(self.rows(folder)))

    def owed(self, folder: Path) -> Difference:
        """What a filled site takes over."""
        found = self.difference(folder)
        if self.share != Share.ALL:
            found = replace(found, removed=frozenset())
        return replace(found, changed={}) if self.share == Share.NEW else found

    def write(self, difference: Difference):
        write(self.model, self.keys, self.values, difference)


def table(file: str, model: type[models.Model], keys: str, values: str, share=Share.ALL, **scope) -> Table:
    return Table(file, model, tuple(keys.split()), tuple(values.split()), share, scope)


@dataclass(frozen=True)
class Links(Table):
    """A column with codes of other rows, blanks between them: one link for every code."""

    column: str = ""
    owner: str = ""

    def rows(self, folder: Path) -> Iterable[tuple[tuple, tuple]]:
        for line in self.lines(folder):
            for code in line[self.column].split():
                yield (line[self.owner], code), ()


def links(table: Table, column: str) -> Links:
    """The links of a table whose key is one column."""
    [owner] = table.keys
    between = table.model._meta.get_field(column)
    names = (between.m2m_column_name(), between.m2m_reverse_name())
    return Links(table.file, between.remote_field.through, names, (), table.share, {}, column, owner)


TABLES = (
    table("regions.csv", Region, "code", "name slug kind provincie_id corop_id metropoolregio_id"),
    table("postcodes.csv", Postcode, "pc4", "place latitude longitude"),
    table("sources.csv", Source, "code", "kind name publisher licence url", Share.NEW),  # editors change them
    table(
        "profiles.csv",
        VmboProfile,
        "code",
        "position family slug name abbreviation short_name technical media_ict icon description",
    ),
    table("profile_modules.csv", ProfileModule, "code", "profile_id kind name description source_id"),
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
OWN = (Region, Postcode, Source, VmboProfile, ProfileModule)
FOLLOWED = tuple(table for table in TABLES if table.model in (Source, ProfileModule))
"""What a filled site takes over from the fixtures as well: no import brings it."""
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
    table.write(replace(table.difference(folder), removed=frozenset()))


def follow(tables: Iterable[Table], folder: Path | None = None) -> bool:
    """Bring tables that nobody else writes up to date, on a filled site too. True when something differed.

    Leaves the data version when nothing did. A table comes after those it refers to.
    """
    tables, folder = list(tables), folder or settings.FIXTURES_DIR
    if not any(table.owed(folder) for table in tables):
        return False
    change_data(lambda: bring_up_to_date(tables, folder))
    return True


def bring_up_to_date(tables: list[Table], folder: Path):
    """Rows that others refer to come first and go last."""
    for table in tables:
        table.write(replace(table.owed(folder), removed=frozenset()))
    for table in reversed(tables):
        table.write(table.owed(folder))


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
