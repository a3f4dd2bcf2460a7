"""What each source says beside an answer: the newest exams, the newest pupils, what was confirmed, and the website."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..answers import BKG, BY_PEOPLE
from ..history import said
from ..models import Leerweg, ProfileStatement, Source
from ..wording import listed, school_year

COUNTS = (Source.Kind.EXAMS, Source.Kind.PUPILS)


@dataclass(frozen=True)
class Beside:
    """One source with its year, and what it says of one profile."""

    source: str
    words: str
    address: str = ""
    """The page on which it can be read."""


def beside(profile: str, statements: Iterable[ProfileStatement]) -> list[Beside]:
    """Of all standing statements about the ten at one location: what the newest of every source says of this one."""
    statements = list(statements)
    counted = [of_counts(profile, [each for each in statements if each.source.kind == kind]) for kind in COUNTS]
    said = [each for each in statements if each.source.kind in BY_PEOPLE and each.profile_id == profile]
    return [*filter(None, counted), *of_people(said)]


def of_counts(profile: str, statements: list[ProfileStatement]) -> Beside | None:
    """The newest counts; that a profile is not among them is told as well. None when this location was not counted."""
    if not statements:
        return None
    newest = max(each.reference_date for each in statements)
    counts = {
        each.leerweg: number(each)
        for each in statements
        if each.profile_id == profile and each.reference_date == newest and each.leerweg in BKG
    }
    first = next(each for each in statements if each.reference_date == newest)
    return Beside(period(first), numbers(counts) or nobody(first.source.kind))


def period(statement: ProfileStatement) -> str:
    if statement.source.kind == Source.Kind.EXAMS:
        return _("Examens %(year)s") % {"year": school_year(statement.school_year)}
    return _("Leerlingen op %(day)s") % {"day": date_format(statement.reference_date, "j F Y")}


def nobody(kind: str) -> str:
    return _("geen kandidaten") if kind == Source.Kind.EXAMS else _("geen leerlingen")


def numbers(counts: dict[str, str]) -> str:
    """ "12 in basis en 1 tot 4 in kader" """
    words = [
        _("%(count)s in %(leerweg)s") % {"count": counts[each], "leerweg": Leerweg(each).label}
        for each in BKG
        if each in counts
    ]
    return listed(words)


def number(statement: ProfileStatement) -> str:
    """A withheld count as its bounds."""
    if statement.count_low == statement.count_high:
        return str(statement.count_low)
    return _("%(low)s tot %(high)s") % {"low": statement.count_low, "high": statement.count_high}


def of_people(statements: list[ProfileStatement]) -> list[Beside]:
    """The last word of the school, that of the municipality and that of the school's website, the newest first."""
    last = {}
    for each in sorted(statements, key=lambda each: (each.reference_date, each.created_at, each.pk)):
        if each.source in last and moment(last[each.source][0]) == moment(each):
            last[each.source].append(each)
        else:
            last[each.source] = [each]
    newest_first = sorted(last.items(), key=lambda item: moment(item[1][0]), reverse=True)
    return [Beside(named(source, words[0]), said(words), page_of(words[0])) for source, words in newest_first]


def moment(statement: ProfileStatement):
    return statement.reference_date, statement.created_at


def page_of(statement: ProfileStatement) -> str:
    return statement.evidence if statement.source.kind == Source.Kind.WEBSITE else ""


def named(source: Source, statement: ProfileStatement) -> str:
    words = {"source": capfirst(source.name), "day": date_format(statement.reference_date, "j F Y")}
    return _("%(source)s, %(day)s") % words
