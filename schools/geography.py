"""Distance over the ground, in the one form that both databases order alike: points on the unit sphere."""

from collections.abc import Iterable
from math import asin, cos, hypot, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the GRS 80 ellipsoid (IUGG)."""

KM_PER_LATITUDE = 111.0
LEAST_KM_PER_LONGITUDE = 65.0
"""Of one degree, at the northern end of the country."""

Point = tuple[float, float, float]
Box = tuple[float, float, float, float]


def unit_vector(latitude: float, longitude: float) -> Point:
    """The point (x, y, z) on the unit sphere; degrees in WGS84."""
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def chord(km: float) -> float:
    """Straight line through the unit sphere between two points that lie `km` apart over the ground."""
    return 2 * sin(min(km / EARTH_RADIUS_KM, 3.14) / 2)


def km_of(squared_chord: float) -> float:
    """The other way round, from the square that the database orders by."""
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(squared_chord) / 2))


def km_between(one: Point, other: Point) -> float:
    return km_of(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))


def km_outside(latitude: float, longitude: float, rings: Iterable[list]) -> float:
    """Distance in km from a point to the nearest of some areas; 0 inside. Rings are lists of [lon, lat].

    On a plane around the point, exact enough (0.1 %) over tens of kilometres.
    """
    degree = radians(1) * EARTH_RADIUS_KM
    shrink = cos(radians(latitude))
    nearest = float("inf")
    for ring in rings:
        flat = [((lon - longitude) * degree * shrink, (lat - latitude) * degree) for lon, lat in ring]
        if surrounds_origin(flat):
            return 0.0
        nearest = min(nearest, *(km_to_segment(a, b) for a, b in zip(flat, flat[1:], strict=False)))
    return nearest


def box_around(rings: Iterable[list], km: float) -> Box:
    """South, north, west and east of a box that holds everything within `km` of some areas in the Netherlands."""
    points = [point for ring in rings for point in ring]
    longitudes, latitudes = [lon for lon, _lat in points], [lat for _lon, lat in points]
    high, wide = km / KM_PER_LATITUDE, km / LEAST_KM_PER_LONGITUDE
    return min(latitudes) - high, max(latitudes) + high, min(longitudes) - wide, max(longitudes) + wide


def lies_in_box(latitude: float, longitude: float, box: Box) -> bool:
    south, north, west, east = box
    return south <= latitude <= north and west <= longitude <= east


def surrounds_origin(ring: list[tuple[float, float]]) -> bool:
    """Whether an odd number of edges crosses the half line from the origin to the east."""
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        if (ay > 0) != (by > 0) and ax - ay * (bx - ax) / (by - ay) > 0:
            inside = not inside
    return inside


def km_to_segment(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance from the origin to the segment between a and b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(a[0] * dx + a[1] * dy) / length))
    return hypot(a[0] + along * dx, a[1] + along * dy)
