"""The answer to a what-if question: figures before and after, and the nearest locations with the profile."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.elsewhere import Alternative, nearest_with
from schools.geography import unit_vector
from schools.models import Region, Source
from schools.wording import leerwegen_in_words

from ..calculations import TOGETHER, Amount, Count, Figure
from ..models import Indicator, Observation
from ..recalculation import counted, subjects
from ..shown import amount_in_words, between, signed
from ..wording import category_in_words, place_in_words, with_unit
from .changes import LACKING, LOCATIONS, SHARE, TECHNICAL_LOCATIONS, TECHNICAL_SHARE, Effect, effects
from .question import Question

MOST_ALTERNATIVES = 3
SHARES = (SHARE, TECHNICAL_SHARE)


@dataclass(frozen=True)
class Line:
    """One figure in words: now, then, and the difference."""

    label: str
    before: str
    before_bounds: str
    after: str
    after_bounds: str
    difference: str
    changes: bool


@dataclass(frozen=True)
class Area:
    region: Region
    lines: list[Line]


class Answer:
    """What follows from the counts for a complete question. Reads only."""

    def __init__(self, question: Question):
        self.question, self.change = question, question.change

    @cached_property
    def counts(self) -> list[Count]:
        return list(counted(self.question.counting.statements))

    @cached_property
    def regions(self) -> list[Region]:
        codes = [self.change.place, settings.FINDER_REGION]
        found = Region.objects.defer("boundary").in_bulk(codes)
        return [found[code] for code in codes]

    @cached_property
    def effects(self) -> dict[str, list[Effect]]:
        members = Region.objects.within(settings.FINDER_REGION).order_by("code").values_list("code", flat=True)
        areas = {self.change.place: [self.change.place], settings.FINDER_REGION: list(members)}
        return effects(self.counts, self.change, areas, subjects()["technical"])

    @cached_property
    def areas(self) -> list[Area]:
        return [Area(region, [self.line(each) for each in self.effects[region.code]]) for region in self.regions]

    @property
    def changes_anything(self) -> bool:
        return any(line.changes for area in self.areas for line in area.lines)

    @property
    def has_bounds(self) -> bool:
        return any(line.before_bounds or line.after_bounds for area in self.areas for line in area.lines)

    # The pupils

    @cached_property
    def pupils(self) -> Amount:
        """Who follow the profile there now."""
        return self.change.pupils(self.counts)

    @cached_property
    def everybody(self) -> Amount:
        found = Amount(0, 0)
        for count in self.counts:
            if count.location == self.change.location and count.leerweg in TOGETHER.split("+"):
                found = found.plus(count.pupils)
        return found

    @property
    def pupils_in_words(self) -> str:
        words = {"pupils": amount(self.pupils), "everybody": amount(self.everybody)}
        if self.question.counting.kind == Source.Kind.EXAMS:
            return _("Op deze locatie deden %(pupils)s van de %(everybody)s kandidaten examen in dit profiel.") % words
        return _("Op deze locatie volgden %(pupils)s van de %(everybody)s leerlingen dit profiel.") % words

    @property
    def leerwegen_in_words(self) -> str:
        return leerwegen_in_words(" ".join(self.change.leerwegen))

    @property
    def without_effect(self) -> str:
        """Why nothing changes, where that is so."""
        if self.changes_anything:
            return ""
        if self.change.starts:
            return _("Volgens deze telling heeft de locatie dit profiel al in deze leerwegen. Er verandert dus niets.")
        return _("Volgens deze telling heeft de locatie dit profiel niet in deze leerwegen. Er verandert dus niets.")

    # The nearest others

    @cached_property
    def nearest(self) -> list[Alternative]:
        """Where the profile is offered, by the answers of the site; in the leerweg if there is one only."""
        location, leerwegen = self.question.location, self.change.leerwegen
        if location.latitude is None:
            return []
        point = unit_vector(location.latitude, location.longitude)
        leerweg = leerwegen[0] if len(leerwegen) == 1 else ""
        found = nearest_with([self.change.profile], point, MOST_ALTERNATIVES, [location.code], leerweg)
        return found.get(self.change.profile, [])

    # In words

    def line(self, effect: Effect) -> Line:
        indicator = INDICATORS[effect.cell.indicator]
        sample = Observation(decimals=indicator.decimals)
        size = signed(sample, effect.difference)
        about = "" if effect.is_certain or not effect.difference else _("ongeveer ")
        return Line(
            self.label(effect),
            written(indicator, sample, effect.before),
            bounds(sample, effect.before),
            written(indicator, sample, effect.after),
            bounds(sample, effect.after),
            about + amount_in_words(indicator, size) if effect.difference else _("geen verschil"),
            bool(effect.difference),
        )

    def label(self, effect: Effect) -> str:
        cell = effect.cell
        words = {"leerwegen": leerwegen_in_words(cell.leerweg.replace("+", " "))}
        words["technique"] = category_in_words(cell.category)
        return str(LABELS[cell.indicator]) % words

    @cached_property
    def sentences(self) -> list[str]:
        """The share of pupils at a location with the profile, per area, as sentences."""
        return [self.sentence(region, self.effects[region.code][0]) for region in self.regions]

    def sentence(self, region: Region, effect: Effect) -> str:
        indicator = INDICATORS[SHARE]
        sample = Observation(decimals=indicator.decimals)
        words = {
            "place": place_in_words(region),
            "profile": self.question.profile.full_name,
            "before": written(indicator, sample, effect.before),
            "after": written(indicator, sample, effect.after),
        }
        if effect.before == effect.after:
            text = _(
                "In %(place)s blijft het deel van de leerlingen op een locatie met %(profile)s gelijk: %(before)s."
            )
        else:
            text = _(
                "In %(place)s gaat het deel van de leerlingen op een locatie met %(profile)s van %(before)s "
                "naar %(after)s."
            )
        return text % words


LABELS = {
    SHARE: gettext_lazy("Leerlingen op een locatie met het profiel (%(leerwegen)s)"),
    LOCATIONS: gettext_lazy("Locaties met het profiel"),
    LACKING: gettext_lazy("Gemeenten zonder het profiel"),
    TECHNICAL_SHARE: gettext_lazy("Leerlingen op een locatie met een technisch profiel (%(technique)s)"),
    TECHNICAL_LOCATIONS: gettext_lazy("Locaties met een technisch profiel (%(technique)s)"),
}
percent = Indicator(unit=Indicator.Unit.PERCENTAGE, decimals=1)
number = Indicator(unit=Indicator.Unit.NUMBER, decimals=0)
INDICATORS = {code: percent if code in SHARES else number for code in LABELS}
"""What the figures are measured in, as the indicators of the same code."""


def written(indicator: Indicator, sample: Observation, figure: Figure) -> str:
    if figure.value is None:
        return _("niemand")
    return with_unit(indicator, sample.number(figure.value))


def bounds(sample: Observation, figure: Figure) -> str:
    return between(sample.number, figure.low, figure.high)


def amount(found: Amount) -> str:
    """A number of pupils, or between which numbers it lies."""
    low, high = (number_format(each, force_grouping=True) for each in found)
    return low if found.low == found.high else _("%(low)s tot en met %(high)s") % {"low": low, "high": high}
