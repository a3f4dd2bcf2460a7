"""Where you can learn what: regions, locations, profiles, and what is said and shown about them."""

from .audit import AuditEvent
from .duo_files import DuoFile
from .finder import DataVersion, FinderRow, Match, SquaredChord
from .imports import ImportRun, LocationChange
from .inquiries import Inquiry
from .invitations import Invitation
from .kept import KeptQuestion
from .locations import EDITED_FIELDS, OFFICIAL_FIELDS, Kind, SchoolLocation
from .memberships import LOCAL_ROLES, WIDE_ROLES, Membership, Role, ScopedQuerySet, allows, allows_in, reach, roles_of
from .profiles import Leerweg, ProfileModule, VmboProfile
from .regions import Postcode, Region
from .reports import Report
from .sessions import StaffSession
from .statements import ProfileAnswer, ProfileStatement, Source, Status, Withdrawal
from .uploads import Upload

__all__ = [
    "EDITED_FIELDS",
    "LOCAL_ROLES",
    "OFFICIAL_FIELDS",
    "WIDE_ROLES",
    "AuditEvent",
    "DataVersion",
    "DuoFile",
    "FinderRow",
    "ImportRun",
    "Inquiry",
    "KeptQuestion",
    "Invitation",
    "Kind",
    "Leerweg",
    "LocationChange",
    "Match",
    "Membership",
    "Postcode",
    "ProfileAnswer",
    "ProfileModule",
    "ProfileStatement",
    "Region",
    "Report",
    "Role",
    "SchoolLocation",
    "ScopedQuerySet",
    "Source",
    "SquaredChord",
    "StaffSession",
    "Status",
    "Upload",
    "VmboProfile",
    "Withdrawal",
    "allows",
    "allows_in",
    "reach",
    "roles_of",
]
