"""Lists of the editors: out and in again without a difference, and every change shown before it is made."""

import pytest

from careers.importers import LISTS
from portal.importing import table_file
from schools.exchange import Kind, preview_of

pytestmark = pytest.mark.django_db


def file_of(exchange, sort="csv", change=None, model=None):
    """The stored rows as a file, after `change` did something to the list of cells."""
    rows = [exchange.cells(key, values) for key, (_pk, values) in exchange.stored().items()]
    return table_file(sort, exchange.titles, change(rows) if change else rows)


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
@pytest.mark.parametrize("exchange", LISTS, ids=lambda exchange: exchange.name)
def test_a_list_that_comes_back_unchanged_changes_nothing(filled, exchange, sort):
    preview = preview_of(exchange, file_of(exchange, sort), f"lijst.{sort}")

    assert preview.counts == {**dict.fromkeys(Kind, 0), Kind.SAME: exchange.model.objects.count()}, preview.problems()
