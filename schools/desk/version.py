"""Whether a location changed since somebody opened it, and what changed."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Max

from ..history import Event, history_of
from ..models import ProfileAnswer, SchoolLocation, Withdrawal

ANSWERED = ("profile", "status", "effective_year", "leerwegen", "unsure", "source", "reference_date", "conflict")


class ChangedMeanwhileError(Exception):
    """Somebody changed this location after the page was made; nothing was written."""


@dataclass(frozen=True)
class Version:
    """How far a location was when it was read: its newest statement, its number of withdrawals, its answers."""

    statement: int
    withdrawals: int
    answers: str

    @classmethod
    def of(cls, location: SchoolLocation) -> "Version":
        """The version now. Statements are written one transaction after another, so their numbers tell the order."""
        found = location.statements.aggregate(newest=Max("pk"), withdrawn=Count("withdrawal"))
        rows = list(ProfileAnswer.objects.filter(location=location).order_by("profile").values_list(*ANSWERED))
        return cls(found["newest"] or 0, found["withdrawn"], hashlib.sha256(repr(rows).encode()).hexdigest()[:12])

    @classmethod
    def read(cls, text: str) -> "Version | None":
        """A version as a page gave it back; None for what is no version."""
        statement, _dot, rest = text.partition(".")
        withdrawals, _dot, answers = rest.partition(".")
        if not (statement.isdecimal() and withdrawals.isdecimal()):
            return None
        return cls(int(statement), int(withdrawals), answers)

    def __str__(self):
        return f"{self.statement}.{self.withdrawals}.{self.answers}"


@dataclass(frozen=True)
class Meanwhile:
    """What happened to a location after a version: what was said, and what was taken back."""

    said: list[Event]
    withdrawn: list[Withdrawal]


def since(location: SchoolLocation, version: Version) -> Meanwhile:
    """What was said and taken back; neither when an import read the counts anew."""
    newer = {each.pk for each in location.statements.filter(pk__gt=version.statement)}
    said = [event for event in history_of(location, for_staff=True) if event.first.pk in newer]
    withdrawals = Withdrawal.objects.filter(statement__location=location).order_by("-created_at", "-pk")
    more = withdrawals.count() - version.withdrawals
    related = ("author", "statement__profile", "statement__source")
    return Meanwhile(said, list(withdrawals.select_related(*related)[: max(more, 0)]))
