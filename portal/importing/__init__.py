"""From an official file to the difference it makes: read strictly, compare, write only what differs.

Knows files and tables, and no app. Texts are Dutch: they are read by whoever imports the file.
"""

from .differences import BATCH, Difference, Progress, compare, labels_of, stored_rows, write
from .reading import Columns, GoneError, Row, RowError, Table, TableError, read_table
from .reporting import ImportReport, each_once, parse_rows

__all__ = [
    "BATCH",
    "Columns",
    "Difference",
    "GoneError",
    "ImportReport",
    "Progress",
    "Row",
    "RowError",
    "Table",
    "TableError",
    "compare",
    "each_once",
    "labels_of",
    "parse_rows",
    "read_table",
    "stored_rows",
    "write",
]
