"""A site that was filled before figures had proper periods keeps them all."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)


def migrated(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("stats", name)])
    return executor.loader.project_state([("stats", name)]).apps


@pytest.fixture
def newest():
    """The tables as they are today, also for whoever comes after."""
    [(_app, name)] = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "stats"]
    yield name
    migrated(name)


def make_old_figures(apps):
    source = apps.get_model("schools", "Source").objects.create(code="seor", kind="publication", name="SEOR")
    region = apps.get_model("schools", "Region").objects.create(code="NL01", name="Nederland", kind="land")
    indicator = apps.get_model("stats", "Indicator").objects.create(code="a", title="A", unit="km", source=source)
    create = apps.get_model("stats", "Observation").objects.create
    about = {"indicator": indicator, "region": region, "report_table": "3.1"}
    create(**about, period="2023/2024", value="12.5", decimals=1)
    create(**about, period="2014-2017", value=None, status="nil")


def test_figures_get_their_days_source_and_reason(newest):
    make_old_figures(migrated("0001_initial"))

    found = migrated(newest).get_model("stats", "Observation").objects.order_by("period_start")

    fields = ("period_start", "period_end", "value", "reason", "status", "origin", "source_id")
    assert [tuple("" if each is None else str(each) for each in row) for row in found.values_list(*fields)] == [
        ("2014-01-01", "2017-12-31", "", "nil", "final", "published", "seor"),
        ("2023-08-01", "2024-07-31", "12.500", "", "final", "published", "seor"),
    ]
