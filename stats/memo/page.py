"""What a note holds: of everything chosen a sentence, a small table, a chart, the target, and the sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from schools.models import DataVersion, Region, VmboProfile

from ..charts import Chart, bar_chart, line_chart
from ..chosen import PARAMETER
from ..goals import goal_of
from ..models import Indicator, Observation, Target
from ..sections import sourced
from ..sentences import (
    bounds_sentence,
    first_sentence,
    gap_sentence,
    later_sentence,
    next_sentence,
    short_title,
)
from ..shown import Shown
from ..standings import Standing, Standings, grouped, outwards
from ..tables import Development
from ..targets.following import Following, follow
from ..wording import source_in_words, without_figure
from .cuts import Cut, cuts_of

CHOSEN = "indicator"
MOST = 12
"""Parts in one note; more is no note."""


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
    """One part of an indicator in the note."""

    cut: Cut
    split: str
    sentences: list[str]
    series: list[Series]
    targets: list[Following]
    source: str

    @property
    def title(self) -> str:
        """Other parts of the same indicator may stand beside it, so a part names itself."""
        title = short_title(self.cut.indicator)
        return f"{title}: {self.split}" if self.cut.split and self.split else title


@dataclass(frozen=True)
class Offered:
    """An indicator to choose from, as a whole, and what of it was chosen beside that."""

    indicator: Indicator
    is_chosen: bool
    others: list[tuple[Cut, str]]


class Memo:
    """The note for these parameters and this area. The same number of queries, however many parts it has."""

    def __init__(self, asked: QueryDict, area: Region, regions: dict[str, Region]):
        self.asked, self.area, self.regions = asked, area, regions
        self.made_on = timezone.localdate()
        self.version = DataVersion.current()

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {each.code: each for each in Indicator.objects.select_related("source")}

    @cached_property
    def profiles(self) -> dict[str, VmboProfile]:
        return VmboProfile.objects.in_bulk()

    @cached_property
    def offered(self) -> list[Offered]:
        return [self.offer(each) for each in self.indicators.values()]

    def offer(self, indicator: Indicator) -> Offered:
        cuts = [each for each in self.chosen if each.indicator == indicator]
        others = [(each, each.in_words(self.profiles)) for each in cuts if each.split]
        return Offered(indicator, len(others) < len(cuts), others)

    @cached_property
    def wanted(self) -> list[Cut]:
        return cuts_of(self.asked.getlist(CHOSEN), self.indicators, self.profiles)

    @property
    def chosen(self) -> list[Cut]:
        return self.wanted[:MOST]

    @property
    def has_too_many(self) -> bool:
        return len(self.wanted) > MOST

    @property
    def most(self) -> int:
        return MOST

    @property
    def query(self) -> str:
        query = QueryDict(mutable=True)
        query[PARAMETER] = self.area.code
        query.setlist(CHOSEN, [str(each) for each in self.chosen])
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
        return list(dict.fromkeys(outwards(self.area, self.regions)))

    @cached_property
    def items(self) -> list[Item]:
        return [self.item(cut) for cut in self.chosen]

    def item(self, cut: Cut) -> Item:
        split = cut.in_words(self.profiles)
        figures = [each for each in self.figures if cut.has(each)]
        standings = Standings(self.area, self.regions, grouped(figures))
        published_first = sorted(figures, key=lambda each: Observation.Origin.values.index(each.origin))
        return Item(
            cut,
            split,
            self.sentences(list(standings.of(cut.indicator)), split),
            list(self.series(cut, figures)),
            self.targets_of(cut),
            sourced(cut.indicator, published_first) if figures else source_in_words(cut.indicator, []),
        )

    @cached_property
    def targets(self) -> list[Following]:
        """Those of the area for the chosen indicators."""
        codes = {each.indicator.code for each in self.chosen}
        return follow(Target.objects.with_values().of(region=self.area, indicator=codes))

    def targets_of(self, cut: Cut) -> list[Following]:
        return [each for each in self.targets if cut.has(each.target)]

    @cached_property
    def figures(self) -> list[Observation]:
        """All that is known of what was chosen in these areas, oldest first: every period, not only the newest."""
        chosen = reduce(or_, (each.condition for each in self.chosen))
        found = Observation.objects.of(region=[each.code for each in self.areas]).filter(chosen)
        figures = list(found.select_related("source").oldest_first())
        for each in figures:
            each.indicator, each.region = self.indicators[each.indicator_id], self.regions[each.region_id]
        return figures

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

    def series(self, cut: Cut, figures: list[Observation]) -> Iterator[Series]:
        for origin, label in Observation.Origin.choices:
            counted = [each for each in figures if each.origin == origin]
            if counted:
                development = Development(counted, self.areas, self.area)
                name = f"{cut.name}-{origin}"
                yield Series(name, str(label), development, self.chart(cut, name, development))

    def chart(self, cut: Cut, name: str, development: Development) -> Chart | None:
        """Lines where there are several periods, else bars; none without a single figure."""
        if not any(cell.value is not None for row in development.rows for cell in row.cells):
            return None
        goal = goal_of(next((each.target for each in self.targets_of(cut)), None))
        title = ". ".join(filter(None, [short_title(cut.indicator), capfirst(cut.in_words(self.profiles))]))
        if len(development.columns) > 1:
            return line_chart(name, title, development.lines, goal)
        return bar_chart(name, title, development.bars, goal)
