"""What people wait for at the locations of some municipalities: it changes without a new version of the data."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Inquiry, Report
from .tasks import Sort, Task


@dataclass(frozen=True)
class Waiting:
    """What schools answered and visitors reported, in two queries."""

    answers: list[Task]
    reports: list[Task]
    asked: dict[str, date]
    """By the code of a location: when its school was asked, where the answer is still to come."""

    def told(self, task: Task) -> Task:
        """A location to confirm, with the day on which its school was asked to do so."""
        asked = self.asked.get(task.location.code)
        if asked is None:
            return task
        question = _("Op %(day)s aan de school gevraagd.") % {"day": date_format(asked, "j F Y")}
        return replace(task, words=f"{task.words} {question}")


def waiting_in(
    municipalities: Collection[str], readable: QuerySet[Report], inquiries: QuerySet[Inquiry], today: date
) -> Waiting:
    """What waits in these municipalities (their codes), of the readable reports and questions."""
    open_ones = inquiries.waiting(today).filter(location__municipality__in=municipalities)
    found = list(open_ones.select_related("location").order_by("answered_at", "pk"))
    asked = {each.location_id: each.asked_on for each in found if each.state == Inquiry.State.SENT}
    return Waiting(answers(found), reports(municipalities, readable), asked)


def answers(waiting: Collection[Inquiry]) -> list[Task]:
    """What schools answered and nobody decided upon, the oldest first."""
    return [
        Task(
            Sort.ANSWER,
            inquiry.location,
            _("Beantwoord op %(day)s.") % {"day": date_format(inquiry.answered_on, "j F Y")},
            reverse("admin:schools_inquiry_answer", args=[inquiry.pk]),
        )
        for inquiry in waiting
        if inquiry.state == Inquiry.State.ANSWERED
    ]


def reports(municipalities: Collection[str], readable: QuerySet[Report]) -> list[Task]:
    """What visitors reported and nobody finished, the oldest first."""
    waiting = readable.filter(location__municipality__in=municipalities).exclude(status=Report.Progress.DONE)
    return [
        Task(
            Sort.REPORT,
            report.location,
            report_in_words(report),
            reverse("admin:schools_report_change", args=[report.pk]),
        )
        for report in waiting.select_related("location").order_by("created_at", "pk")
    ]


def report_in_words(report: Report) -> str:
    words = {"day": date_format(report.created_at, "j F Y"), "state": report.get_status_display()}
    return _("Gemeld op %(day)s, %(state)s.") % words
