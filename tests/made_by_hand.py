"""Files that somebody could send in, each with one thing wrong, or right where it looks wrong, and what becomes of it.

A case is made of the sound rows of a list: its header, then rows of texts. Sentences are those that staff read.
"""

import csv
import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from .damaging import csv_of
from .workbooks import MAIN, SHEET, STRINGS, packed, unpacked

Rows = list[list[str]]


@dataclass(frozen=True)
class Case:
    """One file: of which list, how it is made, and what is said of it.

    `refused` are words in the refusal of the whole file. `problems` are all sentences about refused rows. Where there
    is neither, the file is applied, and `applied` are cells of its first row as they are stored then.
    """

    make: Callable[[Rows], bytes]
    refused: str = ""
    problems: tuple[str, ...] = ()
    applied: dict[str, str] = field(default_factory=dict)
    list_name: str = "courses"


def with_cell(rows: Rows, title: str, value: str, number: int = 2) -> Rows:
    """The rows with one cell changed; numbers as a spreadsheet shows them."""
    copy = [list(row) for row in rows]
    copy[number - 1][rows[0].index(title)] = value
    return copy


def csv_with(title: str, value: str, number: int = 2) -> Callable[[Rows], bytes]:
    return lambda rows: csv_of(with_cell(rows, title, value, number))


def text(change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[Rows], bytes]:
    """The text of the CSV, changed as a whole."""
    return lambda rows: change(csv_of(rows).decode("utf-8-sig")).encode(encoding)


