"""How an area stands: of every indicator the newest figure, beside the region and the country."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from schools.models import Region

from .figures import PARTS
from .goals import Aim, aims_of
from .models import Indicator, Observation, Target
from .periods import Period
from .sentences import short_title
from .standings import Key, Standing, Standings, grouped, newest, outwards, same
from .tables import before
from .wording import category_in_words


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
        self.order = outwards(area, regions)

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
            anchor = newest(every, indicator, origin, self.order)
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

    @cached_property
    def aims(self) -> dict[str, list[Aim]]:
        grouped = defaultdict(list)
        for aim in aims_of(Target.objects.of(region=self.area.code).with_values()):
            if aim.target.split == aim.target.indicator.headline:
                grouped[aim.target.indicator_id].append(aim)
        return grouped

    @cached_property
    def standings(self) -> Standings:
        return Standings(self.area, self.regions, self.observations)

    def row(self, indicator: Indicator) -> OverviewRow:
        standings = list(self.standings.of(indicator))
        return OverviewRow(indicator, self.split(indicator), standings, self.aims[indicator.code])

    def split(self, indicator: Indicator) -> str:
        """The part that stands for the whole, in words."""
        if indicator.dimension != Indicator.Dimension.PROFILE:
            return category_in_words(indicator.headline)
        rows = (each[0] for key, each in self.observations.items() if key[0] == indicator.code)
        return next((row.profile.full_name for row in rows), indicator.headline)


def headlines(indicators: Iterable[Indicator]):
    """Only what can stand for an indicator: the database leaves the other profiles and categories out."""
    codes = {each.headline for each in indicators}
    return Q(profile__in=codes) | Q(profile=None, category__in=codes)
