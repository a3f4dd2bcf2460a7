"""What can be wrong with a file as a whole, or with one value in it. The messages are for who sent the file."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
UNSEEN = "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
"""Marks without a width, and those that turn the direction of a text."""
UNREADABLE = re.compile(f"{CONTROL.pattern}|{UNSEEN}")
MOST_SHOWN = 60


class TableError(Exception):
    """The file as a whole cannot be used; the message says in one sentence why and what was expected."""


class GoneError(TableError):
    """The file would make more of what is known disappear than is believable; `gone` names all of it."""

    def __init__(self, message: str, gone: Iterable[str] = ()):
        super().__init__(message)
        self.gone = list(gone)


class RowError(Exception):
    """One value in one row cannot be used. `column` is our name of the column, or the words for something else."""

    def __init__(self, column: str, value: str, expected: str):
        self.column, self.value, self.expected = column, value, expected
        super().__init__(column, value, expected)

    def __str__(self):
        return self.naming(self.column)

    def naming(self, column: str) -> str:
        return _("%(column)s is '%(value)s', verwacht: %(expected)s") % {
            "column": column,
            "value": in_short(self.value),
            "expected": self.expected,
        }


def in_short(value: str) -> str:
    """A value as messages quote it: the beginning of a long one, and a question mark for a sign that nobody can see."""
    beginning = value if len(value) <= MOST_SHOWN else f"{value[: MOST_SHOWN - 1]}…"
    return UNREADABLE.sub("?", beginning)