def book(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Callable[[Rows], bytes]:
    """The parts of the workbook, changed."""
    return lambda rows: packed(change(unpacked(rows)))


def sheet(old: bytes, new: bytes) -> Callable[[Rows], bytes]:
    """The XML of the sheet, with something else at the first place that fits."""
    return part(SHEET, old, new)


def part(name: str, old: bytes, new: bytes) -> Callable[[Rows], bytes]:
    def change(parts):
        assert re.search(old, parts[name]), f"there is no {old} in {name}"
        return {**parts, name: re.sub(old, new, parts[name], count=1)}

    return book(change)


def zipped(change: Callable[[bytes], bytes]) -> Callable[[Rows], bytes]:
    return lambda rows: change(packed(unpacked(rows)))


def behind(sign: bytes, far: int, value: bytes) -> Callable[[bytes], bytes]:
    """Other bytes, so far behind the first of these signs."""

    def change(content):
        place = content.index(sign) + far
        return content[:place] + value + content[place + len(value) :]

    return change


def letters(count: int) -> str:
    """So many signs that cannot be packed small."""
    return Random(1).randbytes(5_000_000).hex()[:count]


def many_rows(rows: Rows) -> bytes:
    return csv_of([rows[0], *([f"{number:05}", *rows[1][1:]] for number in range(20_001))])


def of_member(name: str) -> Callable[[Rows], bytes]:
    """A zip that is no workbook."""

    def make(rows):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(zipfile.ZipInfo(name), "<a/>")
        return content.getvalue()

    return make


def own_result(rows: Rows) -> bytes:
    """As we send a list back."""
    return csv_of([[*rows[0], "Resultaat", "Toelichting"], *([*row, "geweigerd", "omdat"] for row in rows[1:])])


def with_commas(rows: Rows) -> bytes:
    content = io.StringIO()
    csv.writer(content).writerows(rows)
    return content.getvalue().encode()


def in_old_excel(rows: Rows) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le")


def with_hidden_sheet(rows: Rows) -> bytes:
    """The list is the second sheet; the first is out of sight and holds something else."""
    parts = unpacked(rows, sheets=(("Lijst", ""), ("Oud", "hidden")))
    swapped = {SHEET: parts["xl/worksheets/sheet2.xml"], "xl/worksheets/sheet2.xml": parts[SHEET]}
    return packed({**parts, **swapped, "xl/workbook.xml": states_swapped(parts["xl/workbook.xml"])})


def states_swapped(book: bytes) -> bytes:
    return book.replace(b'"hidden"', b'"-"').replace(b'"visible"', b'"hidden"').replace(b'"-"', b'"visible"')


def strict(rows: Rows) -> bytes:
    """The strict form of the standard, which Excel can save as well."""
    names = (MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    return packed({name: each.replace(*names) for name, each in unpacked(rows).items()})


def doctype(parts):
    """Every entity ten times the one before: three gigabytes of text in a few lines."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE sst [<!ENTITY l0 "lol">{entities}]>'.encode()
    shared = re.sub(rb"(\?>\s*)", rb"\1" + declared, parts[STRINGS], count=1)
    return {**parts, STRINGS: re.sub(rb">[^<>]+</t>", b">&l9;</t>", shared, count=1)}


WHOLE_ROW = "de hele rij"
FIRST = b'(<c r="B2"[^>]*>)<v>[0-9]+</v>'
"""The name of the first course, in a workbook."""
NO_TEXT = "is geen tekst in UTF-8 of windows-1252, of is beschadigd."
BROKEN = "is beschadigd of afgebroken. Bewaar het opnieuw."
LARGE = "wordt te groot als het wordt uitgepakt. Bewaar alleen de lijst in een nieuw bestand."
LOCKED = "is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."
OTHER_ZIP = "is geen Excel-werkmap. Bewaar de lijst als .xlsx of als csv."
NOT_READ = "is geweigerd: het is beschadigd, of het blad is veel groter dan de lijst."

CSV_CASES = {
    # What is no list at all
    "nothing": Case(lambda rows: b"", "is leeg."),
    "blank lines": Case(lambda rows: b"\r\n \r\n\r\n", "is leeg."),
    "a letter as PDF": Case(lambda rows: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", NO_TEXT),
    "a picture": Case(lambda rows: b"\x89PNG\r\n\x1a\n" + bytes(64), NO_TEXT),
    "a page of a website": Case(
        lambda rows: b"<!DOCTYPE html>\n<table><tr><td>Crebo</td></tr></table>\n", "gescheiden"
    ),
    "only a header": Case(lambda rows: csv_of(rows[:1]), "Onder de kolomnamen staan geen rijen"),
    "no header": Case(lambda rows: csv_of(rows[1:]), "ontbreken 8 kolommen, waaronder Crebo, Naam, Niveau"),
    "another list": Case(lambda rows: b"Beroep;Bedrag\r\nkok;12\r\n", "ontbreken 8 kolommen"),
    "too many rows": Case(many_rows, "Deze lijst heeft meer dan 20.000 rijen."),
    # Encodings and ends of lines
    "UTF-16": Case(lambda rows: csv_of(rows).decode("utf-8-sig").encode("utf-16"), NO_TEXT),
    "two encodings": Case(
        lambda rows: csv_of(with_cell(rows, "Naam", "café")) + "26000;naïef".encode("cp1252"), NO_TEXT
    ),
    "a null": Case(text(lambda content: content.replace("25044", "25\x00044")), NO_TEXT),
    "windows-1252": Case(
        lambda rows: csv_of(with_cell(rows, "Naam", "Chef één")).decode("utf-8-sig").encode("cp1252"),
        applied={"Naam": "Chef één"},
    ),
    "no mark in front": Case(text(str), applied={"Crebo": "25044"}),
    "all ends of lines": Case(
        text(lambda content: content.replace("\r\n", "\n", 3).replace("\n", "\r", 1)), applied={"Crebo": "25044"}
    ),
    "no end after the last line": Case(text(str.rstrip), applied={"Crebo": "25044"}),
    # Columns
    "tabs between columns": Case(
        text(lambda content: content.replace(";", "\t")), "moeten gescheiden zijn door puntkomma's of komma's"
    ),
    "commas between columns": Case(with_commas, applied={"Crebo": "25044"}),
    "a column less": Case(lambda rows: csv_of([row[:-1] for row in rows]), "ontbreekt de kolom Jaar van de bron"),
    "a column twice": Case(lambda rows: csv_of([[*row, row[1]] for row in rows]), "De kolom Naam staat meer dan eens"),
    "a column of their own": Case(
        lambda rows: csv_of([[*row, "Let op"] for row in rows]), "De kolom Let op kennen wij niet."
    ),
    "a header of a thousand signs": Case(
        lambda rows: csv_of([[*rows[0], "x" * 1000], *([*row, ""] for row in rows[1:])]), f"De kolom {'x' * 59}… kennen"
    ),
    "columns in another order": Case(lambda rows: csv_of([row[::-1] for row in rows]), applied={"Crebo": "25044"}),
    "headers in capitals": Case(
        lambda rows: csv_of([[f" {title.upper()} " for title in rows[0]], *rows[1:]]), applied={"Crebo": "25044"}
    ),
    "our own result": Case(own_result, applied={"Crebo": "25044"}),
    # Quotes and cut ends
    "a quote that stays open": Case(
        text(lambda content: content.replace(";", ';"', 9)), "Regel 1 kan niet worden gelezen, want een aanhalingsteken"
    ),
    "a cell of 10 MB": Case(csv_with("Naam", "x" * 10_000_000), "Regel 2 kan niet worden gelezen: een cel is veel te"),
    "cut off in the last row": Case(lambda rows: csv_of(rows)[:-40], "Het bestand is afgebroken: de laatste rij ("),
    "blank lines between": Case(
        lambda rows: csv_of([rows[0], [], rows[1], [""] * 8, rows[2]]), applied={"Crebo": "25044"}
    ),
    # Values
    "a word for a number": Case(
        csv_with("Niveau", "hoog"), problems=("rij 2: Niveau is 'hoog', verwacht: een van: 2, 3, 4",)
    ),
    "a formula for a code": Case(
        csv_with("Crebo", "=25000+44", number=3), problems=("rij 3: Crebo is '=25000+44', verwacht: 5 cijfers",)
    ),
    "a formula in a text": Case(csv_with("Naam", "=1+1"), applied={"Naam": "=1+1"}),
    "a guarded formula in a text": Case(csv_with("Naam", "'=1+1"), applied={"Naam": "=1+1"}),
    "a code without its zeros": Case(csv_with("Crebo", "044"), applied={"Crebo": "00044"}),
    "a cell of 33,000 signs": Case(
        csv_with("Opmerking over de code", "x" * 33_000),
        problems=(
            f"rij 2: Opmerking over de code is '{'x' * 59}…', "
            "verwacht: ten hoogste 32.767 tekens, zoveel als in een cel van Excel past",
        ),
    ),
    "a code of a source that is not there": Case(
        csv_with("Bron", "x" * 300),
        problems=(f"rij 2: Bron is '{'x' * 59}…', verwacht: de code uit de lijst 'bronnen'",),
    ),
    "a sign that rings": Case(
        csv_with("Naam", "Bel\x07"), problems=("rij 2: Naam is 'Bel?', verwacht: leesbare tekens",)
    ),
    "a sign that was lost": Case(
        csv_with("Naam", "caf\ufffd"), problems=("rij 2: Naam is 'caf\ufffd', verwacht: leesbare tekens",)
    ),
    "a year of another script": Case(
        csv_with("Jaar van de bron", "٢٠٢٦"),
        problems=("rij 2: Jaar van de bron is '٢٠٢٦', verwacht: een jaar als 2026",),
    ),
    "a year before there was any": Case(
        csv_with("Jaar van de bron", "1999"),
        problems=("rij 2: Jaar van de bron is '1999'. Vul een jaar in vanaf 2000.",),
    ),
    "a value too many": Case(
        lambda rows: csv_of([*rows[:2], [*rows[2], "x"]]),
        problems=("rij 3: het aantal kolommen is '9', verwacht: 8",),
    ),
    "a row twice": Case(
        lambda rows: csv_of([rows[0], rows[1], rows[1]]),
        problems=("verwacht: niet nog eens wat in rij 2 staat",),
    ),
    "a code twice": Case(
        lambda rows: csv_of([rows[0], rows[1], [rows[1][0], *rows[2][1:]]]),
        problems=("rij 3: Crebo is '25044', verwacht: niet nog eens wat in rij 2 staat",),
    ),
    "an amount in thousands": Case(
        csv_with("Bedrag", "1E+5"),
        problems=("rij 2: Bedrag is '1E+5', verwacht: een getal met ten hoogste 2 cijfers achter de komma",),
        list_name="pay",
    ),
    "codes of which one is not there": Case(
        csv_with("Passende profielen", "BWI XYZ"),
        problems=("rij 2: Passende profielen is 'BWI XYZ', verwacht: codes uit de lijst",),
        list_name="occupations",
    ),
    "a figure below its lower bound": Case(
        lambda rows: csv_of(with_cell(with_cell(rows, "ondergrens", "99"), "bovengrens", "100")),
        problems=("rij 2: ondergrens is '99', verwacht: een ondergrens en een bovengrens met de waarde ertussen",),
        list_name="cijfers",
    ),
    # The offer
    "a location of another municipality": Case(
        csv_with("Vestigingscode", "20MJ05"),
        problems=("rij 2: Vestigingscode is '20MJ05'. Deze locatie hoort bij",),
        list_name="offer",
    ),
    "a location that is not there": Case(
        csv_with("Vestigingscode", "99ZZ99"),
        problems=("rij 2: Vestigingscode is '99ZZ99', verwacht: de code uit de lijst",),
        list_name="offer",
    ),
    "a profile that is not there": Case(
        csv_with("Profielcode", "XYZ"),
        problems=("rij 2: Profielcode is 'XYZ', verwacht: de code uit de lijst",),
        list_name="offer",
    ),
    "a school year of three years": Case(
        csv_with("Schooljaar", "2027-2030"),
        problems=("rij 2: Schooljaar is '2027-2030', verwacht: een schooljaar als 2027-2028",),
        list_name="offer",
    ),
    "a profile that starts at some time": Case(
        csv_with("Antwoord", "start"),
        problems=("rij 2: Schooljaar is ''. Vul in met welk schooljaar het profiel start of stopt.",),
        list_name="offer",
    ),
}

BOOK_CASES = {
    # The zip
    "cut off": Case(zipped(lambda content: content[:-200]), BROKEN),
    "only the first bytes": Case(zipped(lambda content: content[:4]), BROKEN),
    "a document of Word": Case(of_member("word/document.xml"), OTHER_ZIP),
    "a binary workbook": Case(of_member("xl/workbook.bin"), OTHER_ZIP),
    "an old workbook": Case(in_old_excel, "is een oud Excel-bestand (.xls). Bewaar het als Excel-werkmap (.xlsx)."),
    "a password": Case(zipped(behind(b"PK\x01\x02", 8, b"\x01\0")), LOCKED),
    "macros": Case(book(lambda parts: {**parts, "xl/vbaProject.bin": b"x"}), "bevat macro's."),
    "a wrong checksum": Case(zipped(behind(b"PK\x01\x02", 16, b"abcd")), BROKEN),
    "a member twice": Case(lambda rows: packed([*unpacked(rows).items(), (SHEET, b"<a/>")]), BROKEN),
    "a bomb": Case(book(lambda parts: {**parts, "xl/media/a.xml": b" " * 20_000_000}), LARGE),
    "a bomb that is only declared": Case(zipped(behind(b"PK\x01\x02", 24, struct.pack("<I", 4_000_000_000))), LARGE),
    "a bomb that is not declared": Case(
        lambda rows: behind(b"PK\x01\x02", 24, struct.pack("<I", 10))(packed(unpacked(rows))), BROKEN
    ),
    "a thousand members": Case(book(lambda parts: {**parts, **{f"xl/m{n}": b"x" for n in range(1000)}}), LARGE),
    # The XML
    "a cell in the last corner": Case(
        sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), NOT_READ
    ),
    "text that grows": Case(book(doctype), NOT_READ),
    "a sheet that is not whole": Case(sheet(b"</sheetData>", b"</sheetDat"), NOT_READ),
    "no sheet": Case(book(lambda parts: {name: each for name, each in parts.items() if name != SHEET}), NOT_READ),
    "a shared text that is not there": Case(sheet(FIRST, rb"\1<v>9999</v>"), NOT_READ),
    "a shared text without number": Case(sheet(FIRST, rb"\1<v></v>"), NOT_READ),
    "a comment in a value": Case(sheet(FIRST, rb"\1<v>1<!-- 2 -->3</v>"), NOT_READ),
    "a value in two parts": Case(part(STRINGS, b">([^<>]+)</t>", rb">\1<![CDATA[x]]></t>"), NOT_READ),
    "a value twice": Case(sheet(FIRST, rb"\1<v>1</v><v>2</v>"), NOT_READ),
    "a cell twice": Case(sheet(b'<c r="C2"', b'<c r="B2"'), NOT_READ),
    "a cell nowhere": Case(sheet(b'<c r="C2"', b'<c r="C0"'), NOT_READ),
    "a row twice": Case(sheet(b'<row r="3"(.*?)</row>', rb'<row r="3"\1</row><row r="3"\1</row>'), NOT_READ),
    "a style that is not there": Case(sheet(b'<c r="C2"', b'<c r="C2" s="99"'), NOT_READ),
    "a number that is none": Case(sheet(b'<c r="C2"><v>[0-9]+', b'<c r="C2"><v>1 2'), NOT_READ),
    "a number that is said to be true": Case(sheet(b'<c r="C2"', b'<c r="C2" t="b"'), NOT_READ),
    "a kind that nobody knows": Case(sheet(b'<c r="C2"', b'<c r="C2" t="x"'), NOT_READ),
    "a text of its own in a shared one": Case(
        sheet(b'<c r="B2" t="s"><v>[0-9]+</v>', b'<c r="B2" t="str"><is><t>Kok</t></is>'), NOT_READ
    ),
    "a thousand columns": Case(
        sheet(b"</sheetData>", b'<row r="99"><c r="ALN99"><v>1</v></c></row></sheetData>'), NOT_READ
    ),
    "a merge from below": Case(
        sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C3:C2"/></mergeCells>'), NOT_READ
    ),
    "a day that is none": Case(sheet(b'<c r="C2"', b'<c r="C2" t="d"'), NOT_READ),
    "another encoding declared": Case(part(SHEET, b'encoding="UTF-8"', b'encoding="ISO-8859-1"'), NOT_READ),
    # Values
    "a number for a name": Case(
        sheet(b'<c r="B2" t="s"><v>[0-9]+</v>', b'<c r="B2"><v>12</v>'), applied={"Naam": "12"}
    ),
    "a formula without outcome": Case(
        sheet(b'(<c r="C2"[^>]*>)<v>[0-9]+</v>', rb"\1<f>1+2</f>"),
        problems=("rij 2: Niveau is '=', verwacht: een waarde in plaats van een formule zonder uitkomst",),
    ),
    "a formula with its outcome": Case(
        sheet(b'(<c r="C2"[^>]*>)<v>[0-9]+</v>', rb"\1<f>1+2</f><v>3</v>"), applied={"Niveau": "3"}
    ),
    "an outcome that is an error": Case(
        sheet(b'<c r="C2"><v>[0-9]+</v>', b'<c r="C2" t="e"><v>#N/A</v>'),
        problems=("rij 2: Niveau is '#N/A', verwacht: een waarde in plaats van een formule zonder uitkomst",),
    ),
    "merged cells": Case(
        sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells>'),
        problems=("rij 3: Niveau is '', verwacht: een eigen waarde, want deze cel is samengevoegd met een andere",),
    ),
    "a note beside the list": Case(
        sheet(b'(<row r="3".*?)</row>', rb'\1<c r="K3" t="str"><v>bellen</v></c></row>'),
        problems=("rij 3: het aantal kolommen is '11', verwacht: 8",),
    ),
    "a cell of 10 MB": Case(
        lambda rows: part(STRINGS, b">Allround[^<]*<", f">{letters(10**7)}<".encode())(rows),
        problems=(f"rij 2: Naam is '{letters(59)}…', verwacht: ten hoogste 32.767 tekens",),
    ),
    "a day for a year": Case(
        sheet(b'<c r="H2"><v>[0-9]+</v>', b'<c r="H2" s="1"><v>45000</v>'),
        problems=("rij 2: Jaar van de bron is '2023-03-15', verwacht: een jaar als 2026",),
    ),
    # What looks wrong and is not
    "a dimension that lies": Case(
        sheet(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'), applied={"Crebo": "25044"}
    ),
    "a sheet out of sight before it": Case(with_hidden_sheet, applied={"Crebo": "25044"}),
    "the strict form of the standard": Case(strict, applied={"Crebo": "25044"}),
    "a blank that may count or not": Case(
        part(STRINGS, b"<t [^>]*>Allround ([^<]*)</t>", rb"<r><t>Allround </t></r><r><t>\1</t></r>"), NOT_READ
    ),
    "a text in pieces": Case(
        part(
            STRINGS, b"<t [^>]*>Allround ([^<]*)</t>", rb'<r><t>Allround</t></r><r><t xml:space="preserve"> \1</t></r>'
        ),
        applied={"Naam": "Allround laborant"},
    ),
}
CASES = {
    f"{sort}: {name}": case
    for sort, of_sort in (("csv", CSV_CASES), ("xlsx", BOOK_CASES))
    for name, case in of_sort.items()
}
