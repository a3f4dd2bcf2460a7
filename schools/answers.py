"""From what the sources said about one location to what the site answers about it.

Pure functions without a database. `describe` is the whole rule; each step of it has a function of its own.

1. A confirmation by school or municipality counts from its date and outweighs every count of the profile whose
   period did not begin after that date. It can say yes, no, starting in a school year, stopping in one, or that
   they do not know.
2. Otherwise the two newest exam years in which the location had candidates of the same kind (basis, kader and
   gemengd together, or theoretisch) decide: a candidate in the newest is "yes", in neither is "no", in the older
   one only is "unknown". Pupils counted after the newest exam year that was imported are "yes" as well. Older
   pupils are history.
3. The kind of the location follows from the candidates, and from DUO's structure only where there were none.
4. Every leerweg is judged by the same rule; the profile is what its leerwegen say together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from .models import Kind, Leerweg, Source, Status, VmboProfile

BKG = (Leerweg.BB, Leerweg.KB, Leerweg.GL)
TL = (Leerweg.TL,)
UNKNOWN = Status.UNKNOWN
OFFERED_NOW = (Status.YES, Status.STOPPING)
ANNOUNCED = (Status.STARTING, Status.STOPPING)
STRONGEST_FIRST = (Status.YES, Status.STOPPING, Status.STARTING, Status.UNKNOWN, Status.NO)
UNDETERMINED = None
"""A leerweg of which nothing is said while the profile as a whole is confirmed."""


@dataclass(frozen=True)
class Statement:
    """A ProfileStatement without its database. `order` tells statements of one day apart: later is higher."""

    profile: str | None
    leerweg: str
    source: str
    kind: Source.Kind
    reference_date: date
    school_year: int | None = None
    status: Status = Status.YES
    effective_year: int | None = None
    order: int = 0


@dataclass(frozen=True)
class Answer:
    """A ProfileAnswer without its database; leerwegen in the order of Leerweg."""

    profile: str
    status: Status
    effective_year: int | None = None
    leerwegen: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    source: str | None = None
    reference_date: date | None = None
    school_year: int | None = None
    last_seen: int | None = None
    conflict: bool = False


@dataclass(frozen=True)
class Description:
    """All there is to say of one location: its kind, and an answer per profile that applies to that kind."""

    kind: Kind
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Profiles:
    """The profile codes per family, in order."""

    ten: tuple[str, ...]
    routes: tuple[str, ...] = ()
    tl: tuple[str, ...] = ()

    @classmethod
    def of(cls, profiles: Iterable[VmboProfile]) -> "Profiles":
        """Sort profiles, given in their order, into families."""
        families = {family: [] for family in VmboProfile.Family}
        for profile in profiles:
            families[profile.family].append(profile.code)
        return cls(*(tuple(families[family]) for family in VmboProfile.Family))


@dataclass(frozen=True)
class Counts:
    """What exams and newer pupils show of one kind of leerwegen at one location.

    `newest` and `older` are exam years, or None; `exams` maps a year to the (profile, leerweg) pairs with
    candidates; `pupils` is the same for the newest pupils file after the newest exam year, `pupils_year` its year.
    """

    leerwegen: tuple[str, ...]
    exams: dict[int, dict[tuple[str, str], Statement]]
    newest: int | None
    older: int | None
    pupils: dict[tuple[str, str], Statement]
    pupils_year: int | None

    @classmethod
    def of(cls, statements, leerwegen, newest_exam_year) -> "Counts":
        exams, pupils = {}, {}
        for statement in statements:
            if statement.leerweg not in leerwegen:
                continue
            key = (statement.profile, statement.leerweg)
            if statement.kind == Source.Kind.EXAMS:
                exams.setdefault(statement.school_year, {})[key] = statement
            elif statement.kind == Source.Kind.PUPILS and statement.school_year > (newest_exam_year or 0):
                pupils.setdefault(statement.school_year, {})[key] = statement
        newest, older = [*sorted(exams, reverse=True), None, None][:2]
        pupils_year = max(pupils, default=None)
        return cls(tuple(leerwegen), exams, newest, older, pupils.get(pupils_year, {}), pupils_year)

    def without_exams(self) -> "Counts":
        """For routes that exams do not count apart, so that their silence is no "no"."""
        return replace(self, exams={}, newest=None, older=None)

    def period_begins(self, profile) -> date | None:
        """First day of the newest period that says something about this profile.

        1 October for pupils who were seen in it, since not to be seen among pupils says nothing; else 1 August of
        the newest exam year.
        """
        if any(seen == profile for seen, _leerweg in self.pupils):
            return date(self.pupils_year, 10, 1)
        return date(self.newest, 8, 1) if self.newest else None

    def status(self, profile, leerweg) -> Status:
        key = (profile, leerweg)
        if key in self.pupils or key in self.exams.get(self.newest, {}):
            return Status.YES
        if self.newest is None or key in self.exams.get(self.older, {}):
            return Status.UNKNOWN
        return Status.NO

    def disagree(self, profile) -> bool:
        """Exams still show the profile while newer pupils of this location are all in other profiles."""
        in_exams = any((profile, leerweg) in self.exams.get(self.newest, {}) for leerweg in self.leerwegen)
        in_pupils = any((profile, leerweg) in self.pupils for leerweg in self.leerwegen)
        return bool(self.pupils_year) and in_exams and not in_pupils

    def answer(self, profile) -> Answer:
        """The answer when nobody confirmed anything."""
        by_leerweg = {leerweg: self.status(profile, leerweg) for leerweg in self.leerwegen}
        status = strongest(by_leerweg.values())
        return Answer(
            profile,
            status,
            leerwegen=picked(by_leerweg, Status.YES),
            unsure=picked(by_leerweg, Status.UNKNOWN) if self.newest else (),
            last_seen=self.older if self.newest and status == Status.UNKNOWN else None,
            conflict=self.disagree(profile),
            **self.basis(profile),
        )

    def basis(self, profile) -> dict:
        """Source and period that an answer about this profile rests on; nothing when nothing was counted."""
        shown = [self.pupils[key] for key in self.pupils if key[0] == profile]
        witness = next(iter(shown or self.exams.get(self.newest, {}).values()), None)
        if witness is None:
            return {}
        return {
            "source": witness.source,
            "reference_date": witness.reference_date,
            "school_year": witness.school_year,
        }


def describe(
    statements: Iterable[Statement], profiles: Profiles, *, structure: str, newest_exam_year: int | None, today: date
) -> Description:
    """Kind and answers of one location; `structure` is DUO's ("VBO/MAVO/HAVO"), the year that of all imported files.

    On `today` an announced start or stop whose school year has begun has become "yes" or "no".
    """
    statements = list(statements)
    bkg, tl = (Counts.of(statements, leerwegen, newest_exam_year) for leerwegen in (BKG, TL))
    ten = answers_for(profiles.ten, statements, bkg, today)
    routes = answers_for(profiles.routes, statements, bkg.without_exams(), today)
    theory = answers_for(profiles.tl, statements, tl, today)
    kind = kind_of(statements, bkg, tl, ten, structure)
    shown = {
        Kind.BKG: [*ten, *filter(positive, routes), *(theory if tl.newest or any(map(positive, theory)) else [])],
        Kind.TL: theory,
        Kind.NOT_KNOWN: ten,
        Kind.NONE: [],
    }
    return Description(kind, tuple(shown[kind]))


def kind_of(statements, bkg: Counts, tl: Counts, ten: list[Answer], structure: str) -> Kind:
    """Candidates decide; DUO's structure, which says what a school may teach, only where there were none."""
    if bkg.newest or any(map(positive, ten)):
        return Kind.BKG
    if tl.newest:
        return Kind.TL
    had_candidates = any(statement.kind == Source.Kind.EXAMS for statement in statements)
    if not had_candidates and {"VBO", "MAVO"} & set(structure.split("/")):
        return Kind.NOT_KNOWN
    return Kind.NONE


