"""Figures for public pages: found in what was published or calculated, and said with region, period and source.

What is known about an indicator is read when a page asks for it, and kept in the process per data version: all that was
published, and of the many figures that are calculated here those of the regions that a page asks for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from django.db.models import QuerySet
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from schools.models import DataVersion, Leerweg, Region

from . import wording
from .models import Indicator, Observation

PARTS = (Leerweg.BB, Leerweg.KB, Leerweg.GL)
"""Pages for visitors speak of these leerwegen together."""


@dataclass(frozen=True)
class Figure:
    """One figure as a sentence. Without an observation, or with one that has no value, it says why."""

    indicator: Indicator
    region: Region
    category: str
    observation: Observation | None
    follows: bool = False
    """Whether an earlier sentence said what is measured."""

    @property
    def is_known(self) -> bool:
        return self.observation is not None and self.observation.value is not None

    @property
    def sentence(self) -> str:
        return self.text % self.words

    @property
    def marked(self) -> str:
        """The sentence as HTML, with its number to be seen first. A full stop after the number goes with it."""
        words = {name: escape(word) for name, word in self.words.items()}
        text = escape(self.text)
        if self.is_known:
            ends = text.endswith("%(value)s.")
            number = self.words["value"] + ("." if ends else "")
            words["value"] = format_html('<strong class="figure">{}</strong>', number)
            text = text.removesuffix(".") if ends else text
        return mark_safe(text % words)  # noqa: S308

    @property
    def text(self) -> str:
        if not self.is_known:
            return wording.without_figure(self.observation)
        return wording.sentence(self.indicator, self.category, self.follows)

    @property
    def words(self) -> dict[str, str]:
        words = {
            "place": wording.place_in_words(self.region),
            "category": str(wording.CATEGORIES.get(self.category, self.category)),
            "title": self.indicator.title,
        }
        if self.is_known:
            words["value"] = wording.value_in_words(self.observation)
            words["period"] = self.observation.period.in_words
        return words


@dataclass(frozen=True)
class Said:
    """Figures of one indicator, said one after the other."""

    figures: tuple[Figure, ...] = ()

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __len__(self):
        return len(self.figures)

    def __str__(self):
        return " ".join(figure.sentence for figure in self.figures)

    @property
    def definition(self) -> str:
        """What counts in these figures, in words."""
        return self.figures[0].indicator.definition

    @property
    def source(self) -> str:
        """Who published these figures, and where; or from what they were calculated here."""
        found = [each.observation for each in self if each.observation]
        if found and all(each.origin == Observation.Origin.CALCULATED for each in found):
            return wording.basis_in_words(found)
        return wording.source_in_words(self.figures[0].indicator, found)


class Figures:
    """What is known, at one data version."""

    def __init__(self, version: int):
        self.version = version
        self.read: dict[tuple, dict[tuple, Observation]] = {}

    def newest(self, code: str, regions: Iterable[str], origin: str) -> dict[tuple, Observation]:
        """The figures of an indicator in its last period, by region, profile and category."""
        asked = tuple(sorted(regions)) if origin == Observation.Origin.CALCULATED else None
        if (code, asked) not in self.read:
            found = self.observations(code, asked, origin)
            self.read[code, asked] = {(each.region_id, each.profile_id or "", each.category): each for each in found}
        return self.read[code, asked]

    def observations(self, code: str, regions: tuple[str, ...] | None, origin: str) -> QuerySet:
        """What is about the last period stands last."""
        asked = Observation.objects.of(indicator=code, region=regions, origin=origin)
        newest = asked.newest().exclude(leerweg__in=PARTS)
        return newest.select_related("indicator__source", "source").order_by("period_end", "pk")

    @cached_property
    def regions(self) -> dict[str, Region]:
        return {region.code: region for region in Region.objects.defer("boundary")}

    def say(
        self,
        code: str,
        regions: Iterable[str],
        profile: str = "",
        categories: Iterable[str] = ("",),
        origin: str = Observation.Origin.PUBLISHED,
    ) -> Said:
        """The newest figures of this indicator; only the first known one says what is measured."""
        figures, newest = [], self.newest(code, regions, origin)
        indicator = next((each.indicator for each in newest.values()), None)
        for region, category in product(regions, categories) if indicator else ():
            follows = any(figure.is_known for figure in figures)
            observation = newest.get((region, profile, category))
            figures.append(Figure(indicator, self.regions[region], category, observation, follows))
        return Said(tuple(figures))


def figures() -> Figures:
    return _at(DataVersion.current())


@lru_cache(maxsize=2)
def _at(version: int) -> Figures:
    return Figures(version)


def forget():
    """Read everything again at the next question, whatever the version says."""
    _at.cache_clear()
