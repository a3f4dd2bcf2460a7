"""From an official file to the difference it makes: read strictly, compare, write only what differs.

Knows files and tables, and no app. Texts are Dutch: they are read by whoever imports the file.
"""

from .columns import Columns, lacking
from .differences import BATCH, Difference, Progress, compare, insert_rows, labels_of, stored_rows, write
from .faults import GoneError, RowError, TableError, in_short
from .reading import Row, Table, as_prose, content_of, read_table, streamed, table_in
from .reporting import ImportReport, each_once, parse_rows
from .separated import decoded, text_of, titles_in
from .writing import CONTENT_TYPES, Dressing, table_file

__all__ = [
    "BATCH",
    "CONTENT_TYPES",
    "Columns",
    "Difference",
    "Dressing",
    "GoneError",
    "ImportReport",
    "Progress",
    "Row",
    "RowError",
    "Table",
    "TableError",
    "as_prose",
    "compare",
    "content_of",
    "decoded",
    "each_once",
    "in_short",
    "insert_rows",
    "labels_of",
    "lacking",
    "parse_rows",
    "read_table",
    "stored_rows",
    "streamed",
    "table_file",
    "table_in",
    "text_of",
    "titles_in",
    "write",
]
