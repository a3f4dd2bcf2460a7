"""The parts an indicator is split into: a profile or category, for some leerwegen; as one choice in a form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from schools.models import Region, VmboProfile
from schools.wording import leerwegen_in_words

from .chosen import PARAMETER
from .models import Indicator, Observation
from .questions import LEERWEG, SPLIT
from .wording import category_in_words

BETWEEN = "~"
"""Between the code and the leerwegen of a split in an address."""


@dataclass(frozen=True, order=True)
class Split:
    """What a figure is about beside its indicator and area. All empty: the whole."""

    profile: str = ""
    leerweg: str = ""
    category: str = ""

    def __str__(self):
        """As it stands in an address: "PIE~BB+KB+GL", "techniek:bol~"."""
        return f"{self.profile or self.category}{BETWEEN}{self.leerweg}"

    @property
    def code(self) -> str:
        return self.profile or self.category

    @property
    def fields(self) -> dict:
        """For a queryset: exactly this split."""
        return {"profile": self.profile, "leerweg": self.leerweg, "category": self.category}

    def in_words(self, profiles: dict[str, VmboProfile]) -> str:
        what = profiles[self.profile].full_name if self.profile else category_in_words(self.category)
        return ", ".join(filter(None, [what, self.leerweg_in_words])) or _("het geheel")

    @property
    def leerweg_in_words(self) -> str:
        return leerwegen_in_words(self.leerweg.replace("+", " "))


def indicator_address(indicator: Indicator, region: Region, split: Split) -> str:
    """The page of an indicator, for this area and split."""
    asked = {PARAMETER: region.code, SPLIT: split.code, LEERWEG: split.leerweg}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('figures-indicator', args=[indicator.code])}?{query}"


def splits_of(indicator: Indicator, regions: Iterable[str]) -> list[Split]:
    """The splits that there are figures of in these areas, in the order in which they are offered. One query."""
    found = Observation.objects.of(indicator=indicator, region=list(regions)).order_by()
    rows = found.values_list("profile__position", "profile", "leerweg", "category").distinct()
    ordered = sorted(rows, key=lambda row: (-1 if row[0] is None else row[0], row[3], -len(row[2]), row[2]))
    return [Split(profile or "", leerweg, category) for _position, profile, leerweg, category in ordered]


def chosen_split(splits: list[Split], asked: str, headline: str) -> Split | None:
    """What was asked for, with or without its leerwegen; else what stands for the indicator; else the first."""
    named = [asked, headline]
    found = (split for name in named if name for split in splits if name in (str(split), split.code))
    return next(found, next(iter(splits), None))
