"""The record of who did what: every kind of event, what it never holds, and that it stays as it was written."""

import csv
import io
import json
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction

from portal.importing import ImportReport
from schools.importers.running import Options, record
from schools.models import AuditEvent, ImportRun, Membership, ProfileStatement, Region, Report, Role, SchoolLocation

from .factories import make_location
from .staff import PASSWORD, SECRET, code_of, enter, give_password, make_colleague, make_member, work_fast
from .test_admin import CODE, LOCATIONS, confirm, make_school

pytestmark = pytest.mark.django_db

EVENTS = "/beheer/schools/auditevent/"
MEMBERSHIPS = "/beheer/schools/membership/"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def desk(client):
    """A colleague with all rights, and a school in Rotterdam. What it took to get there is no part of the test."""
    make_school()
    make_colleague()
    return enter(client)


def events(*kinds, **about):
    """Newest last, without those of logging in unless they are asked for."""
    found = AuditEvent.objects.filter(**about).order_by("pk")
    return list(found.filter(kind__in=kinds) if kinds else found.exclude(kind__in=["login", "second-factor"]))


def the_event(*kinds, **about):
    [event] = events(*kinds, **about)
    return event


# Each kind of event


def test_a_change_is_told_with_what_it_was_and_became_and_where(desk):
    desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": "De Kade"})

    event = the_event("changed")
    assert (event.actor_name, event.model, event.key) == ("noor", "schools.schoollocation", CODE)
    assert (event.old, event.new) == ({"short_name": ""}, {"short_name": "De Kade"})
    assert event.municipality_id == "GM0599"


def test_a_form_that_changes_nothing_is_no_event(desk):
    desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": ""})

    assert events() == []


def test_a_confirmation_is_told_and_belongs_to_its_location(desk):
    confirm(desk, note="Gesproken met de teamleider")

    event = the_event("created", model="schools.profilestatement")
    assert (event.new["status"], event.new["profile"]) == ("yes", "BWI")
    assert event.new["note"] == "Gesproken met de teamleider"
    assert (event.belongs_to, event.municipality_id) == (f"schools.schoollocation/{CODE}", "GM0599")


def test_a_change_that_fails_leaves_no_event(desk, monkeypatch):
    def fail(*_arguments):
        raise IntegrityError

    monkeypatch.setattr("schools.admin.locations.recalculate", fail)
    with pytest.raises(IntegrityError):
        desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": "De Kade"})

    assert events() == []


def test_what_a_visitor_wrote_is_never_written_down_and_its_removal_is(desk):
    report = Report.objects.create(location_id=CODE, text="Mijn dochter Sanne", data_version=1)
    desk.post(f"/beheer/schools/report/{report.pk}/change/", {"status": "seen", "note": "Gebeld"})
    desk.post(f"/beheer/schools/report/{report.pk}/delete/", {"post": "yes"})

    changed, deleted = events()
    assert (changed.new, deleted.kind) == ({"status": "seen", "note": "Gebeld"}, "deleted")
    assert "Sanne" not in everything_written()


def everything_written():
    return json.dumps([list(map(str, row)) for row in AuditEvent.objects.values_list()])


def test_an_action_on_a_list_tells_of_every_row_it_removes(desk):
    reports = [Report.objects.create(location_id=CODE, text="x", data_version=1) for _number in range(3)]
    chosen = [report.pk for report in reports]

    desk.post("/beheer/schools/report/", {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})

    assert not Report.objects.exists()
    assert sorted(event.key for event in events("deleted")) == sorted(map(str, chosen))


def test_logging_in_and_out_is_told(client):
    make_colleague()
    enter(client)
    client.post("/beheer/account/logout/")

    assert [(event.kind, event.actor_name) for event in events("login", "logout")] == [
        ("login", "noor"),
        ("logout", "noor"),
    ]


def test_a_wrong_password_is_told_of_the_account_it_was_tried_on(client):
    noor = make_colleague()
    give_password(client, password="fout geraden")

    event = the_event("failed-login")
    assert (event.actor_name, event.model, event.key, event.source) == ("", "auth.user", str(noor.pk), "wachtwoord")
    assert "fout geraden" not in everything_written()


def test_a_name_that_is_no_account_is_not_kept_since_it_may_be_a_password(client):
    give_password(client, name="drie losse woorden", password="x")

    assert the_event("failed-login").words == ""
    assert "drie losse woorden" not in everything_written()


def test_a_wrong_code_is_told(client):
    make_colleague()
    give_password(client)
    client.post("/beheer/account/2fa/authenticate/", {"code": "000000"})

    assert the_event("failed-login").source == "tweede stap"


def test_setting_up_and_removing_a_second_factor_is_told_without_its_secret(client, django_capture_on_commit_callbacks):
    make_colleague(app=False)
    give_password(client)
    page = client.get("/beheer/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/beheer/account/2fa/totp/activate/", {"code": code_of(secret)})
    client.post("/beheer/account/2fa/totp/deactivate/")

    told = [(event.old.get("type"), event.new.get("type")) for event in events("second-factor")]
    assert (None, "totp") in told and ("totp", None) in told
    assert secret not in everything_written()


