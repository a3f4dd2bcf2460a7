"""Thousands of damaged lists: each is applied as a second opinion reads it, or refused and nothing is changed.

The damage is drawn with a seed. A failure names the list, the sort of file and the seed, and keeps the file. With SEED
in the environment only that seed is tried.
"""

import csv
import io
import os
import subprocess
import sys
from collections import Counter
from itertools import islice

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.importing import TableError
from portal.importing.spreadsheet_process import MOST_MEMORY
from portal.importing.spreadsheets import READER
from schools.models import Role
from stats.importers import LAYOUTS, Options, import_figures

from .conftest import ROOT
from .damaging import damaged
from .judging import assert_applied, assert_read_rightly, assert_said_well, is_same
from .made_by_hand import CASES
from .processes import forget_peak, peak_of, worker_of
from .refilling import Copy
from .remote import MAKE_COLLEAGUE, RemoteDesk
from .sent_lists import figures_to_start_with, sent_lists, sound_rows
from .staff import make_member
from .worst_files import MOST_BYTES, WORST

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("db")]

FILES = {"csv": 334, "xlsx": 167}
"""How many of each list there are."""
SEEDS = [int(os.environ["SEED"])] if "SEED" in os.environ else []
"""Those that are asked for, or none."""
LISTS = ("occupations", "courses", "pay", "prospects", "offer", "cijfers")
APPLIED = 12
"""One in so many of the files that can be used is applied as well."""
DELFT = "GM0503"
COURSES = "/beheer/careers/course/"
MOST_TIMES = 25
"""What a process may need for a file, in files of the largest size."""


@pytest.fixture(scope="module")
def lists(filled_once, django_db_blocker):
    """The lists of an editor of Delft, on a site with its tables and a few figures that may be changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_figures(figures_to_start_with(), "begin.csv", LAYOUTS["cijfers"], Options())
        sent = sent_lists(make_member("rik", Role.EDITOR, DELFT), timezone.localdate())
        before = Copy().rows
        yield sent
        assert Copy().rows == before, "something was left behind"
        transaction.set_rollback(True)


def changes_so_far():
    """How many rows this connection has written: SQLite counts them, also those that were taken back."""
    return connection.connection.total_changes


def outcome(sent, content, name, apply):
    """ "refused" or "used", after having checked what belongs to it. With `apply` it is written and taken back."""
    before = changes_so_far()
    try:
        rows = sent.read(content, name)
    except TableError as refusal:
        assert_said_well(str(refusal))
        return "refused"
    finally:
        assert changes_so_far() == before, "reading wrote something"
    assert_read_rightly(sent, content, rows)
    if apply:
        with transaction.atomic():
            assert_applied(sent, content, name, rows)
            transaction.set_rollback(True)
    return "used"


@pytest.mark.parametrize("sort", FILES)
@pytest.mark.parametrize("name", LISTS)
def test_a_damaged_list_is_applied_rightly_or_refused_without_a_change(lists, tmp_path, name, sort):
    sent, outcomes = lists[name], Counter()
    rows, kept = sound_rows(sent), tmp_path / f"lijst.{sort}"

    for seed in SEEDS or range(FILES[sort]):
        content = damaged(name, sort, seed, rows, sent.dressing)
        try:
            outcomes[outcome(sent, content, f"lijst.{sort}", apply=outcomes["used"] % APPLIED == 0)] += 1
        except Exception as error:
            kept.write_bytes(content)
            error.add_note(f"SEED={seed}, list {name}, kept in {kept}")
            raise

    assert SEEDS or min(outcomes["refused"], outcomes["used"]) > FILES[sort] / 10, outcomes


def test_there_are_enough_damaged_lists():
    assert (FILES["csv"] * len(LISTS), FILES["xlsx"] * len(LISTS)) >= (2000, 1000)
    assert len(CASES) >= 40


def test_the_same_seed_makes_the_same_file(lists):
    sent = lists["courses"]
    for sort in FILES:
        first, second, other = (damaged("courses", sort, s, sound_rows(sent), sent.dressing) for s in (3, 3, 4))
        assert first == second != other


# By hand


@pytest.mark.parametrize("name", CASES)
def test_a_list_made_by_hand_is_refused_in_these_words_or_applied_like_this(lists, name):
    case = CASES[name]
    sent = lists[case.list_name]
    content, before = case.make(sound_rows(sent)), changes_so_far()

    if case.refused:
        with pytest.raises(TableError) as refusal:
            sent.read(content, "lijst.xlsx")
        assert case.refused in str(refusal.value)
        assert_said_well(str(refusal.value))
    else:
        rows = sent.read(content, "lijst.xlsx")
        assert_problems(sent, content, case.problems)
        assert_cells(rows[0], case.applied)
        assert_read_rightly(sent, content, rows)
    assert changes_so_far() == before

    if not case.refused:
        assert_applied(sent, content, "lijst.xlsx", rows)


def assert_problems(sent, content, expected):
    problems = sent.problems(content)
    assert len(problems) == len(expected)
    for problem, words in zip(problems, expected, strict=True):
        assert words in problem


def assert_cells(row, cells):
    for title, text in cells.items():
        assert is_same(row.stored[title], text, every_sign=True), (title, row.stored[title])


# A real server


@pytest.fixture(scope="module")
def desk(site):
    """A colleague at the site's own server, and the first rows of a list as it gives them."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", MAKE_COLLEAGUE.format(name="afstand")]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True)
    return RemoteDesk(site.url, "afstand")


