"""Municipalities as shapes on a plane, each with a place for its name or number. No database.

Longitude is scaled by the cosine of the latitude in the middle, so that shapes keep their proportions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians

from schools.geography import box_around, km_to_segment, surrounds_origin

WIDTH = 640
MARGIN = 8
FONT = 14
"""Height of a name, in units of the drawing; on a wide screen a unit is a pixel."""
LETTER = 0.56
"""How wide a letter is on average, in heights."""
GRID = 14
"""In how many steps a place for the name is looked for, each way."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Shape:
    """A municipality on the map: its outline, where its label stands, and whether its name fits there."""

    code: str
    outline: str
    x: float
    y: float
    name_fits: bool


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Plane:
    """Where degrees lie on the drawing: its west and north edge, and how long a degree is each way."""

    west: float
    north: float
    across: float
    down: float

    def flat(self, ring: list) -> Ring:
        return [
            (MARGIN + (lon - self.west) * self.across, MARGIN + (self.north - lat) * self.down) for lon, lat in ring
        ]


def draw(boundaries: Mapping[str, list], names: Mapping[str, str]) -> Drawing:
    """The shapes of areas from their rings of [longitude, latitude], by code; `names` says what has to fit."""
    south, north, west, east = box_around([ring for rings in boundaries.values() for ring in rings], km=0)
    across = (WIDTH - 2 * MARGIN) / (east - west)
    plane = Plane(west, north, across, across / cos(radians((south + north) / 2)))
    shapes = [shape(code, [plane.flat(ring) for ring in rings], names[code]) for code, rings in boundaries.items()]
    return Drawing(WIDTH, round((north - south) * plane.down) + 2 * MARGIN, tuple(shapes))


def shape(code: str, rings: list[Ring], name: str) -> Shape:
    places = roomy_places(max(rings, key=len))
    wide = len(name) * FONT * LETTER
    fitting = next((place for place in places if holds_box(max(rings, key=len), place, wide)), None)
    x, y = fitting or places[0]
    return Shape(code, outline(rings), round(x, 1), round(y, 1), fitting is not None)


def outline(rings: list[Ring]) -> str:
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)


def roomy_places(ring: Ring) -> list[tuple[float, float]]:
    """Points of a grid inside the ring, those that are farthest from its edge first; never empty."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    grid = [
        (min(xs) + (max(xs) - min(xs)) * column / GRID, min(ys) + (max(ys) - min(ys)) * row / GRID)
        for column in range(1, GRID)
        for row in range(1, GRID)
    ]
    room = {place: distance for place in grid if (distance := room_at(ring, place))}
    return sorted(room, key=room.get, reverse=True) or [ring[0]]


def room_at(ring: Ring, place: tuple[float, float]) -> float:
    """How far it is from a place inside a ring to its edge; 0 outside."""
    around = seen_from(ring, place)
    if not surrounds_origin(around):
        return 0.0
    return min(km_to_segment(a, b) for a, b in zip(around, around[1:], strict=False))


def holds_box(ring: Ring, place: tuple[float, float], wide: float) -> bool:
    """Whether a line of text around this place stays within the ring."""
    x, y = place
    edge = [(x + wide * part / 8, y + up) for part in range(-4, 5) for up in (-FONT * 0.6, FONT * 0.6)]
    return all(surrounds_origin(seen_from(ring, point)) for point in edge)


def seen_from(ring: Ring, place: tuple[float, float]) -> Ring:
    return [(x - place[0], y - place[1]) for x, y in ring]
