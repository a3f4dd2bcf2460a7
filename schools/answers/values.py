"""What goes into the rule and what comes out of it, without a database, and the words that both use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..models import Kind, Leerweg, Source, Status, VmboProfile

BKG = (Leerweg.BB, Leerweg.KB, Leerweg.GL)
TL = (Leerweg.TL,)
UNKNOWN = Status.UNKNOWN
OFFERED_NOW = (Status.YES, Status.STOPPING)
ANNOUNCED = (Status.STARTING, Status.STOPPING)
STRONGEST_FIRST = (Status.YES, Status.STOPPING, Status.STARTING, Status.UNKNOWN, Status.NO)
BY_PEOPLE = (Source.Kind.CONFIRMATION, Source.Kind.WEBSITE)
"""The sources that people speak for or read: what they say holds from a day, not for a counted period."""
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


def strongest(statuses) -> Status:
    found = set(statuses)
    return next((status for status in STRONGEST_FIRST if status in found), Status.UNKNOWN)


def picked(by_leerweg, *statuses) -> tuple[str, ...]:
    return tuple(leerweg.value for leerweg, status in by_leerweg.items() if status in statuses)


def positive(answer: Answer) -> bool:
    return answer.status in (Status.YES, Status.STARTING, Status.STOPPING)
