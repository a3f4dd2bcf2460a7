"""Lists that people edited: workbooks and CSV files, read back as they were written, or refused in one sentence."""

import csv
import io
import struct
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from threading import Thread

import pytest
from openpyxl import Workbook, load_workbook

from portal.importing import Columns, TableError, table_file, table_in
from portal.importing.spreadsheets import READER

from .processes import children_that_run
from .workbooks import packed

pytestmark = pytest.mark.one_database

TITLES = ["Naam", "Prijs", "Per stuk"]
CHEESES = Columns(
    "kazen",
    "",
    {"name": ("Naam",), "price": ("Prijs",), "each": ("Per stuk",)},
    delimiter=";,",
    edited=True,
    ignored=("Resultaat",),
)
FORMULAS = ["=1+1", "+31 10 123", "-1", "@SUM(A1)", "\t=1", "'=1", "''@x", '=HYPERLINK("https://example.org")']


def workbook(*rows, sheet="Lijst"):
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(content, name="kazen.xlsx"):
    return table_in(content, name, CHEESES).rows


def values(content, name="kazen.xlsx"):
    return [tuple(row.values.values()) for row in read(content, name)]


def refusal(content, name="kazen.xlsx"):
    with pytest.raises(TableError) as refused:
        read(content, name)
    return str(refused.value)


# Reading


def test_cells_are_read_as_people_see_them():
    content = workbook(
        TITLES,
        ["Brie", 3, True],
        ["Edam", 2.5, False],
        [date(2026, 2, 1), datetime(2026, 2, 1, 13, 30), None],
        ["0712", 0.1 + 0.2, "twee\nregels"],
    )

    assert values(content) == [
        ("Brie", "3", "ja"),
        ("Edam", "2.5", "nee"),
        ("2026-02-01", "2026-02-01 13:30", ""),
        ("0712", "0.3", "twee\nregels"),
    ]


def test_rows_have_the_number_that_the_spreadsheet_shows():
    rows = read(workbook(TITLES, [], ["Brie", 1, True], [None, "", "  "], ["Edam", 2, True]))

    assert [row.number for row in rows] == [3, 5]


def test_the_first_sheet_in_sight_is_read_wherever_its_table_begins():
    book = Workbook()
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Kazen")
    for place, row in enumerate([TITLES, ["Brie", 1, "=1/0"]]):
        for column, cell in enumerate(row):
            sheet.cell(row=4 + place, column=3 + column, value=cell)

    [row] = read(saved(book))

    assert (row.number, row.fault.column, row.values["name"]) == (5, "each", "Brie")


@pytest.mark.parametrize("cell", ["=1/0", "#N/A"])
def test_an_error_or_a_formula_without_outcome_is_a_fault_and_not_an_empty_cell(cell):
    [bad, good] = read(workbook(TITLES, ["Brie", cell, True], ["Edam", 2, True]))

    assert (bad.fault.column, bad.fault.expected) == ("price", "een waarde in plaats van een formule zonder uitkomst")
    assert good.fault is None


def test_of_a_formula_the_outcome_is_read_that_was_saved_with_it():
    content = changed(
        workbook(TITLES, ["Brie", 1, True]), "xl/worksheets/sheet1.xml", b"<v>1</v>", b"<f>3-2</f><v>1</v>"
    )

    assert values(content) == [("Brie", "1", "ja")]


def changed(content, member, old, new):
    """The same workbook with something else in one of its parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            assert name != member or old in part
            target.writestr(name, part.replace(old, new) if name == member else part)
    return result.getvalue()


def test_cells_beside_the_table_are_a_fault_of_their_row():
    [row] = read(workbook(TITLES, ["Brie", 1, True, None, "nog navragen"]))

    assert str(row.fault) == "het aantal kolommen is '5', verwacht: 3"


# What may stand in the header


@pytest.mark.parametrize("delimiter", [";", ","])
def test_the_header_of_a_csv_shows_which_mark_parts_its_columns(delimiter):
    lines = [TITLES, ["Brie; rond", "1,50", "ja"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)

    assert values(text.getvalue().encode(), "kazen.csv") == [("Brie; rond", "1,50", "ja")]


def test_headers_may_have_any_order_and_capitals_and_our_result_is_passed_over():
    assert values(workbook(["PRIJS", "Resultaat", "per stuk", "naam"], [1, "nieuw", True, "Brie"])) == [
        ("Brie", "1", "ja")
    ]


def test_a_long_header_is_quoted_by_its_beginning():
    assert f"De kolom {'x' * 59}… kennen wij niet." in refusal(workbook([*TITLES, "x" * 500], ["Brie", 1, True, 2]))


def test_an_unknown_header_is_refused_since_somebody_thinks_that_it_is_read():
    assert refusal(workbook([*TITLES, "Korting"], ["Brie", 1, True, 2])) == (
        "De kolom Korting kennen wij niet. Haal haar weg, of geef haar een naam uit deze rij: Naam, Prijs, Per stuk."
    )


def test_a_double_or_missing_header_is_named():
    assert refusal(workbook(["Naam", "naam", "Prijs", "Per stuk"], ["Brie", "Brie", 1, True])) == (
        "De kolom naam staat meer dan eens in het bestand."
    )
    assert "ontbreekt de kolom Per stuk" in refusal(workbook(["Naam", "Prijs"], ["Brie", 1]))


# What is refused as a whole


def ole(*streams):
    """The beginning of a file in Excel's old format, with the names of what is in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in streams)


def zipped(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), part)
    return content.getvalue()


