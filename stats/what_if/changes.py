"""Counts as they would be if a location stopped or started a profile, and the figures before and after.

The pupils stay at their location, whichever profile they follow then: who and how many go elsewhere, nobody knows. So
shares of pupils in a profile are not said, only at what places it is offered and how many pupils are there.
No database: counts in, figures out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..calculations import NOBODY, TOGETHER, Amount, Cell, Count, Figure, calculate

PARTS = ("BB", "KB", "GL")
ELSEWHERE = ""
"""The profile of pupils whose own is gone: another, not known which."""
SHARE, LOCATIONS, LACKING = "vmbo-profielaanbod", "vmbo-locaties", "vmbo-gemeenten-zonder"
TECHNICAL_SHARE, TECHNICAL_LOCATIONS = "vmbo-profielaanbod-techniek", "vmbo-locaties-techniek"


@dataclass(frozen=True)
class Change:
    """A location stops a profile, or starts it, in some of basis, kader and gemengd."""

    place: str
    location: str
    profile: str
    starts: bool
    leerwegen: tuple[str, ...]

    def touches(self, count: Count) -> bool:
        here = (count.location, count.profile) == (self.location, self.profile)
        return here and count.leerweg in self.leerwegen

    def applied(self, counts: Iterable[Count]) -> list[Count]:
        """The counts with this change; the number of pupils at every location stays the same."""
        if not self.starts:
            return [count._replace(profile=ELSEWHERE) if self.touches(count) else count for count in counts]
        counts = list(counts)
        there = {count.leerweg for count in counts if self.touches(count)}
        new = [leerweg for leerweg in self.leerwegen if leerweg not in there]
        return counts + [Count(self.place, self.location, self.profile, leerweg, NOBODY) for leerweg in new]

    def pupils(self, counts: Iterable[Count]) -> Amount:
        """Those who follow the profile there, in these leerwegen."""
        found = NOBODY
        for count in counts:
            if self.touches(count):
                found = found.plus(count.pupils)
        return found


@dataclass(frozen=True)
class Effect:
    """One figure of an area before and after a change."""

    cell: Cell
    before: Figure
    after: Figure

    @property
    def difference(self) -> Decimal:
        return value_of(self.after) - value_of(self.before)

    @property
    def is_certain(self) -> bool:
        return self.before.low is None and self.after.low is None


def value_of(figure: Figure) -> Decimal:
    """Where nobody is taught, nobody is at such a location."""
    return Decimal(0) if figure.value is None else figure.value


def effects(
    counts: Iterable[Count],
    change: Change,
    areas: Mapping[str, Iterable[str | None]],
    technical: Mapping[str, Iterable[str]],
) -> dict[str, list[Effect]]:
    """What the change does in every area, in a fixed order.

    `technical` are the ways to say what technical is, by code, each with its profiles; only those with this profile
    are asked for.
    """
    counts = list(counts)
    concerned = {code: profiles for code, profiles in technical.items() if change.profile in profiles}
    subjects = {"profile": {change.profile: {change.profile}}, "technical": concerned, "theory": {}}
    before, after = (calculate(each, areas, subjects) for each in (counts, change.applied(counts)))
    asked = {area: cells(area, change, concerned) for area in areas}
    none = Figure(reason="nil")
    return {
        area: [Effect(cell, before.get(cell, none), after.get(cell, none)) for cell in found if cell in after]
        for area, found in asked.items()
    }


def cells(area: str, change: Change, technical: Iterable[str]) -> list[Cell]:
    """The figures that tell of a change: of the profile, and of technique if it is technical."""
    profile, leerwegen = change.profile, [each for each in PARTS if each in change.leerwegen]
    found = [Cell(SHARE, area, profile, leerweg, "") for leerweg in (TOGETHER, *leerwegen)]
    found += [Cell(indicator, area, profile, TOGETHER, "") for indicator in (LOCATIONS, LACKING)]
    for code in technical:
        found += [Cell(indicator, area, None, TOGETHER, code) for indicator in (TECHNICAL_SHARE, TECHNICAL_LOCATIONS)]
    return found
