"""A target beside the figures that it is held against: one series, never two mixed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from schools.models import VmboProfile

from ..models import Indicator, Observation, Target
from ..periods import Period
from ..sentences import short_title
from ..splits import Split, indicator_address
from ..wording import bounds_in_words, counted_by, plain_number, value_in_words, with_unit
from .states import Path, Point, State, next_year, state_of

HIGHER = {Indicator.Better.HIGHER: True, Indicator.Better.LOWER: False, Indicator.Better.NEITHER: None}
MARKS = {
    State.REACHED: "check",
    State.ON_COURSE: "trending-up",
    State.BEHIND: "flag",
    State.NOT_SURE: "question-mark",
    State.NOTHING_NEW: "minus",
}
"""The icon beside each word."""


def series_of(figures: Iterable[Observation], period: Period | str, value: Decimal | None) -> list[Observation]:
    """The figures that a target follows, oldest first: those of one source, published or calculated.

    That is the series which the baseline was taken from; without one, the series with the newest figure.
    """
    found = defaultdict(list)
    for each in sorted(figures, key=lambda each: (each.period, each.source_id)):
        found[each.origin, each.source_id].append(each)
    began = [series for series in found.values() if any(is_baseline(each, period, value) for each in series)]
    return max(began or found.values(), key=lambda series: series[-1].period.end, default=[])


def is_baseline(figure: Observation, period: Period | str, value: Decimal | None) -> bool:
    return value is not None and figure.value is not None and (figure.period, figure.value) == (period, value)


def point_of(figure: Observation) -> Point:
    return Point(figure.period, figure.value, figure.low, figure.high)


@dataclass(frozen=True)
class Year:
    """One line of the table of a target: what was aimed for, and what came of it."""

    year: int
    wanted: str
    figures: list[Observation]


@dataclass
class Following:
    """A target with the figures of its series."""

    target: Target
    series: list[Observation]
    others: list[Observation]
    """The newest figures of this cell by other counts: to be shown apart."""
    profiles: dict[str, VmboProfile]
    today: date

    @property
    def indicator(self) -> Indicator:
        return self.target.indicator

    @property
    def title(self) -> str:
        return short_title(self.indicator)

    @cached_property
    def values(self) -> dict[int, Decimal]:
        return {each.year: each.value for each in self.target.values.all()}

    @cached_property
    def path(self) -> Path:
        target, baseline = self.target, None
        if target.baseline_value is not None:
            baseline = Point(target.baseline_period, target.baseline_value)
        return Path(self.values, baseline, HIGHER[Indicator.Better(self.indicator.better)])

    @cached_property
    def newest(self) -> Observation | None:
        """The newest figure that has a value."""
        return next((each for each in reversed(self.series) if each.value is not None), None)

    @cached_property
    def state(self) -> State:
        return state_of(self.path, point_of(self.newest) if self.newest else None)

    @property
    def mark(self) -> str:
        return MARKS[self.state]

    @property
    def next_year(self) -> int:
        return next_year(self.values, self.today)

    @property
    def split(self) -> Split:
        return Split(self.target.profile_id or "", self.target.leerweg, self.target.category)

    @property
    def split_in_words(self) -> str:
        return self.split.in_words(self.profiles)

    @property
    def address(self) -> str:
        return reverse("target", args=[self.target.pk])

    @property
    def indicator_address(self) -> str:
        return indicator_address(self.indicator, self.target.region, self.split)

    @property
    def source(self) -> str:
        """Who counted what the target is held against."""
        if not self.series:
            return ""
        return counted_by(self.series[-1])

    # In words

    def amount(self, value: Decimal) -> str:
        """A value of the target, as it was filled in."""
        return plain_number(value, self.indicator.decimals)

    def in_words(self, value: Decimal) -> str:
        return with_unit(self.indicator, self.amount(value))

    def rounded_in_words(self, value: Decimal) -> str:
        """A value that was calculated, as its figures are written."""
        return with_unit(self.indicator, Observation(decimals=self.indicator.decimals).number(value))

    @property
    def baseline(self) -> str:
        value = self.target.baseline_value
        return "" if value is None else self.rounded_in_words(value)

    @property
    def newest_in_words(self) -> str:
        return value_in_words(self.newest) if self.newest else _("geen cijfer")

    @property
    def bounds(self) -> str:
        return bounds_in_words(self.newest) if self.newest else ""

    @property
    def next_in_words(self) -> str:
        return self.in_words(self.values[self.next_year])

    @property
    def why(self) -> str:
        """The state as a sentence that says what was compared with what."""
        if self.state == State.NOTHING_NEW:
            return _("Er is nog geen cijfer van na het begin van dit doel.")
        year = self.newest.period.end.year
        wanted = self.path.last if self.state == State.REACHED else self.path.at(year)
        words = {"figure": self.newest_in_words, "year": year, "wanted": self.rounded_in_words(wanted)}
        return self.reason % {**words, "period": self.newest.period.in_words, "last": max(self.values)}

    @property
    def reason(self) -> str:
        return {
            State.REACHED: _("Het cijfer van %(period)s is %(figure)s. Het doel voor %(last)s is %(wanted)s."),
            State.NOT_SURE: _(
                "Het cijfer van %(period)s is ongeveer %(figure)s, want de bron toont kleine aantallen niet. Op weg "
                "naar het doel hoort bij %(year)s: %(wanted)s."
            ),
        }.get(
            self.state,
            _("Het cijfer van %(period)s is %(figure)s. Op weg naar het doel hoort bij %(year)s: %(wanted)s."),
        )

    @cached_property
    def years(self) -> list[Year]:
        """Every year of the target or of a figure since the baseline, oldest first."""
        figures = defaultdict(list)
        for each in self.series:
            figures[each.period.end.year].append(each)
        return [
            Year(year, self.amount(self.values[year]) if year in self.values else "", figures[year])
            for year in sorted({*self.values, *figures})
        ]


def follow(targets: Iterable[Target]) -> list[Following]:
    """Targets with their figures, in two queries however many there are."""
    targets = list(targets)
    cells = figures_by_cell(targets)
    profiles = VmboProfile.objects.in_bulk()
    return [following(target, cells[cell_of(target)], profiles) for target in targets]


def following(target: Target, figures: list[Observation], profiles) -> Following:
    series = series_of(figures, target.baseline_period, target.baseline_value)
    rest = {}
    for each in figures:
        if each not in series and each.value is not None:
            rest[each.origin, each.source_id] = each
    return Following(target, series, list(rest.values()), profiles, timezone.localdate())


def figures_by_cell(targets: list[Target]) -> dict[tuple, list[Observation]]:
    wanted = {cell_of(target) for target in targets}
    asked = {name: {getattr(target, f"{name}_id") for target in targets} for name in ("indicator", "region")}
    cells = defaultdict(list)
    for each in Observation.objects.of(**asked).for_pages().oldest_first() if targets else ():
        if cell_of(each) in wanted:
            cells[cell_of(each)].append(each)
    return cells


def cell_of(row) -> tuple:
    return row.indicator_id, row.region_id, row.profile_id, row.leerweg, row.category
