"""The parts an indicator is split into: a profile or category, for some leerwegen; as one choice in a form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schools.models import VmboProfile
from schools.wording import leerwegen_in_words

from .models import Indicator, Observation
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


def splits_of(indicator: Indicator, regions: Iterable[str]) -> list[Split]:
    """The splits that there are figures of in these areas, in the order in which they are offered. One query."""
    found = Observation.objects.of(indicator=indicator, region=list(regions)).order_by()
    rows = found.values_list("profile__position", "profile", "leerweg", "category").distinct()
    ordered = sorted(rows, key=lambda row: (-1 if row[0] is None else row[0], row[3], -len(row[2]), row[2]))
    return [Split(profile or "", leerweg, category) for _position, profile, leerweg, category in ordered]


def chosen_split(splits: list[Split], asked: str | None, headline: str) -> Split | None:
    """What was asked for; else what stands for the indicator; else the first. None without any."""
    by_text = {str(split): split for split in splits}
    standing = next((split for split in splits if headline and split.code == headline), None)
    return by_text.get(asked) or standing or next(iter(splits), None)
