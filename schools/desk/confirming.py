"""Confirming a location, and noting what its website says: all that follows from it, or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from ..answers import Statement
from ..auditing import Kind, record_all
from ..models import ProfileAnswer, ProfileStatement, SchoolLocation, Source, VmboProfile, Withdrawal
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


Chosen = Mapping[SchoolLocation, Mapping[str, Choice]]
"""What was chosen at every location, by the codes of the profiles."""
SaidAt = Mapping[SchoolLocation, Mapping[str, list[Said]]]
"""The statements to be at every location, by the codes of the profiles."""


def statements_of(location: SchoolLocation) -> list[ProfileStatement]:
    """What stands of all that was said about the ten at this location."""
    return statements_at([location])[location.pk]


def statements_at(locations: Iterable[SchoolLocation]) -> dict[str, list[ProfileStatement]]:
    """The same of many locations, by their codes. One query."""
    found = {location.pk: [] for location in locations}
    standing = ProfileStatement.objects.standing().filter(location__in=list(found))
    of_the_ten = standing.filter(profile__family=VmboProfile.Family.TEN)
    for each in of_the_ten.select_related("source").order_by("reference_date", "pk"):
        found[each.location_id].append(each)
    return found


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
        store(said_at({location: choices}, confirmation.day), confirmation)

    change_data(save)


def remark(location: SchoolLocation, said: Mapping[str, list[Said]], confirmation: Confirmation):
    """Store what the website of the school says per profile. It takes nobody's answer away, so no version is asked."""
    change_data(lambda: store({location: said}, confirmation))


def store(said: SaidAt, confirmation: Confirmation, notes: Mapping[tuple[str, str], str] | None = None, upload=None):
    """Add what was said at many locations, bring them up to date, and record it. Within the transaction of a change.

    `notes` are those of one profile, by the codes of location and profile; `upload` is the list it all came with.
    """
    rows = new_statements(said, confirmation)
    for each in rows:
        each.note = (notes or {}).get((each.location_id, each.profile_id)) or each.note
        each.upload = upload
    stored = ProfileStatement.objects.bulk_create(rows)
    recalculate([location.pk for location in said])
    write_down(stored, RECORDED, confirmation.author)


def write_down(rows, names, author):
    """Add to the record that these rows came."""

    def values(row):
        return {name: row._meta.get_field(name).value_from_object(row) for name in names}

    record_all(((Kind.CREATED, row, {}, values(row)) for row in rows), author)


def new_statements(said: SaidAt, confirmation: Confirmation) -> list[ProfileStatement]:
    about = {
        "source": confirmation.source,
        "reference_date": confirmation.day,
        "note": confirmation.note,
        "evidence": confirmation.evidence,
        "author": confirmation.author,
        "created_at": timezone.now(),
    }
    return [
        ProfileStatement(location=location, profile_id=profile, **asdict(each), **about)
        for location, by_profile in said.items()
        for profile, together in by_profile.items()
        for each in together
    ]


def said_at(choices: Chosen, today: date) -> dict[SchoolLocation, dict[str, list[Said]]]:
    """An answer that was left as it is shown is repeated with all it rests on. Three queries."""
    statements, newest = statements_at(choices), newest_school_year(Source.Kind.EXAMS)
    shown = shown_at(choices)
    return {
        location: {
            code: restated(code, map(plain, statements[location.pk]), newest, today)
            if choice == shown.get((location.pk, code), Choice.shown(None))
            else chosen(choice)
            for code, choice in by_profile.items()
        }
        for location, by_profile in choices.items()
    }


def shown_at(locations: Iterable[SchoolLocation]) -> dict[tuple[str, str], Choice]:
    """What the site answers, by the codes of location and profile. One query."""
    answers = ProfileAnswer.objects.filter(location__in=[location.pk for location in locations])
    return {(each.location_id, each.profile_id): Choice.shown(each) for each in answers}


def withdraw(statements, reason: str, author) -> int:
    """Take back what people said, as far as it was not taken back yet; how many statements there were."""
    withdrawn = []
    change_data(lambda: withdrawn.extend(take_back(statements, reason, author)))
    return len(withdrawn)


def take_back(statements, reason: str, author) -> list[Withdrawal]:
    """The same within the transaction of a change."""
    standing = list(statements.standing().by_people().select_related("location"))
    withdrawn = [Withdrawal(statement=each, reason=reason, author=author) for each in standing]
    Withdrawal.objects.bulk_create(withdrawn)
    recalculate({each.location_id for each in standing})
    write_down(withdrawn, ("reason",), author)
    return withdrawn
