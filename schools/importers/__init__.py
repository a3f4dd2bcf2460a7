"""Reads the official files of DUO and the coordinates that belong to them."""

from .coordinates import import_coordinates
from .exams import import_exams
from .locations import import_locations
from .pupils import import_pupils

__all__ = ["import_coordinates", "import_exams", "import_locations", "import_pupils"]
