"""What people wrote here is kept no longer than the privacy page says."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from schools.forgetting import forget_what_is_over
from schools.models import AuditEvent, Inquiry, Invitation, Report, Role, StaffSession, Upload

from .staff import make_colleague
from .test_admin import CODE, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return make_school()


def ago(days):
    return timezone.now() - timedelta(days=days)


def make_report(days_ago, status="done"):
    report = Report.objects.create(
        location_id=CODE, text="Mijn zoon", note="Gebeld met Jan", data_version=1, status=status
    )
    Report.objects.filter(pk=report.pk).update(created_at=ago(days_ago))
    return report


@pytest.mark.parametrize(
    ("days", "status", "stays"), [(366, "done", False), (364, "done", True), (800, "new", True), (800, "seen", True)]
)
def test_a_report_that_staff_are_done_with_goes_after_a_year(school, days, status, stays):
    make_report(days, status)

    forget_what_is_over()

    assert Report.objects.exists() is stays


def test_the_record_tells_that_a_report_went_and_not_what_stood_in_it(school):
    make_report(400)

    forget_what_is_over()

    event = AuditEvent.objects.get()
    assert (event.kind, event.model, event.municipality_id) == ("deleted", "schools.report", "GM0599")
    assert (event.old, event.new, event.actor_name) == ({}, {}, "")


def test_the_nightly_command_forgets_all_that_is_over(filled):
    sam = make_colleague()
    make_school("99ZZ00")
    about = {"location_id": "99ZZ00", "email": "school@example.org", "office": "Onderwijs"}
    decided = {"state": "approved", "answered_at": ago(50), "closed_at": ago(40), "remark": "Van Jan"}
    Inquiry.objects.create(**about, **decided, asked_at=ago(70), expires_on=ago(20).date())
    who = {"email": "kim@example.org", "first_name": "Kim", "role": Role.REGIONAL, "invited_by": sam}
    Invitation.objects.create(**who, key_hash="x", expires_at=ago(91))
    StaffSession.objects.create(session_key="over", session_data="x", user=sam, expire_date=ago(1))
    upload = Upload.objects.keep("courses", "lijst.csv", b"inhoud", sam)
    Upload.objects.filter(pk=upload.pk).update(created_at=ago(8))

    call_command("fill", stdout=StringIO())

    inquiry = Inquiry.objects.get()
    assert (inquiry.email, inquiry.remark) == ("", "")
    assert bytes(Upload.objects.get().content) == b""
    assert not Invitation.objects.exists() and not StaffSession.objects.exists()
