"""Tables as files for people: CSV and Excel. No cell becomes a formula, whatever somebody once typed.

A CSV has semicolons, decimal commas and a byte order mark, since that is what a Dutch Excel opens as a table. A text
that a spreadsheet would take for a formula gets an apostrophe there, which our reading takes off again. In a workbook
texts are marked as texts. Numbers are numbers in both.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
NARROWEST, WIDEST = 10, 60
ROWS_MEASURED = 200

Cell = str | int | float | Decimal | date | bool | None


def table_file(kind: str, titles: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """The content of a file of this kind, "csv" or "xlsx"."""
    make = {"csv": csv_file, "xlsx": xlsx_file}[kind]
    return make([str(title) for title in titles], rows)


def csv_file(titles: list[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([in_csv(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def in_csv(cell: Cell) -> str:
    if isinstance(cell, bool):
        return yes_or_no(cell)
    if isinstance(cell, int | float | Decimal):
        return str(cell).replace(".", ",")
    text = "" if cell is None else UNPRINTABLE.sub("?", str(cell))
    return f"'{text}" if FORMULA.match(text) else text


def yes_or_no(value: bool) -> str:
    return _("ja") if value else _("nee")


def xlsx_file(titles: list[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """One sheet: a bold header that stays in sight, and columns as wide as their texts."""
    from openpyxl import Workbook

    rows = iter(rows)
    first = [list(row) for _number, row in zip(range(ROWS_MEASURED), rows, strict=False)]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Lijst"))
    sheet.freeze_panes = "A2"
    for letter, width in widths(titles, first):
        sheet.column_dimensions[letter].width = width
    sheet.append([in_xlsx(sheet, title, bold=True) for title in titles])
    for row in first:
        sheet.append([in_xlsx(sheet, cell) for cell in row])
    for row in rows:
        sheet.append([in_xlsx(sheet, cell) for cell in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def widths(titles: list[str], rows: list[list[Cell]]) -> Iterable[tuple[str, int]]:
    from openpyxl.utils import get_column_letter

    for place, title in enumerate(titles):
        longest = max([len(title), *(longest_line(row[place]) for row in rows)])
        yield get_column_letter(place + 1), min(max(longest + 2, NARROWEST), WIDEST)


def longest_line(cell: Cell) -> int:
    return max(map(len, str(cell).splitlines()), default=0)


def in_xlsx(sheet, value: Cell, bold: bool = False):
    """A cell; what is text bears the mark of a text, also once somebody edits it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if value is None or (isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)):
        return value
    text = yes_or_no(value) if isinstance(value, bool) else UNPRINTABLE.sub("?", str(value))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if FORMULA.match(text):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    if "\n" in text or bold:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
