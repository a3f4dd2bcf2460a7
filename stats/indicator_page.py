"""One indicator: its figures for the chosen areas in words, tables and charts, with where they come from."""

from functools import cached_property

from django.utils.translation import gettext as _

from schools.wording import listed

from .charts import Chart
from .goals import Aim, aims_of
from .models import Indicator, Observation
from .sections import Section, rests_on, section_of
from .selection import Selection, leerweg_in_words
from .sentences import (
    bounds_sentence,
    compared_sentence,
    first_sentence,
    gap_sentence,
    later_sentence,
    next_sentence,
    trend_in_words,
)
from .shown import shown
from .tables import columns_of
from .wording import without_figure


class IndicatorPage(Selection):
    """The answer to a Question, as its page tells it."""

    @cached_property
    def sections(self) -> list[Section]:
        found = (section_of(self, origin) for origin in Observation.Origin.values)
        return [each for each in found if each]

    @property
    def charts(self) -> dict[str, Chart]:
        return {chart.name: chart for section in self.sections for chart in section.charts}

    def source_of(self, name: str) -> str:
        """Where the figures of a chart come from."""
        section = next(each for each in self.sections if name in [chart.name for chart in each.charts])
        return section.source if section.development.columns else section.spread_source

    @cached_property
    def newest(self) -> list[Observation]:
        """The own figure of each way of counting: in the period that was asked for, else the newest."""
        found = []
        for origin in Observation.Origin.values:
            own = [each for each in self.cut if each.origin == origin and each.region == self.area]
            if own:
                column = self.column(columns_of(own))
                found += [each for each in own if column.has(each)][:1]
        return sorted(found, key=lambda each: each.value is None)

    @cached_property
    def sentences(self) -> list[str]:
        """The figures of the area and of those it is compared with, one number in each sentence."""
        own = next(iter(self.newest), None)
        if own is None or own.value is None:
            return [gap_sentence(self.area, without_figure(own))]
        words = [first_sentence(own, self.splits.get(self.split, "")), bounds_sentence(shown(own).bounds)]
        others = [self.counterpart(own, region) for region in self.question.compared]
        words += [next_sentence(other) for other in others if other]
        words += [later_sentence(each) for each in self.newest[1:] if each.value is not None]
        return [each for each in words if each]

    @property
    def remarks(self) -> list[str]:
        """How the own figure stands to the others, and to its past."""
        known = [each for each in self.newest if each.value is not None]
        remarks = []
        for own in known[:1]:
            others = (self.counterpart(own, region) for region in self.question.compared)
            remarks += [compared_sentence(own, other) for other in others if other]
        for own in known:
            trend = trend_in_words(own, self.before(own))
            remarks.append(in_series(own, trend) if trend and len(known) > 1 else trend)
        return [each for each in remarks if each]

    @cached_property
    def aims(self) -> list[Aim]:
        return aims_of(self.targets)

    @property
    def why_they_differ(self) -> str:
        """What both ways of counting rest on, where both are shown."""
        grouped = {section.origin: section.columns for section in self.sections}
        if len(grouped) < 2:
            return ""
        published, calculated = (rests_on(grouped[origin]) for origin in Observation.Origin.values)
        return _(
            "Gepubliceerd: %(published)s. Hier berekend: %(calculated)s. De twee tellen andere jaren of andere "
            "leerlingen. Vergelijk een cijfer daarom alleen binnen dezelfde reeks."
        ) % {"published": published, "calculated": calculated}

    @property
    def caption(self) -> str:
        """What the numbers are and of which part."""
        parts = [self.unit_in_words, self.splits.get(self.split, ""), leerweg_in_words(self.leerweg)]
        return ". ".join(part for part in parts if part)

    @property
    def unit_in_words(self) -> str:
        unit = self.indicator.get_unit_display()
        if self.question.against and self.indicator.unit == Indicator.Unit.PERCENTAGE:
            unit = Indicator.Unit.POINTS.label
        return str(unit).capitalize()

    @property
    def part_name(self) -> str:
        """The heading above the names of parts."""
        return _("Profiel") if self.indicator.dimension == Indicator.Dimension.PROFILE else _("Onderdeel")

    @cached_property
    def releases(self) -> list:
        return list(self.indicator.releases.all())

    @property
    def statuses(self) -> str:
        """Whether figures may still change."""
        found = dict.fromkeys(str(each.get_status_display()) for each in self.cut)
        return listed(found)

    @property
    def all_observations(self) -> list[Observation]:
        """Everything that the page shows, each figure once."""
        shown = [*self.cut]
        for section in self.sections:
            shown += section.parts.observations if section.parts else []
            shown += section.spread.observations if section.spread else []
        return list({each.pk: each for each in shown}.values())


def in_series(own: Observation, words: str) -> str:
    """Words about one of two ways of counting, that say which."""
    return _("%(series)s: %(words)s") % {"series": own.get_origin_display(), "words": words}
