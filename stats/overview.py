"""How an area stands: of every indicator the newest figure, beside the region and the country."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q

from schools.models import Region

from .chosen import COUNTRY
from .figures import PARTS
from .goals import Aim, aims_of
from .models import Indicator, Observation, Target
from .periods import Period
from .sentences import compared_sentence, gap_sentence, short_title, trend_in_words
from .shown import Shown, shown
from .tables import before
from .wording import category_in_words, without_figure

Key = tuple[str, str, str]
"""An indicator, a way of counting and an area, by their codes."""


class Row(NamedTuple):
    """As much of a figure as is needed to choose it."""

    pk: int
    indicator_id: str
    origin: str
    region_id: str
    profile_id: str | None
    category: str
    period: Period
    period_end: date
    source_id: str
    value: Decimal | None


@dataclass(frozen=True)
class Standing:
    """One indicator in one way of counting: the newest figures of the area, its region and the country."""

    own: Shown
    region: Shown
    country: Shown
    anchor: Observation
    """The figure whose period and source these are."""
    around: Region | None
    """The area that the figure of the region is about: the region itself, or else the province."""
    compared: str
    trend: str
    gap: str
    """Why the area has no figure, if it has none."""


@dataclass(frozen=True)
class OverviewRow:
    indicator: Indicator
    split: str
    standings: list[Standing]
    aims: list[Aim]

    @property
    def title(self) -> str:
        return short_title(self.indicator)


@dataclass(frozen=True)
class OverviewTheme:
    code: str
    label: str
    rows: list[OverviewRow]


class Overview:
    """The figures that stand for their indicators, for one area. Many figures take as many queries as few."""

    def __init__(self, area: Region, regions: dict[str, Region]):
        self.area, self.regions = area, regions

    @cached_property
    def themes(self) -> list[OverviewTheme]:
        rows = [self.row(indicator) for indicator in self.indicators.values()]
        return [
            OverviewTheme(code, str(label), found)
            for code, label in Indicator.Theme.choices
            if (found := [row for row in rows if row.indicator.theme == code])
        ]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {each.code: each for each in Indicator.objects.select_related("source")}

    @property
    def surroundings(self) -> list[Region]:
        """What stands for the region, the nearest first: the region itself, else the province."""
        codes = [settings.FINDER_REGION, self.area.provincie_id or self.province]
        return [self.regions[code] for code in codes if code in self.regions]

    @property
    def province(self) -> str:
        return next((each.code for each in self.regions.values() if each.kind == Region.Kind.PROVINCIE), "")

    @cached_property
    def observations(self) -> dict[Key, list[Observation]]:
        """The headline figures that are shown or compared with, oldest first."""
        found = Observation.objects.filter(pk__in=list(self.needed())).select_related("source", "profile")
        observations = list(found.oldest_first())
        for each in observations:
            each.indicator, each.region = self.indicators[each.indicator_id], self.regions[each.region_id]
        return grouped(observations)

    def needed(self) -> Iterator[int]:
        """Per indicator and way of counting: the newest period in every area, and the one before it in our own."""
        every = self.every
        for indicator, origin in dict.fromkeys(key[:2] for key in every):
            anchor = self.anchor(every, indicator, origin)
            for region in self.order:
                rows = every.get((indicator, origin, region.code), [])
                yield from (each.pk for each in [same(rows, anchor), before(rows, anchor)] if each)

    @cached_property
    def every(self) -> dict[Key, list[Row]]:
        """All headline figures of these areas, without what takes long to load."""
        wanted = [region.code for region in self.order]
        found = Observation.objects.of(indicator=self.indicators, region=wanted).exclude(leerweg__in=PARTS)
        rows = found.filter(headlines(self.indicators.values())).oldest_first().values_list(*Row._fields)
        headline = {code: each.headline for code, each in self.indicators.items()}
        known = (Row(*row) for row in rows)
        return grouped(row for row in known if (row.profile_id or row.category) == headline[row.indicator_id])

    def anchor(self, rows: dict[Key, list], indicator: str, origin: str):
        """The newest figure of the area, else of the nearest area around it that has any."""
        known = (rows.get((indicator, origin, region.code)) for region in self.order)
        return next((each[-1] for each in known if each), None)

    @cached_property
    def aims(self) -> dict[str, list[Aim]]:
        grouped = defaultdict(list)
        for aim in aims_of(Target.objects.of(region=self.area.code).with_values()):
            if aim.target.split == aim.target.indicator.headline:
                grouped[aim.target.indicator_id].append(aim)
        return grouped

    def row(self, indicator: Indicator) -> OverviewRow:
        standings = list(self.standings(indicator))
        return OverviewRow(indicator, self.split(indicator), standings, self.aims[indicator.code])

    def split(self, indicator: Indicator) -> str:
        """The part that stands for the whole, in words."""
        if indicator.dimension != Indicator.Dimension.PROFILE:
            return category_in_words(indicator.headline)
        rows = (each[0] for key, each in self.observations.items() if key[0] == indicator.code)
        return next((row.profile.full_name for row in rows), indicator.headline)

    def standings(self, indicator: Indicator) -> Iterator[Standing]:
        for origin in Observation.Origin.values:
            anchor = self.anchor(self.observations, indicator.code, origin)
            if anchor is not None:
                yield self.standing(indicator, origin, anchor)

    @property
    def order(self) -> list[Region]:
        """Whose newest period is shown: that of the area, else of what lies around it."""
        return [self.area, *self.surroundings, self.regions[COUNTRY]]

    def standing(self, indicator: Indicator, origin: str, anchor: Observation) -> Standing:
        def figure(region):
            return same(self.observations.get((indicator.code, origin, region.code), []), anchor)

        own, country = figure(self.area), figure(self.regions[COUNTRY])
        nearby = [(region, figure(region)) for region in self.surroundings]
        around, region = next(((place, each) for place, each in nearby if each), (None, None))
        others = [each for each in (region, country) if each and each.region_id != self.area.code]
        compared = next(filter(None, (compared_sentence(own, other) for other in others)), "")
        rows = self.observations.get((indicator.code, origin, self.area.code), [])
        trend = trend_in_words(own, before(rows, anchor)) if own else ""
        gap = gap_sentence(self.area, without_figure(own)) if own is None or own.value is None else ""
        return Standing(shown(own), shown(region), shown(country), anchor, around, compared, trend, gap)


def grouped(rows: Iterable) -> dict[Key, list]:
    found = defaultdict(list)
    for each in rows:
        found[each.indicator_id, each.origin, each.region_id].append(each)
    return found


def headlines(indicators: Iterable[Indicator]):
    """Only what can stand for an indicator: the database leaves the other profiles and categories out."""
    codes = {each.headline for each in indicators}
    return Q(profile__in=codes) | Q(profile=None, category__in=codes)


def same(rows: Iterable[Observation], anchor: Observation) -> Observation | None:
    """The figure of the same period and source."""
    found = (row for row in rows if (row.period, row.source_id) == (anchor.period, anchor.source_id))
    return next(found, None)
