"""From an official file to the difference it makes: read strictly, compare, write only what differs.

Knows files and tables, and no app. Texts are Dutch: they are read by whoever imports the file.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
BATCH = 1000


class TableError(Exception):
    """The file as a whole cannot be used; the message says in one sentence why and what was expected."""


class RowError(Exception):
    """One value in one row cannot be used."""

    def __init__(self, column: str, value: str, expected: str):
        self.column, self.value, self.expected = column, value, expected
        super().__init__(
            _("%(column)s is '%(value)s', verwacht: %(expected)s")
            % {"column": column, "value": value[:60], "expected": expected}
        )


class GoneError(TableError):
    """The file would make more of what is known disappear than is believable."""


@dataclass(frozen=True)
class Columns:
    """The columns of one series of files: our name to the headers it had over the years.

    All of them must be present. `name` is what people call the series.
    """

    name: str
    required: Mapping[str, tuple[str, ...]]
    delimiter: str = ";"

    def find(self, header: list[str]) -> dict[str, int]:
        """Position of every required column, or a TableError that names the missing ones."""
        places = {title.strip().upper(): place for place, title in enumerate(header)}
        found = {
            ours: next((places[title] for title in titles if title in places), None)
            for ours, titles in self.required.items()
        }
        missing = [" / ".join(self.required[ours]) for ours, place in found.items() if place is None]
        if missing:
            raise TableError(
                _(
                    "Dit is geen bestand '%(series)s': de kolom %(missing)s ontbreekt. "
                    "De eerste regel begint met %(header)s."
                )
                % {
                    "series": self.name,
                    "missing": ", ".join(missing[:3]),
                    "header": ";".join(header)[:80],
                }
            )
        return found


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (the header is row 1), and our column names to plain text."""

    number: int
    values: Mapping[str, str]
    fault: RowError | None = None


