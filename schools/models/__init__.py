"""Where you can learn what: regions, locations, profiles, and what is said and shown about them."""

from .finder import DataVersion, FinderRow, Match, SquaredChord
from .imports import ImportRun, LocationChange
from .locations import OFFICIAL_FIELDS, Kind, SchoolLocation
from .profiles import Leerweg, ProfileModule, VmboProfile
from .regions import Postcode, Region
from .reports import Report
from .statements import ProfileAnswer, ProfileStatement, Source, Status, Withdrawal
from .uploads import Upload

__all__ = [
    "OFFICIAL_FIELDS",
    "DataVersion",
    "FinderRow",
    "ImportRun",
    "Kind",
    "Leerweg",
    "LocationChange",
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
    "Withdrawal",
]
