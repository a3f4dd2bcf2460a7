"""Throws away what people wrote or left here once nobody needs it, no later than the privacy page says."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from .asking.sending import expire, forget
from .auditing import Kind, record
from .models import DuoFile, Inquiry, Invitation, Report, StaffSession, Upload


def forget_what_is_over(today: date | None = None):
    """To be done every night; more often does no harm."""
    today = today or timezone.localdate()
    expire(Inquiry.objects.all(), today)
    forget(today)
    forget_reports(today)
    Invitation.objects.long_over().delete()
    Upload.objects.expire()
    DuoFile.objects.expire()
    StaffSession.objects.ended().delete()


@transaction.atomic
def forget_reports(today: date):
    """Each with an event that tells that it went, and nothing of what stood in it."""
    for report in Report.objects.long_done(today).select_related("location"):
        record(Kind.DELETED, None, report, source="forget")
        report.delete()
