"""What a profile or a municipality looks like as a whole: who has it, and what is missing."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cards import drawn_cards, found
from .catalogue import Catalogue
from .models import FinderRow, Kind, ProfileAnswer, Region, VmboProfile
from .questions import Question
from .wording import leerwegen_in_words, listed


@dataclass(frozen=True)
class ProfileCount:
    """How many of the locations in an area have a profile."""

    profile: VmboProfile
    count: int
    total: int


class ProfileOverview:
    """One profile in the region: the locations that have it, by municipality."""

    def __init__(self, profile: VmboProfile, catalogue: Catalogue):
        self.profile = profile
        self.catalogue = catalogue

    @cached_property
    def count(self) -> ProfileCount:
        total, offer = self.catalogue.offer_in_region
        return ProfileCount(self.profile, dict(offer)[self.profile], total)

    @cached_property
    def by_municipality(self) -> list[tuple[Region, list[ProfileAnswer]]]:
        """The region's municipalities that have it, in order of name, with their answers; one query."""
        answers = (
            ProfileAnswer.objects.offered()
            .filter(profile=self.profile, location__finder__in_region=True)
            .select_related("location")
            .order_by("location__name", "location")
        )
        groups = {}
        for answer in answers:
            answer.leerwegen_in_words = leerwegen_in_words(answer.leerwegen)
            groups.setdefault(answer.location.municipality_id, []).append(answer)
        return [(region, groups[code]) for code, region in self.catalogue.municipalities.items() if code in groups]

    @cached_property
    def without(self) -> str:
        """The region's municipalities where no location has it, in words."""
        having = {region.code for region, _answers in self.by_municipality}
        lacking = [each.name for each in members(self.catalogue) if each.code not in having]
        return listed(lacking)


class MunicipalityOverview:
    """One municipality: what its locations offer together, and each of them."""

    def __init__(self, region: Region, catalogue: Catalogue):
        self.region = region
        self.catalogue = catalogue
        self.question = Question(municipality=region, every_profile=tuple(catalogue.profiles))

    @cached_property
    def rows(self) -> list[tuple[str, int]]:
        return list(FinderRow.objects.filter(municipality=self.region.code).values_list("kind", "offered"))

    @property
    def masks(self) -> list[int]:
        """What each location with basis, kader or gemengd offers."""
        return [offered for kind, offered in self.rows if kind == Kind.BKG]

    @cached_property
    def counts(self) -> list[ProfileCount]:
        masks = self.masks
        return [
            ProfileCount(profile, sum(bool(mask & profile.bit) for mask in masks), len(masks))
            for profile in self.catalogue.ten
        ]

    @property
    def summary(self) -> str:
        """The answer in the first line."""
        number = len(self.masks)
        if not number:
            return _("Van geen enkele locatie in %(place)s kennen we profielen.") % {"place": self.region.name}
        text = ngettext(
            "%(place)s heeft %(number)s locatie met profielen voor basis, kader of gemengd.",
            "%(place)s heeft %(number)s locaties met profielen voor basis, kader of gemengd.",
            number,
        )
        return text % {"place": self.region.name, "number": number}

    @property
    def missing(self) -> str:
        """The profiles that no location here has, in words; only said where others are known."""
        return listed(each.profile.full_name for each in self.counts if not each.count) if self.masks else ""

    @cached_property
    def cards(self) -> list[str]:
        lines = found(FinderRow.objects.filter(municipality=self.region.code), self.question)
        return drawn_cards(lines, self.question, self.catalogue)


def members(catalogue: Catalogue) -> list[Region]:
    """The municipalities of the region, in order of name."""
    return [each for each in catalogue.municipalities.values() if each.metropoolregio_id == settings.FINDER_REGION]
