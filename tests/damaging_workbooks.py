"""Damage to workbooks: to their parts as a whole, and to the zip around them."""

import re
import struct

from .damaging_sheets import SHEET_DAMAGES, one_of
from .damaging_texts import change_a_byte, cut_off, lose_a_piece, slip_something_in
from .workbooks import SHEET, STRINGS, packed


def part_damaged_as_text(chance, parts):
    name = chance.choice(sorted(parts))
    damage = chance.choice((change_a_byte, cut_off, lose_a_piece, slip_something_in))
    return {**parts, name: damage(chance, parts[name])}


def sheet_damaged_as_text(chance, parts):
    damage = chance.choice((change_a_byte, lose_a_piece, slip_something_in))
    return {**parts, SHEET: damage(chance, parts.get(SHEET, b""))}


def part_gone(chance, parts):
    name = chance.choice(sorted(parts))
    return {each: part for each, part in parts.items() if each != name}


def part_renamed(chance, parts):
    name = chance.choice(sorted(parts))
    other = chance.choice((name.upper(), name.replace("/", "\\"), f"/{name}", f"../{name}", f"{name} "))
    return {other if each == name else each: part for each, part in parts.items()}


def parts_swapped(chance, parts):
    one, other = chance.sample(sorted(parts), 2)
    return {**parts, one: parts[other], other: parts[one]}


def part_empty(chance, parts):
    return {**parts, chance.choice(sorted(parts)): chance.choice((b"", b" ", b"\0" * 100, b"<a/>"))}


def shared_text_gone(chance, parts):
    return {**parts, STRINGS: one_of(chance, rb"<si>.*?</si>", parts.get(STRINGS, b""), lambda _m: b"")}


def shared_text_in_pieces(chance, parts):
    """Text with marks of its own, or with how it is pronounced: only the pieces themselves are the text."""

    def new(found):
        half = len(found[1]) // 2
        runs = b"<r><t>" + found[1][:half] + b'</t></r><r><rPr><b/></rPr><t xml:space="preserve">' + found[1][half:]
        spoken = b'<rPh sb="0" eb="1"><t>x</t></rPh>'
        return b"<si>" + runs + b"</t></r>" + chance.choice((b"", spoken)) + b"</si>"

    return {**parts, STRINGS: one_of(chance, rb"<si><t[^>]*>([^<&]*)</t></si>", parts.get(STRINGS, b""), new, most=3)}


def declared_otherwise(chance, parts):
    """Another encoding, another version, or a document type with something to expand."""
    name = chance.choice([SHEET, STRINGS] if STRINGS in parts else [SHEET])
    doctype = b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 100 + b'">]>'
    new = chance.choice(
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', b'<?xml version="1.1"?>', doctype, b"\xef\xbb\xbf")
    )
    rest = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", parts.get(name, b""))
    return {**parts, name: new + rest}


