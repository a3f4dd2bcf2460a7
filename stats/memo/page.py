"""What a note holds: of every chosen indicator a sentence, a small table, a chart, the target, and the sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from schools.models import DataVersion, Region

from ..charts import Chart, bar_chart, line_chart
from ..chosen import PARAMETER
from ..goals import goal_of
from ..models import Indicator, Observation, Target
from ..overview import Overview, Standing
from ..sentences import (
    bounds_sentence,
    first_sentence,
    gap_sentence,
    later_sentence,
    next_sentence,
    short_title,
)
from ..shown import Shown
from ..tables import Development
from ..targets.following import Following, follow
from ..wording import source_in_words, without_figure

CHOSEN = "indicator"
MOST = 12
"""Indicators in one note; more is no note."""


@dataclass(frozen=True)
class Series:
    """The figures of one way of counting: a table and a chart."""

    name: str
    """A word for the ids within its page."""
    label: str
    development: Development
    chart: Chart | None


@dataclass(frozen=True)
class Item:
    """One indicator in the note."""

    indicator: Indicator
    split: str
    sentences: list[str]
    series: list[Series]
    targets: list[Following]
    source: str

    @property
    def title(self) -> str:
        return short_title(self.indicator)


class Memo:
    """The note for these parameters and this area. The same number of queries, however many indicators it has."""

    def __init__(self, asked: QueryDict, area: Region, regions: dict[str, Region]):
        self.asked, self.area = asked, area
        self.overview = Overview(area, regions)
        self.made_on = timezone.localdate()
        self.version = DataVersion.current()

    @cached_property
    def indicators(self) -> list[tuple[Indicator, bool]]:
        """All there are, each with whether it was chosen."""
        chosen = {each.code for each in self.chosen}
        return [(each, each.code in chosen) for each in self.overview.indicators.values()]

    @cached_property
    def chosen(self) -> list[Indicator]:
        asked = set(self.asked.getlist(CHOSEN))
        return [each for each in self.overview.indicators.values() if each.code in asked][:MOST]

    @property
    def has_too_many(self) -> bool:
        return len(set(self.asked.getlist(CHOSEN)) & self.overview.indicators.keys()) > MOST

    @property
    def most(self) -> int:
        return MOST

    @property
    def query(self) -> str:
        query = QueryDict(mutable=True)
        query[PARAMETER] = self.area.code
        query.setlist(CHOSEN, [each.code for each in self.chosen])
        return query.urlencode()

    @property
    def title(self) -> str:
        return _("Cijfers van %(place)s") % {"place": self.area.name}

    @property
    def file_name(self) -> str:
        return f"notitie-{slugify(self.area.name)}.pdf"

    @cached_property
    def areas(self) -> list[Region]:
        """The own area, then what lies around it."""
        return list(dict.fromkeys(self.overview.order))

    @cached_property
    def items(self) -> list[Item]:
        return [self.item(indicator) for indicator in self.chosen]

    def item(self, indicator: Indicator) -> Item:
        split = self.overview.split(indicator)
        standings = list(self.overview.standings(indicator))
        series = list(self.series(indicator))
        figures = [each for found in series for each in found.development.observations]
        return Item(
            indicator,
            split,
            self.sentences(standings, split),
            series,
            self.targets.get(indicator.code, []),
            source_in_words(indicator, figures),
        )

    @cached_property
    def targets(self) -> dict[str, list[Following]]:
        """Those of the area for what stands for a chosen indicator."""
        found = {}
        for each in follow(Target.objects.with_values().of(region=self.area, indicator=self.chosen)):
            if each.target.split == each.indicator.headline:
                found.setdefault(each.indicator.code, []).append(each)
        return found

    # As sentences

    def sentences(self, standings: list[Standing], split: str) -> list[str]:
        known = [each for each in standings if each.own.value is not None]
        if not known:
            own = standings[0].own.observation if standings else None
            return [gap_sentence(self.area, without_figure(own))]
        first, *later = known
        words = [first_sentence(first.own.observation, split), bounds_sentence(first.own.bounds)]
        words += [next_sentence(each.observation) for each in self.beside(first)]
        words += [later_sentence(each.own.observation) for each in later]
        return [each for each in words if each]

    def beside(self, standing: Standing) -> list[Shown]:
        """The figures of region and country, as far as they are known and not the own."""
        shown = (standing.region, standing.country)
        return [each for each in shown if each.value is not None and each.observation.region != self.area]

    # As tables and charts

    def series(self, indicator: Indicator) -> Iterator[Series]:
        for origin, label in Observation.Origin.choices:
            figures = [
                each for area in self.areas for each in self.overview.observations[indicator.code, origin, area.code]
            ]
            if figures:
                development = Development(figures, self.areas, self.area)
                name = f"{indicator.code}-{origin}"
                yield Series(name, str(label), development, self.chart(indicator, name, development))

    def chart(self, indicator: Indicator, name: str, development: Development) -> Chart | None:
        """Lines where there are several periods, else bars; none without a single figure."""
        if not any(cell.value is not None for row in development.rows for cell in row.cells):
            return None
        goal = goal_of(next((each.target for each in self.targets.get(indicator.code, [])), None))
        if len(development.columns) > 1:
            return line_chart(name, short_title(indicator), development.lines, goal)
        return bar_chart(name, short_title(indicator), development.bars, goal)
