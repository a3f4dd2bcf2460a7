"""Which figures a question is about: what the database has for it, and what is chosen from that."""

from collections import defaultdict
from functools import cached_property

from django.conf import settings
from django.db.models import Count

from schools.models import Region, VmboProfile
from schools.wording import leerwegen_in_words

from .figures import PARTS
from .models import Observation, Target
from .periods import Period
from .questions import Question
from .splits import BETWEEN
from .tables import Column, before, columns_of
from .wording import category_in_words

FEW = 3
"""A chart of municipalities begins with so many that have a figure."""


class Selection:
    """The figures that answer a Question. The same number of queries, however many figures there are."""

    def __init__(self, question: Question):
        self.question = question
        self.indicator, self.area = question.indicator, question.area

    # What there is

    @cached_property
    def cells(self) -> set[tuple[str, str]]:
        """The parts and leerwegen that the shown areas have figures of."""
        found = Observation.objects.of(indicator=self.indicator.code, region=self.regions).order_by()
        rows = found.values_list("profile", "category", "leerweg").distinct()
        return {(profile or category, leerweg) for profile, category, leerweg in rows}

    @property
    def regions(self) -> set[str]:
        return {each.code for each in [*self.question.shown, *filter(None, [self.question.against])]}

    @cached_property
    def cut(self) -> list[Observation]:
        """The chosen part in the shown areas, in every period."""
        return self.loaded(region=self.regions, **self.cell)

    @property
    def cell(self) -> dict[str, str]:
        """The chosen part and leerweg, for a queryset."""
        split = {"profile": self.split, "category": ""} if self.split in self.profiles else {"category": self.split}
        return {"profile": "", "leerweg": self.leerweg, **split}

    @cached_property
    def spread_columns(self) -> dict[str, list[tuple]]:
        """Per way of counting the periods and sources that some municipalities have figures of, oldest first."""
        codes = [each.code for each in self.municipalities]
        found = Observation.objects.known().of(indicator=self.indicator.code, region=codes, **self.cell).order_by()
        counted = found.values_list("origin", "period_end", "period", "source").annotate(known=Count("pk"))
        columns = defaultdict(list)
        for origin, _end, period, source, known in sorted(counted, key=lambda row: row[1]):
            if known >= FEW:
                columns[origin].append((period, source))
        return columns

    def around(self, origin: str, period: Period, source: str) -> list[Observation]:
        """The chosen part in every municipality and the region they lie in, in one period of one source."""
        codes = {settings.FINDER_REGION, *(each.code for each in self.municipalities)}
        codes |= {self.question.against.code} if self.question.against else set()
        return self.loaded(region=codes, origin=origin, period=period, source=source, **self.cell)

    def beside(self, origin: str, column: Column) -> list[Observation]:
        """Every part in the shown areas, in one period of one source."""
        when = {"origin": origin, "period": column.period, "source": column.source}
        return self.loaded(region=self.regions, leerweg=self.leerweg, **when)

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
        codes = {code for code, _leerweg in self.cells if code}
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
        codes = {leerweg for code, leerweg in self.cells if code == self.split}
        return sorted(codes, key=lambda code: (code in PARTS, code))

    @cached_property
    def leerweg(self) -> str:
        asked = self.question.leerweg
        return asked if asked in self.leerwegen else next(iter(self.leerwegen), "")

    @property
    def noted_as(self) -> str:
        """This part as a note holds it in its address."""
        return BETWEEN.join((self.indicator.code, self.split, self.leerweg))

    @property
    def leerweg_choices(self) -> dict[str, str]:
        return {code: leerweg_in_words(code) for code in self.leerwegen}

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

    def column(self, columns: list[Column]) -> Column:
        """The period that was asked for, else the newest."""
        return next((each for each in reversed(columns) if each.period == self.question.period), columns[-1])

    def counterpart(self, own: Observation, region: Region) -> Observation | None:
        same = (own.origin, own.period, own.source_id)
        found = (each for each in self.cut if (each.origin, each.period, each.source_id) == same)
        return next((each for each in found if each.region == region and each.value is not None), None)

    def before(self, own: Observation) -> Observation | None:
        same = (own.origin, own.region)
        return before([each for each in self.cut if (each.origin, each.region) == same], own)


def leerweg_in_words(codes: str) -> str:
    """ "BB+KB+GL" is "Basis, kader en gemengd"."""
    return leerwegen_in_words(codes.replace("+", " ")).capitalize()
