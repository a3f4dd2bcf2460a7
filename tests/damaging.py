"""Damaged files of any list, drawn by chance: the same for the same list, sort of file and seed."""

import csv
import io
from random import Random

from portal.importing import table_file

from .damaging_cells import CELL_DAMAGES
from .damaging_texts import CSV_DAMAGES
from .damaging_workbooks import PART_DAMAGES, ZIP_DAMAGES, packed_with_one_twice
from .workbooks import packed, parts_of, unpacked


def chance_of(name, sort, seed):
    """The luck of one file: the same for the same list, sort of file and seed."""
    return Random(f"{name} {sort} {seed}")


def some_of(chance, damages):
    """One sort of damage, and now and then up to three."""
    return chance.sample(damages, chance.choice((1, 1, 1, 1, 2, 3)))


def with_damaged_cells(chance, rows):
    for damage in some_of(chance, CELL_DAMAGES):
        rows = damage(chance, rows) if rows and rows[0] else rows
    return rows


def csv_of(rows):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def damaged_csv(name, rows, seed):
    """The table as a CSV with damage in its cells, its text, or both."""
    chance = chance_of(name, "csv", seed)
    where = chance.choice(("cells", "text", "text", "both"))
    content = csv_of(rows if where == "text" else with_damaged_cells(chance, rows))
    for damage in () if where == "cells" else some_of(chance, CSV_DAMAGES):
        content = damage(chance, content) if content else content
    return content


def damaged(name, sort, seed, rows, dressing=None):
    """The table of this name, as a file of this sort with the damage of this seed."""
    return damaged_csv(name, rows, seed) if sort == "csv" else damaged_xlsx(name, rows, seed, dressing)


def downloaded(rows, dressing):
    """The parts of the site's own workbook, but for the one that tells when it was made."""
    parts = parts_of(table_file("xlsx", rows[0], rows[1:], dressing))
    return {name: part for name, part in parts.items() if name != "docProps/core.xml"}


def damaged_xlsx(name, rows, seed, dressing=None):
    """The table as a workbook with damage in its cells, its parts, its zip, or in several of these.

    Undamaged it is as Excel saves it, and now and then as the site gives it.
    """
    chance = chance_of(name, "xlsx", seed)
    where = chance.choice(("cells", *["parts"] * 5, "cells parts", "zip", "zip", "zip", "twice"))
    if "cells" in where:
        parts = unpacked(with_damaged_cells(chance, rows))
    else:
        parts = unpacked(rows) if chance.random() < 0.7 else downloaded(rows, dressing)
    for damage in some_of(chance, PART_DAMAGES) if "parts" in where else ():
        parts = damage(chance, parts)
    content = packed_with_one_twice(chance, parts) if where == "twice" else packed(parts)
    for damage in some_of(chance, ZIP_DAMAGES) if where == "zip" else ():
        content = damage(chance, content)
    return content
