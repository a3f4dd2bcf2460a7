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
MOST_WRITTEN = 100_000_000
MOST_CELLS = 5_000_000
MOST_COLUMNS = 1_000
MOST_IN_CELL = 32_767
"""As many signs as Excel keeps in a cell. Of a longer text one more is written, which tells that it is too long."""
MOST_MERGED = 100_000
NAMES = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SUSPECT = re.compile(rb"""\st=["']e["']|<(\w+:)?f[ />]""")
"""What a sheet holds only when there are errors or formulas in it."""
CELL = re.compile(
    rb"""<(?:\w+:)?c(?=[\s/>])(?=[^>]*?\sr=["']([^"']*)|)(?=[^>]*?\ss=["']([^"']*)|)(?=[^>]*?\st=["']([^"']*)|)"""
    rb"""(?=[^>]*(?<!/)>\s*(?:<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?\s*)?<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<|)"""
)
"""A cell: its place, style, kind and value, as far as it has them."""
PLACE = re.compile(rb"([A-Z]{1,3})([1-9][0-9]{0,6})")
NUMBER = rb"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?|"
KINDS = {
    kind: re.compile(pattern, re.DOTALL)
    for kind, pattern in {
        None: NUMBER,
        b"n": NUMBER,
        b"b": rb"[01]|",
        b"d": rb"[0-9]{4}-[0-9]{2}-[0-9]{2}.*|",
        b"s": rb"[0-9]+",
        b"str": rb".*",
        b"inlineStr": rb"",
        b"e": rb".*",
    }.items()
}
"""What the value of a cell of each kind may be. The reader takes anything else for nothing, or for a text."""
TWO_VALUES = re.compile(rb"</(?:\w+:)?v>\s*<(?:\w+:)?v[\s>]")
MORE_THAN_TEXT = re.compile(rb"<(?:\w+:)?[vt](?:\s[^>]*)?(?<!/)>[^<]*<(?!/)")
"""A value with an element, a comment or the like in its text: of which readers take different parts."""
BARE_PIECE = re.compile(rb"<(?:\w+:)?t>(?:\s[^<]*|[^<]*\s)</(?:\w+:)?t>\s*</(?:\w+:)?r>")
"""A piece of a text with a blank at its edge, of which it does not say that it counts."""
TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
STYLES = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE = re.compile(rb"<(?:\w+:)?xf[\s/>]")
OTHER_TEXT = re.compile(rb"""<(?:\w+:)?c(?=[\s>])(?![^>]*\st=["']inlineStr["'])[^>]*(?<!/)>\s*<(?:\w+:)?is[\s/>]""")
"""A cell that holds a text of its own, and says that it is of another kind."""
UNCLEAR = (TWO_VALUES, MORE_THAN_TEXT, BARE_PIECE, OTHER_TEXT)
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell(?=[\s/>])(?=[^>]*?\sref=["']([^"']*)|)""")
RANGE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


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
    if sheet.total_width > MOST_COLUMNS or sheet.total_height * sheet.total_width > MOST_CELLS:
        refuse()
    before = [""] * (sheet.start[1] if sheet.start else 0)
    bad = cells_without_value(content, place, sheet.total_height)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = marked([*before, *map(as_text, values)], bad.pop(number, {}))
        if any(cells):
            yield number, cells
    for number in sorted(bad):
        yield number, marked([], bad[number])


def check_parts(archive: ZipFile):
    """An error when a part is no XML in UTF-8. XML that declares something may grow without end."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            parser = ParserCreate()
            parser.StartDoctypeDeclHandler = refuse
            parser.XmlDeclHandler = check_encoding
            parser.Parse(archive.read(name), True)


def check_encoding(_version: str, encoding: str | None, _standalone: int):
    """The reader of the values does not ask for it."""
    if encoding and encoding.upper() != "UTF-8":
        refuse()


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
    return str(value)[: MOST_IN_CELL + 1]


def cells_without_value(content: bytes, place: int, height: int) -> dict[int, dict[int, dict]]:
    """Row and column (from 0) of cells that show an error, of formulas that nobody calculated, and of merged cells.

    The reader of the values takes them for empty, and empty would mean something.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(path_of(archive, place))
        texts, styles = (part_of(archive, path) for path in ("xl/sharedStrings.xml", "xl/styles.xml"))
    check_clear(sheet, texts)
    check_cells(sheet, len(TEXT.findall(texts)), known_styles(styles))
    found = merged_cells(sheet, height)
    if SUSPECT.search(sheet):
        for _event, element in ElementTree.iterparse(io.BytesIO(sheet)):  # noqa: S314
            if name_of(element) == "c":
                note_bad(element, found)
            if name_of(element) == "row":
                element.clear()
    return found


def check_clear(*parts: bytes):
    if any(unclear.search(part) for unclear in UNCLEAR for part in parts):
        refuse()


def part_of(archive: ZipFile, path: str) -> bytes:
    """Nothing when there is no such part."""
    return next((archive.read(name) for name in archive.namelist() if name.lower() == path.lower()), b"")


def known_styles(part: bytes) -> int:
    """How many styles there are. One makes a number a day, so that a style that is not there hides what was meant."""
    styles = STYLES.search(part)
    return len(STYLE.findall(styles[0])) if styles else 1


def check_cells(sheet: bytes, texts: int, styles: int):
    """End here when a cell is not of its kind or style, stands twice, before another, or nowhere. Excel mends that."""
    last = (0, 0, b"")
    for match in CELL.finditer(sheet):
        place, style, kind, value = match.groups()
        if style and not (style.isdigit() and int(style) < styles):
            refuse()
        if kind not in KINDS or not KINDS[kind].fullmatch(value or b""):
            refuse()
        if kind == b"s" and int(value) >= texts:
            refuse()
        if place is not None:
            last = after(last, place)


def after(last: tuple, place: bytes) -> tuple:
    """What orders this place behind the last one."""
    match = PLACE.fullmatch(place)
    here = (int(match[2]), len(match[1]), match[1]) if match else last
    if here <= last:
        refuse()
    return here


def merged_cells(sheet: bytes, height: int) -> dict[int, dict[int, dict]]:
    """Those behind another cell, which shows for all of them."""
    found, count = {}, 0
    for merged in MERGED.finditer(sheet):
        left, top, right, bottom = corners(merged[1])
        rows, columns = range(top, min(bottom, height) + 1), range(left, right + 1)
        count += len(rows) * len(columns)
        if count > MOST_MERGED:
            refuse()
        for row in rows:
            behind = {column: {"merged": True} for column in columns if (row, column) != (rows[0], columns[0])}
            found.setdefault(row, {}).update(behind)
    return found


def corners(merged: bytes | None) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of cells like "A2:B3"; columns from 0."""
    match = RANGE.fullmatch(merged or b"")
    if not match:
        refuse()
    left, right = (number_of(match[group].decode()) for group in (1, 3))
    top, bottom = int(match[2]), int(match[4])
    if left > right or top > bottom:
        refuse()
    return left, top, right, bottom


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
