"""From what a visitor types to a point: a postcode with or without letters and blank, a place, or a spot on earth."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from .geography import Box, Point, box_around, km_between, km_outside, lies_in_box, unit_vector
from .models import Postcode, Region
from .spelling import LEAST_TYPED, SMALL_WORDS, NearMisses, plain

POSTCODE = re.compile(
    r"(?:.*[\s,])?([1-9]\d{3})[\s.-]*([A-Za-z]{2})(?:[\s,].*)?|(?:\D+[\s,])?(\d{4})(?:[\s,]\D*)?", re.DOTALL
)
"""Four digits and two letters among other words, or four digits where no other number stands."""
SPOT = re.compile(r"(-?\d{1,2}\.\d{1,15}),\s?(-?\d{1,3}\.\d{1,15})")
"""Latitude and longitude as a browser tells them."""
SPOT_DECIMALS = 2
"""Of a degree: a spot is known to about a kilometre and no better."""
ONE_PLACE_KM = 15
"""Postcodes of one name that lie farther apart belong to places that only share the name."""
FAR = 0.1
"""What is written nearly alike but lies far away is so much less likely to be meant."""
NETHERLANDS: Box = (50.7, 53.7, 3.2, 7.3)
WINDS = {"noord", "oost", "zuid", "west", "noordoost", "noordwest", "zuidoost", "zuidwest"}
PARTS_OF_TOWN = WINDS | {"centrum", "stad", "binnenstad", "gemeente", "dorp", "omgeving"}
IN_SHORT = {"ad", "vd"}
"""How people write "aan den" and "van der" in haste."""


class UnknownPlaceError(Exception):
    """Nothing that we know is written like this. `kind` says what it looked like: a postcode, a spot, or words."""

    def __init__(self, typed: str, kind: str = "words"):
        self.typed, self.kind = typed, kind
        super().__init__(typed)


@dataclass(frozen=True)
class Origin:
    """Where a visitor starts. `instead_of` is the postcode that was typed when only a neighbouring one is known.

    With `is_spot` it is where the visitor is, and the postcode is only the nearest to it.
    """

    latitude: float
    longitude: float
    place: str
    postcode: str = ""
    instead_of: str = ""
    is_spot: bool = False

    @property
    def point(self) -> Point:
        return unit_vector(self.latitude, self.longitude)

    @property
    def name(self) -> str:
        """What can be typed to start here."""
        return f"{self.postcode} {self.place}".strip()

    @property
    def label(self) -> str:
        if self.is_spot:
            return _("bij u in de buurt (rond %(place)s)") % {"place": self.name}
        return self.name


class PlaceIndex:
    """Finds postcodes and places. The region's municipalities are places too ("Westland"); of places that share
    a name the one nearest to the region is meant."""

    OTHER_SPELLINGS = {
        "s gravenhage": "den haag",
        "gravenhage": "den haag",
        "the hague": "den haag",
        "r dam": "rotterdam",
        "rdam": "rotterdam",
    }

    def __init__(self, postcodes: Iterable[Postcode], municipalities: Iterable[Region]):
        self.municipalities = {plain(region.name): region for region in municipalities if region.boundary}
        self.rings = [ring for region in self.municipalities.values() for ring in region.boundary or ()]
        self.outside, self.around, self.origins = {}, {}, {}
        self.by_pc4 = {postcode.pc4: postcode for postcode in postcodes}
        self.by_name = defaultdict(list)
        for postcode in self.by_pc4.values():
            if postcode.place:
                self.by_name[plain(postcode.place)].append(postcode)

    # Postcodes and spots

    def of_postcode(self, pc4: str, letters: str = "") -> Origin:
        typed = f"{pc4} {letters.upper()}".strip()
        if pc4 in self.by_pc4:
            found = self.by_pc4[pc4]
            return Origin(found.latitude, found.longitude, found.place, typed)
        neighbours = [known for known in self.by_pc4 if known[:3] == pc4[:3]]
        if not neighbours:
            raise UnknownPlaceError(typed, "postcode")
        nearest = self.by_pc4[min(neighbours, key=lambda known: abs(int(known) - int(pc4)))]
        return Origin(nearest.latitude, nearest.longitude, nearest.place, nearest.pc4, instead_of=typed)

    def of_spot(self, latitude: float, longitude: float) -> Origin:
        """Where somebody is, to about a kilometre, named after the nearest postcode."""
        spot = round(latitude, SPOT_DECIMALS), round(longitude, SPOT_DECIMALS)
        nearest = self.nearest_postcode(*spot) if lies_in_box(*spot, NETHERLANDS) else None
        if nearest is None:
            raise UnknownPlaceError(f"{latitude}, {longitude}", "spot")
        return Origin(*spot, nearest.place, nearest.pc4, is_spot=True)

    def nearest_postcode(self, latitude: float, longitude: float) -> Postcode | None:
        """None across the border and at sea, where every postcode is far away. Looked for once."""
        spot = latitude, longitude
        if spot not in self.around:
            here = unit_vector(*spot)
            distances = ((km_between(point, here), pc4) for pc4, point in self.points.items())
            self.around[spot] = min(distances, default=(ONE_PLACE_KM, ""))
        km, pc4 = self.around[spot]
        return self.by_pc4[pc4] if km < ONE_PLACE_KM else None

    @cached_property
    def points(self) -> dict[str, Point]:
        return {pc4: unit_vector(each.latitude, each.longitude) for pc4, each in self.by_pc4.items()}

    # Places

    @cached_property
    def names(self) -> set[str]:
        """All names of places in plain spelling, also those that are only spoken."""
        return {*self.by_name, *self.municipalities, *self.OTHER_SPELLINGS}

    @cached_property
    def shortened(self) -> dict[str, str]:
        """Names by what is left of them in haste: without blanks, and without small words."""
        short = [(form, name) for name in self.names for form in {"".join(name.split()), gist(name)}]
        times = Counter(form for form, _name in short)
        return {form: name for form, name in short if times[form] == 1}

    @cached_property
    def handles(self) -> dict[str, set[str]]:
        """The names by what they can be recognised by: as a whole, without small words, and by the first word."""
        handles = defaultdict(set)
        for name in self.names:
            handles[name].add(name)
            handles[gist(name)].add(name)
            first, *rest = name.split()
            if rest and len(first) >= LEAST_TYPED and self.covers(name) and not self.covers(first):
                handles[first].add(name)
        return handles

    @cached_property
    def near_misses(self) -> NearMisses:
        return NearMisses(self.handles)

    def named(self, typed: str) -> Origin | None:
        """The place that is called so, however the name is abbreviated."""
        name = plain(typed)
        if name not in self.names:
            name = self.shortened.get("".join(name.split())) or self.shortened.get(gist(name))
        return self.of_name(name) if name else None

    def of_name(self, name: str) -> Origin:
        """The place with this name in plain spelling, that must be known. Looked for once."""
        name = self.OTHER_SPELLINGS.get(name, name)
        if name not in self.origins:
            is_place = name in self.by_name
            self.origins[name] = (
                self.centre(self.one_place(self.by_name[name]))
                if is_place
                else self.of_municipality(self.municipalities[name])
            )
        return self.origins[name]

    def of_municipality(self, region: Region) -> Origin:
        """The middle of its postcodes, or of its outline where we know none."""
        inside = [each for each in self.by_pc4.values() if lies_in(each, region)]
        return replace(self.centre(inside or corners(region)), place=region.name)

    def one_place(self, postcodes: list[Postcode]) -> list[Postcode]:
        """Of all postcodes that share a name, those of the place nearest to the region."""
        if len(self.together(postcodes, postcodes[0])) == len(postcodes):
            return postcodes
        return self.together(postcodes, min(postcodes, key=self.km_outside))

    def together(self, postcodes: list[Postcode], one: Postcode) -> list[Postcode]:
        middle = self.points[one.pc4]
        return [each for each in postcodes if km_between(self.points[each.pc4], middle) <= ONE_PLACE_KM]

    def begun_by(self, typed: str) -> list[Origin]:
        """Places that the finder covers of which these are the first words: "Capelle"."""
        return self.starting(f"{plain(typed)} ")

    def starting(self, letters: str) -> list[Origin]:
        """Places that the finder covers of which the plain spelling starts with these letters."""
        if len(letters.strip()) < LEAST_TYPED or letters.strip() in PARTS_OF_TOWN:
            return []
        origins = (self.of_name(name) for name in sorted(self.names) if name.startswith(letters))
        return [origin for origin in dict.fromkeys(origins) if self.is_covered(origin)]

    def within(self, typed: str) -> Origin | None:
        """The place with which longer words begin or end: "kade 1 delft"."""
        words = plain(typed).split()
        parts = [" ".join(part) for size in range(1, len(words)) for part in (words[-size:], words[:size])]
        known = [self.of_name(part) for part in reversed(parts) if part in self.names]
        return next(filter(self.is_covered, known), None)

    def nearly(self, typed: str) -> list[tuple[float, Origin]]:
        """Places written nearly like this with how likely they are meant, the likeliest first."""
        likely = {}
        for score, handle in self.near_misses.of(typed):
            for origin in map(self.of_name, self.handles[handle]):
                score_here = score if self.is_covered(origin) else score - FAR
                likely[origin] = max(score_here, likely.get(origin, NearMisses.LEAST))
        scored = [(score, origin) for origin, score in likely.items() if score > NearMisses.LEAST]
        return sorted(scored, key=lambda each: (-each[0], each[1].name))

    # The region

    def is_outside(self, origin: Origin) -> bool:
        """Whether a visitor asks from outside the region."""
        return self.km_away(origin) > 0

    def is_covered(self, origin: Origin) -> bool:
        """Whether the finder knows the locations there. A box rules most of the country out at once."""
        in_box = lies_in_box(origin.latitude, origin.longitude, self.box) if self.rings else False
        return in_box and self.km_away(origin) <= settings.FINDER_MARGIN_KM

    def covers(self, name: str) -> bool:
        """Whether a place with this name in plain spelling is known and covered."""
        return name in self.names and self.is_covered(self.of_name(name))

    @cached_property
    def box(self) -> Box:
        return box_around(self.rings, settings.FINDER_MARGIN_KM)

    def km_away(self, origin: Origin) -> float:
        """How far outside the region something lies, as calculated once."""
        spot = (origin.latitude, origin.longitude)
        if spot not in self.outside:
            self.outside[spot] = self.km_outside(origin)
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
    if not lies_in_box(spot.latitude, spot.longitude, box_around(region.boundary, 0)):
        return False
    return any(km_outside(spot.latitude, spot.longitude, [ring]) == 0 for ring in region.boundary)


def corners(region: Region) -> list[Postcode]:
    return [Postcode(latitude=lat, longitude=lon) for ring in region.boundary for lon, lat in ring]


def gist(name: str) -> str:
    """The words that tell names apart: "capelle ijssel". A single word tells too little without its article."""
    words = [word for word in name.split() if len(word) > 1 and word not in SMALL_WORDS | IN_SHORT]
    return " ".join(words) if len(words) > 1 else name


def town_in(typed: str) -> str:
    """The rest when a part of a town is named: "rotterdam" in "rotterdam zuid". Empty when none is."""
    words = plain(typed).split()
    rest = [word for word in words if word not in PARTS_OF_TOWN]
    return " ".join(rest) if len(rest) < len(words) else ""
