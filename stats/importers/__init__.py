"""Reads files with figures: our own format, and those of the report, DUO and CBS."""

from .comparing import Comparison, Line
from .layouts import LAYOUTS, Layout
from .running import Options, RefusedRowsError, SeenOtherwiseError, compare_file, import_figures

__all__ = [
    "LAYOUTS",
    "Comparison",
    "Layout",
    "Line",
    "Options",
    "RefusedRowsError",
    "SeenOtherwiseError",
    "compare_file",
    "import_figures",
]
