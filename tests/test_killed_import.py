"""Real processes on a database of their own: killed, at the same time, on a terminal.

The database is of the sort that all tests run on, SQLite or PostgreSQL, and belongs to this file alone.
"""

import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from portal.importing import table_file
from stats.importers.long_format import FIGURES

from . import duo
from .sharing import SQLITE, TEMPLATE, copy_of_site, make_beforehand, url_of

TABLES = {
    "schools_schoollocation": "code, name, active, short_name, corrected_phone, corrected_website, contact_email",
    "schools_profilestatement": "location_id, profile_id, leerweg, source_id, reference_date, count_low, upload_id",
    "schools_profileanswer": "location_id, profile_id, status, leerwegen, unsure, school_year, last_seen, conflict",
    "schools_finderrow": "location_id, kind, offered, bb, kb, gl, tl, offered_open, tiles",
    "schools_dataversion": "number",
    "schools_importrun": "file_name, created, removed, unchanged",
    "schools_upload": 'file_name, state, created, changed, "left", written',
    "schools_auditevent": "kind, model, key, source",
    "careers_prospect": "sentence, value",
    "stats_observation": "indicator_id, region_id, period, category, source_id, value, import_run_id",
}
PATIENCE = 60
"""Seconds after which a test gives up waiting."""


@dataclass(frozen=True)
class SqliteSite:
    """A site of its own on SQLite: a file that is copied and thrown away."""

    path: Path

    @property
    def url(self):
        return f"sqlite:///{self.path}"

    def copy(self, name):
        copy = self.path.with_name(f"{name}.sqlite3")
        shutil.copy(self.path, copy)
        return SqliteSite(copy)

    def connect(self):
        return closing(sqlite3.connect(self.path, timeout=0, isolation_level=None))

    def take_turn(self, connection):
        """Become the one that writes, or raise an error when another does."""
        connection.execute("BEGIN IMMEDIATE")

    def drop(self):
        self.path.unlink()

    def number_waiting(self, processes):
        """SQLite does not tell who waits for it: a process that waits is one that does nothing for a while."""
        before = [cpu_ticks(process.pid) for process in processes]
        time.sleep(0.5)
        after = [cpu_ticks(process.pid) for process in processes]
        return sum(was > 20 and now - was <= 3 for was, now in zip(before, after, strict=True))


