"""From counted pupils to figures of areas: shares, numbers of locations, and bounds where counts were withheld.

Plain counts in, plain figures out; the definitions are those of tables 3.1, 3.5 and 3.7 of the report. No database.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

NIL, NOT_COLLECTED = "nil", "not-collected"
TOGETHER = "BB+KB+GL"
GROUPS = {TOGETHER: ("BB", "KB", "GL"), "BB": ("BB",), "KB": ("KB",), "GL": ("GL",), "TL": ("TL",)}
"""Leerwegen that are counted together, by how that is written."""
THEORY = {"techniek": ("TL-TE",), "zorg-welzijn": ("TL-ZW",), "economie": ("TL-EC",), "groen": ("TL-GR",)}
"""The profiles of the theoretische leerweg by the category of table 3.7."""
HUNDREDTH = Decimal("0.01")

Subjects = Mapping[str, Iterable[str]]
"""What is asked for: a profile, or several of which one is enough, by the code it is asked with."""


class Amount(NamedTuple):
    """The least and the most that a number can be. They differ where the source withheld counts."""

    low: int
    high: int

    def plus(self, other: "Amount") -> "Amount":
        return Amount(self.low + other.low, self.high + other.high)


NOBODY = Amount(0, 0)


class Count(NamedTuple):
    """Pupils of one location, profile and leerweg. `place` is the municipality, or None where it is not known."""

    place: str | None
    location: str
    profile: str
    leerweg: str
    pupils: Amount


@dataclass
class Tally:
    """The pupils and locations of an area; `following`, `near` and `locations` by subject.

    `near` are all pupils at locations where somebody follows it, `lacking` the municipalities without such a location.
    """

    everybody: Amount = NOBODY
    following: dict[str, Amount] = field(default_factory=dict)
    near: dict[str, Amount] = field(default_factory=dict)
    locations: Counter = field(default_factory=Counter)
    lacking: Counter = field(default_factory=Counter)

    def add(self, other: "Tally"):
        self.everybody = self.everybody.plus(other.everybody)
        self.locations.update(other.locations)
        for mine, theirs in ((self.following, other.following), (self.near, other.near)):
            for subject, amount in theirs.items():
                mine[subject] = mine.get(subject, NOBODY).plus(amount)


class Figure(NamedTuple):
    """A value, with bounds if it is not certain, or the reason why there is none."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""


class Cell(NamedTuple):
    """What a figure is of: the code of an indicator, an area, a profile or category, and leerwegen."""

    indicator: str
    region: str
    profile: str | None
    leerweg: str
    category: str


# What is calculated


def share_following(tally: Tally, subject: str) -> Figure:
    return share(tally.following.get(subject, NOBODY), tally.everybody)


def share_near(tally: Tally, subject: str) -> Figure:
    return share(tally.near.get(subject, NOBODY), tally.everybody)


def number_of_locations(tally: Tally, subject: str) -> Figure:
    return Figure(Decimal(tally.locations[subject]))


def municipalities_without(tally: Tally, subject: str) -> Figure:
    return Figure(Decimal(tally.lacking[subject]))


def share(part: Amount, everybody: Amount) -> Figure:
    """Percentage, to the hundredth. Nil where there is nobody at all; where nobody follows it, the share is zero.

    The bounds are exact: the part is as small as it can be while the rest is as large as it can be, and the reverse.
    The value takes every withheld count halfway.
    """
    if not everybody.high:
        return Figure(reason=NIL)
    rest = Amount(everybody.low - part.low, everybody.high - part.high)
    value = rounded(part.low + part.high, everybody.low + everybody.high, ROUND_HALF_UP)
    low = rounded(part.low, part.low + rest.high, ROUND_FLOOR)
    high = rounded(part.high, part.high + rest.low, ROUND_CEILING)
    is_certain = part.low == part.high and rest.low == rest.high
    return Figure(value) if is_certain or low == high else Figure(value, low, high)


def rounded(part: int, whole: int, rounding: str) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(HUNDREDTH, rounding)


