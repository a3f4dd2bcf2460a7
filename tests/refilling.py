"""Filling the database with the site's own tables again and again: once in earnest, then from a copy in memory."""

from contextlib import contextmanager

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

OURS = ("schools", "stats", "careers")


class Copy:
    """All rows of our tables as the database itself writes them down."""

    def __init__(self):
        models = [model for app in OURS for model in apps.get_app_config(app).get_models(True)]
        self.rows = {model._meta.db_table: written for model in models if (written := read(model._meta.db_table))}
        self.numbering = connection.ops.sequence_reset_sql(no_style(), models)

    def put_back(self):
        """Give every table that had rows exactly those. In a transaction: until its end rows may refer to nothing.

        New rows are numbered behind them, also where a test made the tables anew.
        """
        with without_checks():
            for table, written in self.rows.items():
                with connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {table}")  # noqa: S608
                write(table, written)
        with connection.cursor() as cursor:
            for renumber in self.numbering:
                cursor.execute(renumber)


@contextmanager
def without_checks():
    """What is put back was checked when it was filled in. PostgreSQL would check it again, with every test."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def read(table):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} TO STDOUT") as lines:
                return b"".join(lines)
        return cursor.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


def write(table, written):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as lines:
                lines.write(written)
        else:
            places = ", ".join(["%s"] * len(written[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", written)  # noqa: S608
