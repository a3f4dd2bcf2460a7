"""The process that reads one workbook: from its input to a line of JSON per row, and no further.

It loads nothing of the site and keeps to little memory and time, since a workbook can end it. A cell of which the
formula has no outcome is written as {"bad": "#N/A"}, and one that others cover in a merge as {"merged": true}.
The reader of the values forgives much, and then gives other values or none: what is not whole ends the process first.
"""

import io
import json
import re
import resource
import sys
from datetime import date, datetime, time
from xml.etree import ElementTree
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 30
MOST_WRITTEN = 500_000_000
MOST_CELLS = 20_000_000
MOST_MERGED = 100_000
NAMES = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SUSPECT = re.compile(rb't="e"|<(\w+:)?f[ />]')
"""What a sheet holds only when there are errors or formulas in it."""
CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]+)([0-9]+)["']""")
TWO_VALUES = re.compile(rb"</(?:\w+:)?v>\s*<(?:\w+:)?v[\s>]")
NO_STRING = re.compile(rb"""\st=["']s["'][^>]*(?:/>|(?<!/)>(?!\s*<(?:\w+:)?v(?:\s[^>]*)?>[0-9]+</))""")
"""A cell with a shared text that does not say which: an empty or negative number is taken for nothing or the first."""
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']""")


def keep_within_limits():
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main():
    content = sys.stdin.buffer.read()
    for number, cells in rows_in(content):
        sys.stdout.write(json.dumps([number, cells]) + "\n")
    sys.stdout.flush()


def rows_in(content: bytes):
    """Number and cells of every row that is not empty, of the first sheet that can be seen."""
    from python_calamine import CalamineWorkbook

    with ZipFile(io.BytesIO(content)) as archive:
        check_parts(archive)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    place = first_in_sight(workbook.sheets_metadata)
    sheet = workbook.get_sheet_by_index(place)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        sys.exit(1)
    before = [""] * (sheet.start[1] if sheet.start else 0)
    bad = cells_without_value(content, place, sheet.total_height)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = marked([*before, *map(as_text, values)], bad.pop(number, {}))
        if any(cells):
            yield number, cells
    for number in sorted(bad):
        yield number, marked([], bad[number])


def check_parts(archive: ZipFile):
    """An error when a part is no XML. XML that declares something may grow without end."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            parser = ParserCreate()
            parser.StartDoctypeDeclHandler = refuse
            parser.Parse(archive.read(name), True)


def refuse(*_what):
    sys.exit(1)


def marked(cells: list, bad: dict[int, dict]) -> list:
    """The cells, with those that have no value of their own."""
    cells += [""] * (max(bad, default=-1) + 1 - len(cells))
    for column, mark in bad.items():
        cells[column] = mark
    return cells


def first_in_sight(sheets) -> int:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    wanted = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
    return next(place for place, sheet in enumerate(sheets) if (sheet.typ, sheet.visible) == wanted)


def as_text(value) -> str:
    """A cell as people write it: whole numbers without point, dates as 2026-02-01, ja and nee."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def cells_without_value(content: bytes, place: int, height: int) -> dict[int, dict[int, dict]]:
    """Row and column (from 0) of cells that show an error, of formulas that nobody calculated, and of merged cells.

    The reader of the values takes them for empty, and empty would mean something.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(path_of(archive, place))
    check_cells(sheet)
    found = merged_cells(sheet, height)
    if SUSPECT.search(sheet):
        for _event, element in ElementTree.iterparse(io.BytesIO(sheet)):  # noqa: S314
            if name_of(element) == "c":
                note_bad(element, found)
            if name_of(element) == "row":
                element.clear()
    return found


def check_cells(sheet: bytes):
    """End here when a cell stands twice or before another: the last would hide the first. Excel mends such a sheet."""
    last = (0, 0, b"")
    for match in CELL.finditer(sheet):
        column, row = match.groups()
        here = (int(row), len(column), column)
        if here <= last:
            refuse()
        last = here
    if NO_STRING.search(sheet) or TWO_VALUES.search(sheet):
        refuse()


def merged_cells(sheet: bytes, height: int) -> dict[int, dict[int, dict]]:
    """Those behind another cell, which shows for all of them."""
    found, count = {}, 0
    for left, top, right, bottom in (match.groups() for match in MERGED.finditer(sheet)):
        rows = range(int(top), min(int(bottom), height) + 1)
        columns = range(number_of(left.decode()), number_of(right.decode()) + 1)
        count += len(rows) * len(columns)
        if count > MOST_MERGED:
            refuse()
        for row in rows:
            behind = {column: {"merged": True} for column in columns if (row, column) != (rows[0], columns[0])}
            found.setdefault(row, {}).update(behind)
    return found


def number_of(letters: str) -> int:
    """The place of a column, from 0."""
    return sum(26**power * (ord(letter) - 64) for power, letter in enumerate(reversed(letters))) - 1


def path_of(archive: ZipFile, place: int) -> str:
    """Where in the workbook the sheet at this place is kept."""
    # This process may die of what it reads, so that a hostile text does no harm here.
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    sheets = [each for each in workbook.iter() if name_of(each) == "sheet"]
    target = next(each.get("Target") for each in links if each.get("Id") == sheets[place].get(f"{NAMES}id"))
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def name_of(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def note_bad(cell: ElementTree.Element, found: dict):
    parts = {name_of(child): child.text or "" for child in cell}
    is_error = cell.get("t") == "e"
    is_uncalculated = "f" in parts and not parts.get("v") and cell.get("t") != "str"
    if is_error or is_uncalculated:
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
        found.setdefault(int(row), {})[number_of(letters)] = {"bad": parts.get("v") or "="}


if __name__ == "__main__":
    keep_within_limits()
    main()
