"""One indicator: its figures for the chosen areas in words, tables and charts, with where they come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from schools.models import Region, VmboProfile
from schools.wording import leerwegen_in_words, listed

from .charts import Chart, bar_chart, dot_chart, line_chart
from .figures import PARTS
from .goals import goal_of, state_in_words
from .models import Indicator, Observation, Target
from .questions import Question
from .sentences import (
    bounds_sentence,
    compared_sentence,
    first_sentence,
    gap_sentence,
    later_sentence,
    moment,
    next_sentence,
    short_title,
    trend_in_words,
)
from .shown import shown
from .tables import Column, Development, Parts, Spread, before, columns_of
from .wording import category_in_words, source_in_words, without_figure

FEW = 3
"""A chart of municipalities begins with so many that have a figure."""


@dataclass(frozen=True)
class Section:
    """All that is shown of one way of counting: published, or calculated here."""

    origin: str
    label: str
    development: Development
    chart: Chart | None
    parts: Parts | None
    parts_chart: Chart | None
    spread: Spread | None
    spread_chart: Chart | None
    source: str

    @property
    def charts(self) -> list[Chart]:
        return [each for each in (self.chart, self.parts_chart, self.spread_chart) if each]


class IndicatorPage:
    """The answer to a Question. The same number of queries, however many figures there are."""

    def __init__(self, question: Question):
        self.question = question
        self.indicator, self.area = question.indicator, question.area

    # What there is

    @cached_property
    def observations(self) -> list[Observation]:
        """All figures of the shown areas: every part and every period, oldest first."""
        regions = {each.code for each in [*self.question.shown, *filter(None, [self.question.against])]}
        return self.loaded(region=regions)

    @cached_property
    def around(self) -> list[Observation]:
        """The chosen part in every municipality, and in the region they lie in."""
        codes = [*(each.code for each in self.municipalities), settings.FINDER_REGION]
        codes += [self.question.against.code] if self.question.against else []
        cell = {"profile": self.split, "category": ""} if self.split in self.profiles else {"category": self.split}
        return self.loaded(region=codes, leerweg=self.leerweg, **{"profile": "", **cell})

    def loaded(self, **asked) -> list[Observation]:
        found = Observation.objects.of(indicator=self.indicator.code, **asked).select_related("source")
        observations = list(found.order_by("period_start", "period_end", "source", "profile__position", "category"))
        for each in observations:
            each.indicator, each.region = self.indicator, self.question.regions[each.region_id]
        return observations

    @cached_property
    def profiles(self) -> dict[str, VmboProfile]:
        return {each.code: each for each in VmboProfile.objects.all()}

    @cached_property
    def municipalities(self) -> list[Region]:
        return [each for each in self.question.regions.values() if each.kind == Region.Kind.GEMEENTE]

    # What is looked at

    @cached_property
    def splits(self) -> dict[str, str]:
        """The parts that these areas have figures of, with their words; profiles in their fixed order."""
        codes = dict.fromkeys(each.split for each in self.observations if each.split)
        place = {code: profile.position for code, profile in self.profiles.items()}
        return {code: self.name_of(code) for code in sorted(codes, key=lambda code: (place.get(code, 0), code))}

    def name_of(self, code: str) -> str:
        profile = self.profiles.get(code)
        return profile.full_name if profile else category_in_words(code)

    @cached_property
    def split(self) -> str:
        wanted = [self.question.split, self.indicator.headline, *self.splits]
        return next((code for code in wanted if code in self.splits), "")

    @cached_property
    def leerwegen(self) -> list[str]:
        """The leerwegen that the part is known for, all together first."""
        codes = {each.leerweg for each in self.observations if each.split == self.split}
        return sorted(codes, key=lambda code: (code in PARTS, code))

    @cached_property
    def leerweg(self) -> str:
        asked = self.question.leerweg
        return asked if asked in self.leerwegen else next(iter(self.leerwegen), "")

    @property
    def leerweg_choices(self) -> dict[str, str]:
        return {code: leerweg_in_words(code) for code in self.leerwegen}

    @cached_property
    def cut(self) -> list[Observation]:
        """The figures of the chosen part and leerweg."""
        return [each for each in self.observations if (each.split, each.leerweg) == (self.split, self.leerweg)]

    @property
    def columns(self) -> list[Column]:
        return columns_of(self.cut)

    @property
    def periods(self) -> list:
        return sorted({column.period for column in self.columns}, reverse=True)

    @cached_property
    def targets(self) -> list[Target]:
        found = Target.objects.of(indicator=self.indicator.code, region=self.area.code).with_values()
        return [each for each in found if each.split == self.split and each.leerweg in ("", self.leerweg)]

    # What is shown

    @cached_property
    def sections(self) -> list[Section]:
        found = (self.section(origin, label) for origin, label in Observation.Origin.choices)
        return [section for section in found if section]

    def section(self, origin: str, label: str) -> Section | None:
        cut = [each for each in self.cut if each.origin == origin]
        spread = self.spread(origin)
        if not cut and not spread:
            return None
        development = Development(cut, self.question.shown, self.area, self.question.against)
        parts = self.parts(origin, cut)
        return Section(
            origin,
            str(label),
            development,
            self.draw_development(origin, development),
            parts,
            parts and self.draw_parts(origin, parts),
            spread,
            spread and self.draw_spread(origin, spread),
            source_in_words(self.indicator, cut),
        )

    def column(self, columns: list[Column]) -> Column:
        """The period that was asked for, else the newest."""
        return next((each for each in reversed(columns) if each.period == self.question.period), columns[-1])

    def parts(self, origin: str, cut: list[Observation]) -> Parts | None:
        if not cut:
            return None
        column = self.column(columns_of(cut))
        rows = [each for each in self.observations if each.origin == origin and each.leerweg == self.leerweg]
        codes = {each.split for each in rows if column.has(each)}
        labels = {code: label for code, label in self.splits.items() if code in codes}
        if len(labels) < 2:
            return None
        return Parts(column, self.question.shown, self.area, labels, rows, self.question.against)

    def spread(self, origin: str) -> Spread | None:
        """The municipalities in the period that was asked for, else in the newest that has some of them."""
        rows = [each for each in self.around if each.origin == origin]
        known = [each for each in rows if each.value is not None and each.region.kind == Region.Kind.GEMEENTE]
        columns = [each for each in columns_of(known) if sum(map(each.has, known)) >= FEW]
        if not columns:
            return None
        region = self.question.regions[settings.FINDER_REGION]
        return Spread(self.column(columns), self.municipalities, self.area, rows, region, self.question.against)

    # As charts

    @property
    def goal(self):
        """The target of the area, where figures stand as they are."""
        return None if self.question.against else goal_of(next(iter(self.targets), None))

    def title(self, more: str) -> str:
        parts = [short_title(self.indicator), self.splits.get(self.split, ""), more]
        return ". ".join(part for part in parts if part)

    def draw_development(self, origin: str, development: Development) -> Chart | None:
        columns = development.columns
        if not any(cell.value is not None for row in development.rows for cell in row.cells):
            return None
        if len(columns) > 1:
            title = self.title(
                _("%(first)s tot en met %(last)s") % {"first": columns[0].label, "last": columns[-1].label}
            )
            return line_chart(f"{origin}-ontwikkeling", title, development.lines, self.goal)
        return bar_chart(f"{origin}-gebieden", self.title(columns[0].period.in_words), development.bars, self.goal)

    def draw_parts(self, origin: str, parts: Parts) -> Chart:
        title = f"{short_title(self.indicator)}. {parts.column.period.in_words}"
        return bar_chart(f"{origin}-delen", title, parts.groups)

    def draw_spread(self, origin: str, spread: Spread) -> Chart:
        title = self.title(spread.column.period.in_words)
        return dot_chart(f"{origin}-gemeenten", title, spread.dots, spread.line, self.goal)

    @property
    def charts(self) -> dict[str, Chart]:
        return {chart.name: chart for section in self.sections for chart in section.charts}

    def source_of(self, name: str) -> str:
        """Where the figures of a chart come from."""
        return next(each.source for each in self.sections if name in [chart.name for chart in each.charts])

    # In words

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

    def counterpart(self, own: Observation, region: Region) -> Observation | None:
        same = (own.origin, own.period, own.source_id)
        found = (each for each in self.cut if (each.origin, each.period, each.source_id) == same)
        return next((each for each in found if each.region == region and each.value is not None), None)

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
        """How the own figure stands to the others, to its past and to its target."""
        known = [each for each in self.newest if each.value is not None]
        remarks = []
        for own in known[:1]:
            others = (self.counterpart(own, region) for region in self.question.compared)
            remarks += [compared_sentence(own, other) for other in others if other]
        for own in known:
            trend = trend_in_words(own, self.before(own))
            remarks.append(in_series(own, trend) if trend and len(known) > 1 else trend)
        last = max(known, key=lambda each: each.period_end, default=None)
        remarks += [state_in_words(target, last) for target in self.targets]
        return [each for each in remarks if each]

    def before(self, own: Observation) -> Observation | None:
        same = (own.origin, own.region)
        return before([each for each in self.cut if (each.origin, each.region) == same], own)

    @property
    def why_they_differ(self) -> str:
        """What both ways of counting rest on, where both are shown."""
        grouped = {section.origin: columns_of(section.development.observations) for section in self.sections}
        if len(grouped) < 2:
            return ""
        published, calculated = (rests_on(grouped[origin]) for origin in Observation.Origin.values)
        return _(
            "Gepubliceerd rust op %(published)s. Hier berekend rust op %(calculated)s. De twee tellen andere jaren of "
            "andere leerlingen. Vergelijk een cijfer daarom alleen binnen dezelfde reeks."
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
        return list({each.pk: each for each in [*self.observations, *self.around]}.values())


def in_series(own: Observation, words: str) -> str:
    """Words about one of two ways of counting, that say which."""
    return _("%(series)s: %(words)s") % {"series": own.get_origin_display(), "words": words}


def leerweg_in_words(codes: str) -> str:
    """ "BB+KB+GL" is "Basis, kader en gemengd"."""
    return leerwegen_in_words(codes.replace("+", " ")).capitalize()


def rests_on(columns: Iterable[Column]) -> str:
    """ "DUO, leerlingen per vestiging, op 1 oktober 2019" """
    return listed(f"{column.source.name}, {moment(column.period)}" for column in columns) or _("geen cijfer")
