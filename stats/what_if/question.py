"""The question as it stands in an address: which location, which profile, stops or starts, by which counts."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from schools.models import ProfileStatement, SchoolLocation, Source, VmboProfile
from schools.spelling import plain
from schools.wording import basis, leerwegen_in_words

from .changes import PARTS, Change

LOCATION, PROFILE, WHAT, LEERWEG, COUNTED, SEARCH = "locatie", "profiel", "wat", "leerweg", "telling", "zoek"
STOPS, STARTS = "stopt", "start"


@dataclass(frozen=True)
class Counting:
    """One counting of which this site has the counts per location."""

    source: str
    kind: str
    name: str
    reference_date: date
    school_year: int

    def __str__(self):
        return f"{self.source} {self.reference_date}"

    @property
    def in_words(self) -> str:
        return basis(self.kind, self.name, self.school_year, self.reference_date)

    @property
    def statements(self):
        """What was counted in the region."""
        counted = ProfileStatement.objects.filter(source=self.source, reference_date=self.reference_date)
        return counted.filter(location__municipality__metropoolregio=settings.FINDER_REGION)


class Question:
    """What these parameters ask; what cannot be read counts as not asked."""

    def __init__(self, asked: QueryDict):
        self.asked = asked

    @cached_property
    def locations(self) -> dict[str, SchoolLocation]:
        """Where pupils of the vmbo are taught in the region, by municipality and name."""
        found = SchoolLocation.objects.in_finder().filter(municipality__metropoolregio=settings.FINDER_REGION)
        ordered = sorted(
            found.select_related("municipality").defer("municipality__boundary"),
            key=lambda each: (each.municipality.name.casefold(), each.title.casefold(), each.code),
        )
        return {each.code: each for each in ordered}

    @cached_property
    def location(self) -> SchoolLocation | None:
        return self.locations.get(self.asked.get(LOCATION, "").upper())

    @property
    def search(self) -> str:
        return self.asked.get(SEARCH, "").strip()[:60]

    @cached_property
    def found(self) -> list[SchoolLocation]:
        """The locations with every word that was typed in name, place, municipality or code; all without words."""
        words = plain(self.search).split()
        return [each for each in self.locations.values() if all(word in spelled(each) for word in words)]

    @property
    def by_municipality(self) -> list[tuple[str, list[SchoolLocation]]]:
        return [(name, list(each)) for name, each in groupby(self.found, key=lambda each: each.municipality.name)]

    @cached_property
    def profiles(self) -> dict[str, VmboProfile]:
        return {each.code: each for each in VmboProfile.objects.filter(family=VmboProfile.Family.TEN)}

    @property
    def profile(self) -> VmboProfile | None:
        return self.profiles.get(self.asked.get(PROFILE, ""))

    @property
    def starts(self) -> bool:
        return self.asked.get(WHAT) == STARTS

    @property
    def leerwegen(self) -> tuple[str, ...]:
        """Those that were ticked; all of them when none was."""
        asked = self.asked.getlist(LEERWEG)
        return tuple(each for each in PARTS if each in asked) or PARTS

    @property
    def choice_of_leerwegen(self) -> list[tuple[str, str, bool]]:
        return [(each, leerwegen_in_words(each), each in self.leerwegen) for each in PARTS]

    @cached_property
    def countings(self) -> list[Counting]:
        """The newest first."""
        kinds = [Source.Kind.EXAMS, Source.Kind.PUPILS]
        counted = ProfileStatement.objects.filter(source__kind__in=kinds, profile__isnull=False).order_by()
        rows = counted.values_list("source", "source__kind", "source__name", "reference_date", "school_year").distinct()
        return sorted((Counting(*row) for row in rows), key=lambda each: each.reference_date, reverse=True)

    @property
    def counting(self) -> Counting | None:
        by_text = {str(each): each for each in self.countings}
        return by_text.get(self.asked.get(COUNTED, ""), next(iter(self.countings), None))

    @property
    def is_complete(self) -> bool:
        return bool(self.location and self.profile and self.counting)

    @property
    def change(self) -> Change:
        place = self.location.municipality_id
        return Change(place, self.location.code, self.profile.code, self.starts, self.leerwegen)

    @property
    def title(self) -> str:
        """The question in words."""
        words = {"location": self.location.title, "profile": self.profile.full_name}
        if self.starts:
            return _("Wat als %(location)s start met %(profile)s?") % words
        return _("Wat als %(location)s stopt met %(profile)s?") % words

    @property
    def query(self) -> str:
        """The question as an address: the same for all who ask the same."""
        query = QueryDict(mutable=True)
        query.update({LOCATION: self.location.code, PROFILE: self.profile.code, WHAT: STARTS if self.starts else STOPS})
        query.setlist(LEERWEG, self.leerwegen if self.leerwegen != PARTS else [])
        query[COUNTED] = str(self.counting)
        return query.urlencode()


def spelled(location: SchoolLocation) -> str:
    parts = (location.title, location.name, location.city, location.municipality.name, location.code)
    return plain(" ".join(parts))