def answers_for(codes, statements, counts: Counts, today: date) -> list[Answer]:
    confirmations = {}
    for statement in sorted(statements, key=lambda each: (each.reference_date, each.order)):
        if statement.kind == Source.Kind.CONFIRMATION and outweighs(statement, counts, today):
            confirmations.setdefault(statement.profile, []).append(statement)
    return [confirmed_answer(counts.answer(code), confirmations.get(code, []), counts, today) for code in codes]


def outweighs(confirmation: Statement, counts: Counts, today: date) -> bool:
    begins = counts.period_begins(confirmation.profile)
    return (begins is None or begins <= confirmation.reference_date) and confirmation.reference_date <= today


def confirmed_answer(counted: Answer, confirmations: list[Statement], counts: Counts, today: date) -> Answer:
    """The counted answer, corrected by the confirmations that outweigh it (oldest first)."""
    last = {last_about(leerweg, confirmations) for leerweg in counts.leerwegen}
    standing = [each for each in confirmations if each in last]
    if not standing:
        return counted
    by_leerweg = {
        leerweg: leerweg_status(leerweg, counted.profile, standing, counts, today) for leerweg in counts.leerwegen
    }
    whole = [settled(each, today) for each in standing if not each.leerweg]
    status = strongest([*by_leerweg.values(), *whole])
    corrected = replace(
        counted,
        status=status,
        leerwegen=picked(by_leerweg, *((status,) if status == Status.STARTING else OFFERED_NOW)),
        unsure=picked(by_leerweg, Status.UNKNOWN, UNDETERMINED),
        last_seen=counts.older if counts.newest and status == Status.UNKNOWN else None,
        conflict=any(contradicts(each, counted) for each in standing) or sources_disagree(confirmations, today),
    )
    return resting_on([each for each in standing if settled(each, today) == status], corrected)


