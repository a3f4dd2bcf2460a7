"""Hundreds of damaged files: each is imported with every row accounted for, or refused in one sentence.

The damage is drawn with a fixed seed, so that a failure names a variant that can be made again.
"""

import re
from random import Random

import pytest
from django.db import transaction

from portal.importing import TableError
from schools.models import ImportRun
from schools.recalculation import differences

from . import duo

VARIANTS = 70
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


def damaged(path, seed):
    """The file with one to three sorts of damage."""
    chance = Random(f"{path.name} {seed}")
    content = path.read_bytes()
    for damage in chance.sample(DAMAGES, chance.choice((1, 1, 1, 2, 3))):
        content = damage(chance, content) if content else content
    return content


def rows_in(content, delimiter):
    """How many lines with something in them there are under the header, counted in another way."""
    text = content.decode("utf-8-sig") if is_utf8(content) else content.decode("cp1252")
    lines = re.split(r"\r\n|\n|\r", text)
    return sum(bool(line.replace(delimiter, "").replace('"', "").strip()) for line in lines) - 1


def is_utf8(content):
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def outcome(path, original, content):
    """ "refused" or "imported", after having checked what belongs to it; the database is left as it was."""
    with transaction.atomic():
        runs = ImportRun.objects.count()
        try:
            report = duo.IMPORTERS[original](path)
        except TableError as error:
            assert str(error).endswith((".", "?", "!"))
            assert "\n" not in str(error) and len(str(error)) < 500
            return "refused"
        assert report.used + report.passed_over + report.skipped == report.rows_read
        assert report.rows_read == rows_in(content, "," if original == duo.COORDINATES else ";")
        assert len(report.problems) == report.skipped
        assert ImportRun.objects.count() == runs + 1
        assert not any(difference for _model, difference in differences())
        transaction.set_rollback(True)
        return "imported"


@pytest.fixture(scope="module")
def imported_once(django_db_setup, django_db_blocker):
    with duo.imported(django_db_blocker):
        yield


@pytest.fixture
def filled(imported_once, db):
    """The extracts are imported; what a test changes is undone."""


@pytest.mark.parametrize("original", duo.IMPORTERS, ids=lambda path: path.stem)
def test_a_damaged_file_is_refused_or_every_row_of_it_is_accounted_for(filled, tmp_path, original):
    path = tmp_path / original.name
    before = duo.everything()
    outcomes = {}

    for seed in range(VARIANTS):
        content = damaged(original, seed)
        path.write_bytes(content)
        try:
            outcomes[seed] = outcome(path, original, content)
        except Exception as error:
            error.add_note(f"variant {seed} of {original.name}")
            raise
        if outcomes[seed] == "refused":
            assert duo.everything() == before, seed

    assert duo.everything() == before
    assert set(outcomes.values()) == {"refused", "imported"}
