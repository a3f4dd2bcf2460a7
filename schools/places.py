"""From what a visitor types to a point: a postcode with or without letters and blank, or a place."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .geography import Point, km_between, km_outside, unit_vector
from .models import Postcode, Region
from .spelling import near_misses, plain

POSTCODE = re.compile(r"\s*([1-9]\d{3})\s*([A-Za-z]{2})?(?:[\s,].*)?")
"""Four digits and perhaps two letters; the place or street that somebody adds says nothing more."""
ONE_PLACE_KM = 15
"""Postcodes of one name that lie farther apart belong to places that only share the name."""


class UnknownPlaceError(Exception):
    """Nothing in the Netherlands that we know is written like this; `suggestions` are names that are."""

    def __init__(self, typed: str, is_postcode: bool, suggestions: Iterable[str] = ()):
        self.typed, self.is_postcode, self.suggestions = typed, is_postcode, list(suggestions)
        super().__init__(typed)


@dataclass(frozen=True)
class Origin:
    """Where a visitor starts. `instead_of` is the postcode that was typed when only a neighbouring one is known."""

    latitude: float
    longitude: float
    place: str
    postcode: str = ""
    instead_of: str = ""

    @property
    def point(self) -> Point:
        return unit_vector(self.latitude, self.longitude)

    @property
    def label(self) -> str:
        return f"{self.postcode} {self.place}".strip()


class PlaceIndex:
    """Finds postcodes and places. The region's municipalities are places too ("Westland"); of places that share
    a name the one nearest to the region is meant."""

    OTHER_SPELLINGS = {"s gravenhage": "den haag", "the hague": "den haag"}

    def __init__(self, postcodes: Iterable[Postcode], municipalities: Iterable[Region]):
        self.municipalities = {plain(region.name): region for region in municipalities}
        self.rings = [ring for region in self.municipalities.values() for ring in region.boundary or ()]
        self.outside = {}
        self.by_pc4 = {postcode.pc4: postcode for postcode in postcodes}
        self.by_name = defaultdict(list)
        for postcode in self.by_pc4.values():
            if postcode.place:
                self.by_name[plain(postcode.place)].append(postcode)

    def find(self, typed: str) -> Origin:
        """The origin for what was typed; UnknownPlaceError when there is none."""
        postcode = POSTCODE.fullmatch(typed)
        return self.of_postcode(*postcode.groups("")) if postcode else self.of_place(typed)

    def of_postcode(self, pc4: str, letters: str) -> Origin:
        typed = f"{pc4} {letters.upper()}".strip()
        if pc4 in self.by_pc4:
            found = self.by_pc4[pc4]
            return Origin(found.latitude, found.longitude, found.place, typed)
        neighbours = [known for known in self.by_pc4 if known[:3] == pc4[:3]]
        if not neighbours:
            raise UnknownPlaceError(typed, is_postcode=True)
        nearest = self.by_pc4[min(neighbours, key=lambda known: abs(int(known) - int(pc4)))]
        return Origin(nearest.latitude, nearest.longitude, nearest.place, nearest.pc4, instead_of=typed)

    def of_place(self, typed: str) -> Origin:
        name = plain(typed)
        name = self.OTHER_SPELLINGS.get(name, name)
        if name not in self.by_name and name in self.municipalities:
            return self.of_municipality(self.municipalities[name])
        if name not in self.by_name:
            raise UnknownPlaceError(typed.strip(), is_postcode=False, suggestions=self.suggestions(typed))
        return self.centre(self.one_place(self.by_name[name]))

    def of_municipality(self, region: Region) -> Origin:
        inside = [each for each in self.by_pc4.values() if lies_in(each, region)]
        return replace(self.centre(inside), place=region.name)

    def suggestions(self, typed: str) -> list[str]:
        """Places written nearly like this; those in the region first."""
        names = near_misses(typed, [*self.by_name, *(self.municipalities.keys() - self.by_name.keys())])
        found = [self.of_place(name) for name in names]
        return [origin.place for origin in sorted(found, key=self.km_outside)]

    def one_place(self, postcodes: list[Postcode]) -> list[Postcode]:
        """Of all postcodes that share a name, those of the place nearest to the region."""
        nearest = min(postcodes, key=self.km_outside)
        middle = unit_vector(nearest.latitude, nearest.longitude)
        return [
            each for each in postcodes if km_between(unit_vector(each.latitude, each.longitude), middle) <= ONE_PLACE_KM
        ]

    def is_outside(self, origin: Origin) -> bool:
        """Whether a visitor asks from outside the region."""
        spot = (origin.latitude, origin.longitude)
        if spot not in self.outside:
            self.outside[spot] = self.km_outside(origin) > 0
        return self.outside[spot]

    def km_outside(self, spot: Origin | Postcode) -> float:
        """How far outside the region something lies; 0 inside."""
        return km_outside(spot.latitude, spot.longitude, self.rings)

    @staticmethod
    def centre(postcodes: list[Postcode]) -> Origin:
        count = len(postcodes)
        latitude = sum(each.latitude for each in postcodes) / count
        longitude = sum(each.longitude for each in postcodes) / count
        return Origin(latitude, longitude, postcodes[0].place)


def lies_in(spot: Postcode, region: Region) -> bool:
    return any(km_outside(spot.latitude, spot.longitude, [ring]) == 0 for ring in region.boundary or ())
