"""Damage to the XML of the sheet of a workbook: what its cells say of themselves, and where they stand."""

import re

from .workbooks import SHEET

FAR = ("XFD1048576", "A1048576", "XFD1", "ZZZ9", "A0", "A-1", "a2", "2A", "", "B2:C3", "$B$2", "AAAA1")
KINDS = ("s", "n", "b", "e", "str", "inlineStr", "d", "x", "")
CELL = rb"<c [^>]*?(?:/>|>.*?</c>)"


def in_sheet(change):
    """Damage to the XML of the sheet, as damage to all parts."""

    def damage(chance, parts):
        return {**parts, SHEET: change(chance, parts[SHEET])} if SHEET in parts else parts

    damage.__name__ = change.__name__
    return damage


def one_of(chance, pattern, text, new, most=1):
    """The text with `new(match)` in place of one to `most` of the matches, drawn by chance."""
    found = list(re.finditer(pattern, text, re.DOTALL))
    for match in sorted(chance.sample(found, min(len(found), chance.randint(1, most))), key=lambda m: -m.start()):
        text = text[: match.start()] + new(match) + text[match.end() :]
    return text


def attribute(name, value):
    return f' {name}="{value}"'.encode() if value else b""


# Damage to what a cell says of itself


@in_sheet
def another_kind(chance, sheet):
    """A number that is said to be a text, a shared text that is said to be a date, and so on."""
    return one_of(chance, rb' t="\w+"', sheet, lambda _m: attribute("t", chance.choice(KINDS)), most=3)


@in_sheet
def kind_of_a_number(chance, sheet):
    plain = rb'<c r="(\w+)"( s="\d+")?>(?=<v>)'
    return one_of(chance, plain, sheet, lambda m: m[0][:-1] + attribute("t", chance.choice(KINDS)) + b">")


@in_sheet
def another_shared_text(chance, sheet):
    numbers = ("-1", "", "1.5", "99999", "4294967296", "x", " 1", "+1", "1e0", "0x1", "٣", "18446744073709551616")
    pattern = rb'(<c [^>]*t="s"[^>]*><v>)(\d+)(</v>)'
    return one_of(chance, pattern, sheet, lambda m: m[1] + chance.choice(numbers).encode() + m[3], most=2)


@in_sheet
def another_value(chance, sheet):
    values = (
        "",
        " ",
        "1 2",
        "1,5",
        "1e5",
        "1e999",
        "-0",
        "NaN",
        "INF",
        "TRUE",
        "2026-02-01",
        "x" * 50,
        "12abc",
        "0012",
    )
    return one_of(chance, rb"<v>[^<]*</v>", sheet, lambda _m: f"<v>{chance.choice(values)}</v>".encode())


@in_sheet
def another_place(chance, sheet):
    return one_of(chance, rb'<c r="\w+"', sheet, lambda _m: f'<c r="{chance.choice(FAR)}"'.encode())


@in_sheet
def place_of_another_cell(chance, sheet):
    places = re.findall(rb'<c (r="\w+")', sheet) or [b'r="A1"']
    return one_of(chance, rb'<c r="\w+"', sheet, lambda _m: b"<c " + chance.choice(places))


@in_sheet
def no_places(chance, sheet):
    return re.sub(rb'<c r="\w+"', lambda found: b"<c" if chance.random() < 0.3 else found[0], sheet)


@in_sheet
def no_places_at_all(chance, sheet):
    return re.sub(rb'<c r="\w+"', b"<c", sheet)


@in_sheet
def another_row_number(chance, sheet):
    numbers = ("0", "-1", "1", "2", "3", "1048576", "1048577", "99999999999", "x", "")
    return one_of(chance, rb'<row r="\d+"', sheet, lambda _m: f'<row r="{chance.choice(numbers)}"'.encode())


@in_sheet
def no_row_numbers(chance, sheet):
    return re.sub(rb'<row r="\d+"', b"<row", sheet)


@in_sheet
def another_style(chance, sheet):
    styles = ("1", "0", "99", "-1", "x")
    return one_of(chance, rb'<c (r="\w+")', sheet, lambda m: m[0] + attribute("s", chance.choice(styles)), most=3)


