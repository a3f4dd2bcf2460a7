"""Reads a table strictly: every row of a `Table` is either whole or has its fault named."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .columns import Columns, lacking, wrong_delimiter
from .faults import CONTROL, RowError, TableError
from .lines import BadCell, Lines, without_edges
from .separated import decoded, separated_lines, titles_in
from .spreadsheets import is_spreadsheet, spreadsheet_lines

MOST_BYTES = 100_000_000
MOST_ROWS = 20_000
"""In a list that people edited: all of its rows are shown to them before anything changes."""
MOST_IN_CELL = 32_767
"""As many signs as Excel keeps in a cell."""


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
    rows: Iterable[Row]


def read_table(path: Path, columns: Columns, others: Iterable[Columns] = ()) -> Table:
    """All rows of a file, with only the columns asked for, stripped of blanks.

    Raises TableError for a file that is missing, empty, a spreadsheet where none may be, otherwise separated, cut
    off, of another series (one of `others`), or without one of the columns.
    """
    return table_in(content_of(path), path.name, columns, others)


def table_in(content: bytes, name: str, columns: Columns, others: Iterable[Columns] = ()) -> Table:
    """The same, of what a file holds. Its content decides what sort of file it is, and not its name."""
    lines = lines_in(content, name, columns)
    if columns.missing_in(lines.titles):
        raise not_of(columns, lines, content, others)
    columns.check(lines.titles)
    filled = ((number, cells) for number, cells in lines.rows if any(map(str.strip, cells)))
    rows, last = (at_most(MOST_ROWS, filled) if columns.edited else filled), []
    width = len(lines.titles)
    places = columns.found_in(lines.titles)
    read = list(rows_of(noting_the_last(rows, last), width, places, columns.edited))
    check_end(last, width)
    if not lines.ends:
        read[-1] = replace(read[-1], cut=True)
    named = {ours: lines.titles[place] for ours, place in places.items()}
    return Table(name, hashlib.sha256(content).hexdigest(), named, read)


def noting_the_last(rows: Iterable, last: list) -> Iterator:
    """The same rows, of which only the last is kept as it stands in the file: others may hold cells without end."""
    for row in rows:
        last[:] = [row]
        yield row


def at_most(most: int, rows: Iterator) -> Iterator:
    for count, row in enumerate(rows):
        if count == most:
            number = number_format(most, force_grouping=True)
            raise TableError(
                _("Deze lijst heeft meer dan %(most)s rijen. Verdeel haar over meer bestanden.") % {"most": number}
            )
        yield row


def streamed(content: bytes, name: str, columns: Columns, others: Iterable[Columns] = ()) -> Table:
    """The same, of which the rows are made one by one and can be walked through once, however many there are.

    That the file is cut off shows at its end only. Rows that say the same twice are for who knows their keys.
    """
    lines = lines_in(content, name, columns)
    if columns.missing_in(lines.titles):
        raise not_of(columns, lines, content, others)
    columns.check(lines.titles)
    places = columns.found_in(lines.titles)
    named = {ours: lines.titles[place] for ours, place in places.items()}
    return Table(name, hashlib.sha256(content).hexdigest(), named, one_by_one(lines, places, columns.edited))


def one_by_one(lines: Lines, places: Mapping[str, int], has_prose: bool) -> Iterator[Row]:
    width, last = len(lines.titles), None
    for number, cells in lines.rows:
        if not any(map(str.strip, cells)):
            continue
        if last:
            yield row_of(*last, width, places, has_prose)
        last = (number, cells)
    check_end([last] if last else [], width)
    yield replace(row_of(*last, width, places, has_prose), cut=not lines.ends)


def content_of(path: Path) -> bytes:
    if not path.is_file():
        raise TableError(_("%(file)s bestaat niet, of is geen bestand.") % {"file": path})
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise TableError(_("%(file)s kan niet worden geopend.") % {"file": path}) from error
    if content is None:
        raise TableError(_("%(file)s is groter dan 100 MB.") % {"file": path.name})
    return content


def lines_in(content: bytes, name: str, columns: Columns) -> Lines:
    if not is_spreadsheet(content):
        return separated_lines(content, name, columns)
    if columns.edited:
        return spreadsheet_lines(content, name)
    raise TableError(
        _("%(file)s is een Excel-bestand, ook al eindigt de naam anders; bewaar het eerst als csv met puntkomma's.")
        % {"file": name}
    )


def not_of(columns: Columns, lines: Lines, content: bytes, others: Iterable[Columns]) -> TableError:
    """The most telling sentence about a file that lacks columns."""
    text = decoded(content) or ""
    for other in others:
        if not other.missing_in(titles_in(text, other.delimiter)):
            return TableError(
                _("Dit lijkt een bestand uit de reeks '%(other)s': lees het in met het commando %(command)s.")
                % {"other": other.name, "command": other.command}
            )
    is_one_column = len(lines.titles) <= 1 and lines.first_line
    return wrong_delimiter(columns, lines.first_line) if is_one_column else lacking(columns, lines.titles)


def check_end(rows: list[tuple[int, list[str]]], width: int):
    if not rows:
        raise TableError(_("Onder de kolomnamen staan geen rijen, dus het bestand is niet heel."))
    number, last = rows[-1]
    if len(last) < width:
        raise TableError(
            _("Het bestand is afgebroken: de laatste rij (%(row)s) heeft %(found)s van de %(expected)s kolommen.")
            % {"row": number, "found": len(last), "expected": width}
        )


def rows_of(lines: Iterable, width: int, places: Mapping[str, int], has_prose: bool) -> Iterator[Row]:
    first_numbers = {}
    for number, cells in lines:
        row = row_of(number, cells, width, places, has_prose)
        if not row.fault:
            before = first_numbers.setdefault(tuple(cells), number)
            row = replace(row, fault=repetition_of(cells, before, number))
        yield row


def row_of(number: int, cells: list[str], width: int, places: Mapping[str, int], has_prose: bool) -> Row:
    values = {ours: stripped(cells[place], has_prose) for ours, place in places.items() if place < len(cells)}
    return Row(number, values, fault_of(cells, width, places, values, has_prose))


def stripped(cell: str, has_prose: bool) -> str:
    return as_prose(cell) if has_prose else cell.strip()


def as_prose(text: str) -> str:
    """Without blanks around it, and with one sort of line end: a browser sends another one than a file holds."""
    return "\n".join(without_edges(text).splitlines())


def fault_of(cells: list[str], width: int, places: Mapping[str, int], values, has_prose: bool) -> RowError | None:
    if len(cells) != width:
        return RowError(_("het aantal kolommen"), str(len(cells)), str(width))
    for ours, place in places.items():
        if isinstance(cells[place], BadCell):
            return RowError(ours, cells[place], cells[place].expected())
    if has_prose and (long := next((ours for ours, text in values.items() if len(text) > MOST_IN_CELL), None)):
        return RowError(long, cells[places[long]], _("ten hoogste 32.767 tekens, zoveel als in een cel van Excel past"))
    damaged = next((ours for ours, text in values.items() if is_damaged(text, has_prose)), None)
    return RowError(damaged, cells[places[damaged]], _("leesbare tekens")) if damaged else None


def is_damaged(text: str, has_prose: bool) -> bool:
    if not has_prose:
        return bool(CONTROL.search(text))
    return "\ufffd" in text or bool(CONTROL.search(text.replace("\n", "").replace("\t", "")))


def repetition_of(cells: list[str], before: int, number: int) -> RowError | None:
    """What the same row says a second time is not counted again."""
    if before == number:
        return None
    return RowError(_("de hele rij"), ";".join(cells), _("niet nog eens wat in rij %(row)s staat") % {"row": before})
