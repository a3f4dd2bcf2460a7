"""What you can become: occupations, the courses that lead there, and what is known about both."""

from .captions import Caption, with_captions
from .facts import Fact, GeneralFact, Myth, Pay, Prospect, is_outdated
from .occupations import Activity, Cluster, Occupation
from .people import RoleModel
from .routes import Certainty, Course, Provider, Route
from .sources import Publication
from .videos import Video

__all__ = [
    "Activity",
    "Caption",
    "Certainty",
    "Cluster",
    "Course",
    "Fact",
    "GeneralFact",
    "Myth",
    "Occupation",
    "Pay",
    "Prospect",
    "Provider",
    "Publication",
    "RoleModel",
    "Route",
    "Video",
    "is_outdated",
    "with_captions",
]
