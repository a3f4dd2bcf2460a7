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
from .damaging_texts import DAMAGES

VARIANTS = 70


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