@dataclass(frozen=True)
class Formula:
    """How an indicator follows from tallies: of which subjects, and for which leerwegen."""

    indicator: str
    figure: Callable[[Tally, str], Figure]
    kind: str
    groups: tuple[str, ...] = (TOGETHER,)
    only_of_several: bool = False
    """Only for areas that are made up of municipalities."""


PER_LEERWEG = (TOGETHER, "BB", "KB", "GL")
FORMULAS = (
    Formula("vmbo-profielaanbod", share_near, "profile", PER_LEERWEG),
    Formula("vmbo-profielaanbod-techniek", share_near, "technical", PER_LEERWEG),
    Formula("vmbo-profielkeuze", share_following, "profile"),
    Formula("vmbo-profielkeuze-techniek", share_following, "technical"),
    Formula("vmbo-locaties", number_of_locations, "profile"),
    Formula("vmbo-locaties-techniek", number_of_locations, "technical"),
    Formula("vmbo-gemeenten-zonder", municipalities_without, "profile", only_of_several=True),
    Formula("vmbo-gemeenten-zonder-techniek", municipalities_without, "technical", only_of_several=True),
    Formula("tl-profielkeuze", share_following, "theory", ("TL",)),
)


def calculate(
    counts: Iterable[Count],
    areas: Mapping[str, Iterable[str | None]],
    subjects: Mapping[str, Subjects],
    not_counted: Iterable[str] = (),
) -> dict[Cell, Figure]:
    """The figures of one counting.

    `areas` has the places of every area; a municipality is the one place of itself. `subjects` are those of the kinds
    "profile", "technical" and "theory". `not_counted` are profiles that this source does not count.
    """
    everything = {subject: profiles for kind in subjects.values() for subject, profiles in kind.items()}
    places = tally_places(counts, everything)
    figures = {}
    for area, members in areas.items():
        members = list(members)
        tallies = {group: tally_area(members, places[group], everything) for group in GROUPS}
        for cell, figure in figures_of(area, tallies, subjects, members != [area]):
            figures[cell] = Figure(reason=NOT_COLLECTED) if cell.profile in not_counted else figure
    return figures


def figures_of(area: str, tallies: Mapping[str, Tally], subjects, is_several: bool) -> Iterator[tuple[Cell, Figure]]:
    """A single leerweg that nobody in the area follows is left out; for the leerwegen together that is said."""
    for formula in FORMULAS:
        groups = [group for group in formula.groups if group == TOGETHER or tallies[group].everybody.high]
        for group in groups if is_several or not formula.only_of_several else ():
            for subject in subjects[formula.kind]:
                profile, category = (subject, "") if formula.kind == "profile" else (None, subject)
                cell = Cell(formula.indicator, area, profile, group, category)
                yield cell, formula.figure(tallies[group], subject)


# Counting


def tally_places(counts: Iterable[Count], subjects: Subjects) -> dict[str, dict[str | None, Tally]]:
    """A tally for every place, by group of leerwegen."""
    by_location = defaultdict(list)
    for count in counts:
        by_location[count.place, count.location].append(count)
    tallies = {group: defaultdict(Tally) for group in GROUPS}
    for (place, _location), found in by_location.items():
        for group, leerwegen in GROUPS.items():
            if together := [count for count in found if count.leerweg in leerwegen]:
                tallies[group][place].add(tally_location(together, subjects))
    return tallies


def tally_location(counts: list[Count], subjects: Subjects) -> Tally:
    tally = Tally(everybody=total(counts))
    for subject, profiles in subjects.items():
        if following := [count for count in counts if count.profile in profiles]:
            tally.following[subject] = total(following)
            tally.near[subject] = tally.everybody
            tally.locations[subject] = 1
    return tally


def total(counts: Iterable[Count]) -> Amount:
    amount = NOBODY
    for count in counts:
        amount = amount.plus(count.pupils)
    return amount


def tally_area(members: Iterable[str | None], places: Mapping[str | None, Tally], subjects: Subjects) -> Tally:
    tally = Tally()
    for place in members:
        found = places.get(place) or Tally()
        tally.add(found)
        if place is not None:
            tally.lacking.update(subject for subject in subjects if not found.locations[subject])
    return tally
