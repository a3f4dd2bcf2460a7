"""Reads a separated text file strictly: every row of a `Table` is either whole or has its fault named."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF8_MARK = b"\xef\xbb\xbf"
MOST_BYTES = 100_000_000
DELIMITERS = ";,\t|"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
"""A letter with an accent in UTF-8. In windows-1252 the pair means nothing that occurs in Dutch."""


class TableError(Exception):
    """The file as a whole cannot be used; the message says in one sentence why and what was expected."""


class GoneError(TableError):
    """The file would make more of what is known disappear than is believable."""


class RowError(Exception):
    """One value in one row cannot be used. `column` is our name of the column, or the words for something else."""

    def __init__(self, column: str, value: str, expected: str):
        self.column, self.value, self.expected = column, value, expected
        super().__init__(column, value, expected)

    def __str__(self):
        return self.naming(self.column)

    def naming(self, column: str) -> str:
        return _("%(column)s is '%(value)s', verwacht: %(expected)s") % {
            "column": column,
            "value": CONTROL.sub("?", self.value)[:60],
            "expected": self.expected,
        }


@dataclass(frozen=True)
class Columns:
    """The columns of one series of files: our name to the headers it had over the years.

    All of them must be present. `name` is what people call the series, `command` what reads it.
    """

    name: str
    command: str
    required: Mapping[str, tuple[str, ...]]
    delimiter: str = ";"

    def found_in(self, titles: list[str]) -> dict[str, int]:
        """Position of every column that these titles have."""
        places = {title: place for place, title in enumerate(titles)}
        found = {ours: next((places[each] for each in names if each in places), None) for ours, names in self.all()}
        return {ours: place for ours, place in found.items() if place is not None}

    def all(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        return self.required.items()

    def missing_in(self, titles: list[str]) -> list[str]:
        found = self.found_in(titles)
        return [" / ".join(names) for ours, names in self.all() if ours not in found]


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (the header is row 1), and our column names to plain text.

    With a fault the values are what could be read. A row is `cut` when the file ends in it without a line end.
    """

    number: int
    values: Mapping[str, str]
    fault: RowError | None = None
    cut: bool = False


@dataclass(frozen=True)
class Table:
    """A file that was read: its rows, and `titles`, our column names to the headers of this very file."""

    file_name: str
    sha256: str
    titles: Mapping[str, str]
    rows: list[Row]


def read_table(path: Path, columns: Columns, others: Iterable[Columns] = ()) -> Table:
    """All rows of a separated file, with only the columns asked for, stripped of blanks.

    UTF-8 with or without mark, or windows-1252. Raises TableError for a file that is missing, empty, a
    spreadsheet, otherwise separated, cut off, of another series (one of `others`), or without one of the columns.
    """
    content = content_of(path)
    text = text_of(content, path.name)
    titles = titles_in(text, columns.delimiter)
    if columns.missing_in(titles):
        raise not_of(columns, titles, text, others)
    places = columns.found_in(titles)
    check_doubles(titles, places)
    lines = [(number, cells) for number, cells in lines_of(text, columns.delimiter) if any(map(str.strip, cells))]
    check_end(lines, len(titles))
    rows = list(rows_of(lines[1:], len(titles), places))
    if not text.endswith(("\n", "\r")):
        rows[-1] = replace(rows[-1], cut=True)
    named = {ours: titles[place] for ours, place in places.items()}
    return Table(path.name, hashlib.sha256(content).hexdigest(), named, rows)


def content_of(path: Path) -> bytes:
    if not path.is_file():
        raise TableError(_("%(file)s bestaat niet, of is geen bestand.") % {"file": path})
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise TableError(_("%(file)s kan niet worden geopend.") % {"file": path}) from error
    if content is None:
        raise TableError(_("%(file)s is groter dan 100 MB.") % {"file": path.name})
    if content.startswith(SPREADSHEETS):
        raise TableError(
            _("%(file)s is een Excel-bestand, ook al eindigt de naam anders; bewaar het eerst als csv met puntkomma's.")
            % {"file": path.name}
        )
    return content


def text_of(content: bytes, name: str) -> str:
    text = decoded(content)
    if text is None or "\0" in text:
        raise TableError(_("%(file)s is geen tekst in UTF-8 of windows-1252, of is beschadigd.") % {"file": name})
    if not text.strip():
        raise TableError(_("%(file)s is leeg.") % {"file": name})
    return text


