"""Where you can learn what: regions, locations, profiles, and what is said and shown about them."""

from .finder import DataVersion, FinderRow, Match, SquaredChord
from .imports import ImportRun
from .locations import OFFICIAL_FIELDS, Kind, SchoolLocation
from .profiles import Leerweg, VmboProfile
from .regions import Postcode, Region
from .statements import ProfileAnswer, ProfileStatement, Source, Status

__all__ = [
    "OFFICIAL_FIELDS",
    "DataVersion",
    "FinderRow",
    "ImportRun",
    "Kind",
    "Leerweg",
    "Match",
    "Postcode",
    "ProfileAnswer",
    "ProfileStatement",
    "Region",
    "SchoolLocation",
    "Source",
    "SquaredChord",
    "Status",
    "VmboProfile",
]
