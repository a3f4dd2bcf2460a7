"""A file as lines of cells, whatever its format: what reading has in common."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .faults import UNSEEN

EDGES = re.compile(rf"^(?:\s|{UNSEEN})+|(?:\s|{UNSEEN})+$")


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

    def expected(self) -> str:
        return _("een waarde in plaats van een formule zonder uitkomst")


class MergedCell(BadCell):
    """A cell behind another, that shows for both."""

    __slots__ = ()

    def expected(self) -> str:
        return _("een eigen waarde, want deze cel is samengevoegd met een andere")


def titles_of(cells: list[str]) -> list[str]:
    """The headers with single blanks."""
    return [" ".join(without_edges(cell).split()) for cell in cells]


def without_edges(text: str) -> str:
    """Without the blanks around it, nor the marks there that nobody sees: they come along when people copy."""
    text = text.strip()
    return EDGES.sub("", text) if text and (EDGES.match(text[0]) or EDGES.match(text[-1])) else text
