"""The grounds of all tests: plain static files, the site's own data, a real server and a real browser."""

import csv
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import override_settings

from portal.management.commands.fill import load_everything
from schools import catalogue
from schools.desk import due, scope
from schools.models import AuditEvent
from schools.recalculation import change_data
from stats import chosen, figures, open_data
from stats.maps import page as maps

from .refilling import Copy
from .sharing import ROOT, copy_of_site, environment_of, make_beforehand, migrated_beforehand

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_sessionstart(session):
    """The process that leads the others makes what they share, while they gather their tests."""
    if session.config.pluginmanager.hasplugin("dsession"):
        Thread(target=make_beforehand, args=[session.config._tmp_path_factory], daemon=True).start()


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Static files as they lie and unserved: no test needs them collected, nor finds what another collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # Without a root WhiteNoise does not look through all collected files at the start of every test.
    with override_settings(STATIC_ROOT=None, STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="session", autouse=True)
def own_folder_for_uploads(tmp_path_factory):
    """The videos and files that tests keep lie apart from those of a site on this machine."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), DUO_DIR=tmp_path_factory.mktemp("duo")):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """The test database of pytest-django, which need not be migrated in every process anew."""
    with migrated_beforehand(tmp_path_factory):
        yield


@pytest.fixture(autouse=True)
def removable_record(request):
    """A test that really commits leaves a record, which the database keeps; it goes before the tables are emptied."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that it ends after this
    yield
    protection = import_module("schools.migrations.0007_audit")
    protection.run(protection.LIFT, connection)
    AuditEvent.objects.all()._raw_delete(connection.alias)
    protection.run(protection.PROTECT, connection)


def forget_everything():
    """Leave nothing in memory that was kept of other data: a version number of the data comes back in every test."""
    catalogue.forget()
    due.forget()
    scope.forget()
    figures.forget()
    chosen.forget()
    open_data.forget()
    maps.forget()
    caches["template_fragments"].clear()


@pytest.fixture(autouse=True)
def nothing_remembered():
    forget_everything()


def regions_with_calculated_figures():
    """The 21 municipalities and what they are part of; all 396 areas would take seconds for every module of tests."""
    with (settings.FIXTURES_DIR / "regions.csv").open(encoding="utf-8", newline="") as file:
        members = [row for row in csv.DictReader(file) if row["metropoolregio_id"]]
    wider = {row[part] for row in members for part in ("provincie_id", "corop_id", "metropoolregio_id")}
    return {"NL01", *wider, *(row["code"] for row in members)}


copies = []
"""The filled tables, once a first module of tests has filled them."""


def fill_or_put_back():
    if copies:
        return copies[0].put_back()
    change_data(lambda: load_everything(regions_with_calculated_figures()))
    # Checked now and not at the end of every test, which checks what is still to be checked in the transaction.
    connection.check_constraints()
    return copies.append(Copy())


@pytest.fixture(scope="module")
def filled_once(django_db_setup, django_db_blocker):
    """The tables of fixtures/ for all tests of a module, undone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_or_put_back()
        forget_everything()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def filled(filled_once, db):
    """A site with the real data; what a test changes is undone."""


@dataclass(frozen=True)
class Site:
    """A running site of its own, with the tables of fixtures/, behind a real server."""

    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    """The site as `./run site` serves it, in a folder of its own; the static files are those of all processes."""
    folder = copy_of_site(tmp_path_factory)
    with serving(folder) as url:
        yield Site(url, folder)


@contextmanager
def serving(folder: Path):
    """A server for the site in this folder; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen(
        [*command, "--no-control-socket"], cwd=ROOT, env=environment_of(folder), stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        visit_first(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int):
    for _attempt in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The site did not start.")


def visit_first(port: int):
    """The first page takes a server long, on a busy machine longer than a browser waits for it."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as visitor:
        visitor.request("GET", "/")
        visitor.getresponse().read()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, that asks nothing of the world by itself."""
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync"
    )
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium, args=flags.split())
        yield chrome
        chrome.close()
