"""What sources said about a location over the years, in words: for visitors what counts, for staff all of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .answers import BKG, BY_PEOPLE, STRONGEST_FIRST
from .models import Leerweg, ProfileStatement, SchoolLocation, Source, Status, VmboProfile, Withdrawal
from .wording import basis, leerwegen_in_words, status_in_words


@dataclass(frozen=True)
class Event:
    """What one source said at once about the profiles of a location."""

    statements: list[ProfileStatement]

    @property
    def first(self) -> ProfileStatement:
        return self.statements[0]

    @property
    def is_by_people(self) -> bool:
        return self.first.source.kind in BY_PEOPLE

    @property
    def title(self) -> str:
        """The source with its date; not "confirmed", since it may be that nobody knew."""
        first = self.first
        if not self.is_by_people:
            return basis(first.source.kind, first.source.name, first.school_year, first.reference_date)
        words = {"source": capfirst(first.source.name), "day": date_format(first.reference_date, "j F Y")}
        return _("%(source)s, %(day)s") % words

    @cached_property
    def lines(self) -> list[tuple[VmboProfile, str]]:
        return said_per_profile(self.statements)

    @property
    def author(self) -> str:
        """Who stored it, for staff; "een collega" when the account is gone."""
        author = self.first.author
        return (author.get_full_name() or author.get_username()) if author else _("Een collega")

    @cached_property
    def per_profile(self) -> list["Line"]:
        """For staff: what was said of each profile, with one of its statements to withdraw it by.

        The leerwegen of a profile are withdrawn together.
        """
        together = defaultdict(list)
        for each in self.statements:
            together[each.profile].append(each)
        return [Line(profile, said(together[profile]), together[profile][0]) for profile, _words in self.lines]


@dataclass(frozen=True)
class Line:
    """What one source said at once of one profile."""

    profile: VmboProfile
    words: str
    statement: ProfileStatement

    @property
    def withdrawal(self) -> Withdrawal | None:
        return getattr(self.statement, "withdrawal", None)


def history_of(location: SchoolLocation, *, for_staff: bool = False) -> list[Event]:
    """All that was said about the profiles of a location, the newest first; one query.

    What was withdrawn, and remarks on the website of the school, are for staff.
    """
    statements = location.statements.filter(profile__isnull=False)
    if not for_staff:
        statements = statements.standing().exclude(source__kind=Source.Kind.WEBSITE)
    related = ("profile", "source", "author", "withdrawal__author")
    together = defaultdict(list)
    for each in statements.select_related(*related).order_by("-reference_date", "-created_at", "-pk"):
        moment = each.created_at if each.source.kind in BY_PEOPLE else None
        together[each.reference_date, each.source_id, moment].append(each)
    return [Event(said) for said in together.values()]


def said_per_profile(statements: Iterable[ProfileStatement]) -> list[tuple[VmboProfile, str]]:
    """What was said of each profile, in the order of the profiles: "ja voor basis en kader"."""
    together = defaultdict(list)
    for each in statements:
        together[each.profile].append(each)
    return [(profile, said(together[profile])) for profile in sorted(together, key=lambda each: each.position)]


def said(statements: list[ProfileStatement]) -> str:
    """What one source said at once about one profile. That it is not in the other leerwegen goes without saying."""
    leerwegen = defaultdict(set)
    for each in statements:
        leerwegen[each.status, each.effective_year].add(each.leerweg)
    words = sorted(leerwegen.items(), key=lambda item: STRONGEST_FIRST.index(Status(item[0][0])))
    if len(words) > 1:
        words = [(answer, found) for answer, found in words if answer[0] != Status.NO]
    return ", ".join(answer_in_words(*answer, found) for answer, found in words)


def answer_in_words(status: str, year: int | None, leerwegen: set[str]) -> str:
    answer = status_in_words(status, year)
    named = [each for each in Leerweg.values if each in leerwegen]
    if not named or (status in (Status.NO, Status.UNKNOWN) and set(BKG) <= leerwegen):
        return answer
    return _("%(answer)s voor %(leerwegen)s") % {"answer": answer, "leerwegen": leerwegen_in_words(" ".join(named))}
