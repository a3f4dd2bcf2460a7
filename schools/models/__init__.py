"""Where you can learn what: regions, locations, profiles, and what is said and shown about them."""

from .finder import DataVersion, FinderRow, Match, SquaredChord
from .imports import ImportRun
from .locations import OFFICIAL_FIELDS, Kind, SchoolLocation
from .profiles import Leerweg, ProfileModule, VmboProfile
from .regions import Postcode, Region
from .reports import Report
from .statements import ProfileAnswer, ProfileStatement, Source, Status
from .uploads import Upload

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
    "ProfileModule",
    "ProfileStatement",
    "Region",
    "Report",
    "SchoolLocation",
    "Source",
    "SquaredChord",
    "Status",
    "Upload",
    "VmboProfile",
]
