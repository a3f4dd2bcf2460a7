"""Tables as files for people: CSV and Excel. No cell becomes a formula, whatever somebody once typed.

A CSV has semicolons, decimal commas and a byte order mark, since that is what a Dutch Excel opens as a table. A text
that a spreadsheet would take for a formula gets an apostrophe there, which our reading takes off again. In a workbook
texts are marked as texts. Numbers are numbers in both.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, zip_longest

from django.utils.translation import gettext as _

FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
NARROWEST, WIDEST = 10, 60
ROWS_MEASURED = 200
MOST_ROWS_WITH_CHOICES = 20_000

Cell = str | int | float | Decimal | date | bool | None


@dataclass(frozen=True)
class Dressing:
    """What a workbook has beyond its cells: values to choose from per column, columns out of sight, a second sheet."""

    choices: Mapping[str, list[str]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    explanation: tuple[tuple[str, ...], ...] = ()


def table_file(
    kind: str, titles: Iterable[str], rows: Iterable[Iterable[Cell]], dressing: Dressing | None = None
) -> bytes:
    """The content of a file of this kind, "csv" or "xlsx". A csv has nothing but its cells."""
    titles = [str(title) for title in titles]
    return csv_file(titles, rows) if kind == "csv" else xlsx_file(titles, rows, dressing or Dressing())


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


def xlsx_file(titles: list[str], rows: Iterable[Iterable[Cell]], dressing: Dressing) -> bytes:
    """A bold header that stays in sight, and columns as wide as their texts. The list is the first sheet."""
    from openpyxl import Workbook

    rows = iter(rows)
    first = [list(row) for _number, row in zip(range(ROWS_MEASURED), rows, strict=False)]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Lijst"))
    sheet.freeze_panes = "A2"
    for title, (letter, width) in zip(titles, widths(titles, first), strict=True):
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].hidden = title in dressing.hidden
    dress(workbook, sheet, titles, dressing)
    sheet.append([in_xlsx(sheet, title, bold=True) for title in titles])
    for row in chain(first, rows):
        sheet.append([in_xlsx(sheet, cell) for cell in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def dress(workbook, sheet, titles: list[str], dressing: Dressing):
    """Other values than those to choose from may be typed as well: reading judges them."""
    if dressing.explanation:
        explain(workbook.create_sheet(_("Uitleg")), dressing.explanation)
    if not dressing.choices:
        return
    choices = workbook.create_sheet(_("Keuzes"))
    choices.sheet_state = "hidden"
    for row in zip_longest(*dressing.choices.values()):
        choices.append([in_xlsx(choices, cell) for cell in row])
    for place, (title, values) in enumerate(dressing.choices.items()):
        sheet.data_validations.append(validation(choices.title, place, len(values), titles.index(title)))


def explain(sheet, rows: Iterable[tuple[str, ...]]):
    from openpyxl.styles import Alignment

    for letter, width in zip("AB", (NARROWEST * 2, WIDEST), strict=True):
        sheet.column_dimensions[letter].width = width
    for name, *words in rows:
        cells = [in_xlsx(sheet, name, bold=True), *(in_xlsx(sheet, each) for each in words)]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def validation(sheet: str, place: int, count: int, column: int):
    """The values in one column of a sheet, to choose from in a column of the list."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    source, target = get_column_letter(place + 1), get_column_letter(column + 1)
    found = DataValidation("list", f"'{sheet}'!${source}$1:${source}${count}", allow_blank=True, errorStyle="warning")
    found.add(f"{target}2:{target}{MOST_ROWS_WITH_CHOICES}")
    return found


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
