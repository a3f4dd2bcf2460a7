"""How it goes with a target, by one rule. Plain numbers in, a word out; no database.

1. A figure is new when its period ends after that of the baseline. Without a baseline it is new from the first year
   of the target on. Without a new figure nothing can be said: "nog geen nieuw cijfer".
2. A figure belongs to the year in which its period ends: school year 2023-2024 belongs to 2024.
3. Higher is better or lower is better, as the indicator says. Where neither is better, the target's own direction
   counts: from the baseline (or the first year) to the last year.
4. "Gehaald": the figure is at least as good as the value of the last year.
5. Otherwise it is compared with what was to be expected in its year: on the straight line between the baseline and the
   years of the target around it, and after the last year the value of that year. At least as good is "op koers", less
   good "loopt achter".
6. Where the source withheld counts, a figure lies between two bounds. When both bounds lead to the same word, that is
   the word; otherwise it is "niet zeker".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..periods import Period


class State(TextChoices):
    REACHED = "reached", _("gehaald")
    ON_COURSE = "on-course", _("op koers")
    BEHIND = "behind", _("loopt achter")
    NOT_SURE = "not-sure", _("niet zeker")
    NOTHING_NEW = "nothing-new", _("nog geen nieuw cijfer")


@dataclass(frozen=True)
class Point:
    """A value of a period, with the bounds between which it lies."""

    period: Period
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def year(self) -> int:
        """The year it belongs to."""
        return self.period.end.year

    @property
    def extremes(self) -> tuple[Decimal, Decimal]:
        return (self.value, self.value) if self.low is None else (self.low, self.high)


@dataclass(frozen=True)
class Path:
    """Where a target begins and what it should be by year; at least one year. `higher`: that is better."""

    values: Mapping[int, Decimal]
    baseline: Point | None = None
    higher: bool | None = None
    """None where neither is better."""

    @property
    def goes_up(self) -> bool:
        if self.higher is not None:
            return self.higher
        start = self.baseline.value if self.baseline else self.values[min(self.values)]
        return self.last >= start

    @property
    def last(self) -> Decimal:
        return self.values[max(self.values)]

    def at(self, year: int) -> Decimal:
        """What is to be expected in a year: on the line between the years around it, and level outside them."""
        corners = dict(self.values)
        if self.baseline:
            corners = {self.baseline.year: self.baseline.value, **corners}
        before = max((each for each in corners if each <= year), default=min(corners))
        after = min((each for each in corners if each >= year), default=max(corners))
        if before >= after:
            return corners[before if year >= before else after]
        part = Decimal(year - before) / (after - before)
        return corners[before] + part * (corners[after] - corners[before])

    def is_new(self, figure: Point) -> bool:
        if self.baseline:
            return figure.period.end > self.baseline.period.end
        return figure.period.end >= date(min(self.values), 1, 1)

    def judged(self, year: int, value: Decimal) -> State:
        if self.is_as_good(value, self.last):
            return State.REACHED
        return State.ON_COURSE if self.is_as_good(value, self.at(year)) else State.BEHIND

    def is_as_good(self, value: Decimal, wanted: Decimal) -> bool:
        return value >= wanted if self.goes_up else value <= wanted


def state_of(path: Path, newest: Point | None) -> State:
    """How it goes, given the newest figure of the series that the target follows."""
    if newest is None or not path.is_new(newest):
        return State.NOTHING_NEW
    words = {path.judged(newest.year, value) for value in newest.extremes}
    return words.pop() if len(words) == 1 else State.NOT_SURE


def next_year(values: Mapping[int, Decimal], today: date) -> int:
    """The first year of a target that is not over, or its last."""
    return min((year for year in values if year >= today.year), default=max(values))
