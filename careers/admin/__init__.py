"""The occupations in the admin: editors own all of it, and every fact keeps its source and year."""

from .occupations import (
    ActivityAdmin,
    CourseAdmin,
    OccupationAdmin,
    PayAdmin,
    ProspectAdmin,
    ProviderAdmin,
    RouteAdmin,
)
from .stories import GeneralFactAdmin, MythAdmin, PublicationAdmin, RoleModelAdmin
from .videos import VideoAdmin

__all__ = [
    "ActivityAdmin",
    "CourseAdmin",
    "GeneralFactAdmin",
    "MythAdmin",
    "OccupationAdmin",
    "PayAdmin",
    "ProspectAdmin",
    "ProviderAdmin",
    "PublicationAdmin",
    "RoleModelAdmin",
    "RouteAdmin",
    "VideoAdmin",
]
