"""The columns of a list for staff, a row of it, and what can be wrong with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import ManyToManyField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.importing import RowError, in_short

from .words import Choice, Codes, Known, NotAllowedError, NotUnderstoodError


class RefusedError(Exception):
    """A row that cannot be used; `faults` names each of its values that is wrong."""

    def __init__(self, faults: list[RowError]):
        self.faults = faults
        super().__init__(faults)


class ModelError(RowError):
    """A value that can be read and may not be; `expected` is a whole sentence that says what to do."""

    def naming(self, column: str) -> str:
        return _("%(column)s is '%(value)s'. %(sentence)s") % {
            "column": column,
            "value": in_short(self.value),
            "sentence": self.expected,
        }


class ConflictError(ModelError):
    """Somebody changed a value since the list was downloaded, and the list says something else again."""


class Reading:
    """What all columns can, whatever they are made of: `title`, `words`, `may_be_empty` and `nothing()` say how."""

    def read(self, text: str, known: Known) -> Any:
        """The value in a cell; RowError says what was expected instead."""
        if text == "" and self.may_be_empty:
            return self.nothing()
        try:
            if text == "":
                raise NotUnderstoodError(self.words.expected())
            return self.words.read(text, known)
        except NotAllowedError as error:
            raise ModelError(self.title, text, str(error)) from error
        except NotUnderstoodError as error:
            raise RowError(self.title, text, str(error)) from error

    def write(self, value: Any) -> Any:
        return "" if value == () else value if value in (None, "") else self.words.write(value)

    def show(self, value: Any) -> str:
        """The value as people read it; nothing for what is empty."""
        return "" if value in (None, "", ()) else self.words.show(value)

    def example(self, value: Any) -> str:
        """The value as it stands in a file."""
        return str(self.write(value)) if isinstance(self.words, Choice) else self.show(value)


@dataclass(frozen=True)
class Column(Reading):
    """The column of a field. Its header is what the form calls the field."""

    field: models.Field
    words: Any

    @cached_property
    def name(self) -> str:
        """The name under which Django keeps the value: "source_id" for a relation."""
        return self.field.name if isinstance(self.field, ManyToManyField) else self.field.attname

    @property
    def title(self) -> str:
        return capfirst(str(self.field.verbose_name))

    @property
    def may_be_empty(self) -> bool:
        return self.field.blank and not isinstance(self.field, models.BooleanField)

    @property
    def meaning(self) -> str:
        return str(self.field.help_text)

    def nothing(self) -> Any:
        if isinstance(self.words, Codes):
            return ()
        return None if self.field.null else ""


@dataclass(frozen=True)
class PlainColumn(Reading):
    """A column of which no single field holds the value."""

    name: str
    title: str
    words: Any
    meaning: str = ""
    may_be_empty: bool = False

    def nothing(self) -> None:
        return None


@dataclass(frozen=True)
class Record:
    """One row of a list, as it is kept. `version` is what the row says of the state that it was downloaded in."""

    key: tuple
    values: tuple
    version: str = ""


def read_all(columns, texts: Mapping[str, str], known: Known) -> dict[str, Any]:
    """The values in one row, by the names of their columns; RefusedError names all that cannot be read in it."""
    read, faults = {}, []
    for column in columns:
        try:
            read[column.name] = column.read(texts[column.name], known)
        except RowError as fault:
            faults.append(fault)
    if faults:
        raise RefusedError(faults)
    return read
