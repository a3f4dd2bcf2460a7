"""Confirming a location, and noting what its website says: all that follows from it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from ..answers import Statement
from ..auditing import Kind, record_all
from ..models import ProfileStatement, SchoolLocation, Source, VmboProfile, Withdrawal
from ..recalculation import change_data, newest_school_year, recalculate
from .offer import Choice, Said, chosen, restated
from .version import ChangedMeanwhileError, Version

RECORDED = (
    "profile",
    "leerweg",
    "status",
    "effective_year",
    "source",
    "reference_date",
    "note",
    "evidence",
)
"""What the record of who did what keeps of a statement."""


@dataclass(frozen=True)
class Confirmation:
    """Who says it, on which day, and what staff want to remember of it."""

    source: Source
    author: Any
    day: date
    note: str = ""
    evidence: str = ""


def statements_of(location: SchoolLocation) -> list[ProfileStatement]:
    """What stands of all that was said about the ten at this location."""
    standing = location.statements.standing().filter(profile__family=VmboProfile.Family.TEN)
    return list(standing.select_related("source").order_by("reference_date", "pk"))


def plain(statement: ProfileStatement) -> Statement:
    return Statement(
        statement.profile_id,
        statement.leerweg,
        statement.source_id,
        statement.source.kind,
        statement.reference_date,
        statement.school_year,
        statement.status,
        statement.effective_year,
        statement.pk,
    )


def confirm(location: SchoolLocation, choices: Mapping[str, Choice], confirmation: Confirmation, seen: Version | None):
    """Store what was chosen per profile (by its code), and bring the answers up to date.

    ChangedMeanwhileError is raised, and nothing written, when the location is no longer in the version that was seen.
    """

    def save():
        if Version.of(location) != seen:
            raise ChangedMeanwhileError
        store(location, said_by_profile(location, choices, confirmation.day), confirmation)

    change_data(save)


def remark(location: SchoolLocation, said: Mapping[str, list[Said]], confirmation: Confirmation):
    """Store what the website of the school says per profile. It takes nobody's answer away, so no version is asked."""
    change_data(lambda: store(location, said, confirmation))


def store(location, said: Mapping[str, list[Said]], confirmation: Confirmation):
    stored = ProfileStatement.objects.bulk_create(new_statements(location, said, confirmation))
    recalculate([location.pk])
    write_down(stored, RECORDED, confirmation.author)


def write_down(rows, names, author):
    """Add to the record that these rows came."""

    def values(row):
        return {name: row._meta.get_field(name).value_from_object(row) for name in names}

    record_all(((Kind.CREATED, row, {}, values(row)) for row in rows), author)


def new_statements(location, said: Mapping[str, list[Said]], confirmation: Confirmation) -> list[ProfileStatement]:
    about = {
        "location": location,
        "source": confirmation.source,
        "reference_date": confirmation.day,
        "note": confirmation.note,
        "evidence": confirmation.evidence,
        "author": confirmation.author,
        "created_at": timezone.now(),
    }
    return [
        ProfileStatement(
            profile_id=profile, leerweg=each.leerweg, status=each.status, effective_year=each.effective_year, **about
        )
        for profile, together in said.items()
        for each in together
    ]


def said_by_profile(location: SchoolLocation, choices: Mapping[str, Choice], today: date) -> dict[str, list[Said]]:
    """An answer that was left as it is shown is repeated with all it rests on."""
    statements = [plain(each) for each in statements_of(location)]
    newest = newest_school_year(Source.Kind.EXAMS)
    shown = {answer.profile_id: Choice.shown(answer) for answer in location.answers.all()}
    return {
        code: restated(code, statements, newest, today)
        if choice == shown.get(code, Choice.shown(None))
        else chosen(choice)
        for code, choice in choices.items()
    }


def withdraw(statements, reason: str, author) -> int:
    """Take back what people said of one location, as far as it was not taken back yet; how many there were."""
    codes, withdrawn = set(), []

    def save():
        for each in statements.standing().by_people().select_related("location"):
            codes.add(each.location_id)
            withdrawn.append(Withdrawal(statement=each, reason=reason, author=author))
        Withdrawal.objects.bulk_create(withdrawn)
        recalculate(codes)
        write_down(withdrawn, ("reason",), author)

    change_data(save)
    return len(withdrawn)
