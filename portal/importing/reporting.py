"""Turns the rows of a table into records and keeps account of every row."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .differences import BATCH, Difference, Progress, shortened
from .faults import RowError, TableError
from .reading import Row, Table

MOST_PROBLEMS_SHOWN = 100
Parse = Callable[[Mapping[str, str]], Any]


@dataclass
class ImportReport:
    """What reading one file did or, at a dry run, would do.

    Every row that was read was `used`, `passed_over` because it does not concern this import, or skipped.
    `skipped_rows` are the last, and `problems` say in the same order what is the matter with them.
    """

    source: str
    sha256: str
    titles: Mapping[str, str] = field(default_factory=dict)
    """Our names of the columns to the headers of this file."""
    rows_read: int = 0
    used: int = 0
    passed_over: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped_rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def skipped(self) -> int:
        return len(self.problems)

    def skip(self, row: Row, problem: str):
        self.skipped_rows.append(row)
        self.problems.append(_("rij %(row)s: %(problem)s") % {"row": row.number, "problem": problem})

    def refused(self) -> list[list]:
        """Number and cells, by the headers of this file, of every row that was skipped."""
        return [
            [row.number, {self.titles.get(ours, ours): text for ours, text in row.values.items()}]
            for row in self.skipped_rows
        ]

    def count(self, difference: Difference):
        self.created = len(difference.created)
        self.changed = len(difference.changed)
        self.removed = len(difference.removed)
        self.unchanged = difference.unchanged

    def __str__(self):
        counts = ("created", "changed", "unchanged", "removed", "skipped")
        numbers = {name: number_format(getattr(self, name), force_grouping=True) for name in counts}
        line = _(
            "%(source)s: %(created)s nieuw, %(changed)s gewijzigd, %(unchanged)s ongewijzigd, "
            "%(removed)s vervallen, %(skipped)s overgeslagen"
        ) % {"source": self.source, **numbers}
        proof = [_("Dit was een proef: er is niets gewijzigd.")] if self.dry_run else []
        return "\n  ".join([line, *self.remarks, *shortened(self.problems, MOST_PROBLEMS_SHOWN), *proof])


def parse_rows(table: Table, parse: Parse, report: ImportReport, progress: Progress = lambda done, total: None) -> list:
    """The records of all rows that can be used; the others are named in the report.

    `parse` returns None for a row that does not concern this importer. TableError when most rows are refused, or
    when the refused one is where a file ends that has no line end: then it is the file that is not whole.
    """
    records = []
    for row in table.rows:
        report.rows_read += 1
        record = parsed(row, parse, report, table.titles)
        if record is not None:
            records.append(record)
        if report.rows_read % BATCH == 0 or report.rows_read == len(table.rows):
            progress(report.rows_read, len(table.rows))
    report.used = len(records)
    report.passed_over = report.rows_read - report.used - report.skipped
    check_problems(report)
    return records


def parsed(row: Row, parse: Parse, report: ImportReport, titles: Mapping[str, str]) -> Any:
    try:
        if row.fault:
            raise row.fault
        return parse(row.values)
    except RowError as error:
        report.skip(row, error.naming(titles.get(error.column, error.column)))
        return None


def check_problems(report: ImportReport):
    if report.skipped_rows and report.skipped_rows[-1].cut:
        raise TableError(_("Het bestand lijkt afgebroken: %(problem)s.") % {"problem": report.problems[-1]})
    if 2 * report.skipped > report.rows_read:
        raise TableError(
            _("Er is niets gewijzigd: %(bad)s van de %(all)s rijen zijn niet te gebruiken; de eerste is %(first)s.")
            % {"all": report.rows_read, "bad": report.skipped, "first": report.problems[0]}
        )


def each_once(parse: Parse, column: str, key: Callable[[Any], Hashable]) -> Parse:
    """`parse`, but a second row with the same key is refused; `column` is what the key comes from."""
    seen = set()

    def parse_once(values: Mapping[str, str]) -> Any:
        record = parse(values)
        if key(record) in seen:
            raise RowError(column, str(key(record)), _("een code die niet al in een eerdere rij staat"))
        seen.add(key(record))
        return record

    return parse_once
