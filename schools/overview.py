"""What a profile or a municipality looks like as a whole: who has it, and what is missing."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cards import TEXT_FIELDS, drawn_cards, found
from .catalogue import Catalogue
from .models import FinderRow, Kind, ProfileAnswer, ProfileModule, Region, Status, VmboProfile
from .questions import Question
from .spelling import plain
from .tiles import Tile, tiles_from
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
    def parts(self) -> list[ProfileModule]:
        """The parts of its exam programme; one query."""
        return list(self.profile.modules.select_related("source"))

    @property
    def modules(self) -> list[ProfileModule]:
        return [part for part in self.parts if part.kind == ProfileModule.Kind.MODULE]

    @property
    def keuzevakken(self) -> list[ProfileModule]:
        return [part for part in self.parts if part.kind == ProfileModule.Kind.KEUZEVAK]

    @cached_property
    def videos(self) -> list:
        """What videos show of it; at most two queries."""
        return list(self.profile.videos.for_pages())

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


@dataclass(frozen=True)
class TableRow:
    """One location in the table of its municipality."""

    code: str
    title: str
    address: str
    city: str
    kind: str
    tiles: list[Tile]
    theory: str
    """The profiles of the theoretische leerweg that are there, in words."""


@dataclass(frozen=True)
class Together:
    """What the locations of a municipality answer together on one profile."""

    profile: VmboProfile
    count: int
    total: int
    tile: Tile

    @property
    def word(self) -> str:
        if self.tile.status not in (Status.YES, Status.STOPPING):
            return self.tile.word
        return ngettext("%(count)s keer", "%(count)s keer", self.count) % {"count": self.count}


OFFERED = (Status.YES, Status.STOPPING, Status.STARTING)
ROW_FIELDS = ("location_id", "kind", "tiles", "tl", *(f"location__{name}" for name in TEXT_FIELDS))
NEAREST = 3


class MunicipalityOverview:
    """One municipality: what its locations offer together, and each of them."""

    def __init__(self, region: Region, catalogue: Catalogue):
        self.region = region
        self.catalogue = catalogue

    @cached_property
    def rows(self) -> list[TableRow]:
        """All locations in order of their names; one query."""
        found = FinderRow.objects.filter(municipality=self.region.code).order_by("search_text", "location_id")
        return [self.row(values) for values in found.values(*ROW_FIELDS)]

    def row(self, values: dict) -> TableRow:
        text = {name: values[f"location__{name}"] for name in TEXT_FIELDS}
        theory = [each.abbreviation.lower() for each in self.catalogue.theory if each.bit & values["tl"]]
        return TableRow(
            code=values["location_id"],
            title=text["short_name"] or text["name"],
            address=f"{text['street']} {text['house_number']}".strip(),
            city="" if text["city"] == self.region.name else text["city"],
            kind=values["kind"],
            tiles=tiles_from(values["tiles"], self.catalogue.ten) if values["kind"] == Kind.BKG else [],
            theory=listed(theory),
        )

    @property
    def offering(self) -> list[TableRow]:
        """The locations with basis, kader or gemengd: those of which the ten answers are known."""
        return [row for row in self.rows if row.kind == Kind.BKG]

    @property
    def theory_only(self) -> list[TableRow]:
        return [row for row in self.rows if row.kind == Kind.TL]

    @property
    def not_known(self) -> list[TableRow]:
        return [row for row in self.rows if row.kind == Kind.NOT_KNOWN]

    @cached_property
    def counts(self) -> list[Together]:
        """The ten, each with how many locations offer it and the best answer that any of them gives."""
        columns = zip(*(row.tiles for row in self.offering), strict=True)
        return [together(profile, tiles) for profile, tiles in zip(self.catalogue.ten, columns, strict=False)]

    @property
    def summary(self) -> str:
        """The answer in the first line."""
        words = {"place": self.region.name, "profiles": sum(bool(each.count) for each in self.counts)}
        if not self.rows:
            return _("In %(place)s kennen we geen vmbo-locatie.") % words
        if not self.offering:
            return _("Van geen enkele locatie in %(place)s kennen we profielen.") % words
        return (
            ngettext(
                "In %(place)s is %(profiles)s van de tien profielen te volgen.",
                "In %(place)s zijn %(profiles)s van de tien profielen te volgen.",
                words["profiles"],
            )
            % words
        )

    @property
    def missing(self) -> str:
        """The profiles that every location here answers with "no", in words."""
        return listed(each.profile.full_name for each in self.counts if each.tile.status == Status.NO)

    @property
    def unsure(self) -> str:
        """The profiles that no location surely has, and of at least one it is not known; in words."""
        return listed(each.profile.full_name for each in self.counts if each.tile.status == Status.UNKNOWN)

    @cached_property
    def nearest(self) -> list[str]:
        """Where no location here has known profiles: the nearest that do, as cards, measured from the middle."""
        places = self.catalogue.places
        if self.offering or plain(self.region.name) not in places.municipalities:
            return []
        origin = places.of_municipality(places.municipalities[plain(self.region.name)])
        question = Question(origin=origin, every_profile=tuple(self.catalogue.profiles))
        rows = FinderRow.objects.filter(kind=Kind.BKG, x__isnull=False).measured_from(origin.point)
        return drawn_cards(found(rows, question, last=NEAREST), question, self.catalogue)


def together(profile: VmboProfile, tiles: tuple[Tile, ...]) -> Together:
    order = (*OFFERED, Status.UNKNOWN, Status.NO)
    best = min(tiles, key=lambda tile: order.index(tile.status))
    return Together(profile, sum(tile.status in OFFERED for tile in tiles), len(tiles), best)


class TheoryOverview:
    """The theoretische leerweg in the region: how many locations have it, and with which profiles."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue

    @cached_property
    def masks(self) -> list[int]:
        return list(FinderRow.objects.filter(in_region=True, tl__gt=0).values_list("tl", flat=True))

    @property
    def counts(self) -> list[ProfileCount]:
        return [
            ProfileCount(profile, sum(bool(mask & profile.bit) for mask in self.masks), len(self.masks))
            for profile in self.catalogue.theory
        ]


def municipalities_with_counts(catalogue: Catalogue) -> list[tuple[Region, int, int]]:
    """The municipalities of the region, each with its number of vmbo locations and of profiles among the ten."""
    locations, masks = Counter(), defaultdict(int)
    for code, offered in FinderRow.objects.filter(in_region=True).values_list("municipality", "offered"):
        locations[code] += 1
        masks[code] |= offered
    ten = [profile.bit for profile in catalogue.ten]
    return [
        (each, locations[each.code], sum(bool(masks[each.code] & bit) for bit in ten)) for each in members(catalogue)
    ]


def members(catalogue: Catalogue) -> list[Region]:
    """The municipalities of the region, in order of name."""
    return [each for each in catalogue.municipalities.values() if each.metropoolregio_id == settings.FINDER_REGION]
