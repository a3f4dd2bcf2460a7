"""A second opinion on a file that was sent in: read by other means, and compared with what the site made of it.

A CSV is read by Python's csv in its forgiving way, a workbook by openpyxl. Nothing of the site's own reading is used.
"""

import csv
import io
import re
import unicodedata
import warnings
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from .workbooks import MAIN, STRINGS, packed, parts_of, types

NAMESPACE = re.compile(rb'(<(?:\w+:)?(?:worksheet|workbook|sst|styleSheet)\s[^>]*?xmlns(?::x)?=")[^"]*')
UNSEEN = "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)))
GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
OF_A_WHOLE_ROW = ("het aantal kolommen", "de hele rij")
MOST_IN_CELL = 32_767
"""Signs in a cell. Of a longer text the site may read only the beginning, since it is refused."""


@dataclass(frozen=True)
class Reading:
    """A file as this second opinion reads it: its header, and the cells of every row with something in it."""

    titles: list[str]
    rows: dict[int, list[str]]

    def cell(self, number: int, title: str) -> str | None:
        """None where there is no such cell."""
        places = [place for place, each in enumerate(self.titles) if each.lower() == title.lower()]
        cells = self.rows.get(number, [])
        return cells[places[0]] if places and places[0] < len(cells) else None


def tidy(text: str) -> str:
    """Without what cannot be seen around it, and with one sort of line end."""
    before = None
    while before != text:
        before, text = text, text.strip().strip(UNSEEN)
    return "\n".join(text.splitlines())


def reading_of(titles: list[str], content: bytes) -> Reading:
    """What the file says; `titles` tell which mark parts the columns of a CSV."""
    return reading_of_workbook(content) if content.startswith(b"PK") else reading_of_csv(titles, content)


def reading_of_csv(titles: list[str], content: bytes) -> Reading:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    readings = [list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) for mark in ";,"]
    lines = max(readings, key=lambda lines: len({tidy(cell) for cell in lines[0]} & set(titles)))
    return numbered(dict(enumerate(([without_guard(cell) for cell in line] for line in lines), start=1)))


def without_guard(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def numbered(lines: dict[int, list[str]]) -> Reading:
    """The first row with something in it is the header."""
    tidied = {number: [tidy(cell) for cell in line] for number, line in lines.items() if any(map(tidy, line))}
    header = min(tidied)
    return Reading([" ".join(title.split()) for title in tidied.pop(header)], tidied)


def reading_of_workbook(content: bytes) -> Reading:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(in_the_usual_names(content)), data_only=True)
    sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
    lines = {row[0].row: [in_words(cell.value) for cell in row] for row in sheet.iter_rows()}
    return numbered(lines)


def in_the_usual_names(content: bytes) -> bytes:
    """The same workbook with the one namespace that openpyxl knows, and with the list in which it looks for parts."""
    named = {name: NAMESPACE.sub(rb"\g<1>" + MAIN.encode(), part) for name, part in parts_of(content).items()}
    listed = types(range(1, 9)) if STRINGS in named else re.sub("<Override [^>]*sharedStrings[^>]*>", "", types([1]))
    return packed({**named, "[Content_Types].xml": listed.encode()})


def in_words(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def is_same(one: str, other: str, every_sign: bool = False) -> bool:
    """Whether two texts mean the same; of prose every sign counts."""
    return tidy(one) == tidy(other) or (not every_sign and meaning(one) == meaning(other))


def meaning(text: str):
    """A number as its value, a day as a day, and words without order, capitals and accents."""
    text = tidy(text)
    if NUMBER.fullmatch(text):
        return Decimal(text.replace(",", ".")).normalize()
    if day := DUTCH_DAY.fullmatch(text):
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return sorted({*re.findall(r"[a-z0-9<.]+", bare)} - {"en"})


# The judgement


def assert_said_well(sentence: str):
    """A refusal is one Dutch sentence or a few, of a length that can be read, without anything of the machine in it."""
    assert sentence.endswith((".", "?", "!")), sentence
    assert "\n" not in sentence and len(sentence) < 800, sentence
    assert "Error" not in sentence and "Traceback" not in sentence, sentence


def assert_read_rightly(sent, content: bytes, rows):
    """Every row of the file is there once, by its number, and means what the second opinion reads in it."""
    reading = reading_of(sent.titles, content)
    assert [row.number for row in rows] == sorted(reading.rows), "other rows"
    for row in rows:
        if row.is_refused:
            assert_refused_rightly(sent, reading, row)
        else:
            assert_used_rightly(sent, reading, row)


def assert_refused_rightly(sent, reading: Reading, row):
    """Each fault names a column, or what is wrong with the whole row, quotes what stands there, and says what to do."""
    assert row.faults, row
    for column, value, expected in row.faults:
        assert expected.strip(), row
        if column in sent.titles or column.lower() in map(str.lower, reading.titles):
            found = reading.cell(row.number, column)
            whole = (found or "")[: len(value)] if len(value) > MOST_IN_CELL else found or ""
            assert value == "" or is_same(value, whole), (row.number, column, value, found)
        else:
            assert column in OF_A_WHOLE_ROW or set(column.split(", ")) <= set(sent.titles), column


def assert_used_rightly(sent, reading: Reading, row):
    """A row that is used is read as it stands there, and would be stored as it was meant."""
    read = {title.lower(): text for title, text in row.cells.items()}
    wanted = sent.wanted(row)
    for title in sent.titles:
        found = reading.cell(row.number, title) or ""
        assert is_same(read.get(title.lower(), ""), found), (row.number, title, read.get(title.lower()), found)
        if title not in sent.unread:
            stored, meant = row.stored[title], wanted.get(title, found)
            assert is_same(stored, meant, title in sent.prose), (row.number, title, stored, meant)


def assert_applied(sent, content: bytes, name: str, rows):
    """The rows that are not refused are stored as they were shown, and all others stay as they are.

    Where rows are refused nothing is written, unless somebody says to leave those out.
    """
    before = by_key(sent, sent.stored())
    if any(row.is_refused for row in rows):
        with pytest.raises(sent.refused_rows):
            sent.apply(content, name, skip_refused=False)
        assert by_key(sent, sent.stored()) == before
    sent.apply(content, name, skip_refused=True)
    assert by_key(sent, sent.stored()) == before | by_key(sent, [row.stored for row in rows if not row.is_refused])


def by_key(sent, rows) -> dict[str, dict]:
    """What a list keeps of each of these rows."""
    kept = [title for title in sent.titles if title not in {*sent.unread, *sent.once}]
    meant = [{title: (tidy if title in sent.prose else meaning)(row[title]) for title in kept} for row in rows]
    return {str([row[key] for key in sent.keys]): row for row in meant}
