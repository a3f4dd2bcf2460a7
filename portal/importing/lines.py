"""A file as lines of cells, whatever its format: what reading has in common."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Lines:
    """The titles of the columns, and the number and cells of every row after them, to be read once.

    `ends` is False for a text without a line end after its last row: it may have been cut off.
    """

    titles: list[str]
    rows: Iterator[tuple[int, list[str]]]
    ends: bool = True
    first_line: str = ""


class BadCell(str):
    """What a spreadsheet shows in a cell of which the formula has no outcome, such as "#N/A"."""

    __slots__ = ()


def titles_of(cells: list[str]) -> list[str]:
    """The headers with single blanks."""
    return [" ".join(cell.split()) for cell in cells]