@dataclass(frozen=True)
class PostgresSite:
    """A site of its own on the PostgreSQL of the tests: a database made from a template."""

    name: str

    @property
    def url(self):
        return url_of(self.name)

    def copy(self, name):
        copy = PostgresSite(f"{self.name}_{name}")
        administer(f'CREATE DATABASE "{copy.name}" TEMPLATE "{self.name}"')
        return copy

    def connect(self):
        return closing(psycopg.connect(self.url, autocommit=True))

    def take_turn(self, connection):
        connection.execute("BEGIN")
        connection.execute("SELECT number FROM schools_dataversion FOR UPDATE NOWAIT")

    def drop(self):
        administer(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def number_waiting(self, processes):
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        with self.connect() as connection:
            return connection.execute(waiting, [self.name]).fetchone()[0]


def administer(statement):
    with closing(psycopg.connect(url_of("postgres"), autocommit=True)) as connection:
        connection.execute(statement)


def cpu_ticks(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def start(site, *arguments, **given):
    environment = os.environ | {"DATABASE_URL": site.url}
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, text=True, **given)


def finished(process):
    """Exit code, output and error output."""
    out, error = process.communicate(timeout=PATIENCE)
    return process.returncode, out, error


def manage(site, *arguments):
    code, out, error = finished(start(site, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    assert code == 0, error
    return out


def state(site):
    with site.connect() as connection:
        return {
            table: sorted(map(str, connection.execute(f"SELECT {columns} FROM {table}").fetchall()))  # noqa: S608
            for table, columns in TABLES.items()
        }


def is_being_written(site):
    with site.connect() as connection:
        try:
            site.take_turn(connection)
        except (sqlite3.OperationalError, psycopg.errors.LockNotAvailable):
            return True
        connection.execute("ROLLBACK")
        return False


def wait_until(happened):
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.002)


@pytest.fixture(scope="module")
def filled_site(tmp_path_factory):
    """Begun from what other tests need as well: on SQLite the filled site, on PostgreSQL the migrated database."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        make_beforehand(tmp_path_factory)
        site = PostgresSite(f"killed_{os.getpid()}")
        administer(f'CREATE DATABASE "{site.name}" TEMPLATE "{TEMPLATE}"')
        manage(site, "fill")
    else:
        site = SqliteSite(copy_of_site(tmp_path_factory) / SQLITE)
    yield site
    site.drop()


@pytest.fixture
def site(filled_site, request):
    copy = filled_site.copy(f"{abs(hash(request.node.name)):x}")
    yield copy
    copy.drop()


@pytest.fixture(scope="module")
def exams(tmp_path_factory):
    return duo.write_next_exam_year(tmp_path_factory.mktemp("duo") / "examens-2024-2025.csv")


@pytest.fixture(scope="module")
def prospects(tmp_path_factory):
    """A list of so many rows that writing it takes a while."""
    known = {"Beroep": "kok", "Voor alle technische beroepen": False, "Soort": "verwachting", "Cijfer of uitkomst": "1"}
    known |= {"Wat het cijfer telt": "", "Periode": "2026", "Gebied": "Nederland", "Over wie het gaat": "koks"}
    known |= {"Bron": "uwv-2025", "Jaar van de bron": 2025}
    rows = [{**known, "In één zin": f"Zin {number}."} for number in range(5_000)]
    path = tmp_path_factory.mktemp("lists") / "vooruitzichten.csv"
    path.write_bytes(table_file("csv", rows[0], (row.values() for row in rows)))
    return path


def test_a_list_that_is_killed_while_it_is_applied_leaves_all_as_it_was_and_can_be_applied_again(site, prospects):
    before = state(site)
    process = start(site, "import_table", "prospects", prospects, stdout=subprocess.DEVNULL)

    wait_until(lambda: is_being_written(site))
    process.kill()

    assert finished(process)[0] == -signal.SIGKILL, "the list was applied before it could be killed"
    wait_until(lambda: not is_being_written(site))
    assert state(site) == before

    assert "5000 nieuw, 0 gewijzigd" in manage(site, "import_table", "prospects", prospects)
    assert "0 nieuw, 0 gewijzigd, 0 geweigerd, 5000 ongewijzigd" in manage(site, "import_table", "prospects", prospects)


SEND_IN = """
from django.contrib.auth.models import User
from django.utils import timezone
from portal.importing import table_file
from schools.desk.contact_list import contact_list
from schools.desk.offer_list import offer_list
from schools.exchange import apply_upload, preview_of, undo_upload
from schools.models import Source, Upload

user, _new = User.objects.get_or_create(username="noor", is_superuser=True)
source = Source.objects.get(pk="municipality")
exchange = {
    "offer": lambda: offer_list(user, source, timezone.localdate()),
    "contact": lambda: contact_list(user),
}[sort]()
change = {
    "offer": {"Antwoord": "weten we niet", "Leerwegen": "", "Schooljaar": ""},
    "contact": {"Juiste telefoon": "010 484 84 00", "E-mail voor vragen": "info@school.nl"},
}[sort]
"""
KEEP_LIST = """
cells = (exchange.cells(key, values) for key, (_pk, values) in exchange.stored().items())
rows = [{**dict(zip(exchange.titles, row)), **change} for row in cells]
content = table_file("csv", exchange.titles, (row.values() for row in rows))
Upload.objects.keep(sort, "lijst.csv", content, user, source=source)
"""
APPLY_LIST = """
upload = Upload.objects.get()
preview = preview_of(exchange, bytes(upload.content), "lijst.csv", may_add=False)
apply_upload(exchange, upload, preview.fingerprint, False, may_add=False)
print(upload.state, upload.changed, upload.skipped, end="")
"""
UNDO_LIST = """
upload = Upload.objects.get()
undo_upload(exchange, upload, "proef", user)
print(upload.state, len(upload.left), end="")
"""


def desk(site, sort, what, **given):
    """A process that does something with a list of the own locations."""
    return start(site, "shell", "-v0", "-c", f"sort = {sort!r}{SEND_IN}{what}", **given)


def done(site, sort, what):
    code, out, error = finished(desk(site, sort, what, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    assert code == 0, error
    return out


def kill_while_it_writes(site, process, seconds_into_the_write):
    wait_until(lambda: is_being_written(site))
    time.sleep(seconds_into_the_write)
    process.kill()
    assert finished(process)[0] == -signal.SIGKILL, "it was done before it could be killed"
    wait_until(lambda: not is_being_written(site))


@pytest.mark.parametrize(
    ("sort", "table"), [("offer", "schools_profilestatement"), ("contact", "schools_schoollocation")]
)
def test_a_list_of_the_own_locations_that_is_killed_leaves_all_as_it_was_and_can_be_applied_again(site, sort, table):
    done(site, sort, KEEP_LIST)
    before = state(site)
    for seconds in (0, 0.02, 0.06):
        kill_while_it_writes(site, desk(site, sort, APPLY_LIST), seconds)
        assert state(site) == before

    applied, changed, skipped = done(site, sort, APPLY_LIST).split()
    assert applied == "applied" and int(changed) > 100 and skipped == "0"
    after = state(site)
    assert after[table] != before[table]

    kill_while_it_writes(site, desk(site, sort, UNDO_LIST), 0.02)
    assert state(site) == after
    assert done(site, sort, UNDO_LIST) == "undone 0"
    restored = state(site)
    for calculated in ("schools_profileanswer", "schools_finderrow", "schools_schoollocation"):
        assert restored[calculated] == before[calculated]


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """Figures of so many years and categories that writing them takes a while."""
    titles = [names[0] for names in FIGURES.required.values()]
    about = {"indicator": "mbo-fietsafstand", "gebied": "GM0599", "waarde": "1,5", "bron": "duo-travel"}
    rows = [{**about, "periode": year, "categorie": f"c{part}"} for part in range(100) for year in range(1950, 2000)]
    path = tmp_path_factory.mktemp("figures") / "cijfers.csv"
    path.write_bytes(table_file("csv", titles, ([row.get(title, "") for title in titles] for row in rows)))
    return path


def test_figures_that_are_killed_while_they_are_written_leave_the_old_ones_and_can_be_read_again(site, figures):
    before = state(site)
    process = start(site, "import_indicators", figures, stdout=subprocess.DEVNULL)

    wait_until(lambda: is_being_written(site))
    process.kill()

    assert finished(process)[0] == -signal.SIGKILL, "the figures were written before it could be killed"
    wait_until(lambda: not is_being_written(site))
    assert state(site) == before

    assert "5.000 nieuw, 0 gewijzigd" in manage(site, "import_indicators", figures)
    assert "0 nieuw, 0 gewijzigd, 5.000 ongewijzigd" in manage(site, "import_indicators", figures)


@pytest.mark.parametrize("seconds_into_the_write", [0, 0.1])
def test_an_import_that_is_killed_while_it_writes_leaves_all_as_it_was(site, exams, seconds_into_the_write):
    before = state(site)
    process = start(site, "import_exams", exams, stdout=subprocess.DEVNULL)

    wait_until(lambda: is_being_written(site))
    time.sleep(seconds_into_the_write)
    process.kill()

    assert finished(process)[0] == -signal.SIGKILL, "the import was done before it could be killed"
    wait_until(lambda: not is_being_written(site))
    assert state(site) == before


def test_after_a_kill_the_import_can_be_repeated_and_a_second_time_adds_nothing(site, exams):
    process = start(site, "import_exams", exams, stdout=subprocess.DEVNULL)
    wait_until(lambda: is_being_written(site))
    process.kill()
    process.wait()
    before = state(site)

    assert "0 overgeslagen" in manage(site, "import_exams", exams)
    after = state(site)
    assert after["schools_profileanswer"] != before["schools_profileanswer"]

    assert ": 0 nieuw, 0 gewijzigd" in manage(site, "import_exams", exams)
    again = state(site)
    for of_every_run in ("schools_importrun", "schools_auditevent"):
        assert len(again.pop(of_every_run)) == len(after.pop(of_every_run)) + 1
    assert again == after


def test_two_imports_of_one_file_at_the_same_time_both_succeed_and_count_it_once(site, exams):
    with site.connect() as connection:
        site.take_turn(connection)
        both = [
            start(site, "import_exams", exams, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _number in range(2)
        ]
        wait_until(lambda: site.number_waiting(both) == 2)
        connection.execute("ROLLBACK")
        results = [finished(process) for process in both]

    assert [(code, error) for code, _out, error in results] == [(0, ""), (0, "")]
    created, again = sorted((out for _code, out, _error in results), key=lambda out: ": 0 nieuw" in out)
    assert ": 0 nieuw" not in created
    assert ": 0 nieuw, 0 gewijzigd" in again
    assert manage(site, "rebuild_answers") == "0 antwoorden en zoekregels waren anders.\n"


def test_an_import_waits_for_an_editor_who_is_writing_and_keeps_what_was_written(site, exams):
    with site.connect() as connection:
        site.take_turn(connection)
        process = start(site, "import_exams", exams, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        wait_until(lambda: site.number_waiting([process]) == 1)
        connection.execute("UPDATE schools_schoollocation SET short_name = 'De Haven' WHERE code = '05EA16'")
        connection.execute("UPDATE schools_dataversion SET number = number + 1")
        connection.execute("COMMIT")
        code, _out, error = finished(process)

        assert (code, error) == (0, "")
        [[name]] = connection.execute("SELECT short_name FROM schools_schoollocation WHERE code = '05EA16'").fetchall()
        assert name == "De Haven"


KEEP_FILE = """
import shutil
from schools.models import DuoFile
file = DuoFile.objects.create(file_name=path.rpartition("/")[2], state="reading")
file.folder.mkdir(parents=True)
shutil.copy(path, file.path)
"""
FILE_NOW = """
from schools.duo.starting import seen_now
from schools.models import DuoFile
file = seen_now(DuoFile.objects.get())
print(file.state, end="")
if begin:
    file.begin(begin)
"""


def test_a_duo_file_whose_process_is_killed_was_interrupted_and_can_be_read_and_applied_again(
    site, exams, tmp_path, monkeypatch
):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    def file_now(begin=""):
        return manage(site, "shell", "-v0", "-c", f"begin = {begin!r}{FILE_NOW}")

    manage(site, "shell", "-v0", "-c", f"path = {str(exams)!r}{KEEP_FILE}")
    before = state(site)
    manage(site, "work_on_duo_file", 1)
    assert state(site) == before
    assert file_now(begin="applying") == "previewed"

    process = start(site, "work_on_duo_file", 1)
    wait_until(lambda: is_being_written(site))
    process.kill()

    assert finished(process)[0] == -signal.SIGKILL, "the file was applied before it could be killed"
    wait_until(lambda: not is_being_written(site))
    assert state(site) == before
    assert file_now(begin="reading") == "stopped"
    manage(site, "work_on_duo_file", 1)
    assert file_now(begin="applying") == "previewed"
    manage(site, "work_on_duo_file", 1)
    assert file_now() == "applied"
    assert state(site)["schools_profileanswer"] != before["schools_profileanswer"]


OFFICER = """
from django.utils import timezone
from schools.desk.confirming import Confirmation, confirm
from schools.desk.form import ConfirmationForm
from schools.desk.offer import Choice
from schools.desk.version import ChangedMeanwhileError
from schools.models import SchoolLocation, Source

form = ConfirmationForm(SchoolLocation.objects.get(pk="17YF00"))
about = Confirmation(Source.objects.get(pk="school"), None, timezone.localdate())
try:
    confirm(form.location, {profile: Choice("yes", None, ("BB",))}, about, form.version)
    print("stored")
except ChangedMeanwhileError:
    print("told")
"""


PROFILE_OFFICER = """
from types import SimpleNamespace
from django.contrib import admin
from schools.admin.statements import ConfirmationForm, seen_now
from schools.desk.version import ChangedMeanwhileError
from schools.models import ProfileStatement, SchoolLocation

said = {"location": "17YF00", "profile": profile, "status": "yes", "source": "school", "reference_date": "2026-02-03"}
form = ConfirmationForm({**said, "seen": seen_now(SchoolLocation.objects.get(pk="17YF00"))})
assert form.is_valid(), form.errors
try:
    page = admin.site._registry[ProfileStatement]
    page.save_model(SimpleNamespace(user=None), form.save(commit=False), form, False)
    print("stored")
except ChangedMeanwhileError:
    print("told")
"""


@pytest.mark.parametrize("officer", [OFFICER, PROFILE_OFFICER])
def test_of_two_officers_who_save_a_location_at_once_one_is_told_and_nothing_is_lost(site, officer):
    said = "SELECT DISTINCT profile_id FROM schools_profilestatement WHERE source_id = 'school'"
    with site.connect() as connection:
        site.take_turn(connection)
        officers = {
            profile: start(site, "shell", "-v0", "-c", f"profile = '{profile}'{officer}", stdout=subprocess.PIPE)
            for profile in ("GR", "MAT")
        }
        wait_until(lambda: site.number_waiting(officers.values()) == 2)
        connection.execute("ROLLBACK")
        outcomes = {finished(process)[1].strip(): profile for profile, process in officers.items()}

        assert set(outcomes) == {"stored", "told"}
        assert connection.execute(said).fetchall() == [(outcomes["stored"],)]
    assert manage(site, "rebuild_answers") == "0 antwoorden en zoekregels waren anders.\n"


CONTACT_OFFICER = """
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from schools.models import SchoolLocation

was = SchoolLocation.objects.get(pk="17YF00").short_name
sent = {"short_name": name, "initial-short_name": was}
request = RequestFactory().post("/", sent, SERVER_NAME="localhost")
request.user, request._dont_enforce_csrf_checks = User.objects.get(username="noor"), True
request.session, request._messages = {}, CookieStorage(request)
answer = admin.site._registry[SchoolLocation].changeform_view(request, "17YF00")
if answer.status_code == 302:
    print("stored")
elif "Een collega wijzigde dit" in str(answer.context_data["errors"]):
    print("told")
"""
MAKE_NOOR = """
from django.contrib.auth.models import User
User.objects.create_superuser("noor")
"""


def test_of_two_officers_who_save_how_a_location_is_reached_at_once_one_is_told(site):
    manage(site, "shell", "-v0", "-c", MAKE_NOOR)
    with site.connect() as connection:
        site.take_turn(connection)
        officers = {
            name: start(site, "shell", "-v0", "-c", f"name = '{name}'{CONTACT_OFFICER}", stdout=subprocess.PIPE)
            for name in ("De Haven", "De Kade")
        }
        wait_until(lambda: site.number_waiting(officers.values()) == 2)
        connection.execute("ROLLBACK")
        outcomes = {finished(process)[1].strip(): name for name, process in officers.items()}

        assert set(outcomes) == {"stored", "told"}
        [[stored]] = connection.execute(
            "SELECT short_name FROM schools_schoollocation WHERE code = '17YF00'"
        ).fetchall()
        assert stored == outcomes["stored"]


# What a process of its own says


@pytest.mark.one_database
def test_a_refusal_goes_to_the_error_output_with_exit_code_1(filled_site, tmp_path):
    path = tmp_path / "leeg.csv"
    path.touch()

    process = start(filled_site, "import_exams", path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    assert finished(process) == (1, "", "CommandError: leeg.csv is leeg.\n")


@pytest.mark.one_database
def test_progress_is_shown_on_a_terminal_and_nowhere_else(filled_site):
    """The other tests here see that nothing comes of it on an error output that is no terminal."""
    trial = ("import_pupils", duo.PUPILS_2019, "--dry-run", "--allow-loss")
    screen, terminal = pty.openpty()

    code, out, _error = finished(start(filled_site, *trial, stdout=subprocess.PIPE, stderr=terminal))
    os.close(terminal)

    assert code == 0
    assert os.read(screen, 1000) == b"\r190 van 190 rijen gelezen\r\n"
    assert "rijen gelezen" not in out
