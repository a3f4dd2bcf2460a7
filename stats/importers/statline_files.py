"""The two ways in which a table of StatLine is saved: CSV in the layout of the screen, and JSON of the data portal."""

import csv
import io
import json
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from portal.importing import TableError, text_of

from .records import Given, Reading
from .statline import PERIOD, REGION, TABLES, TOPIC, Fact, StatLineTable, dimension, readings, table_of

FIRST_LINES = 12
"""Among so many lines the header of a CSV must end; StatLine writes five for a table with three dimensions above."""
NO_FIGURES = ("bron: cbs", "© centraal bureau", "bron:")


def read_csv(content: bytes, name: str, given: Given) -> Iterator[Reading]:
    text = text_of(content, name)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error as error:
        raise TableError(
            _("%(file)s kan niet worden gelezen: een aanhalingsteken staat open.") % {"file": name}
        ) from error
    table = known_table(lines[0][0] if lines[0] else "", name)
    return readings(list(csv_facts(lines, table, name)), table, given)


def known_table(title: str, name: str) -> StatLineTable:
    if (table := table_of(title)) is None:
        known = ", ".join(each.number for each in TABLES)
        raise TableError(
            _("%(file)s is geen tabel van StatLine die wij kennen. Wij lezen: %(known)s.")
            % {"file": name, "known": known}
        )
    return table


def csv_facts(lines: list[list[str]], table: StatLineTable, name: str) -> Iterator[Fact]:
    """The numbers of a table on the screen: some dimensions stand above it, the others before every row."""
    last = header_end(lines, table)
    if last is None:
        raise TableError(
            _("%(file)s heeft geen kopregel met Regio's en Perioden. Kies in StatLine voor CSV volgens tabelindeling.")
            % {"file": name}
        )
    before = stubs(lines[last], table)
    above = [heading(line, len(before)) for line in lines[1:last] if any(line)]
    check_dimensions({*before, *(title for title, _values in above)}, name)
    for number, line in enumerate(lines[last + 1 :], start=last + 2):
        if any(line) and not line[0].lower().startswith(NO_FIGURES):
            yield from facts_in(number, line, before, above, lines[last])


def header_end(lines: list[list[str]], table: StatLineTable) -> int | None:
    """Where the line stands that names the dimensions before the rows."""
    found = (number for number, line in enumerate(lines[:FIRST_LINES]) if number and is_last_header(line, table))
    return next(found, None)


def is_last_header(line: list[str], table: StatLineTable) -> bool:
    names = stubs(line, table)
    return REGION in names or (PERIOD in names and len(names) > 1)


def stubs(line: list[str], table: StatLineTable) -> list[str]:
    """The dimensions at the beginning of a line; units follow them."""
    ours = {REGION, PERIOD, TOPIC, *table.dimensions, "geslacht", "niveau"}
    names = []
    for cell in line:
        if dimension(cell) not in ours:
            break
        names.append(dimension(cell))
    return names


def heading(line: list[str], width: int) -> tuple[str, list[str]]:
    """A dimension above the table: its name and its value in every column."""
    title = next((cell for cell in line[:width] if cell.strip()), "")
    values, last = [], ""
    for cell in line[width:]:
        last = cell.strip() or last
        values.append(last)
    return dimension(title), values


def check_dimensions(names: set[str], name: str):
    if missing := {REGION, PERIOD} - names:
        raise TableError(
            _("%(file)s mist de dimensie %(missing)s.") % {"file": name, "missing": ", ".join(sorted(missing))}
        )


def facts_in(number: int, line: list[str], before: list[str], above, units: list[str]) -> Iterator[Fact]:
    width = len(before)
    if len(line) != len(units):
        raise TableError(
            _("Regel %(line)s heeft %(found)s cellen en geen %(expected)s, dus het bestand is niet heel.")
            % {"line": number, "found": len(line), "expected": len(units)}
        )
    own = dict(zip(before, line[:width], strict=True))
    for place, text in enumerate(line[width:]):
        dimensions = {**own, **{title: values[place] for title, values in above if title and place < len(values)}}
        yield Fact(number, dimensions, text, column_of(place + width))


def column_of(place: int) -> str:
    return _("kolom %(number)s") % {"number": place + 1}


def read_json(content: bytes, name: str, given: Given) -> Iterator[Reading]:
    data = parsed(content, name)
    table = known_table(str(data.get("odata.metadata") or data.get("@odata.context") or ""), name)
    titles = {dimension(key): titles_in(values) for key, values in data.items() if isinstance(values, list)}
    facts = []
    for number, row in enumerate(data["value"], start=1):
        facts += json_facts(number, row, titles, name)
    return readings(facts, table, given)


def parsed(content: bytes, name: str) -> Mapping:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TableError(_("%(file)s is geen JSON, of is beschadigd.") % {"file": name}) from error
    rows = data.get("value") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise TableError(_("%(file)s heeft geen rijen onder 'value', zoals die van het CBS.") % {"file": name})
    return data


def titles_in(rows: list) -> dict[str, str]:
    """The list of one dimension, kept beside the rows: its codes to their titles."""
    pairs = (row for row in rows if isinstance(row, dict) and {"Key", "Title"} <= row.keys())
    return {str(row["Key"]).strip(): str(row["Title"]) for row in pairs}


def json_facts(number: int, row: Mapping, titles: Mapping[str, Mapping[str, str]], name: str) -> Iterator[Fact]:
    """The measures of a row are its columns that end in a number of their own: "MboStudenten_1"."""
    measures = {key: value for key, value in row.items() if key.rpartition("_")[2].isdecimal()}
    dimensions = {
        dimension(key): titled(str(value).strip(), titles.get(dimension(key), {}))
        for key, value in row.items()
        if key not in measures and key != "ID"
    }
    check_dimensions(set(dimensions), name)
    for key, value in measures.items():
        yield Fact(number, {**dimensions, TOPIC: key}, "" if value is None else str(value), key)


def titled(code: str, titles: Mapping[str, str]) -> str:
    return titles.get(code, code)
