"""Text with separated columns, as lines of cells: read strictly, or refused."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext as _

from .columns import Columns
from .faults import TableError
from .lines import Lines, titles_of

UTF8_MARK = b"\xef\xbb\xbf"
UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
"""A letter with an accent in UTF-8. In windows-1252 the pair means nothing that occurs in Dutch."""
MOST_IN_HEADER = 10_000
NO_FORMULA = re.compile(r"'+[=+\-@\t\r\n]")
"""How a cell begins that a spreadsheet would take for a formula, with the apostrophe that keeps it from that."""
TOO_LONG = "field larger than field limit"


def separated_lines(content: bytes, name: str, columns: Columns) -> Lines:
    """The header and all lines of a text in UTF-8, with or without mark, or windows-1252."""
    text = text_of(content, name)
    delimiter = delimiter_of(text, columns)
    lines = cells_of(text, delimiter, columns)
    _number, header = next(lines)
    return Lines(
        titles_of(header), lines, ends=text.endswith(("\n", "\r")), first_line=text[:MOST_IN_HEADER].splitlines()[0]
    )


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


def delimiter_of(text: str, columns: Columns) -> str:
    """Of the marks that may part the columns, the one with which the header lacks the fewest of them."""
    return min(columns.delimiter, key=lambda mark: len(columns.missing_in(titles_in(text, mark))))


def titles_in(text: str, delimiter: str) -> list[str]:
    try:
        return titles_of(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error:
        return []


def cells_of(text: str, delimiter: str, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row.

    An open quote swallows lines, so no cell may go on in the next one, unless people edited the list: their texts
    have several lines, and they see every row before anything changes.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    whole = width = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if reader.line_num != number and not columns.edited:
                raise csv.Error
            width = width or len(cells)
            if reader.line_num > whole + 1 and any(holds_a_row(cell, delimiter, width) for cell in cells):
                raise csv.Error
            whole = reader.line_num
            yield number, [without_guard(cell) for cell in cells] if columns.edited else cells
    except csv.Error as error:
        raise unreadable(whole + 1, str(error)) from error


def holds_a_row(cell: str, delimiter: str, width: int) -> bool:
    """Whether an open quote took the end of one row and the beginning of another into this cell.

    Then there are as many marks in it as a row has, and not with a blank behind them as in a sentence.
    """
    return "\n" in cell and len(re.findall(re.escape(delimiter) + r"(?![ \t])", cell)) >= max(width - 1, 2)


def unreadable(line: int, reason: str) -> TableError:
    sentence = _("Regel %(line)s kan niet worden gelezen, want een aanhalingsteken staat open of verkeerd.")
    if reason.startswith(TOO_LONG):
        sentence = _(
            "Regel %(line)s kan niet worden gelezen: een cel is veel te lang. Misschien staat een aanhalingsteken open."
        )
    return TableError(sentence % {"line": line})


def without_guard(cell: str) -> str:
    """What was meant by a cell that bears an apostrophe so as not to be a formula."""
    return cell[1:] if cell.startswith("'") and NO_FORMULA.match(cell) else cell
