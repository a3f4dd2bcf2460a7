"""What the map shows: figures of one counting in every municipality, their classes, and the gaps that are no zero."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.models import DataVersion, Region, VmboProfile

from ..models import Indicator, Observation
from ..periods import Period
from ..questions import PERIOD, SPLIT
from ..splits import Split, chosen_split, indicator_address, splits_of
from ..wording import bounds_in_words, counted_by, value_in_words
from .classes import Classes, classes_of
from .drawing import Drawing, Shape, draw
from .wording import class_in_words

FIRST_SHOWN = "vmbo-profielaanbod-techniek"
NOBODY, NOT_KNOWN = "nobody", "unknown"
"""The two gaps: there are no pupils to speak of, or nobody knows the figure."""


@dataclass(frozen=True, order=True)
class Counting:
    """Figures that belong together: of one period, by one source, published or calculated here."""

    period: Period
    source: str
    origin: str
    counted_by: str

    def __str__(self):
        return f"{self.period} {self.source}"

    @property
    def in_words(self) -> str:
        return f"{self.period.in_words}: {self.counted_by}"


@dataclass(frozen=True)
class Row:
    """A municipality with its figure, its number on the map, and the look of its shape."""

    number: int
    region: Region
    shape: Shape
    observation: Observation | None
    look: str
    class_in_words: str
    address: str
    """Where all figures of this municipality stand."""

    @property
    def is_gap(self) -> bool:
        return self.look in (NOBODY, NOT_KNOWN)

    @property
    def is_dark(self) -> bool:
        """Whether its colour asks for light letters."""
        return self.look in ("3", "4", "5")

    @property
    def figure(self) -> str:
        return self.observation.figure if self.observation else _("niet bekend")

    @property
    def bounds(self) -> str:
        return bounds_in_words(self.observation) if self.observation else ""

    @property
    def in_words(self) -> str:
        known = self.observation is not None and self.observation.value is not None
        return value_in_words(self.observation) if known else self.figure


@dataclass(frozen=True)
class Key:
    """A line of the legend."""

    look: str
    words: str
    count: int

    @property
    def count_in_words(self) -> str:
        return ngettext("%(count)s gemeente", "%(count)s gemeenten", self.count) % {"count": self.count}


@dataclass(frozen=True)
class Outlines:
    """The municipalities of the region as they are drawn, in the order of their names."""

    regions: tuple[Region, ...]
    drawing: Drawing


def outlines() -> Outlines:
    return _outlines_at(DataVersion.current())


@lru_cache(maxsize=1)
def _outlines_at(version: int) -> Outlines:
    regions = [each for each in Region.objects.within(settings.FINDER_REGION) if each.boundary]
    regions.sort(key=lambda region: region.name.casefold())
    names = {region.code: region.name for region in regions}
    return Outlines(tuple(regions), draw({region.code: region.boundary for region in regions}, names))


class RegionMap:
    """The map for these parameters: indicator, split and counting, each with a choice that needs no asking."""

    def __init__(self, parameters: QueryDict):
        self.asked = parameters
        self.regions = outlines().regions
        self.codes = [region.code for region in self.regions]

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Those of which there is a figure of more than one municipality."""
        counted = Observation.objects.of(region=self.codes).known().order_by()
        codes = counted.values_list("indicator", flat=True).distinct()
        return list(Indicator.objects.filter(pk__in=codes).select_related("source"))

    @cached_property
    def indicator(self) -> Indicator | None:
        by_code = {each.code: each for each in self.indicators}
        first = by_code.get(FIRST_SHOWN) or next(iter(self.indicators), None)
        return by_code.get(self.asked.get("indicator"), first)

    @cached_property
    def profiles(self) -> dict[str, VmboProfile]:
        return VmboProfile.objects.in_bulk()

    @cached_property
    def splits(self) -> list[tuple[Split, str]]:
        return [(split, split.in_words(self.profiles)) for split in splits_of(self.indicator, self.codes)]

    @cached_property
    def split(self) -> Split:
        splits = [split for split, _words in self.splits]
        return chosen_split(splits, self.asked.get(SPLIT, ""), self.indicator.headline)

    @cached_property
    def observations(self) -> dict[Counting, dict[str, Observation]]:
        """The figures of every counting by municipality, the newest counting first."""
        found = Observation.objects.of(indicator=self.indicator, region=self.codes, **self.split.fields)
        countings = {}
        for each in found.select_related("indicator", "source"):
            counting = Counting(each.period, each.source_id, each.origin, counted_by(each))
            countings.setdefault(counting, {})[each.region_id] = each
        return dict(sorted(countings.items(), key=lambda item: (item[0].period.end, item[0].source), reverse=True))

    @cached_property
    def counting(self) -> Counting:
        """What was asked for; else the newest that has more than a single figure."""
        by_text = {str(counting): counting for counting in self.observations}
        several = [counting for counting, found in self.observations.items() if len(found) > 1]
        return by_text.get(self.asked.get(PERIOD)) or next(iter(several or self.observations))

    @cached_property
    def figures(self) -> dict[str, Observation]:
        return self.observations[self.counting]

    @cached_property
    def classes(self) -> Classes:
        return classes_of(each.value for each in self.figures.values() if each.value is not None)

    @cached_property
    def rows(self) -> list[Row]:
        shapes = {shape.code: shape for shape in outlines().drawing.shapes}
        return [self.row(number, region, shapes[region.code]) for number, region in enumerate(self.regions, start=1)]

    def row(self, number: int, region: Region, shape: Shape) -> Row:
        observation = self.figures.get(region.code)
        look = self.look_of(observation)
        address = indicator_address(self.indicator, region, self.split)
        return Row(number, region, shape, observation, look, self.words_of[look], address)

    def look_of(self, observation: Observation | None) -> str:
        """The place of its class among five, so that few classes are spread from light to dark; or the gap it is."""
        if observation is not None and observation.value is not None:
            return str(self.looks[self.classes.place_of(observation.value)])
        is_nil = observation is not None and observation.reason == Observation.Reason.NIL
        return NOBODY if is_nil else NOT_KNOWN

    @cached_property
    def looks(self) -> dict[int, int]:
        most = len(self.classes)
        return {place: 1 + round((place - 1) * 4 / (most - 1)) if most > 1 else 3 for place in range(1, most + 1)}

    @cached_property
    def words_of(self) -> dict[str, str]:
        """The classes and the gaps in words, by their look."""
        classes = {str(self.looks[each.place]): class_in_words(each, self.indicator) for each in self.classes}
        return {**classes, NOBODY: _("geen leerlingen"), NOT_KNOWN: _("niet bekend")}

    @cached_property
    def legend(self) -> list[Key]:
        counts = Counter(row.look for row in self.rows)
        return [Key(look, words, counts[look]) for look, words in self.words_of.items() if counts[look]]

    @property
    def drawing(self) -> Drawing:
        return outlines().drawing

    @property
    def split_in_words(self) -> str:
        return dict(self.splits)[self.split]

    @property
    def has_bounds(self) -> bool:
        return any(row.bounds for row in self.rows)

    @cached_property
    def description(self) -> str:
        """What one sees on it, for who does not see it."""
        known = sorted((row for row in self.rows if not row.is_gap), key=lambda row: row.observation.value)
        if not known:
            return _("Van geen gemeente is er een cijfer.")
        low, high, gaps = known[0], known[-1], len(self.rows) - len(known)
        parts = [
            _("Het laagst is %(place)s: %(value)s.") % {"place": low.region.name, "value": low.in_words},
            _("Het hoogst is %(place)s: %(value)s.") % {"place": high.region.name, "value": high.in_words},
        ]
        without = ngettext("%(count)s gemeente heeft geen cijfer.", "%(count)s gemeenten hebben geen cijfer.", gaps)
        return " ".join([*parts, *([without % {"count": gaps}] if gaps else [])])


def forget():
    _outlines_at.cache_clear()