def read_table(path: Path, columns: Columns) -> list[Row]:
    """All rows of a separated file, with only the columns asked for, stripped of blanks.

    UTF-8 with or without mark, or windows-1252. Raises TableError for a file that is missing, empty, a
    spreadsheet, otherwise separated, cut off, of another series, or without one of the columns.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), delimiter=columns.delimiter, strict=True)
    try:
        header = next(reader, [])
        check_delimiter(header, columns.delimiter)
        lines = [values for values in reader if values]
    except csv.Error as error:
        raise TableError(
            _(
                "Regel %(line)s kan niet worden gelezen: een aanhalingsteken staat open of verkeerd. "
                "Is het bestand heel?"
            )
            % {"line": reader.line_num}
        ) from error
    places = columns.find(header)
    check_end(lines, len(header))
    return [row_of(number, values, len(header), places) for number, values in enumerate(lines, start=2)]


def read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TableError(_("%(file)s kan niet worden geopend.") % {"file": path}) from error
    if not content.strip():
        raise TableError(_("%(file)s is leeg.") % {"file": path.name})
    if content.startswith(SPREADSHEETS):
        raise TableError(
            _("%(file)s is een Excel-bestand, ook al eindigt de naam anders. Bewaar het eerst als csv met puntkomma's.")
            % {"file": path.name}
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(_("%(file)s is geen tekst in UTF-8 of windows-1252.") % {"file": path.name})


def check_delimiter(header: list[str], expected: str):
    if len(header) > 1:
        return
    names = {
        ";": _("puntkomma's"),
        ",": _("komma's"),
        "\t": _("tabs"),
        "|": _("rechte strepen"),
        "": _("geen teken dat wij kennen"),
    }
    found = next((mark for mark in ";,\t|" if mark in "".join(header)), "")
    raise TableError(
        _("De kolommen moeten gescheiden zijn door %(expected)s, maar zijn gescheiden door %(found)s.")
        % {"expected": names[expected], "found": names[found]}
    )


def check_end(lines: list[list[str]], width: int):
    if not lines:
        raise TableError(_("Onder de kolomnamen staan geen rijen. Is het bestand heel?"))
    if len(lines[-1]) < width:
        raise TableError(
            _("Het bestand is afgebroken: de laatste rij heeft %(found)s van de %(expected)s kolommen.")
            % {"found": len(lines[-1]), "expected": width}
        )


def row_of(number: int, values: list[str], width: int, places: Mapping[str, int]) -> Row:
    if len(values) != width:
        fault = RowError(_("het aantal kolommen"), str(len(values)), _("%(width)s kolommen") % {"width": width})
        return Row(number, {}, fault)
    return Row(number, {ours: values[place].strip() for ours, place in places.items()})


@dataclass
class ImportReport:
    """What reading one file did or, at a dry run, would do."""

    source: str
    sha256: str = ""
    rows_read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    dry_run: bool = False

    @classmethod
    def on(cls, path: Path, dry_run: bool = False) -> "ImportReport":
        return cls(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), dry_run=dry_run)

    @property
    def skipped(self) -> int:
        return len(self.problems)

    def skip(self, row: Row, error: RowError):
        self.problems.append(_("rij %(row)s: %(error)s") % {"row": row.number, "error": error})

    def count(self, difference: "Difference"):
        self.created += len(difference.created)
        self.changed += len(difference.changed)
        self.removed += len(difference.removed)
        self.unchanged += difference.unchanged

    def __str__(self):
        line = _(
            "%(source)s: %(created)s nieuw, %(changed)s gewijzigd, %(unchanged)s ongewijzigd, "
            "%(removed)s vervallen, %(skipped)s overgeslagen"
        ) % {**self.__dict__, "skipped": self.skipped}
        proof = [_("Dit was een proef: er is niets gewijzigd.")] if self.dry_run else []
        return "\n  ".join([line, *self.remarks, *self.problems, *proof])


def parse_rows(
    rows: list[Row],
    parse: Callable[[Mapping[str, str]], Any],
    report: ImportReport,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Any]:
    """The records of all rows that can be used; the others are named in the report.

    `parse` returns None for a row that does not concern this importer.
    """
    report.rows_read = len(rows)
    for done, row in enumerate(rows, start=1):
        try:
            if row.fault:
                raise row.fault
            record = parse(row.values)
        except RowError as error:
            report.skip(row, error)
            continue
        finally:
            if done % BATCH == 0 or done == len(rows):
                progress(done, len(rows))
        if record is not None:
            yield record


Key = tuple
Values = tuple


@dataclass(frozen=True)
class Difference:
    """What has to be written so that the stored rows equal the wanted ones. Keys and values are tuples."""

    created: Mapping[Key, Values]
    changed: Mapping[Key, Values]
    removed: frozenset[Key]
    unchanged: int
    stored: Mapping[Key, tuple[Any, Values]]

    def __bool__(self):
        return bool(self.created or self.changed or self.removed)

    @property
    def share_removed(self) -> float:
        return len(self.removed) / len(self.stored) if self.stored else 0.0

    def in_words(self, fields: Iterable[str], limit: int = 20) -> list[str]:
        """One line per row that would be created, changed or removed, at most `limit`."""
        fields = tuple(fields)
        lines = [
            *(_("nieuw: %(key)s") % {"key": named(key)} for key in self.created),
            *(
                f"{named(key)}: " + ", ".join(
                    f"{name} '{old}' -> '{new}'"
                    for name, old, new in zip(fields, self.stored[key][1], values, strict=True)
                    if old != new
                )
                for key, values in self.changed.items()
            ),
            *(_("vervalt: %(key)s") % {"key": named(key)} for key in sorted(self.removed)),
        ]  # fmt: skip
        more = len(lines) - limit
        return lines[:limit] + ([_("en nog %(more)s andere") % {"more": more}] if more > 0 else [])


def named(key: Key) -> str:
    return " ".join(str(part) for part in key if part not in (None, ""))


def stored_rows(queryset, keys: Iterable[str], values: Iterable[str]) -> dict[Key, tuple[Any, Values]]:
    """What the database holds: key to (primary key, values)."""
    keys, values = tuple(keys), tuple(values)
    split = 1 + len(keys)
    return {
        tuple(row[1:split]): (row[0], tuple(row[split:]))
        for row in queryset.order_by().values_list("pk", *keys, *values).iterator(chunk_size=BATCH)
    }


def compare(stored: Mapping[Key, tuple[Any, Values]], wanted: Mapping[Key, Values]) -> Difference:
    created = {key: values for key, values in wanted.items() if key not in stored}
    changed = {key: values for key, values in wanted.items() if key in stored and stored[key][1] != values}
    removed = frozenset(stored.keys() - wanted.keys())
    return Difference(created, changed, removed, len(wanted) - len(created) - len(changed), stored)


def write(model: type[models.Model], keys: Iterable[str], values: Iterable[str], difference: Difference, **constants):
    """Write a difference. `constants` are further fields of every row that is created or changed."""
    keys, values = tuple(keys), tuple(values)
    model._default_manager.bulk_create(
        (
            model(**dict(zip(keys, key, strict=True)), **dict(zip(values, row, strict=True)), **constants)
            for key, row in difference.created.items()
        ),
        batch_size=BATCH,
    )
    update_rows(
        model,
        (*values, *constants),
        [(difference.stored[key][0], (*row, *constants.values())) for key, row in difference.changed.items()],
    )
    gone = iter([difference.stored[key][0] for key in difference.removed])
    while batch := list(islice(gone, BATCH)):
        model._default_manager.filter(pk__in=batch).delete()


def update_rows(model: type[models.Model], names: Iterable[str], rows: list[tuple[Any, Values]]):
    """Give every row (its primary key and new values) its values: many times faster than bulk_update."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key = quote(model._meta.pk.column)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*prepared(fields, values), pk) for pk, values in rows])


def prepared(fields: list[models.Field], values: Values) -> list:
    """The values as the database driver wants them; a related object stands for its key."""
    plain = (value.pk if isinstance(value, models.Model) else value for value in values)
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, plain, strict=True)]
