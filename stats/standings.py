"""How the figures of one area stand to those of its region and of the country, and to what they were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from schools.models import Region

from .chosen import COUNTRY
from .models import Indicator, Observation
from .sentences import compared_sentence, gap_sentence, trend_in_words
from .shown import Shown, shown
from .tables import before
from .wording import without_figure

Key = tuple[str, str, str]
"""An indicator, a way of counting and an area, by their codes."""


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


def surroundings(area: Region, regions: dict[str, Region]) -> list[Region]:
    """What stands for the region, the nearest first: the region itself, else the province."""
    province = next((each.code for each in regions.values() if each.kind == Region.Kind.PROVINCIE), "")
    codes = [settings.FINDER_REGION, area.provincie_id or province]
    return [regions[code] for code in codes if code in regions]


def outwards(area: Region, regions: dict[str, Region]) -> list[Region]:
    """Whose newest period is shown: that of the area, else of what lies around it."""
    return [area, *surroundings(area, regions), regions[COUNTRY]]


@dataclass(frozen=True)
class Standings:
    """The figures of one part of each indicator, oldest first, for an area and those around it."""

    area: Region
    regions: dict[str, Region]
    observations: dict[Key, list[Observation]]

    def of(self, indicator: Indicator) -> Iterator[Standing]:
        for origin in Observation.Origin.values:
            anchor = newest(self.observations, indicator.code, origin, outwards(self.area, self.regions))
            if anchor is not None:
                yield self.standing(indicator, origin, anchor)

    def standing(self, indicator: Indicator, origin: str, anchor: Observation) -> Standing:
        def figure(region):
            return same(self.observations.get((indicator.code, origin, region.code), []), anchor)

        own, country = figure(self.area), figure(self.regions[COUNTRY])
        nearby = [(region, figure(region)) for region in surroundings(self.area, self.regions)]
        around, region = next(((place, each) for place, each in nearby if each), (None, None))
        others = [each for each in (region, country) if each and each.region_id != self.area.code]
        compared = next(filter(None, (compared_sentence(own, other) for other in others)), "")
        rows = self.observations.get((indicator.code, origin, self.area.code), [])
        trend = trend_in_words(own, before(rows, anchor)) if own else ""
        gap = gap_sentence(self.area, without_figure(own)) if own is None or own.value is None else ""
        return Standing(shown(own), shown(region), shown(country), anchor, around, compared, trend, gap)


def newest(rows: dict[Key, list], indicator: str, origin: str, order: Iterable[Region]):
    """The newest figure of the first of these areas that has any."""
    known = (rows.get((indicator, origin, region.code)) for region in order)
    return next((each[-1] for each in known if each), None)


def grouped(rows: Iterable) -> dict[Key, list]:
    found = defaultdict(list)
    for each in rows:
        found[each.indicator_id, each.origin, each.region_id].append(each)
    return found


def same(rows: Iterable[Observation], anchor: Observation) -> Observation | None:
    """The figure of the same period and source."""
    found = (row for row in rows if (row.period, row.source_id) == (anchor.period, anchor.source_id))
    return next(found, None)