def resting_on(deciding: list[Statement], corrected: Answer) -> Answer:
    """The answer with the newest confirmation that says so; without one it still rests on the count."""
    if not deciding:
        return corrected
    return replace(
        corrected,
        last_seen=None,
        effective_year=year_of(corrected.status, deciding),
        source=deciding[-1].source,
        reference_date=deciding[-1].reference_date,
        school_year=None,
    )


def leerweg_status(leerweg, profile, confirmations, counts: Counts, today: date) -> Status | None:
    """What holds for one leerweg: its own confirmation, or the count as far as one of the whole allows."""
    said = last_about(leerweg, confirmations)
    if said is None:
        return counts.status(profile, leerweg)
    status = settled(said, today)
    if said.leerweg or status == Status.NO or counts.leerwegen == (leerweg,):
        return status
    return status if counts.status(profile, leerweg) == Status.YES else UNDETERMINED


def last_about(leerweg, confirmations) -> Statement | None:
    return next((each for each in reversed(confirmations) if each.leerweg in (leerweg, "")), None)


def settled(confirmation: Statement, today: date) -> Status:
    """What an announcement has become: from 1 August of its year a start is a yes and a stop is a no."""
    announced = confirmation.effective_year
    school_year = today.year if today.month >= 8 else today.year - 1
    if announced is None or announced > school_year:
        return Status(confirmation.status)
    return Status.YES if confirmation.status == Status.STARTING else Status.NO


def sources_disagree(confirmations: list[Statement], today: date) -> bool:
    """Whether the last words of two sources on one leerweg, or on the whole, differ on what is offered now.

    Who does not know contradicts nobody.
    """
    last_words = {(each.leerweg, each.source): settled(each, today) for each in confirmations}
    words = {(leerweg, said in OFFERED_NOW) for (leerweg, _source), said in last_words.items() if said != UNKNOWN}
    return len(words) > len({leerweg for leerweg, _offered in words})


def contradicts(confirmation: Statement, counted: Answer) -> bool:
    """Whether the count shows today what the confirmation denies, or the other way round."""
    if confirmation.status == UNKNOWN:
        return False
    says_offered = confirmation.status in OFFERED_NOW
    if confirmation.leerweg:
        seen, open_ = confirmation.leerweg in counted.leerwegen, confirmation.leerweg in counted.unsure
    else:
        seen, open_ = counted.status == Status.YES, counted.status == Status.UNKNOWN
    return counted.source is not None and not open_ and says_offered != seen


def year_of(status, deciding: list[Statement]) -> int | None:
    """A profile starts with its first leerweg and stops with its last."""
    years = [each.effective_year for each in deciding]
    return {Status.STARTING: min, Status.STOPPING: max}[status](years) if status in ANNOUNCED else None


def strongest(statuses) -> Status:
    found = set(statuses)
    return next((status for status in STRONGEST_FIRST if status in found), Status.UNKNOWN)


def picked(by_leerweg, *statuses) -> tuple[str, ...]:
    return tuple(leerweg.value for leerweg, status in by_leerweg.items() if status in statuses)


def positive(answer: Answer) -> bool:
    return answer.status in (Status.YES, Status.STARTING, Status.STOPPING)