def download(desk):
    return desk.get(f"{COURSES}download/csv/")[2]


def rows_of(desk):
    lines = csv.reader(io.StringIO(download(desk).decode("utf-8-sig"), newline=""), delimiter=";")
    return list(islice(lines, 11))


def sample(rows):
    """Some of what is made by hand, and some of what is damaged by chance."""
    yield from (case.make(rows) for case in list(CASES.values())[::4] if case.list_name == "courses")
    yield from (damaged("courses", sort, seed, rows) for sort in FILES for seed in range(12))


def test_no_file_ends_the_process_that_serves_and_none_is_applied_by_itself(site, desk):
    before, rows, worker = download(desk), rows_of(desk), worker_of(site.url)

    for number, content in enumerate(sample(rows)):
        status, address, page = desk.send(f"{COURSES}import/", content, "lijst.xlsx")
        assert status == 200, number
        is_refused = b"errorlist" in page
        assert address.endswith("/import/") == is_refused, number

    assert worker_of(site.url) == worker
    assert download(desk) == before


def test_the_memory_of_the_process_that_serves_is_bounded_by_the_largest_upload(site, desk):
    """The largest of what a file becomes in memory is a few times the file, and none of it is a whole workbook."""
    rows, worker = rows_of(desk), worker_of(site.url)
    forget_peak(worker)
    before, grown = peak_of(worker), {}

    for make in WORST:
        forget_peak(worker)
        assert desk.send(f"{COURSES}import/", make(rows), "lijst.xlsx")[0] == 200
        grown[make.__name__] = peak_of(worker) - before

    tell(grown)
    assert worker_of(site.url) == worker
    assert max(grown.values()) < MOST_TIMES * MOST_BYTES, grown


def test_the_process_that_reads_a_workbook_keeps_within_its_limit(lists):
    rows, used = sound_rows(lists["courses"]), {}

    for make in WORST:
        content = make(rows)
        if content.startswith(b"PK"):
            used[make.__name__] = memory_of_reading(content)

    tell(used)
    assert max(used.values()) < MOST_MEMORY


def tell(sizes):
    """Shown with `-s`, and where the test fails."""
    print(", ".join(f"{name}: {size / 1e6:.0f} MB" for name, size in sizes.items()))  # noqa: T201


READ_APART = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-I", sys.argv[1]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""In a small process, since a new one counts the memory of the one that started it."""


def memory_of_reading(content):
    """The most that the process which reads this workbook had at any time, in bytes."""
    command = [sys.executable, "-c", READ_APART, str(READER)]
    return int(subprocess.run(command, input=content, capture_output=True, check=True).stdout) * 1024
