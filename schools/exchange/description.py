"""What every list for staff is, whatever it fills: what a preview, applying and undoing need to know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from portal.importing import Columns, Difference, Dressing

from .columns import Column, PlainColumn, Record, read_all
from .words import Known

RESULT, EXPLANATION = gettext_lazy("Resultaat"), gettext_lazy("Toelichting")
"""The columns that a list bears when we send it back. A list that comes in with them is read without them."""
VERSION = "version"


@dataclass(frozen=True)
class Exchange:
    """A list. `keys` are the columns by which a row is known again. A row that is not in the list stays as it is.

    Each sort of list says what is stored (`stored`), whether a row may be written (`check`), and how (`save`).
    """

    name: str
    keys: tuple[Column | PlainColumn, ...]
    values: tuple[Column | PlainColumn, ...]
    links: tuple[Column, ...] = ()
    """Columns with codes of other rows; in keys and values they come last."""
    named_by: tuple[Column | PlainColumn, ...] = ()
    """The columns that tell people which row it is, where those are not the keys."""
    beside: tuple[PlainColumn, ...] = ()
    """Columns that only tell something: they may be left out of the list, and what they say is not read."""
    version: PlainColumn | None = None
    """The column that carries in which state a row was downloaded, where a later change by others is to be seen."""

    can_be_undone = False
    asks_who_says_it = False
    """Whether sending it in asks who says it, and on which day."""

    @property
    def title(self) -> str:
        """What people call the rows."""
        raise NotImplementedError

    @cached_property
    def columns(self) -> tuple[Column | PlainColumn, ...]:
        """Those that are read."""
        return self.keys + self.values + self.links

    @cached_property
    def in_file(self) -> tuple[Column | PlainColumn, ...]:
        """All columns, in the order in which a file has them."""
        return self.columns + self.beside + ((self.version,) if self.version else ())

    @property
    def titles(self) -> list[str]:
        return [str(column.title) for column in self.in_file]

    @property
    def layout(self) -> Columns:
        return Columns(
            self.title,
            f"import_table {self.name}",
            {column.name: (str(column.title),) for column in self.in_file if column not in self.beside},
            delimiter=";,",
            edited=True,
            ignored=(str(RESULT), str(EXPLANATION)),
            optional={column.name: (str(column.title),) for column in self.beside},
        )

    @property
    def dressing(self) -> Dressing:
        """What a workbook of this list has beyond its cells."""
        hidden = (str(self.version.title),) if self.version else ()
        return Dressing(hidden=hidden)

    def fresh(self) -> "Exchange":
        """The same list, without anything that it remembers of what is stored."""
        return replace(self)

    def known(self) -> Known:
        """The codes that cells may hold."""
        return {}

    def parse(self, texts: Mapping[str, str], known: Known) -> Record:
        """One row; RefusedError names all that cannot be read in it."""
        read = read_all(self.columns, texts, known)
        keys, others = (tuple(read[column.name] for column in part) for part in (self.keys, self.values + self.links))
        return Record(keys, others, texts.get(VERSION, ""))

    def stored(self) -> dict[tuple, tuple[Any, tuple]]:
        """What a list may change, as it is now: key to (primary key, values)."""
        raise NotImplementedError

    def settle(self, record: Record, stored: tuple | None) -> Record:
        """What a row asks for beside the stored values, which are None for a new row.

        RefusedError when somebody changed the same since the list was downloaded.
        """
        return record

    def check(self, record: Record, texts: Mapping[str, str]):
        """RefusedError when a row that makes a difference cannot be written."""

    def cells(self, key: tuple, values: tuple) -> list[Any]:
        """A stored row as the cells of a file."""
        read = [column.write(value) for column, value in zip(self.columns, (*key, *values), strict=True)]
        return [*read, *self.cells_beside(key, values)]

    def cells_beside(self, key: tuple, values: tuple) -> list[Any]:
        """The cells of the columns beside, and of the version."""
        return []

    def name_of(self, key: tuple, texts: Mapping[str, str]) -> str:
        """How people know a row again, in the words of the list itself."""
        return ", ".join(filter(None, (texts.get(column.name) for column in self.named_by)))

    def last_words(self, keys: Iterable[tuple]) -> Mapping[tuple, str]:
        """By whom and when the stored values of these rows were said, where that is known."""
        return {}

    def facts(self, difference: Difference) -> dict[str, Any]:
        """What an Upload remembers of a difference, so that it can be found and undone."""
        return {}

    def save(self, difference: Difference, upload):
        """Write a difference. To be called in the transaction of the change."""
        raise NotImplementedError

    def events(self, difference: Difference) -> Iterable[tuple]:
        """Kind, row, old and new values of every row that came or changed, for the record of who did what."""
        return ()

    def may_undo(self, upload) -> bool:
        return False

    def left_by_undo(self, upload) -> list[str]:
        """In whole sentences: what undoing would leave as it is, since somebody changed it afterwards."""
        return []

    def undo(self, upload, reason: str, author):
        """Take back what an upload wrote. To be called in the transaction of the change."""
        raise NotImplementedError