def decoded(content: bytes) -> str | None:
    """The text in the character set that it shows to be in; None when it does not keep to one."""
    is_utf8 = content.startswith(UTF8_MARK) or UTF8_LETTER.search(content)
    for encoding in ("utf-8-sig",) if is_utf8 else ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return None


def titles_in(text: str, delimiter: str) -> list[str]:
    """The headers in capitals with single blanks."""
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        header = []
    return [" ".join(title.split()).upper() for title in header]


def not_of(columns: Columns, titles: list[str], text: str, others: Iterable[Columns]) -> TableError:
    """The most telling sentence about a file that lacks columns."""
    for other in others:
        if not other.missing_in(titles_in(text, other.delimiter)):
            return TableError(
                _("Dit lijkt een bestand uit de reeks '%(other)s': lees het in met het commando %(command)s.")
                % {"other": other.name, "command": other.command}
            )
    return wrong_delimiter(columns, text) if len(titles) <= 1 else lacking(columns, titles)


def wrong_delimiter(columns: Columns, text: str) -> TableError:
    names = {
        ";": _("puntkomma's"),
        ",": _("komma's"),
        "\t": _("tabs"),
        "|": _("rechte strepen"),
        "": _("geen teken dat wij kennen"),
    }
    first_line = text.splitlines()[0]
    found = next((mark for mark in DELIMITERS if mark in first_line and mark != columns.delimiter), "")
    return TableError(
        _("De kolommen moeten gescheiden zijn door %(expected)s, maar zijn gescheiden door %(found)s.")
        % {"expected": names[columns.delimiter], "found": names[found]}
    )


def lacking(columns: Columns, titles: list[str], most: int = 3) -> TableError:
    missing = columns.missing_in(titles)
    sentence = ngettext(
        "Voor de reeks '%(series)s' ontbreekt de kolom %(missing)s; de eerste regel begint met %(header)s.",
        "Voor de reeks '%(series)s' ontbreken %(count)s kolommen, waaronder %(missing)s; "
        "de eerste regel begint met %(header)s.",
        len(missing),
    )
    return TableError(
        sentence
        % {
            "series": columns.name,
            "count": len(missing),
            "missing": ", ".join(missing[:most]),
            "header": ";".join(titles)[:80],
        }
    )


def check_doubles(titles: list[str], places: Mapping[str, int]):
    double = next((titles[place] for place in places.values() if titles.count(titles[place]) > 1), None)
    if double:
        raise TableError(_("De kolom %(column)s staat meer dan eens in het bestand.") % {"column": double})


def lines_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every line. An open quote swallows lines, so no cell may go on in the next one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    whole = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if reader.line_num != number:
                raise csv.Error
            whole = number
            yield number, cells
    except csv.Error as error:
        raise TableError(
            _("Regel %(line)s kan niet worden gelezen, want een aanhalingsteken staat open of verkeerd.")
            % {"line": whole + 1}
        ) from error


def check_end(lines: list[tuple[int, list[str]]], width: int):
    if len(lines) == 1:
        raise TableError(_("Onder de kolomnamen staan geen rijen, dus het bestand is niet heel."))
    number, last = lines[-1]
    if len(last) < width:
        raise TableError(
            _("Het bestand is afgebroken: de laatste rij (%(row)s) heeft %(found)s van de %(expected)s kolommen.")
            % {"row": number, "found": len(last), "expected": width}
        )


def rows_of(lines: list[tuple[int, list[str]]], width: int, places: Mapping[str, int]) -> Iterator[Row]:
    first_numbers = {}
    for number, cells in lines:
        before = first_numbers.setdefault(tuple(cells), number)
        fault = fault_of(cells, width, places) or repetition_of(cells, before, number)
        values = {ours: cells[place].strip() for ours, place in places.items() if place < len(cells)}
        yield Row(number, values, fault)


def fault_of(cells: list[str], width: int, places: Mapping[str, int]) -> RowError | None:
    if len(cells) != width:
        return RowError(_("het aantal kolommen"), str(len(cells)), str(width))
    damaged = next((ours for ours, place in places.items() if CONTROL.search(cells[place].strip())), None)
    return RowError(damaged, cells[places[damaged]], _("leesbare tekens")) if damaged else None


def repetition_of(cells: list[str], before: int, number: int) -> RowError | None:
    """What the same row says a second time is not counted again."""
    if before == number:
        return None
    return RowError(_("de hele rij"), ";".join(cells), _("niet nog eens wat in rij %(row)s staat") % {"row": before})
