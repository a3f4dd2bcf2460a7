"""What stands in a note: an indicator as a whole, or one profile or category of it, for some leerwegen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from schools.models import VmboProfile

from ..codes import CATEGORY, LEERWEG
from ..figures import PARTS
from ..models import Indicator
from ..models.cells import Cell
from ..splits import BETWEEN, Split
from ..wording import category_in_words


@dataclass(frozen=True)
class Cut:
    """As text, in an address: "mbo-fietsafstand", or with its split "vmbo-profielkeuze~PIE~KB".

    Without a split it is what stands for the indicator, for all leerwegen together.
    """

    indicator: Indicator
    split: Split | None = None

    def __str__(self):
        return self.indicator.code if self.split is None else f"{self.indicator.code}{BETWEEN}{self.split}"

    @property
    def name(self) -> str:
        """For ids within a page."""
        return str(self).replace(BETWEEN, "-").replace("+", "-").replace(":", "-")

    @property
    def code(self) -> str:
        return self.indicator.headline if self.split is None else self.split.code

    @property
    def condition(self) -> Q:
        """Its figures, for a queryset."""
        about = Q(indicator=self.indicator.code)
        if self.split is None:
            stands_for_all = Q(profile=self.code) | Q(profile=None, category=self.code)
            return about & stands_for_all & ~Q(leerweg__in=PARTS)
        profile = Q(profile=self.split.profile) if self.split.profile else Q(profile=None)
        return about & profile & Q(category=self.split.category, leerweg=self.split.leerweg)

    def has(self, row: Cell) -> bool:
        """Whether a figure or target is about this."""
        same = (row.indicator_id, row.split) == (self.indicator.code, self.code)
        return same and (row.leerweg not in PARTS if self.split is None else row.leerweg == self.split.leerweg)

    def in_words(self, profiles: dict[str, VmboProfile]) -> str:
        """The profile or category, and the leerweg where it is a single one; empty for the whole."""
        profile = profiles.get(self.code)
        words = profile.full_name if profile else category_in_words(self.code)
        leerweg = self.split.leerweg_in_words if self.split and self.split.leerweg in PARTS else ""
        return ", ".join(part for part in (words, leerweg) if part)


def cuts_of(texts: Iterable[str], indicators: dict[str, Indicator], profiles: dict[str, VmboProfile]) -> list[Cut]:
    """What these texts stand for, each once, in the order of the indicators; what cannot be read is left out."""
    found = dict.fromkeys(filter(None, (read(text, indicators, profiles) for text in texts)))
    place = {code: number for number, code in enumerate(indicators)}
    return sorted(found, key=lambda cut: place[cut.indicator.code])


def read(text: str, indicators: dict[str, Indicator], profiles: dict[str, VmboProfile]) -> Cut | None:
    code, _between, split = text.partition(BETWEEN)
    indicator = indicators.get(code)
    if indicator is None or not split:
        return indicator and Cut(indicator)
    part, _between, leerweg = split.partition(BETWEEN)
    known = part in profiles or not part or CATEGORY.fullmatch(part)
    if not known or (leerweg and not LEERWEG.fullmatch(leerweg)):
        return None
    if part == indicator.headline and leerweg not in PARTS:
        return Cut(indicator)
    return Cut(indicator, Split(part, leerweg) if part in profiles else Split("", leerweg, part))
