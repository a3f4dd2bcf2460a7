"""Lists that staff download, change in a spreadsheet and send in again: described once, previewed, then applied."""

from .applying import AppliedError, RefusedRowsError, SeenOtherwiseError, apply, apply_upload, read_file
from .columns import Column, ConflictError, ModelError, PlainColumn, Record, RefusedError
from .description import EXPLANATION, RESULT, VERSION, Exchange
from .preview import Kind, Preview, preview_of
from .tables import TableExchange, columns_of, comparable, exchange
from .undoing import undo_upload
from .words import (
    Amount,
    Choice,
    Code,
    Codes,
    Day,
    Digits,
    NotAllowedError,
    NotUnderstoodError,
    Slug,
    Text,
    Whole,
    Year,
    YesNo,
)

__all__ = [
    "EXPLANATION",
    "RESULT",
    "VERSION",
    "Amount",
    "AppliedError",
    "Choice",
    "Code",
    "Codes",
    "Column",
    "ConflictError",
    "Day",
    "Digits",
    "Exchange",
    "Kind",
    "ModelError",
    "NotAllowedError",
    "NotUnderstoodError",
    "PlainColumn",
    "Preview",
    "Record",
    "RefusedError",
    "RefusedRowsError",
    "SeenOtherwiseError",
    "Slug",
    "TableExchange",
    "Text",
    "Whole",
    "Year",
    "YesNo",
    "apply",
    "apply_upload",
    "columns_of",
    "comparable",
    "exchange",
    "preview_of",
    "read_file",
    "undo_upload",
]
