"""Damage to the bytes and lines of a text with separated columns."""

import re

ODD_VALUES = ["", " ", "<5", "<6", "-1", "1,5", "٣", "²", "9" * 40, "x" * 300, "\x07", "é", "\ufffd", "=1+1", "'", "00"]
ODD_BYTES = [*(bytes([each]) for each in b'\0"\xff\x81\xc3\xe9\r\n;,\t'), b"\xc3\xa9", b"\xef\xbb\xbf"]


def lines_of(content):
    return content.splitlines(keepends=True)


def somewhere(chance, content):
    return chance.randrange(len(content) + 1)


def cut_off(chance, content):
    return content[: somewhere(chance, content)]


def lose_a_piece(chance, content):
    start = somewhere(chance, content)
    return content[:start] + content[start + chance.choice((1, 2, 10, 100, 1000)) :]


def change_a_byte(chance, content):
    place = somewhere(chance, content)
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def slip_something_in(chance, content):
    place = somewhere(chance, content)
    return content[:place] + chance.choice(ODD_BYTES) + content[place:]


def repeat_a_line(chance, content):
    lines = lines_of(content)
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return b"".join(lines)


def lose_a_line(chance, content):
    lines = lines_of(content)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def shuffle_the_lines(chance, content):
    header, *lines = lines_of(content)
    return header + b"".join(chance.sample(lines, len(lines)))


def cells_of(line):
    """The cells and what separates them."""
    mark = b";" if b";" in line else b","
    return line.split(mark), mark


def change_a_cell(chance, content):
    lines = lines_of(content)
    number = chance.randrange(len(lines))
    cells, mark = cells_of(lines[number])
    cells[chance.randrange(len(cells))] = chance.choice(ODD_VALUES).encode()
    lines[number] = mark.join(cells)
    return b"".join(lines)


def swap_two_cells(chance, content):
    lines = lines_of(content)
    number = chance.randrange(len(lines))
    cells, mark = cells_of(lines[number])
    one, other = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[one], cells[other] = cells[other], cells[one]
    lines[number] = mark.join(cells)
    return b"".join(lines)


def shift_the_columns(chance, content):
    """A value too many in every row from somewhere on."""
    lines = lines_of(content)
    start = chance.randrange(len(lines))
    return b"".join(lines[:start]) + b"".join(cells_of(line)[1] + line for line in lines[start:])


def lose_a_column(chance, content):
    place = chance.randrange(15)
    rows = [cells_of(line) for line in lines_of(content)]
    return b"".join(mark.join(cells[:place] + cells[place + 1 :]) for cells, mark in rows)


def write_otherwise(chance, content):
    text = content.decode("cp1252", errors="replace")
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252")), errors="replace")


def end_lines_otherwise(chance, content):
    return re.sub(rb"\r?\n", chance.choice((b"\r", b"\n", b"\r\n", b"\n\n", b"\r\r\n")), content)


def append(chance, content):
    return content + chance.choice((content, b"\n\n", b";;;\n", b"\x1a", b"Bron: DUO\n", lines_of(content)[0]))


DAMAGES = (
    cut_off,
    lose_a_piece,
    change_a_byte,
    slip_something_in,
    repeat_a_line,
    lose_a_line,
    shuffle_the_lines,
    change_a_cell,
    swap_two_cells,
    shift_the_columns,
    lose_a_column,
    write_otherwise,
    end_lines_otherwise,
    append,
)


def lines_merged(chance, content):
    return re.sub(rb"\r\n", lambda found: b"" if chance.random() < 0.1 else found[0], content)


def line_broken(chance, content):
    place = somewhere(chance, content)
    return content[:place] + chance.choice((b"\r\n", b"\n", b"\r")) + content[place:]


def quote_lost(chance, content):
    places = [found.start() for found in re.finditer(b'"', content)] or [len(content)]
    place = chance.choice(places)
    return content[:place] + content[place + 1 :]


def quote_added(chance, content):
    place = somewhere(chance, content)
    return content[:place] + b'"' + content[place:]


def another_delimiter(chance, content):
    return content.replace(b";", chance.choice((b",", b"\t", b"|", b":", b" ;", b"; ")))


def another_delimiter_in_a_line(chance, content):
    lines = lines_of(content)
    place = chance.randrange(len(lines))
    lines[place] = lines[place].replace(b";", chance.choice((b",", b"\t")))
    return b"".join(lines)


def two_encodings(chance, content):
    """Some lines in windows-1252, the others in UTF-8, and at least one letter in each that tells."""
    lines = [line.decode(errors="replace") for line in lines_of(content)]
    marked = [re.sub(r"[eE]", "é", line, count=1) if number else line for number, line in enumerate(lines)]
    return b"".join(line.encode(chance.choice(("utf-8", "cp1252")), errors="replace") for line in marked)


def another_encoding(chance, content):
    text = content.decode("utf-8-sig", errors="replace").replace("en", "ën")
    return text.encode(
        chance.choice(("cp1252", "utf-16", "utf-16-le", "utf-8", "mac-roman", "utf-7")), errors="replace"
    )


def line_ends_mixed(chance, content):
    return re.sub(rb"\r\n", lambda _found: chance.choice((b"\r\n", b"\n", b"\r")), content)


def marks_and_nulls(chance, content):
    place = chance.choice((0, 3, somewhere(chance, content), len(content)))
    return (
        content[:place] + chance.choice((b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 100, b"\x1a")) + content[place:]
    )


def apostrophes(chance, content):
    return re.sub(rb"(?<=;)", lambda _found: b"'" if chance.random() < 0.05 else b"", content)


CSV_DAMAGES = (
    *DAMAGES,
    lines_merged,
    line_broken,
    quote_lost,
    quote_added,
    another_delimiter,
    another_delimiter_in_a_line,
    two_encodings,
    another_encoding,
    line_ends_mixed,
    marks_and_nulls,
    apostrophes,
)