@in_sheet
def formula(chance, sheet):
    """A formula before a value, or instead of it."""
    formulas = (b"<f>1+1</f>", b"<f/>", b'<f t="shared" si="0"/>', b"<f>HYPERLINK(&quot;https://example.org&quot;)</f>")

    def new(found):
        return found[1] + chance.choice(formulas) + (found[2] if chance.random() < 0.5 else b"") + b"</c>"

    return one_of(chance, rb"(<c [^>]*>)(<v>[^<]*</v>)</c>", sheet, new, most=3)


@in_sheet
def more_in_a_value(chance, sheet):
    """Something beside the text of a value that readers may pass by."""
    more = (b"<!-- x -->", b"<![CDATA[7]]>", b"<?x y?>", b"<x>7</x>", b"&#55;", b"&amp;", b"&nope;", b"<v>7</v>", b"\n")

    def new(found):
        place = chance.randrange(len(found[2]) + 1)
        return found[1] + found[2][:place] + chance.choice(more) + found[2][place:] + found[3]

    return one_of(chance, rb"(<(?:v|t)[^>/]*>)([^<]*)(</(?:v|t)>)", sheet, new)


@in_sheet
def value_twice(chance, sheet):
    return one_of(chance, rb"<v>[^<]*</v>", sheet, lambda m: m[0] + chance.choice((m[0], b"<v>7</v>", b"<v/>")))


@in_sheet
def value_gone(chance, sheet):
    return one_of(chance, rb"<v>[^<]*</v>", sheet, lambda _m: chance.choice((b"", b"<v/>", b"<v></v>")), most=2)


@in_sheet
def cell_twice(chance, sheet):
    return one_of(chance, CELL, sheet, lambda m: m[0] + m[0])


@in_sheet
def cell_gone(chance, sheet):
    return one_of(chance, CELL, sheet, lambda _m: b"", most=3)


@in_sheet
def cell_outside(chance, sheet):
    cell = f'<c r="{chance.choice(FAR)}"><v>1</v></c>'.encode()
    row = b'<row r="1048576">' + cell + b"</row>"
    return one_of(chance, rb"</row>", sheet, lambda m: chance.choice((cell + m[0], m[0] + row)))


@in_sheet
def merged_cells(chance, sheet):
    places = ("A2:A3", "A1:B1", "B2:D4", "A1:XFD1048576", "A5:A2", "Z9:Z9", "A2", "", "A2:")
    merged = f'<mergeCells count="1"><mergeCell ref="{chance.choice(places)}"/></mergeCells>'.encode()
    return sheet.replace(b"</sheetData>", b"</sheetData>" + merged, 1)


@in_sheet
def dimension_that_lies(chance, sheet):
    ref = chance.choice(("A1", "A1:A1", "A1:XFD1048576", "B2:C3", "", "Z99:A1", "A1:ZZZ99999999"))
    sheet = re.sub(rb"<dimension [^>]*/>", b"", sheet)
    return sheet.replace(b"<sheetData>", f'<dimension ref="{ref}"/><sheetData>'.encode(), 1)


@in_sheet
def rows_in_another_order(chance, sheet):
    rows = re.findall(rb"<row .*?</row>", sheet, re.DOTALL)
    if not rows:
        return sheet
    return re.sub(rb"<row .*</row>", lambda _m: b"".join(chance.sample(rows, len(rows))), sheet, flags=re.DOTALL)


@in_sheet
def data_twice(chance, sheet):
    return one_of(chance, rb"<sheetData>.*</sheetData>", sheet, lambda m: m[0] + m[0])


@in_sheet
def hidden_row(chance, sheet):
    return one_of(chance, rb"<row ", sheet, lambda m: m[0] + b'hidden="1" ')


@in_sheet
def bomb(chance, sheet):
    return sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * chance.choice((1_000, 3_000_000)))


SHEET_DAMAGES = (
    another_kind,
    kind_of_a_number,
    another_shared_text,
    another_shared_text,
    another_value,
    another_place,
    place_of_another_cell,
    no_places,
    no_places_at_all,
    another_row_number,
    no_row_numbers,
    another_style,
    formula,
    more_in_a_value,
    more_in_a_value,
    value_twice,
    value_gone,
    cell_twice,
    cell_gone,
    cell_outside,
    merged_cells,
    dimension_that_lies,
    rows_in_another_order,
    data_twice,
    hidden_row,
    bomb,
)
