"""What a list would change, row by row, before it changes anything."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.importing import Difference, Row, RowError, Table, compare, table_in

from .columns import Column, ConflictError, PlainColumn, Record, RefusedError
from .description import EXPLANATION, RESULT, Exchange
from .words import Known


class Kind(models.TextChoices):
    """What happens to a row of the list."""

    NEW = "new", gettext_lazy("nieuw")
    CHANGED = "changed", gettext_lazy("gewijzigd")
    REFUSED = "refused", gettext_lazy("geweigerd")
    SAME = "same", gettext_lazy("ongewijzigd")


@dataclass(frozen=True)
class Change:
    """One value before and after, as people read it. A new row has nothing before."""

    title: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One row of the list. A refused one has no key, and at least one fault."""

    number: int
    kind: Kind
    row: Row
    key: tuple = ()
    faults: tuple[RowError, ...] = ()

    @property
    def is_conflict(self) -> bool:
        return any(isinstance(fault, ConflictError) for fault in self.faults)

    @property
    def label(self) -> str:
        return str(_("intussen gewijzigd") if self.is_conflict else self.kind.label)


@dataclass(frozen=True)
class Preview:
    """A list beside what is stored. `difference` leaves refused rows out and removes nothing."""

    exchange: Exchange
    table: Table
    lines: list[Line]
    difference: Difference

    @cached_property
    def counts(self) -> dict[Kind, int]:
        found = Counter(line.kind for line in self.lines)
        return {kind: found[kind] for kind in Kind}

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same changes of the same stored values: whoever saw one preview saw the other."""
        stored = self.difference.stored
        seen = [
            sorted(map(repr, self.difference.created.items())),
            sorted(repr((key, stored[key], row)) for key, row in self.difference.changed.items()),
            [line.number for line in self.lines if line.kind == Kind.REFUSED],
        ]
        return sha256(repr(seen).encode()).hexdigest()

    def of_kinds(self, kinds: Iterable[str]) -> list[Line]:
        return [line for line in self.lines if line.kind in set(kinds)]

    def name_of(self, line: Line) -> str:
        """How people know the row again."""
        return self.exchange.name_of(line.key, line.row.values)

    def changes(self, line: Line) -> list[Change]:
        """What differs in a changed row, and all that a new row holds."""
        columns = self.exchange.values + self.exchange.links
        if line.kind == Kind.NEW:
            pairs = zip(columns, [None] * len(columns), self.difference.created[line.key], strict=True)
            return [change for change in shown(pairs) if change.new]
        if line.kind == Kind.CHANGED:
            _pk, old = self.difference.stored[line.key]
            return list(shown(zip(columns, old, self.difference.changed[line.key], strict=True)))
        return []

    def problems(self) -> list[str]:
        """One sentence per refused value, as the report of an import has them."""
        return [
            _("rij %(row)s: %(problem)s") % {"row": line.number, "problem": fault}
            for line in self.of_kinds([Kind.REFUSED])
            for fault in line.faults
        ]

    def result_titles(self) -> list[str]:
        return [*self.exchange.titles, str(RESULT), str(EXPLANATION)]

    def result_rows(self) -> Iterable[list[Any]]:
        """The list as it came in, and what happens to every row."""
        for line in self.lines:
            cells = [line.row.values.get(column.name, "") for column in self.exchange.in_file]
            yield [*cells, line.label, self.explanation(line)]

    def explanation(self, line: Line) -> str:
        if line.kind == Kind.CHANGED:
            return "; ".join(f"{each.title}: '{each.old}' -> '{each.new}'" for each in self.changes(line))
        return "; ".join(map(str, line.faults))


def shown(pairs: Iterable[tuple[Column | PlainColumn, Any, Any]]) -> Iterable[Change]:
    for column, old, new in pairs:
        if old != new:
            yield Change(str(column.title), column.show(old), column.show(new))


def preview_of(exchange: Exchange, content: bytes, name: str, may_add: bool = True) -> Preview:
    """Read a list and compare it with what is stored. TableError when the file as a whole cannot be used."""
    table = table_in(content, name, exchange.layout)
    exchange = exchange.fresh()
    stored = exchange.stored()
    known = exchange.known()
    read = list(read_rows(exchange, table, known, stored, may_add))
    wanted = {record.key: record.values for _row, record, _faults in read if record}
    difference = replace(compare(stored, wanted), removed=frozenset())
    return Preview(exchange, table, [line_of(*each, difference) for each in read], difference)


Read = tuple[Row, Record | None, tuple[RowError, ...]]


def read_rows(exchange: Exchange, table: Table, known: Known, stored: Mapping, may_add: bool) -> Iterable[Read]:
    """Every row with its record, or with its faults. What is stored already is believed."""
    numbers = {}
    for row in table.rows:
        try:
            if row.fault:
                raise RefusedError([titled(row.fault, table)])
            record = exchange.parse(row.values, known)
            before = numbers.setdefault(record.key, row.number)
            if before != row.number:
                raise RefusedError([repetition(exchange, record, before)])
            record = exchange.settle(record, stored[record.key][1] if record.key in stored else None)
            if record.key not in stored or stored[record.key][1] != record.values:
                check(exchange, record, row, may_add or record.key in stored)
            yield row, record, ()
        except RefusedError as error:
            yield row, None, tuple(error.faults)


def check(exchange: Exchange, record: Record, row: Row, may_be_written: bool):
    if not may_be_written:
        expected = _("een rij die er al is, want u mag geen rijen toevoegen")
        raise RefusedError([RowError(_("de hele rij"), "", expected)])
    exchange.check(record, row.values)


def titled(fault: RowError, table: Table) -> RowError:
    return RowError(table.titles.get(fault.column, fault.column), fault.value, fault.expected)


def repetition(exchange: Exchange, record: Record, before: int) -> RowError:
    titles = ", ".join(str(column.title) for column in exchange.keys)
    value = ", ".join(column.show(part) for column, part in zip(exchange.keys, record.key, strict=True))
    return RowError(titles, value, _("niet nog eens wat in rij %(row)s staat") % {"row": before})


def line_of(row: Row, record: Record | None, faults: tuple[RowError, ...], difference: Difference) -> Line:
    if record is None:
        return Line(row.number, Kind.REFUSED, row, faults=faults)
    kind = Kind.SAME
    if record.key in difference.created:
        kind = Kind.NEW
    if record.key in difference.changed:
        kind = Kind.CHANGED
    return Line(row.number, kind, row, record.key)
