"""Which figures a question is about: what the database has for it, and what is chosen from that."""

from functools import cached_property

from django.conf import settings

from schools.models import Region, VmboProfile
from schools.wording import leerwegen_in_words

from .figures import PARTS
from .models import Observation, Target
from .questions import Question
from .tables import Column, before, columns_of
from .wording import category_in_words


class Selection:
    """The figures that answer a Question. The same number of queries, however many figures there are."""

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
