"""From what somebody says of one profile on one screen to the statements that say the same. Pure rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..answers import ANNOUNCED, BKG, Counts, Statement, last_about, leerweg_status, outweighs, settled
from ..models import ProfileAnswer, Source, Status

PRESENT = (Status.YES, Status.STARTING, Status.STOPPING)
"""The answers that have leerwegen."""


@dataclass(frozen=True)
class Said:
    """One statement to be: about a leerweg, or about the profile as a whole when that is empty."""

    leerweg: str
    status: Status
    effective_year: int | None = None


@dataclass(frozen=True)
class Choice:
    """What the screen says of one profile. Without leerwegen nobody said for which it is."""

    status: str
    effective_year: int | None = None
    leerwegen: tuple[str, ...] = ()

    @classmethod
    def of(cls, status: str, effective_year: int | None, leerwegen: Iterable[str]) -> "Choice":
        """Without what does not belong to the answer: a "no" has no leerwegen, and a "yes" no year."""
        chosen = set(leerwegen) if status in PRESENT else set()
        year = effective_year if status in ANNOUNCED else None
        return cls(str(status), year, tuple(each.value for each in BKG if each in chosen))

    @classmethod
    def shown(cls, answer: ProfileAnswer | None) -> "Choice":
        """What the site answers now; nothing known where it has no answer."""
        if answer is None:
            return cls(Status.UNKNOWN.value)
        return cls.of(answer.status, answer.effective_year, answer.leerwegen.split())

    @classmethod
    def read(cls, text: str) -> "Choice":
        """A choice from how it is remembered."""
        status, *words = text.split()
        year = next((int(each) for each in words if each.isdecimal()), None)
        return cls.of(status, year, words)

    def __str__(self):
        """How a page remembers what it showed: "starting 2027 BB KB"."""
        return " ".join([self.status, *([str(self.effective_year)] if self.effective_year else []), *self.leerwegen])


def chosen(choice: Choice) -> list[Said]:
    """The statements of an answer that somebody changed; it is not in the leerwegen that were left out."""
    status, year = Status(choice.status), choice.effective_year
    if not choice.leerwegen:
        return [Said("", status, year)]
    return [Said(each, status, year) if each in choice.leerwegen else Said(each, Status.NO) for each in BKG]


def restated(profile: str, statements: Iterable[Statement], newest_exam_year: int | None, today: date) -> list[Said]:
    """The statements that repeat the answer about this profile, per leerweg where that is known.

    An answer tells less than what it rests on: a leerweg that starts later, say, beside one that is there already.
    """
    statements = list(statements)
    counts = Counts.of(statements, BKG, newest_exam_year)
    said = confirmations(profile, statements, counts, today)
    by_leerweg = [repeated(leerweg, profile, said, counts, today) for leerweg in BKG]
    known = [each for each in by_leerweg if each]
    alike = {each.status for each in known}
    if len(known) == len(BKG) and len(alike) == 1 and alike <= {Status.NO, Status.UNKNOWN}:
        return [Said("", known[0].status)]
    return known if len(known) == len(BKG) else [of_the_whole(said, today), *known]


def confirmations(profile: str, statements: list[Statement], counts: Counts, today: date) -> list[Statement]:
    """The confirmations of this profile that outweigh its counts, the oldest first."""
    said = (each for each in statements if each.profile == profile and each.kind == Source.Kind.CONFIRMATION)
    standing = (each for each in said if outweighs(each, counts, today))
    return sorted(standing, key=lambda each: (each.reference_date, each.order))


def repeated(leerweg, profile: str, said: list[Statement], counts: Counts, today: date) -> Said | None:
    """What holds for one leerweg; None where only the profile as a whole was confirmed."""
    status = leerweg_status(leerweg, profile, said, counts, today)
    last = last_about(leerweg, said)
    return status and Said(leerweg, status, last.effective_year if status in ANNOUNCED else None)


def of_the_whole(said: list[Statement], today: date) -> Said:
    """The last word on the profile as a whole; that there is one follows from a leerweg of which nothing is known."""
    last = next(each for each in reversed(said) if not each.leerweg)
    status = settled(last, today)
    return Said("", status, last.effective_year if status in ANNOUNCED else None)
