"""An editor of Delft asks everything about what is Rotterdam's, at every address that the admin has."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.utils import timezone

from careers.models import Occupation, RoleModel, Video
from schools.auditing import Kind, record, record_change
from schools.models import (
    AuditEvent,
    DuoFile,
    Inquiry,
    Invitation,
    KeptQuestion,
    LocationChange,
    Membership,
    ProfileStatement,
    Report,
    Role,
    SchoolLocation,
    StaffSession,
    Upload,
)

from .admin_walk import questions, rows_beyond, text_of
from .factories import make_location
from .staff import enter, make_colleague, make_member, work_fast
from .test_admin import make_run

pytestmark = pytest.mark.django_db

DELFT, ROTTERDAM = "GM0503", "GM0599"


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)
    settings.CAN_MAIL = True


@pytest.fixture
def secrets(filled):
    """Something of every sort that is Rotterdam's own business, and says "geheim" where it is not public."""
    own = {"municipality_id": ROTTERDAM, "contact_email": "geheim@example.org"}
    location = make_location("In Rotterdam", [("PIE", "KB")], code="99ZZ00", **own)
    Report.objects.create(location=location, text="Geheim verhaal", note="Geheime notitie", data_version=1)
    asked = {"email": "geheim@example.org", "office": "geheim", "expires_on": timezone.localdate()}
    Inquiry.objects.create(location=location, remark="geheim", state="answered", answered_at=timezone.now(), **asked)
    sam = make_member("geheim-rotterdam", Role.MANAGER, ROTTERDAM, first_name="Geheim")
    ProfileStatement.objects.create(
        location=location, profile_id="PIE", source_id="school", reference_date="2026-02-03", note="geheim", author=sam
    )
    record_change(Kind.CHANGED, sam, location, {"short_name": "geheim"}, {"short_name": "geheim anders"})
    record_change(Kind.CREATED, sam, Report.objects.get(), {}, {"note": "geheim"})
    record(Kind.LOGIN, sam, sam)
    who = {"email": "geheim@example.org", "first_name": "Geheim", "invited_by": sam}
    Invitation.objects.create(
        **who, role=Role.EDITOR, municipality_id=ROTTERDAM, key_hash="x", expires_at="2030-01-01T00:00:00Z"
    )
    Upload.objects.keep("courses", "geheim.csv", b"geheim", sam)
    run = make_run(author=sam, problems=["geheim"])
    DuoFile.objects.create(file_name="geheim.csv", author=sam, message="geheim")
    LocationChange.objects.create(run=run, location=location, kind="moved", before="Geheim 1", after="Geheim 2")
    KeptQuestion.objects.create(user=sam, model="schools.schoollocation", name="Geheim", question="q=geheim")
    Group.objects.create(name="geheim").permissions.set(Permission.objects.all()[:1])
    RoleModel.objects.create(slug="zz-last", name="Geheim", role="geheim", occupation=Occupation.objects.first())
    story = {"kind": Video.Kind.STORY, "platform": "vimeo", "platform_id": "76979871", "seconds": 30}
    Video.objects.create(slug="zz-last", title="Geheim", source_id="duo-exams", source_year=2024, **story)
    return location


@pytest.fixture
def boss(secrets, client):
    make_colleague("boss")
    return enter(client, "boss")


def everything():
    """Counts of all tables, and the rows that matter, but for what reading itself leaves behind."""
    left_behind = {StaffSession, AuditEvent}
    counts = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    counted = {label: count for label, count in counts.items() if apps.get_model(label) not in left_behind}
    registered = [model for model in admin.site._registry if model not in left_behind]
    newest = {model._meta.label: list(model._default_manager.order_by("-pk").values()[:20]) for model in registered}
    for row in [*newest["auth.User"], *newest["mfa.Authenticator"]]:
        row.pop("last_login", None), row.pop("last_used_at", None), row.pop("data", None)
    return counted, newest


@pytest.mark.parametrize(("role", "only"), [(Role.EDITOR, ()), (Role.MANAGER, ("schools/",))])
def test_nobody_of_delft_reads_or_changes_what_is_of_rotterdam_at_any_address(boss, secrets, role, only):
    delft = make_member("delft", role, DELFT)
    client, before = enter(Client(), delft.username), everything()

    asked = {}
    for question in questions(delft, boss, only):
        response = question.ask(client)
        asked[response.status_code] = asked.get(response.status_code, 0) + 1
        assert response.status_code < 500, question
        assert "geheim" not in text_of(response).casefold(), (question, response.status_code)

    assert everything() == before
    assert asked[200] > 20 and asked[403] > 100


def test_the_same_walk_with_all_rights_reads_and_changes(boss, secrets):
    """Else the walk would prove nothing."""
    delft = make_member("delft", Role.EDITOR, DELFT)
    tables = (Report, SchoolLocation, Membership, ProfileStatement, Inquiry, Invitation)
    read, changed = set(), set()

    def state(table):
        return list(table.objects.filter(pk__in=beyond[table]).values()), table.objects.count()

    beyond = {table: [row.pk for row in rows_beyond(table, delft)] for table in tables}
    before = {table: state(table) for table in tables}
    for question in questions(delft, boss, only=[f"schools/{table._meta.model_name}" for table in tables]):
        with transaction.atomic():
            text = text_of(question.ask(boss)).casefold()
            read |= {table for table in tables if "geheim" in text and table._meta.model_name in question.address}
            changed |= {table for table in tables if state(table) != before[table]}
            transaction.set_rollback(True)

    assert {Report, ProfileStatement, Membership, Inquiry, Invitation} <= read
    assert changed == {*tables} - {Inquiry}
