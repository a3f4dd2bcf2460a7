"""What you can become: occupations, the courses that lead there, and what is known about both."""

from .facts import Fact, GeneralFact, Myth, Pay, Prospect, is_outdated
from .occupations import Activity, Cluster, Occupation
from .people import RoleModel
from .routes import Certainty, Course, Provider, Route
from .sources import Publication

__all__ = [
    "Activity",
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
    "is_outdated",
]
