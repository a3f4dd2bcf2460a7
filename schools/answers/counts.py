"""What exams and pupils show of one location, and the answer that follows when nobody confirmed anything."""

from dataclasses import dataclass, replace
from datetime import date

from ..models import Source, Status
from .values import Answer, Statement, picked, strongest


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
