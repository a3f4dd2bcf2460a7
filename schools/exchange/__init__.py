"""Lists that staff download, change in a spreadsheet and send in again: described once, previewed, then applied."""

from .applying import AppliedError, RefusedRowsError, SeenOtherwiseError, apply, apply_upload, read_file
from .description import EXPLANATION, RESULT, Column, Exchange, ModelError, exchange
from .preview import Kind, Preview, preview_of
from .words import Amount, Choice, Code, Codes, Day, Digits, Slug, Text, Whole, Year, YesNo

__all__ = [
    "EXPLANATION",
    "RESULT",
    "Amount",
    "AppliedError",
    "Choice",
    "Code",
    "Codes",
    "Column",
    "Day",
    "Digits",
    "Exchange",
    "Kind",
    "ModelError",
    "Preview",
    "RefusedRowsError",
    "SeenOtherwiseError",
    "Slug",
    "Text",
    "Whole",
    "Year",
    "YesNo",
    "apply",
    "apply_upload",
    "exchange",
    "preview_of",
    "read_file",
]
