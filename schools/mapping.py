"""What the map shows: where the locations of a list stand, and the municipalities behind them.

The list is the answer and the map repeats it: every location of the list is on the map or is said to be missing.
"""

from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cards import Found, found, place
from .catalogue import Catalogue
from .finding import FinderPage
from .models import Match, Region, SchoolLocation
from .places import Origin
from .questions import Question

MOST_POINTS = 400
"""Markers on one map. The whole finder has fewer locations as yet."""
DECIMALS = 4
"""Of a degree in a boundary: about ten metres."""
LINES = 20
"""On which a place for a name is looked for."""
ANSWERS = {Match.HAS: "has", Match.HAS_NOT: "has_not", Match.NOT_KNOWN: "not_known", None: "none"}


def map_of(finder: FinderPage) -> dict:
    """The whole list of a question, not only one page of it, with two queries however long it is."""
    lines = found(finder.filter.ranked, finder.question, 0, MOST_POINTS + 1)
    shown = lines[:MOST_POINTS]
    stored = SchoolLocation.objects.in_bulk([line.code for line in shown])
    here = [line for line in shown if stored[line.code].latitude is not None]
    return {
        "summary": summary(len(here)),
        "notes": [*missing(len(shown) - len(here)), *left_out(lines)],
        "origin": origin_of(finder.question),
        "locations": [point(line, stored[line.code], finder.catalogue, finder.kept) for line in here],
        "tiles": tiles(),
    }


def summary(count: int) -> str:
    return ngettext("De kaart toont %(count)s locatie.", "De kaart toont %(count)s locaties.", count) % {"count": count}


def missing(count: int) -> list[str]:
    """Says how many locations have no point; they stand in the list alone."""
    if not count:
        return []
    sentence = ngettext(
        "%(count)s locatie staat niet op de kaart, maar wel in de lijst.",
        "%(count)s locaties staan niet op de kaart, maar wel in de lijst.",
        count,
    )
    return [sentence % {"count": count}]


def left_out(lines: list[Found]) -> list[str]:
    """Says that the list is longer than a map can be."""
    if len(lines) <= MOST_POINTS:
        return []
    return [_("De kaart toont alleen de eerste %(count)s locaties van de lijst.") % {"count": MOST_POINTS}]


def origin_of(question: Question) -> dict | None:
    """Where the visitor searches, and how far in kilometres."""
    origin: Origin | None = question.origin
    if origin is None:
        return None
    return {"latitude": origin.latitude, "longitude": origin.longitude, "radius": question.radius}


def point(line: Found, location: SchoolLocation, known: Catalogue, kept: str) -> dict:
    """One marker with what its card says; `kept` is the question, for the way back."""
    return {
        "code": location.code,
        "title": location.title,
        "address": location.address,
        "place": place(location.city, known.municipalities.get(location.municipality_id)),
        "latitude": location.latitude,
        "longitude": location.longitude,
        "answer": ANSWERS[line.match],
        "word": _("vmbo-locatie") if line.match is None else str(Match(line.match).label),
        "distance": f"{line.km} km" if line.km else "",
        "url": location.get_absolute_url() + (f"?{kept}" if kept else ""),
    }


def tiles() -> dict | None:
    """The background from elsewhere that this site was set to have; usually none."""
    if not settings.MAP_TILES_URL:
        return None
    return {"url": settings.MAP_TILES_URL, "attribution": settings.MAP_TILES_ATTRIBUTION}


def boundaries() -> dict:
    """The region's municipalities as GeoJSON."""
    regions = Region.objects.within(settings.FINDER_REGION)
    return {"type": "FeatureCollection", "features": [outline(region) for region in regions if region.boundary]}


def outline(region: Region) -> dict:
    """One municipality, with where its name fits best."""
    west, east, latitude = widest(max(region.boundary, key=surface))
    return {
        "type": "Feature",
        "properties": {"name": region.name, "west": west, "east": east, "latitude": latitude},
        "geometry": {"type": "MultiPolygon", "coordinates": [[rounded(ring)] for ring in region.boundary]},
    }


def surface(ring: list) -> float:
    """Twice the area of a closed ring in square degrees: enough to compare its size with a neighbour's."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)))


def widest(ring: list) -> tuple[float, float, float]:
    """West, east and latitude of the widest place within a ring, somewhere in its middle half."""
    low, high = min(y for _x, y in ring), max(y for _x, y in ring)
    lines = [low + (high - low) * (step + 0.5) / (2 * LINES) for step in range(LINES // 2, LINES + LINES // 2)]
    stretches = [(west, east, y) for y in lines for west, east in inside(ring, y)]
    return tuple(round(value, DECIMALS) for value in max(stretches, key=lambda each: each[1] - each[0]))


def inside(ring: list, y: float) -> list[tuple[float, float]]:
    """The stretches of one line of latitude that lie within a ring, from west to east."""
    crossings = sorted(
        ax + (bx - ax) * (y - ay) / (by - ay) for (ax, ay), (bx, by) in pairwise(ring) if (ay > y) != (by > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def rounded(ring: list) -> list:
    return [[round(longitude, DECIMALS), round(latitude, DECIMALS)] for longitude, latitude in ring]
