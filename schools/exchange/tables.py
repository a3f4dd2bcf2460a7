"""Lists of which each row is a row of a model."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.importing import Difference, RowError, as_prose, compare, stored_rows, write

from ..auditing import Kind, what_differs
from .columns import Column, ModelError, Record, RefusedError
from .description import Exchange
from .words import Code, Known, words_of


@dataclass(frozen=True)
class TableExchange(Exchange):
    """A list of the rows of a model. `links` need a model of which the key is the primary key."""

    model: type[models.Model] | None = None

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def known(self) -> Known:
        """One query per model."""
        models_referred_to = {column.words.model for column in self.columns if isinstance(column.words, Code)}
        return {
            model: frozenset(map(str, model._default_manager.order_by().values_list("pk", flat=True)))
            for model in models_referred_to
        }

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
        """One query, and one per column of links."""
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

    def save(self, difference: Difference, upload):
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

    def events(self, difference: Difference) -> Iterator[tuple]:
        names = [column.field.name for column in self.columns]
        keys = [column.name for column in self.keys]
        stored = stored_rows(self.model._default_manager.all(), keys, ())
        rows = self.model._default_manager.in_bulk([stored[key][0] for key in difference.keys])
        for key, values in (difference.created | difference.changed).items():
            old = dict(zip(names, (*key, *difference.stored[key][1]), strict=True)) if key in difference.changed else {}
            new = dict(zip(names, (*key, *values), strict=True))
            kind = Kind.CHANGED if old else Kind.CREATED
            yield kind, rows[stored[key][0]], *what_differs(self.model, old, new)


def exchange(
    name: str, model: type[models.Model], *, keys: str, values: str, links="", named_by="", **words
) -> TableExchange:
    """A list of these fields, their names with blanks between them; `words` for fields whose type does not say all."""
    wanted = {"keys": keys, "values": values, "links": links, "named_by": named_by or keys}
    return TableExchange(name, **{part: columns_of(model, names, words) for part, names in wanted.items()}, model=model)


def columns_of(model: type[models.Model], names: str, words: Mapping[str, Any]) -> tuple[Column, ...]:
    fields = [model._meta.get_field(each) for each in names.split()]
    return tuple(Column(field, words.get(field.name) or words_of(field)) for field in fields)


def comparable(value: Any) -> Any:
    """A stored value as it would be read from a file."""
    return as_prose(value) if isinstance(value, str) else value
