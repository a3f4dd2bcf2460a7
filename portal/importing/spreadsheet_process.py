"""The process that reads one workbook: from its input to a line of JSON per row, and no further.

It loads nothing of the site and keeps to little memory and time, since a workbook can end it. A cell of which the
formula has no outcome is written as {"bad": "#N/A"}.
"""

import io
import json
import re
import resource
import sys
from datetime import date, datetime, time
from xml.etree import ElementTree
from zipfile import ZipFile

MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 60
MOST_WRITTEN = 500_000_000
MOST_CELLS = 20_000_000
NAMES = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SUSPECT = re.compile(rb't="e"|<(\w+:)?f[ />]')
"""What a sheet holds only when there are errors or formulas in it."""


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

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    place = first_in_sight(workbook.sheets_metadata)
    sheet = workbook.get_sheet_by_index(place)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        sys.exit(1)
    first_column = sheet.start[1] if sheet.start else 0
    bad = cells_without_outcome(content, place)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [as_text(value) for value in values]
        for column, shows in bad.get(number, {}).items():
            cells[column - first_column] = {"bad": shows}
        if any(cells):
            yield number, [""] * first_column + cells


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


def cells_without_outcome(content: bytes, place: int) -> dict[int, dict[int, str]]:
    """Row and column (from 0) of cells that show an error, and of formulas that nobody calculated: what they show.

    The reader of the values takes them for empty, and empty would mean something.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(path_of(archive, place))
    found = {}
    if SUSPECT.search(sheet):
        for _event, element in ElementTree.iterparse(io.BytesIO(sheet)):  # noqa: S314
            if element.tag.endswith("}c"):
                note_bad(element, found)
            if element.tag.endswith("}row"):
                element.clear()
    return found


def path_of(archive: ZipFile, place: int) -> str:
    """Where in the workbook the sheet at this place is kept."""
    # This process may die of what it reads, so that a hostile text does no harm here.
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    sheets = [each for each in workbook.iter() if each.tag.endswith("}sheet")]
    target = next(each.get("Target") for each in links if each.get("Id") == sheets[place].get(f"{NAMES}id"))
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def note_bad(cell: ElementTree.Element, found: dict):
    parts = {child.tag.rpartition("}")[2]: child.text or "" for child in cell}
    is_error = cell.get("t") == "e"
    is_uncalculated = "f" in parts and not parts.get("v") and cell.get("t") != "str"
    if is_error or is_uncalculated:
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
        column = sum(26**power * (ord(letter) - 64) for power, letter in enumerate(reversed(letters))) - 1
        found.setdefault(int(row), {})[column] = parts.get("v") or "="


if __name__ == "__main__":
    keep_within_limits()
    main()
