"""What a list for staff looks like: its columns, what they mean, and the model that it fills."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ManyToManyField, QuerySet
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.importing import Columns, Difference, RowError, as_prose, compare, stored_rows, write

from .words import Choice, Code, Codes, Known, NotUnderstoodError, words_of

RESULT, EXPLANATION = gettext_lazy("Resultaat"), gettext_lazy("Toelichting")
"""The columns that a list bears when we send it back. A list that comes in with them is read without them."""


class RefusedError(Exception):
    """A row that cannot be used; `faults` names each of its values that is wrong."""

    def __init__(self, faults: list[RowError]):
        self.faults = faults
        super().__init__(faults)


class ModelError(RowError):
    """What the model has against a value; `expected` is a whole sentence that says what to do."""

    def naming(self, column: str) -> str:
        return _("%(column)s is '%(value)s'. %(sentence)s") % {
            "column": column,
            "value": self.value[:60],
            "sentence": self.expected,
        }


@dataclass(frozen=True)
class Column:
    """One column: its field, and the words for the values. Its header is what the form calls the field."""

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

    def read(self, text: str, known: Known) -> Any:
        """The value in a cell; RowError says what was expected instead."""
        if text == "" and self.may_be_empty:
            return self.nothing()
        try:
            if text == "":
                raise NotUnderstoodError(self.words.expected())
            return self.words.read(text, known)
        except NotUnderstoodError as error:
            raise RowError(self.title, text, str(error)) from error

    def nothing(self) -> Any:
        if isinstance(self.words, Codes):
            return ()
        return None if self.field.null else ""

    def write(self, value: Any) -> Any:
        return value if value in (None, "") else self.words.write(value)

    def show(self, value: Any) -> str:
        """The value as people read it; nothing for what is empty."""
        return "" if value in (None, "", ()) else self.words.show(value)

    def example(self, value: Any) -> str:
        """The value as it stands in a file."""
        return str(self.write(value)) if isinstance(self.words, Choice) else self.show(value)


@dataclass(frozen=True)
class Record:
    """One row of a list, as the model keeps it."""

    key: tuple
    values: tuple


@dataclass(frozen=True)
class Exchange:
    """A list of the rows of a model. `keys` are the columns by which a row is known again.

    `links` are columns with codes of other rows; they need a model of which the key is the primary key. In keys and
    values the links come last. A row that is not in the list stays as it is.
    """

    name: str
    model: type[models.Model]
    keys: tuple[Column, ...]
    values: tuple[Column, ...]
    links: tuple[Column, ...] = ()
    named_by: tuple[Column, ...] = ()
    """The columns that tell people which row it is, where those are not the keys."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return self.keys + self.values + self.links

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    @property
    def layout(self) -> Columns:
        return Columns(
            str(self.model._meta.verbose_name_plural),
            f"import_table {self.name}",
            {column.name: (column.title,) for column in self.columns},
            delimiter=";,",
            edited=True,
            ignored=(str(RESULT), str(EXPLANATION)),
        )

    def known(self) -> Known:
        """The codes that cells may hold: one query per model."""
        models_referred_to = {column.words.model for column in self.columns if isinstance(column.words, Code)}
        return {
            model: frozenset(map(str, model._default_manager.order_by().values_list("pk", flat=True)))
            for model in models_referred_to
        }

    def parse(self, texts: Mapping[str, str], known: Known) -> Record:
        """One row; RefusedError names all that cannot be read in it."""
        read, faults = {}, []
        for column in self.columns:
            try:
                read[column.name] = column.read(texts[column.name], known)
            except RowError as fault:
                faults.append(fault)
        if faults:
            raise RefusedError(faults)
        keys, others = (tuple(read[column.name] for column in part) for part in (self.keys, self.values + self.links))
        return Record(keys, others)

    def check(self, record: Record, texts: Mapping[str, str]):
        """RefusedError when the model has something against this row."""
        plain = self.keys + self.values
        values = (*record.key, *record.values[: len(self.values)])
        instance = self.model(**{column.name: value for column, value in zip(plain, values, strict=True)})
        others = {field.name for field in self.model._meta.fields} - {column.field.name for column in plain}
        relations = {column.field.name for column in plain if column.field.is_relation}
        try:
            instance.clean_fields(exclude=others | relations)
            instance.clean()
        except ValidationError as error:
            raise RefusedError(list(self.faults_in(error, texts))) from error

    def faults_in(self, error: ValidationError, texts: Mapping[str, str]) -> Iterable[RowError]:
        columns = {column.field.name: column for column in self.columns}
        for name, messages in error.message_dict.items():
            column = columns.get(name)
            title = column.title if column else _("de hele rij")
            yield ModelError(title, texts[column.name] if column else "", " ".join(messages))

    def stored(self, queryset: QuerySet | None = None) -> dict[tuple, tuple[Any, tuple]]:
        """What the database holds: key to (primary key, values). One query, and one per column of links."""
        rows = self.model._default_manager.all() if queryset is None else queryset
        names = ([column.name for column in part] for part in (self.keys, self.values))
        found = {key: (pk, tuple(map(comparable, row))) for key, (pk, row) in stored_rows(rows, *names).items()}
        for column in self.links:
            linked = self.linked(column, rows)
            found = {key: (pk, (*row, tuple(sorted(linked.get(pk, ()))))) for key, (pk, row) in found.items()}
        return found

    def linked(self, column: Column, rows: QuerySet) -> dict[Any, list[str]]:
        """Primary key to the codes of the rows that it is linked with."""
        through, owner, other = self.link_table(column)
        linked = {}
        pairs = through.objects.filter(**{f"{owner}__in": rows.order_by().values("pk")})
        for pk, code in pairs.order_by().values_list(owner, other):
            linked.setdefault(pk, []).append(str(code))
        return linked

    def link_table(self, column: Column) -> tuple[type[models.Model], str, str]:
        field = column.field
        return field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()

    def cells(self, key: tuple, values: tuple) -> list[Any]:
        """A stored row as the cells of a file."""
        return [column.write(value) for column, value in zip(self.columns, (*key, *values), strict=True)]

    def save(self, difference: Difference):
        """Write a difference. To be called in the transaction of the change."""
        keys, values = ([column.name for column in part] for part in (self.keys, self.values))
        last = len(values)
        plain = {
            part: {key: row[:last] for key, row in getattr(difference, part).items()} for part in ("created", "changed")
        }
        write(self.model, keys, values, replace(difference, **plain, removed=frozenset()))
        for place, column in enumerate(self.links, start=last):
            rows = {**difference.created, **difference.changed}
            self.save_links(column, {key: row[place] for key, row in rows.items()})

    def save_links(self, column: Column, codes: Mapping[tuple, tuple[str, ...]]):
        through, owner, other = self.link_table(column)
        wanted = {(pk, code): () for (pk,), linked in codes.items() for code in linked}
        rows = through.objects.filter(**{f"{owner}__in": [pk for (pk,) in codes]})
        write(through, (owner, other), (), compare(stored_rows(rows, (owner, other), ()), wanted))


def exchange(
    name: str, model: type[models.Model], *, keys: str, values: str, links="", named_by="", **words
) -> Exchange:
    """A list of these fields, their names with blanks between them; `words` for fields whose type does not say all."""

    def columns(names: str) -> tuple[Column, ...]:
        fields = [model._meta.get_field(each) for each in names.split()]
        return tuple(Column(field, words.get(field.name) or words_of(field)) for field in fields)

    return Exchange(name, model, columns(keys), columns(values), columns(links), columns(named_by or keys))


def comparable(value: Any) -> Any:
    """A stored value as it would be read from a file."""
    return as_prose(value) if isinstance(value, str) else value
