"""Compares wanted rows with stored ones and writes only what differs. The comparison is the preview as well."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

BATCH = 1000

Key = tuple
Values = tuple
Progress = Callable[[int, int], None]
"""Called now and then with what is done and what there is in all."""


@dataclass(frozen=True)
class Difference:
    """What has to be written so that the stored rows equal the wanted ones. Keys and values are tuples."""

    created: Mapping[Key, Values]
    changed: Mapping[Key, Values]
    removed: frozenset[Key]
    unchanged: int
    stored: Mapping[Key, tuple[Any, Values]]

    def __bool__(self):
        return bool(self.created or self.changed or self.removed)

    def __len__(self):
        return len(self.created) + len(self.changed) + len(self.removed)

    @property
    def keys(self) -> set[Key]:
        return {*self.created, *self.changed, *self.removed}

    @property
    def share_removed(self) -> float:
        return len(self.removed) / len(self.stored) if self.stored else 0.0

    def in_words(self, labels: Iterable[str], limit: int = 20) -> list[str]:
        """One line per row that would be created, changed or removed, at most `limit`; a label for every value."""
        labels = tuple(labels)
        lines = [
            *(_("nieuw: %(key)s") % {"key": named(key)} for key in self.created),
            *(f"{named(key)}: {changes(labels, self.stored[key][1], new)}" for key, new in self.changed.items()),
            *(_("vervalt: %(key)s") % {"key": named(key)} for key in sorted(self.removed, key=named)),
        ]
        return shortened(lines, limit)


def named(key: Key) -> str:
    return " ".join(str(part) for part in key if part not in (None, ""))


def changes(labels: tuple[str, ...], old: Values, new: Values) -> str:
    return ", ".join(
        f"{label} '{shown(before)}' -> '{shown(after)}'"
        for label, before, after in zip(labels, old, new, strict=True)
        if before != after
    )


def shown(value) -> str:
    return "" if value is None else str(value)


def shortened(lines: list[str], limit: int) -> list[str]:
    more = len(lines) - limit
    return lines[:limit] + ([_("en nog %(more)s andere") % {"more": more}] if more > 0 else [])


def stored_rows(queryset, keys: Iterable[str], values: Iterable[str]) -> dict[Key, tuple[Any, Values]]:
    """What the database holds: key to (primary key, values)."""
    keys, values = tuple(keys), tuple(values)
    split = 1 + len(keys)
    return {
        tuple(row[1:split]): (row[0], tuple(row[split:]))
        for row in queryset.order_by().values_list("pk", *keys, *values).iterator(chunk_size=BATCH)
    }


def compare(stored: Mapping[Key, tuple[Any, Values]], wanted: Mapping[Key, Values]) -> Difference:
    created = {key: values for key, values in wanted.items() if key not in stored}
    changed = {key: values for key, values in wanted.items() if key in stored and stored[key][1] != values}
    removed = frozenset(stored.keys() - wanted.keys())
    return Difference(created, changed, removed, len(wanted) - len(created) - len(changed), stored)


def write(model: type[models.Model], keys: Iterable[str], values: Iterable[str], difference: Difference, **constants):
    """Write a difference. `constants` are further fields of every row that is created or changed."""
    keys, values = tuple(keys), tuple(values)
    names = (*keys, *values)
    insert_rows(model, names, ((*key, *row) for key, row in difference.created.items()), constants)
    changed = [(difference.stored[key][0], (*row, *constants.values())) for key, row in difference.changed.items()]
    update_rows(model, (*values, *constants), changed)
    for batch in batches(difference.stored[key][0] for key in difference.removed):
        model._default_manager.filter(pk__in=batch).delete()


def batches(items: Iterable) -> Iterator[list]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def insert_rows(model: type[models.Model], names: Iterable[str], rows: Iterable[Values], constants: Mapping[str, Any]):
    """Create a row of each tuple of values: several times faster than bulk_create, which makes an object of each."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    table = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    complete = (prepared(fields, row) for row in completed(model, fields, tuple(names), rows, constants))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            copy_rows(cursor, table, complete)
        else:
            statement = f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
            for batch in batches(complete):
                cursor.executemany(statement, batch)


def copy_rows(cursor, table: str, rows: Iterable[list]):
    """PostgreSQL's own way for many rows; its driver sends those of executemany one by one."""
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def completed(model, fields, names, rows: Iterable[Values], constants: Mapping[str, Any]) -> Iterator[list]:
    """The values of all fields, also of those that follow from others.

    One object stands for every row in turn, so a default is the same for all of them.
    """
    names = [model._meta.get_field(name).attname for name in names]
    each = model(**constants)
    for row in rows:
        vars(each).update(zip(names, row, strict=True))
        yield [field.pre_save(each, add=True) for field in fields]


def update_rows(model: type[models.Model], names: Iterable[str], rows: list[tuple[Any, Values]]):
    """Give every row (its primary key and new values) its values: many times faster than bulk_update."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key = quote(model._meta.pk.column)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*prepared(fields, values), pk) for pk, values in rows])


def prepared(fields: list[models.Field], values: Values) -> list:
    """The values as the database driver wants them; a related object stands for its key."""
    plain = (value.pk if isinstance(value, models.Model) else value for value in values)
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, plain, strict=True)]


def labels_of(model: type[models.Model], names: Iterable[str]) -> tuple[str, ...]:
    """What people call these fields."""
    return tuple(str(model._meta.get_field(name).verbose_name) for name in names)
