"""What a new target is about: an indicator, an area, and the part of it that there are figures of."""

from collections.abc import Iterable
from functools import cached_property

from django.http import QueryDict

from schools.models import Region, VmboProfile, reach

from ..chosen import choices
from ..models import Indicator, Observation, Target
from ..questions import SPLIT
from ..splits import Split, chosen_split, splits_of

ADD = "stats.add_target"


def within_reach(user, areas: Iterable[Region]) -> list[Region]:
    """The areas that somebody may make targets for: all, or the own municipalities."""
    codes = reach(user, ADD)
    return [each for each in areas if codes is None or each.code in codes]


class Choice:
    """The cell that these parameters ask for; complete when indicator, split and area are known."""

    def __init__(self, parameters: QueryDict, area: Region):
        self.asked, self.region = parameters, area

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(Indicator.objects.all())

    @cached_property
    def indicator(self) -> Indicator | None:
        return next((each for each in self.indicators if each.code == self.asked.get("indicator")), None)

    @cached_property
    def profiles(self) -> dict[str, VmboProfile]:
        return VmboProfile.objects.in_bulk()

    @cached_property
    def splits(self) -> list[tuple[Split, str]]:
        if not self.indicator:
            return []
        return [(split, split.in_words(self.profiles)) for split in splits_of(self.indicator, choices())]

    @cached_property
    def split(self) -> Split | None:
        """What was asked for; the only one there is; else what stands for the indicator, to be confirmed."""
        splits = [split for split, _words in self.splits]
        return chosen_split(splits, self.asked.get(SPLIT, ""), self.indicator.headline if self.indicator else "")

    @property
    def is_complete(self) -> bool:
        asked = self.asked.get(SPLIT, "") in {str(split) for split, _words in self.splits}
        return self.split is not None and (asked or len(self.splits) == 1)

    @property
    def split_in_words(self) -> str:
        return self.split.in_words(self.profiles)

    def target(self) -> Target:
        """The target there is for this cell, or a new one."""
        found = Target.objects.with_values().of(indicator=self.indicator, region=self.region, **self.split.fields)
        return found.first() or Target(
            indicator=self.indicator,
            region=self.region,
            profile_id=self.split.profile or None,
            leerweg=self.split.leerweg,
            category=self.split.category,
        )


def newest_figures(target: Target) -> list[Observation]:
    """What a target can begin with: the newest known figure of every series of its cell."""
    asked = {"indicator": target.indicator_id, "region": target.region_id, "leerweg": target.leerweg}
    asked |= {"profile": target.profile_id or "", "category": target.category}
    found = Observation.objects.of(**asked).known().for_pages().oldest_first()
    newest = {(each.origin, each.source_id): each for each in found}
    return sorted(newest.values(), key=lambda each: each.period.end, reverse=True)
