"""Damage to the cells of a table, whatever sort of file it becomes: rows of texts, the header first."""

HUGE = ["9" * 400, "1" + "0" * 30, "-32769", "32768", "1E+5", "1e400", "NaN", "inf", "0,1234567", "1.234,50", "٣"]
DAYS = ["31-02-2026", "2026-02-30", "1-2-26", "44958", "2026-02-01 13:30", "0000-00-00", "9999-12-31"]
FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org")',
    "+31 10",
    "-1",
    "@SUM(A1)",
    "'=1",
    "#N/A",
]
SIGNS = [
    "\x07",
    "a\x0bb",
    "\x7f",
    "\u200b",
    "\u202eneb",
    "\ufeff",
    "\ufffd",
    "een\ntwee",
    "\r",
    "\t",
    "é",
    "👍",
    "\xa0",
]
WORDS = [
    "",
    " ",
    "ja",
    "nee",
    "misschien",
    "waar",
    "x" * 300,
    "x" * 33_000,
    "00",
    "<5",
    "0",
    "2026",
    ";",
    '"',
    "'",
    "’",
]
WRONG = (HUGE, DAYS, FORMULAS, SIGNS, WORDS)


def copied(rows):
    return [list(row) for row in rows]


def below(chance, rows):
    """The place of a row that is not the header, where there is one."""
    return chance.randrange(1, len(rows)) if len(rows) > 1 else 0


def wrong_value(chance, rows):
    rows = copied(rows)
    row = rows[below(chance, rows)]
    row[chance.randrange(len(row))] = chance.choice(chance.choice(WRONG))
    return rows


def wrong_values(chance, rows):
    for _time in range(chance.randrange(2, 6)):
        rows = wrong_value(chance, rows)
    return rows


def wrong_column(chance, rows):
    """The same wrong value in a whole column."""
    place, value = chance.randrange(len(rows[0])), chance.choice(chance.choice(WRONG))
    return [rows[0], *([*row[:place], value, *row[place + 1 :]] for row in rows[1:])]


def value_of_another_row(chance, rows):
    rows = copied(rows)
    place = chance.randrange(len(rows[0]))
    rows[below(chance, rows)][place] = rows[below(chance, rows)][place]
    return rows


def swapped_values(chance, rows):
    rows = copied(rows)
    row = rows[below(chance, rows)]
    one, other = chance.randrange(len(row)), chance.randrange(len(row))
    row[one], row[other] = row[other], row[one]
    return rows


def shifted_row(chance, rows):
    rows = copied(rows)
    row = rows[below(chance, rows)]
    row.insert(chance.randrange(len(row)), "")
    return rows


def short_row(chance, rows):
    rows = copied(rows)
    row = rows[below(chance, rows)]
    del row[chance.randrange(len(row)) :]
    return rows


def double_row(chance, rows):
    place = below(chance, rows)
    return [*rows[:place], rows[place], *rows[place:]]


def double_key(chance, rows):
    """A row twice, of which one value differs."""
    rows = copied(double_row(chance, rows))
    row = rows[-1]
    row[-1 - chance.randrange(len(row) // 2)] += "x"
    return rows


def lost_row(chance, rows):
    place = below(chance, rows)
    return [*rows[:place], *rows[place + 1 :]]


def swapped_rows(chance, rows):
    rows = copied(rows)
    one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]
    return rows


def header_again(chance, rows):
    place = below(chance, rows)
    return [*rows[:place], rows[0], *rows[place:]]


def empty_row(chance, rows):
    place = chance.randrange(len(rows) + 1)
    return [*rows[:place], [""] * len(rows[0]), *rows[place:]]


def lost_column(chance, rows):
    place = chance.randrange(len(rows[0]))
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def double_column(chance, rows):
    place, to = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    return [[*row[:to], *row[place : place + 1], *row[to:]] for row in rows]


def moved_column(chance, rows):
    """In order, for who reads by the header."""
    place, to = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    return [
        [*rest[:to], *moved, *rest[to:]]
        for moved, rest in ((r[place : place + 1], [*r[:place], *r[place + 1 :]]) for r in rows)
    ]


def swapped_headers(chance, rows):
    header = list(rows[0])
    one, other = chance.randrange(len(header)), chance.randrange(len(header))
    header[one], header[other] = header[other], header[one]
    return [header, *rows[1:]]


def renamed_header(chance, rows):
    header = list(rows[0])
    place = chance.randrange(len(header))
    title = header[place]
    header[place] = chance.choice(
        ("", "x", title.upper(), f" {title} ", title[:-1], title + "2", f"\ufeff{title}", "Resultaat")
    )
    return [header, *rows[1:]]


def lost_header(chance, rows):
    return rows[1:]


def extra_column(chance, rows):
    return [[*row, chance.choice(("", "x", "ja"))] for row in rows]


def note_beside(chance, rows):
    rows = copied(rows)
    rows[below(chance, rows)] += ["", "nog navragen"]
    return rows


CELL_DAMAGES = (
    wrong_value,
    wrong_value,
    wrong_values,
    wrong_column,
    value_of_another_row,
    swapped_values,
    shifted_row,
    short_row,
    double_row,
    double_key,
    lost_row,
    swapped_rows,
    header_again,
    empty_row,
    lost_column,
    double_column,
    moved_column,
    swapped_headers,
    renamed_header,
    lost_header,
    extra_column,
    note_beside,
)
