"""Sending questions to schools and reminding of them, and forgetting addresses that are needed no longer."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..auditing import Kind, record_change, values_of
from ..models import Inquiry, SchoolLocation, reach
from ..models import Kind as LocationKind
from ..models.inquiries import DAYS_KEPT
from .letter import letter_to

REMINDERS = (("first_reminder_on", 7), ("second_reminder_on", 14))
"""Where the day of a reminder is kept, and how many days after the question it is due."""
DAYS_BETWEEN = 7


class AlreadyAskedError(Exception):
    """A question to this school still waits for an answer."""


def askable(user) -> QuerySet[SchoolLocation]:
    """The locations about which somebody may ask: those with ten profiles, in the own municipality."""
    codes = reach(user, "schools.add_inquiry")
    found = SchoolLocation.objects.filter(
        finder__kind__in=[LocationKind.BKG, LocationKind.NOT_KNOWN], finder__in_region=True, municipality__isnull=False
    )
    return found if codes is None else found.filter(municipality__in=codes)


# Asking


def ask(inquiry: Inquiry, connection):
    """Store a question and send it. What could not be sent is not stored; the error is that of `Letter.send`."""
    try:
        with transaction.atomic():
            expire(Inquiry.objects.filter(location=inquiry.location_id), timezone.localdate())
            inquiry.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAskedError from error
    try:
        letter_to(inquiry).send(connection)
    except OSError:
        inquiry.delete()
        raise
    record_change(Kind.CREATED, inquiry.asked_by, inquiry, {}, values_of(inquiry))


def ask_all(inquiries: Iterable[Inquiry]) -> list[tuple[Inquiry, Exception | None]]:
    """Every question with what went wrong with it; the OSError of a server that is not there is raised."""
    with get_connection() as connection:
        return [(inquiry, problem_with(inquiry, connection)) for inquiry in inquiries]


def problem_with(inquiry: Inquiry, connection) -> Exception | None:
    try:
        ask(inquiry, connection)
    except (OSError, AlreadyAskedError) as error:
        return error
    return None


# Reminding


def remind_all(today: date) -> tuple[int, list[tuple[Inquiry, OSError]]]:
    """Remind the schools that are due: how many were, and those that could not be, which come again tomorrow."""
    due = [(inquiry, name) for name, days in REMINDERS for inquiry in due_for(name, days, today)]
    if not due:
        return 0, []
    reminded, failed = 0, []
    with get_connection() as connection:
        for inquiry, name in due:
            try:
                reminded += remind(inquiry, name, today, connection)
            except OSError as error:
                failed.append((inquiry, error))
    return reminded, failed


def due_for(name: str, days: int, today: date) -> QuerySet[Inquiry]:
    """The unanswered questions for which this reminder is due, and was not sent."""
    waiting = Inquiry.objects.filter(state=Inquiry.State.SENT, expires_on__gte=today).exclude(email="")
    waiting = waiting.filter(asked_at__date__lte=today - timedelta(days=days), **{name: None})
    if name == "second_reminder_on":
        waiting = waiting.filter(first_reminder_on__lte=today - timedelta(days=DAYS_BETWEEN))
    return waiting.select_related("location__municipality")


def remind(inquiry: Inquiry, name: str, today: date, connection) -> bool:
    """Whether it was sent here. Who writes down the day first sends; what fails is taken back, to be tried again."""
    waiting = Inquiry.objects.filter(pk=inquiry.pk, state=Inquiry.State.SENT)
    if not waiting.filter(**{name: None}).update(**{name: today}):
        return False
    try:
        letter_to(inquiry, is_reminder=True).send(connection)
    except OSError:
        Inquiry.objects.filter(pk=inquiry.pk).update(**{name: None})
        raise
    return True


# Ending


def expire(inquiries: QuerySet[Inquiry], today: date) -> int:
    """End the questions that no school answered in time."""
    return inquiries.overdue(today).update(state=Inquiry.State.EXPIRED, closed_at=timezone.now())


def forget(today: date) -> int:
    """Blank addresses and remarks some time after a question ended; addresses also when nobody decided."""
    long_ago = today - timedelta(days=DAYS_KEPT)
    ended = Q(closed_at__date__lt=long_ago)
    remarks = Inquiry.objects.filter(ended).exclude(remark="").update(remark="")
    addresses = Inquiry.objects.filter(ended | Q(expires_on__lt=long_ago)).exclude(email="").update(email="")
    return max(remarks, addresses)
