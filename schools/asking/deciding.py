"""What the municipality does with an answer: take it over, or not; and taking a question back."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..auditing import Kind, record_change, values_of
from ..desk.confirming import Confirmation, confirm
from ..desk.form import in_words
from ..desk.offer import Choice
from ..desk.version import Meanwhile, Version, since
from ..models import Inquiry, Source, VmboProfile
from .answering import ClosedError, answers_of, locked


@dataclass(frozen=True)
class Compared:
    """One profile: what the site shows, and what the school says."""

    profile: VmboProfile
    shown: Choice
    said: Choice

    @property
    def differs(self) -> bool:
        return self.shown != self.said

    @property
    def shown_in_words(self) -> str:
        return in_words(self.shown)

    @property
    def said_in_words(self) -> str:
        return in_words(self.said)


class Decision:
    """All that somebody sees who decides upon an answer, as it is at this moment."""

    def __init__(self, inquiry: Inquiry):
        self.inquiry = inquiry
        self.location = inquiry.location
        self.version = Version.of(self.location)

    @property
    def waits(self) -> bool:
        return self.inquiry.state == Inquiry.State.ANSWERED

    @cached_property
    def compared(self) -> list[Compared]:
        shown = {each.profile_id: Choice.shown(each) for each in self.location.answers.all()}
        said = answers_of(self.inquiry)
        return [
            Compared(profile, shown.get(profile.code, Choice.shown(None)), said[profile.code])
            for profile in VmboProfile.objects.ten()
            if profile.code in said
        ]

    @property
    def differing(self) -> list[Compared]:
        return [each for each in self.compared if each.differs]

    @property
    def alike(self) -> list[Compared]:
        return [each for each in self.compared if not each.differs]

    @cached_property
    def meanwhile(self) -> Meanwhile | None:
        """What happened to the location after the school saw it; None when nothing did."""
        answered = Version.read(self.inquiry.version)
        return since(self.location, answered) if answered and answered != self.version else None

    @cached_property
    def newer(self) -> date | None:
        """The day of a confirmation that is newer than the answer: it outweighs what the school says here."""
        said = self.location.statements.standing().confirmations()
        last = said.filter(profile__family=VmboProfile.Family.TEN).aggregate(day=Max("reference_date"))["day"]
        return last if last and last > self.inquiry.answered_on else None


def approve(inquiry: Inquiry, author, seen: Version | None, answered: datetime):
    """Let the site say what the school said, as of the day on which it did.

    ChangedMeanwhileError when the location is no longer as it was seen, ClosedError when the answer is not.
    """
    with transaction.atomic():
        waiting = answered_then(inquiry, answered)
        note = _("Antwoord van de school op de vraag van %(day)s.") % {"day": date_format(waiting.asked_on, "j F Y")}
        confirmation = Confirmation(Source.objects.get(pk="school"), author, waiting.answered_on, note)
        confirm(waiting.location, answers_of(waiting), confirmation, seen)
        close(waiting, Inquiry.State.APPROVED, author)


def reject(inquiry: Inquiry, author, reason: str, answered: datetime):
    with transaction.atomic():
        close(answered_then(inquiry, answered), Inquiry.State.REJECTED, author, reason=reason)


def take_back(inquiry: Inquiry, author):
    """End a question before it was answered. The address goes at once: it may be the wrong one."""
    with transaction.atomic():
        waiting = locked(inquiry)
        if waiting.state != Inquiry.State.SENT:
            raise ClosedError
        close(waiting, Inquiry.State.WITHDRAWN, author, email="")


def answered_then(inquiry: Inquiry, answered: datetime) -> Inquiry:
    """The row, if it still holds the answer of that moment."""
    waiting = locked(inquiry)
    if waiting.state != Inquiry.State.ANSWERED or waiting.answered_at != answered:
        raise ClosedError
    return waiting


def close(inquiry: Inquiry, state, author, **fields):
    before = values_of(inquiry)
    for name, value in {"state": state, "closed_at": timezone.now(), "closed_by": author, **fields}.items():
        setattr(inquiry, name, value)
    inquiry.save()
    record_change(Kind.CHANGED, author, inquiry, before, values_of(inquiry))