def in_utf_16(chance, parts):
    name = chance.choice(sorted(parts))
    text = re.sub(r"^<\?xml[^>]*\?>\s*", "", parts[name].decode(errors="replace"))
    return {**parts, name: f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")}


def other_names_in_xml(chance, parts):
    """The same XML with a prefix before every name, or in the namespace of the strict form."""
    old, new = rb"purl.oclc.org/ooxml/spreadsheetml/main", rb"schemas.openxmlformats.org/spreadsheetml/2006/main"
    if chance.random() < 0.5:
        return {name: part.replace(new, old) for name, part in parts.items()}
    prefixed = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", parts.get(SHEET, b"")).replace(b'xmlns="', b'xmlns:x="', 1)
    return {**parts, SHEET: prefixed}


def sheets_otherwise(chance, parts):
    """A sheet out of sight, one before it, none at all, or one that is not there."""
    book = parts.get("xl/workbook.xml", b"")
    sheet = re.search(rb"<sheet .*?/>", book, re.DOTALL)
    if not sheet:
        return parts
    hidden = re.sub(rb' state="\w+"', b"", sheet[0]).replace(b"<sheet ", b'<sheet state="hidden" ')
    missing = re.sub(rb'id="rId\w+"', b'id="rId77"', sheet[0])
    new = chance.choice((hidden, b"", missing, missing + sheet[0], sheet[0] + sheet[0], hidden + sheet[0]))
    return {**parts, "xl/workbook.xml": book.replace(sheet[0], new, 1)}


def days_from_1904(chance, parts):
    return {
        **parts,
        "xl/workbook.xml": parts.get("xl/workbook.xml", b"").replace(
            b"<sheets>", b'<workbookPr date1904="1"/><sheets>'
        ),
    }


def other_targets(chance, parts):
    name = "xl/_rels/workbook.xml.rels"
    targets = (
        b"worksheets/sheet9.xml",
        b"/xl/worksheets/sheet1.xml",
        b"../xl/worksheets/sheet1.xml",
        b"styles.xml",
        b"",
    )
    new = lambda _m: b'Target="' + chance.choice(targets) + b'"'  # noqa: E731
    return {**parts, name: one_of(chance, rb'Target="[^"]*"', parts.get(name, b""), new)}


def macros(chance, parts):
    return {**parts, chance.choice(("xl/vbaProject.bin", "xl/VBAPROJECT.BIN")): b"\xd0\xcf\x11\xe0"}


def many_parts(chance, parts):
    return {**parts, **{f"xl/media/image{number}.png": b"" for number in range(chance.choice((3, 250)))}}


PART_DAMAGES = (
    *SHEET_DAMAGES,
    part_damaged_as_text,
    sheet_damaged_as_text,
    part_gone,
    part_renamed,
    parts_swapped,
    part_empty,
    shared_text_gone,
    shared_text_in_pieces,
    declared_otherwise,
    in_utf_16,
    other_names_in_xml,
    sheets_otherwise,
    days_from_1904,
    other_targets,
    macros,
    many_parts,
)


# Damage to the zip

MEMBER, LISTED, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
"""How a member begins, how it is named in the directory, and how that ends."""


def packed_with_one_twice(chance, parts):
    """A member with the name of one part, and the content of another, behind all parts."""
    name, other = chance.choice(sorted(parts)), chance.choice(sorted(parts))
    return packed([*parts.items(), (name, parts[other])])


def overwritten(chance, content, where, form, values):
    """With one of these numbers at one of the places: so far behind each of these signs."""
    places = [found.start() + far for sign, far in where for found in re.finditer(re.escape(sign), content)]
    place = chance.choice(places or [0])
    number = struct.pack(form, chance.choice(values))
    return content[:place] + number + content[place + len(number) :]


def wrong_checksum(chance, content):
    """In the directory, or at the member itself."""
    return overwritten(chance, content, [(MEMBER, 14), (LISTED, 16)], "<I", [chance.randrange(2**32)])


def sizes_that_lie(chance, content):
    where = [(MEMBER, 18), (MEMBER, 22), (LISTED, 20), (LISTED, 24)]
    return overwritten(chance, content, where, "<I", (0, 1, 1000, 10_000_000, 4_000_000_000, 2**32 - 1))


def another_method(chance, content):
    return overwritten(chance, content, [(LISTED, 10), (MEMBER, 8)], "<H", (0, 1, 9, 12, 14, 93, 99))


def encrypted(chance, content):
    return overwritten(chance, content, [(LISTED, 8), (MEMBER, 6)], "<H", (1, 0x41))


def another_name_at_the_member(chance, content):
    return overwritten(chance, content, [(MEMBER, 30)], "<B", b"zX/")


def directory_elsewhere(chance, content):
    where = [(END, far) for far in (8, 10, 12, 16, 20)]
    return overwritten(chance, content, where, "<H", (0, 1, 2, chance.randrange(2**16)))


def something_behind_or_before(chance, content):
    other = chance.choice((b"\0" * 100, END + bytes(18), content, b"x", b"\r\n"))
    return content + other if chance.random() < 0.7 else other + content


ZIP_DAMAGES = (
    cut_off,
    lose_a_piece,
    change_a_byte,
    change_a_byte,
    slip_something_in,
    wrong_checksum,
    sizes_that_lie,
    another_method,
    encrypted,
    another_name_at_the_member,
    directory_elsewhere,
    something_behind_or_before,
)