def with_password(content):
    """A zip of which the first member is said to be encrypted, in both places where that is written."""
    directory = content.index(b"PK\x01\x02")
    return content[:6] + b"\x01\x00" + content[8 : directory + 8] + b"\x01\x00" + content[directory + 10 :]


WHOLE = workbook(TITLES, ["Brie", 1, True])
BOOK = {"[Content_Types].xml": "", "xl/workbook.xml": ""}
LOCKED = "is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."
OLD = "is een oud Excel-bestand (.xls). Bewaar het als Excel-werkmap (.xlsx)."
MACROS = "bevat macro's. Bewaar het als gewone Excel-werkmap (.xlsx)."
OTHER = "is geen Excel-werkmap. Bewaar de lijst als .xlsx of als csv."
BROKEN = "is beschadigd of afgebroken. Bewaar het opnieuw."
LARGE = "wordt te groot als het wordt uitgepakt. Bewaar alleen de lijst in een nieuw bestand."
REFUSED = {
    "old format": (ole("Workbook"), OLD),
    "password": (ole("EncryptedPackage"), LOCKED),
    "zip with password": (with_password(WHOLE), LOCKED),
    "macros": (zipped(xl__workbook_xml="", xl__vbaProject_bin=""), MACROS),
    "another zip": (zipped(word__document_xml="<a/>"), OTHER),
    "binary workbook": (zipped(xl__workbook_bin="x"), OTHER),
    "cut off": (WHOLE[:-200], BROKEN),
    "only the beginning": (b"PK\x03\x04", BROKEN),
    "bomb": (packed({**BOOK, "xl/worksheets/sheet1.xml": " " * 5_000_000}), LARGE),
    "too many members": (packed({**BOOK, **{f"part{n}": str(n) for n in range(200)}}), LARGE),
}
AFTER_READING = (
    "is geweigerd: het is beschadigd, of het blad is veel groter dan de lijst. "
    "Kopieer de lijst naar een nieuw bestand en probeer het opnieuw."
)


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_plain_workbook_is_refused_and_told_why(content, sentence):
    assert refusal(content) == f"kazen.xlsx {sentence}"


def test_a_bomb_is_refused_before_it_is_unpacked():
    declared = struct.pack("<I", 4_000_000_000)
    directory = WHOLE.index(b"PK\x01\x02")
    lying = WHOLE[: directory + 24] + declared + WHOLE[directory + 28 :]

    assert "wordt te groot" in refusal(lying)


def test_a_cell_in_the_last_corner_of_a_sheet_ends_only_the_process_that_reads():
    book = Workbook()
    book.active.append(TITLES)
    book.active["XFD1048576"] = 1
    started = time.monotonic()

    assert refusal(saved(book)) == f"kazen.xlsx {AFTER_READING}"
    assert time.monotonic() - started < 30


def test_one_workbook_is_read_at_a_time():
    """However many staff send one, a serving process has the memory of one reader beside its own."""
    content = workbook(TITLES, *([f"kaas {number}", number, True] for number in range(2000)))
    threads = [Thread(target=values, args=(content,)) for _each in range(4)]
    for thread in threads:
        thread.start()

    most = 0
    while any(thread.is_alive() for thread in threads):
        most = max(most, len(children_that_run(READER)))

    assert most == 1


def test_damage_inside_a_workbook_is_a_refusal_as_well():
    damaged = changed(WHOLE, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetDat")

    assert refusal(damaged) == f"kazen.xlsx {AFTER_READING}"


def test_the_content_decides_and_not_the_name():
    assert values(WHOLE, "kazen.csv") == [("Brie", "1", "ja")]
    assert values(b"Naam;Prijs;Per stuk\nBrie;1;ja\n", "kazen.xlsx") == [("Brie", "1", "ja")]
    assert refusal(b"%PDF-1.7 \x00\x01", "kazen.xlsx") == (
        "kazen.xlsx is geen tekst in UTF-8 of windows-1252, of is beschadigd."
    )


def test_a_workbook_without_rows_is_refused():
    assert refusal(saved(Workbook())) == "kazen.xlsx is leeg."
    assert "Onder de kolomnamen staan geen rijen" in refusal(workbook(TITLES))


# Writing


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_comes_back_as_it_was(sort, text):
    content = table_file(sort, TITLES, [[text, Decimal("-1.50"), True]])

    [(name, price, each)] = values(content)
    assert (name, price.replace(",", ".").rstrip("0"), each) == (text.strip(), "-1.5", "ja")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_for_another_program(text):
    book = load_workbook(io.BytesIO(table_file("xlsx", TITLES, [[text, 1, True]])))
    [cell, number, _each] = book.active[2]
    with io.StringIO(table_file("csv", TITLES, [[text, 1, True]]).decode("utf-8-sig"), newline="") as file:
        [_header, [in_csv, *_others]] = csv.reader(file, delimiter=";")

    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    assert (number.data_type, number.value) == ("n", 1)
    assert in_csv == f"'{text}"


def test_a_workbook_has_a_bold_header_that_stays_in_sight():
    sheet = load_workbook(io.BytesIO(table_file("xlsx", TITLES, [["Brie" * 30, 1, True]]))).active

    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["A"].width == 60


def test_signs_that_no_file_may_hold_do_not_stop_the_writing():
    for sort in ("csv", "xlsx"):
        assert values(table_file(sort, TITLES, [["a\x00b\x0bc", 1, True]]))[0][0] == "a?b?c"


def test_a_long_list_comes_back_whole():
    content = table_file("xlsx", TITLES, ([f"kaas {number}", number, True] for number in range(10_000)))

    assert [row.values["price"] for row in read(content)] == [str(number) for number in range(10_000)]