def test_a_colleague_who_removes_a_second_factor_is_told_without_its_secret(desk):
    make_colleague("sam")
    factor = Authenticator.objects.get(user__username="sam", type="totp")

    desk.post(f"/beheer/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})

    assert the_event("second-factor", model="mfa.authenticator").actor_name == "noor"
    assert SECRET not in everything_written()


def test_a_new_password_is_told_and_not_kept(desk):
    new = {"password1": "vier heel losse woorden", "password2": "vier heel losse woorden"}
    sam = make_colleague("sam")
    desk.post("/beheer/account/password/", {"oldpassword": PASSWORD, **new})
    desk.post(f"/beheer/auth/user/{sam.pk}/password/", {**new, "usable_password": "true"})

    assert [event.words for event in events("password")] == ["noor", "sam"]
    sam.refresh_from_db()
    for secret in ("vier heel losse woorden", sam.password, User.objects.get(username="noor").password):
        assert secret not in everything_written()


def test_giving_changing_and_ending_a_role_is_told_as_rights(desk):
    sam = make_colleague("sam", may=())
    desk.post(f"{MEMBERSHIPS}add/", {"user": "sam", "role": "editor", "municipality": "GM0599"})
    given = Membership.objects.get(user=sam)
    desk.post(f"{MEMBERSHIPS}{given.pk}/change/", {"role": "viewer"})
    desk.post(f"{MEMBERSHIPS}{given.pk}/delete/", {"post": "yes"})

    first, second, third = events("rights")
    assert (first.new["role"], first.new["user"], first.municipality_id) == ("editor", sam.pk, "GM0599")
    assert (second.old, second.new) == ({"role": "editor"}, {"role": "viewer"})
    assert (third.old["role"], third.new) == ("viewer", {})


def test_making_somebody_a_superuser_is_told_as_rights(desk):
    sam = make_colleague("sam", may=())
    filled = {"username": "sam", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    times = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}

    desk.post(f"/beheer/auth/user/{sam.pk}/change/", {**filled, **times, "email": sam.email})

    assert the_event("rights").new["is_superuser"] is True


def test_an_import_of_an_official_file_is_told_once_with_its_counts():
    noor = make_colleague()
    report = ImportReport("vestigingen.csv", "0" * 64, dry_run=False)
    record("locations", date(2026, 2, 1), report, Options(author=noor))

    event = the_event("import")
    assert (event.actor_name, event.source, event.key) == ("noor", "vestigingen.csv", str(ImportRun.objects.get().pk))
    assert event.new["rows_read"] == 0


def test_taking_a_list_out_is_told_with_the_question(desk):
    desk.get(f"{EVENTS}download/csv/?q=noor")

    event = the_event("export")
    assert (event.model, event.source, event.new["question"]) == ("schools.auditevent", "csv", "q=noor")


# It stays as it was written


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE schools_auditevent SET actor_name = 'iemand anders'",
        "DELETE FROM schools_auditevent",
        pytest.param(
            "REPLACE INTO schools_auditevent SELECT * FROM schools_auditevent",
            marks=pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own statement"),
        ),
        pytest.param(
            "TRUNCATE schools_auditevent",
            marks=pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own statement"),
        ),
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_what_was_written(desk, statement):
    before = everything_written()
    connection.check_constraints()  # what is still to be checked would keep PostgreSQL from emptying a table

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert everything_written() == before


def test_nobody_changes_the_record_in_the_admin(desk):
    event = AuditEvent.objects.first()

    assert desk.get(f"{EVENTS}{event.pk}/change/").status_code == 200
    assert desk.post(f"{EVENTS}{event.pk}/change/", {"actor_name": "x"}).status_code == 403
    assert desk.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{EVENTS}add/").status_code == 403


def test_who_left_stays_in_the_record_by_name(desk):
    sam = make_colleague("sam")
    event = AuditEvent.objects.create(kind="login", actor=sam, actor_name="sam")
    desk.post(f"/beheer/auth/user/{sam.pk}/delete/", {"post": "yes"})

    assert not User.objects.filter(username="sam").exists()
    assert AuditEvent.objects.get(pk=event.pk).actor_name == "sam"


# Reading it


def test_the_history_of_a_location_tells_what_was_done_with_it_and_its_statements(desk):
    desk.post(f"{LOCATIONS}{CODE}/change/", {"short_name": "De Kade"})
    confirm(desk)
    make_school("17YF01")
    desk.post(f"{LOCATIONS}17YF01/change/", {"short_name": "Elders"}, follow=True)

    page = desk.get(f"{LOCATIONS}{CODE}/history/")

    assert [event.kind for event in page.context["events"]] == ["created", "changed"]
    said = page.content.decode()
    assert "Korte naam was leeg en werd De Kade." in said
    assert "Elders" not in said


def test_the_record_is_read_per_municipality_as_a_table_that_no_spreadsheet_calculates_with(client):
    make_school()
    Region.objects.create(code="GM0503", name="Delft", slug="delft", kind="gemeente", metropoolregio_id="MRDH")
    make_location("In Delft", code="18AB00", municipality_id="GM0503")
    make_colleague()
    enter(client)
    client.post(f"{LOCATIONS}{CODE}/change/", {"short_name": "=1+1"})
    client.post(f"{LOCATIONS}18AB00/change/", {"short_name": "De Delftse"})
    client.post("/beheer/account/logout/")
    make_member("sam", Role.EDITOR, "GM0599")
    enter(client, "sam")

    content = client.get(f"{EVENTS}download/csv/?kind__exact=changed").content.decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(content), delimiter=";")
    assert (row["Wie"], row["Gemeente"], row["Sleutel"]) == ("noor", "Rotterdam", CODE)
    assert row["Werd"] == "Korte naam: =1+1"
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_a_list_of_events_asks_the_database_as_often_for_one_as_for_many(desk, django_assert_max_num_queries):
    location = SchoolLocation.objects.get()
    for number in range(40):
        AuditEvent.objects.create(kind="changed", words=str(number), municipality=location.municipality)

    with django_assert_max_num_queries(15):
        desk.get(EVENTS)


def test_what_sources_said_before_is_no_part_of_the_record(desk):
    assert ProfileStatement.objects.exists()
    assert events("created") == []
