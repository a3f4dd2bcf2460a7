"""The files that ask for the most memory: as large as the site lets in, or much larger once they are opened."""

from .damaging import csv_of
from .made_by_hand import letters
from .workbooks import SHEET, STRINGS, packed, unpacked

MOST_BYTES = 10_000_000
"""As large as an upload may be."""


def one_long_cell(rows):
    """A text that goes on to the end of a CSV."""
    return csv_of([rows[0], [rows[1][0], letters(MOST_BYTES - 5000), *rows[1][2:]]])


def as_many_cells_as_fit(rows):
    """A CSV with 20,000 rows that are all much too wide, in cells of two signs."""
    line = ";".join(["ab"] * 165).encode()
    return csv_of(rows[:1]) + b"\r\n".join([line] * 20_000) + b"\r\n"


def many_new_rows(rows):
    """A CSV of which every row would be a new one, each with a long note."""
    note = "é" * 600
    return csv_of([rows[0], *([f"{number:05}", *rows[1][1:5], note, *rows[1][6:]] for number in range(7_500))])


def the_last_corner(rows):
    """A workbook of two kilobytes with a sheet of seventeen billion cells."""
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return with_sheet(rows, lambda sheet: sheet.replace(b"</sheetData>", corner))


def many_cells(rows):
    """A workbook with 15,000 rows of forty cells, and a picture: so it does not unpack to a hundred times as much."""
    few = b'<c t="str"><v>ab</v></c>' * 40
    more = b"".join(b'<row r="%d">%s</row>' % (number, few) for number in range(99, 15_000))
    parts = unpacked(rows)
    sheet = parts[SHEET].replace(b"</sheetData>", more + b"</sheetData>")
    return packed({**parts, SHEET: sheet, "xl/media/image1.png": letters(400_000).encode()})


def one_text_everywhere(rows):
    """A workbook with one text of a million signs, which a thousand cells share."""
    parts = unpacked(rows)
    texts = parts[STRINGS].replace(b"</sst>", b"<si><t>" + letters(10**6).encode() + b"</t></si></sst>")
    place = parts[STRINGS].count(b"<si>")
    cells = b'<row r="99">' + b'<c t="s"><v>%d</v></c>' % place * 900 + b"</row></sheetData>"
    return packed({**parts, STRINGS: texts, SHEET: parts[SHEET].replace(b"</sheetData>", cells)})


def with_sheet(rows, change):
    parts = unpacked(rows)
    return packed({**parts, SHEET: change(parts[SHEET])})


WORST = (
    one_long_cell,
    as_many_cells_as_fit,
    many_new_rows,
    the_last_corner,
    many_cells,
    one_text_everywhere,
)
