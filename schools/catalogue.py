"""What every page needs and what seldom changes: kept in the process, per data version.

One query asks for the version; all else is read again, and drawn again, only after the data changed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from .models import DataVersion, FinderRow, Kind, Postcode, Region, Source, VmboProfile
from .names import NameIndex
from .places import PlaceIndex
from .recalculation import newest_school_year
from .understanding import Reader

MOST_PIECES = 20_000


@dataclass
class Catalogue:
    """The slowly changing tables at one data version. Each is read when it is first asked for."""

    version: int
    drawn: dict[tuple, dict] = field(default_factory=lambda: defaultdict(dict), repr=False)

    def pieces(self, *kind) -> dict:
        """HTML of one kind that is the same for everybody who asks the same: drawn once per language, kept here."""
        if sum(map(len, self.drawn.values())) > MOST_PIECES:
            self.drawn.clear()
        return self.drawn[get_language(), *kind]

    @cached_property
    def profiles(self) -> list[VmboProfile]:
        return list(VmboProfile.objects.all())

    @cached_property
    def ten(self) -> list[VmboProfile]:
        return [profile for profile in self.profiles if profile.family == VmboProfile.Family.TEN]

    @cached_property
    def theory(self) -> list[VmboProfile]:
        return [profile for profile in self.profiles if profile.family == VmboProfile.Family.TL]

    @cached_property
    def municipalities(self) -> dict[str, Region]:
        """The region's municipalities, and after them the others with locations in the finder."""
        in_finder = Q(code__in=FinderRow.objects.values("municipality"))
        covered = Region.objects.filter(in_finder | Q(metropoolregio=settings.FINDER_REGION)).defer("boundary")
        return {
            region.code: region
            for region in sorted(covered, key=lambda each: (self.is_outside(each), each.name.casefold()))
        }

    @staticmethod
    def is_outside(municipality: Region) -> bool:
        return municipality.metropoolregio_id != settings.FINDER_REGION

    @cached_property
    def places(self) -> PlaceIndex:
        return PlaceIndex(Postcode.objects.all(), Region.objects.within(settings.FINDER_REGION))

    @cached_property
    def names(self) -> NameIndex:
        """The names of all locations in the finder; read when somebody first types one."""
        return NameIndex(FinderRow.objects.values_list("location__name", "location__short_name", "search_text"))

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.places, self.names)

    @cached_property
    def offer_in_region(self) -> tuple[int, list[tuple[VmboProfile, int]]]:
        """How many locations in the region have the ten profiles at all, and how many have each."""
        masks = FinderRow.objects.filter(in_region=True, kind=Kind.BKG).values_list("offered", flat=True)
        counts = Counter(profile.code for mask in masks for profile in self.ten if mask & profile.bit)
        return len(masks), [(profile, counts[profile.code]) for profile in self.ten]

    @cached_property
    def newest_exam_year(self) -> int | None:
        return newest_school_year(Source.Kind.EXAMS)


_apart: ContextVar[Catalogue | None] = ContextVar("apart", default=None)


def catalogue() -> Catalogue:
    return _apart.get() or _at(DataVersion.current())


@contextmanager
def apart() -> Iterator[Catalogue]:
    """Read and draw everything anew, and keep nothing of it: for a look at changes that will be undone."""
    catalogue = Catalogue(DataVersion.current())
    before = _apart.set(catalogue)
    try:
        yield catalogue
    finally:
        _apart.reset(before)


@lru_cache(maxsize=2)
def _at(version: int) -> Catalogue:
    return Catalogue(version)


def forget():
    """Read everything again at the next question, whatever the version says."""
    _at.cache_clear()
