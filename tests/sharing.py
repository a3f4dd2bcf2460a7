"""What every process of a test run needs and only one of them makes: a migrated database, and the filled site."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SQLITE = "profielwijzer.sqlite3"
TEMPLATE = "profielwijzer_migrated"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made by the first process of the run that asks for it; the others wait until it is."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder = factory.mktemp(f"new-{name}")
            make(folder)
            folder.rename(made)
    return made


def environment_of(folder: Path, **more: str) -> dict[str, str]:
    """For a process of the site in this folder, which is on SQLite unless `more` has a DATABASE_URL."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**inherited, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings", **more}


def manage(folder: Path, *arguments: str, **more: str):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment_of(folder, **more), check=True, capture_output=True)


def migrated_file(factory) -> Path:
    folder = made_once(factory, "migrated", lambda folder: manage(folder, "migrate", "-v0"))
    return folder / SQLITE


def filled_site(factory) -> Path:
    """The folder of a site as `./run site` makes it."""

    def make(folder):
        shutil.copy(migrated_file(factory), folder)
        for arguments in (["createcachetable"], ["fill"], ["collectstatic", "--no-input", "-v0"]):
            manage(folder, *arguments)

    return made_once(factory, "filled", make)


def copy_of_site(factory) -> Path:
    """A site whose database and uploads may change; all copies have the same static files."""
    made = filled_site(factory)
    copy = factory.mktemp("site")
    (copy / "static").symlink_to(made / "static")
    shutil.copytree(made, copy, ignore=shutil.ignore_patterns("static"), dirs_exist_ok=True)
    return copy


def url_of(database: str) -> str:
    """Another database of the PostgreSQL that the tests run on."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return f"{url.scheme}://{url.netloc}/{database}"


def make_beforehand(factory):
    """Make what the tests on this database share, before any of them asks for it."""
    if connection.vendor == "postgresql":
        made_once(factory, TEMPLATE, migrate_template)
    else:
        filled_site(factory)


def migrate_template(folder: Path):
    with closing(psycopg.connect(url_of("postgres"), autocommit=True)) as server:
        server.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        server.execute(f"CREATE DATABASE {TEMPLATE}")
    manage(folder, "migrate", "-v0", DATABASE_URL=url_of(TEMPLATE))


@contextmanager
def migrated_beforehand(factory):
    """Let the test database begin as a copy of one that is migrated, so that its own migrating finds nothing to do."""
    if connection.vendor == "postgresql":
        made_once(factory, TEMPLATE, migrate_template)
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        yield
        return
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(migrated_file(factory))) as file:
            file.backup(memory)
        yield
