"""A figure as a file gives it, and the codes that it may refer to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.importing import RowError
from schools.models import Region, Source, VmboProfile
from schools.spelling import OTHER_NAMES, plain

from ..fixtures import REPORT
from ..models import Indicator, Observation
from ..periods import Period

KEYS = ("indicator_id", "region_id", "period", "profile_id", "leerweg", "category", "source_id", "origin")
VALUES = ("value", "low", "high", "decimals", "reason", "status", "report_table")
MOST = Decimal(10) ** 9
"""What the column of the database holds before the decimal point."""


@dataclass(frozen=True)
class FigureRecord:
    """One figure. It has a value or a reason, and low and high both or neither."""

    indicator: str
    region: str
    period: Period
    profile: str | None = None
    leerweg: str = ""
    category: str = ""
    source: str = REPORT
    origin: str = Observation.Origin.PUBLISHED
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0
    reason: str = ""
    status: str = Observation.Status.FINAL
    report_table: str = ""

    @property
    def key(self) -> tuple:
        cell = (self.indicator, self.region, self.period, self.profile, self.leerweg, self.category)
        return (*cell, self.source, str(self.origin))

    @property
    def values(self) -> tuple:
        numbers = (self.value, self.low, self.high, self.decimals)
        return (*numbers, str(self.reason), str(self.status), self.report_table)


@dataclass(frozen=True)
class Known:
    """What cells may refer to: names in plain spelling and codes, to codes. Read once per file."""

    indicators: Mapping[str, Indicator]
    regions: Mapping[str, str]
    profiles: Mapping[str, str]
    sources: frozenset[str]
    members: Mapping[str, frozenset[str]]
    """The municipalities of every larger area."""

    @classmethod
    def now(cls) -> "Known":
        regions = list(Region.objects.defer("boundary"))
        return cls(
            {each.code: each for each in Indicator.objects.all()},
            {name: each.code for each in reversed(by_weight(regions)) for name in names_of(each)},
            {
                plain(name): each.code
                for each in VmboProfile.objects.all()
                for name in (each.code, each.slug, each.name)
            },
            frozenset(Source.objects.values_list("code", flat=True)),
            members_of(regions),
        )


def names_of_profile(profile: VmboProfile) -> tuple[str, ...]:
    return plain(profile.code), plain(profile.slug), plain(profile.name)


def by_weight(regions: list[Region]) -> list[Region]:
    """Municipalities first: "Utrecht" alone is the municipality, and the province is "Utrecht (PV)"."""
    return sorted(regions, key=lambda region: (region.kind != Region.Kind.GEMEENTE, region.code))


SUFFIXES = {
    Region.Kind.LAND: "land",
    Region.Kind.PROVINCIE: "pv",
    Region.Kind.COROP: "cr",
    Region.Kind.METROPOOLREGIO: "mr",
    Region.Kind.GEMEENTE: "gemeente",
}
"""What CBS writes in brackets behind a name that several sorts of areas have."""


def names_of(region: Region) -> Iterator[str]:
    official = {ours: other for other, ours in OTHER_NAMES.items()}
    yield plain(region.code)
    for name in filter(None, (region.name, official.get(region.name))):
        yield plain(name)
        yield plain(f"{name} {SUFFIXES[region.kind]}")


def members_of(regions: list[Region]) -> dict[str, frozenset[str]]:
    countries = [region.code for region in regions if region.kind == Region.Kind.LAND]
    found = defaultdict(set)
    for town in regions:
        if town.kind == Region.Kind.GEMEENTE:
            for area in (*countries, town.provincie_id, town.corop_id, town.metropoolregio_id):
                found[area].add(town.code)
    return {code: frozenset(members) for code, members in found.items() if code and len(members) > 1}


@dataclass(frozen=True)
class Given:
    """What is known about a file beside what stands in it."""

    known: Known
    source: str = ""
    period: Period | None = None


@dataclass(frozen=True)
class Reading:
    """One row of a file: the figures that it gives, or what is wrong with it. Number 0: not a row, but what follows.

    `cells` are the row as it came in, by the titles of its columns.
    """

    number: int
    cells: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[FigureRecord, ...] = ()
    fault: RowError | None = None
