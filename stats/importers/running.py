"""From a file to the figures that it changes, in one transaction: everything of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils import timezone

from portal.importing import ImportReport, labels_of, write
from schools.auditing import Kind as Event
from schools.auditing import record as record_event
from schools.exchange import Kind
from schools.models import DataVersion, ImportRun
from schools.recalculation import OutdatedError, change_data

from ..models import Observation
from .comparing import Comparison, compare_all
from .layouts import Layout
from .records import KEYS, VALUES, Given, Known

ATTEMPTS = 5


class SeenOtherwiseError(Exception):
    """Somebody changed the same figures since the preview. Nothing was written."""


class RefusedRowsError(Exception):
    """The file has rows that are refused, and nobody said to leave those out. Nothing was written."""


@dataclass
class Options:
    """How a file is read: what is known beside it, and what to do with it."""

    source: str = ""
    period: Any = None
    dry_run: bool = False
    skip_refused: bool = True
    author: Any = None
    seen: str | None = None
    """The fingerprint of the comparison that was judged."""
    progress: Callable[[int], None] = field(default=lambda done: None)


def compare_file(content: bytes, name: str, layout: Layout, options: Options) -> Comparison:
    """What a file would change. TableError when it cannot be used as a whole."""
    given = Given(Known.now(), options.source, options.period)
    return compare_all(layout.read(content, name, given), options.progress)


def import_figures(content: bytes, name: str, layout: Layout, options: Options, record=None) -> ImportReport:
    """Read and write a file; anew when somebody else changed the data in between.

    `record` is called within the transaction, to keep what becomes of the file elsewhere as well.
    """
    for _attempt in range(ATTEMPTS):
        version = DataVersion.current()
        comparison = compare_file(content, name, layout, options)
        report = report_on(comparison, content, name, options)
        if options.dry_run:
            report.remarks = in_words(comparison)
            return report
        check_seen(comparison, options)
        try:
            save(comparison, report, version, options, record)
        except OutdatedError:
            continue
        return report
    raise OutdatedError


def check_seen(comparison: Comparison, options: Options):
    if options.seen not in (None, comparison.fingerprint):
        raise SeenOtherwiseError
    if comparison.counts[Kind.REFUSED] and not options.skip_refused:
        raise RefusedRowsError


def save(comparison: Comparison, report: ImportReport, version: int, options: Options, record):
    """A file that changes nothing leaves the data version alone, and the run in which each figure came."""

    def write_all():
        run = run_of(report, comparison, options)
        for difference in comparison.differences():
            write(Observation, KEYS, VALUES, difference, import_run=run)
        if record:
            record(report)

    if comparison:
        change_data(write_all, expected_version=version)
    else:
        write_all()


def in_words(comparison: Comparison) -> list[str]:
    """The first of the changes."""
    first = next(filter(None, comparison.differences()), None)
    return first.in_words(labels_of(Observation, VALUES)) if first else []


def report_on(comparison: Comparison, content: bytes, name: str, options: Options) -> ImportReport:
    counts = comparison.counts
    return ImportReport(
        name,
        sha256(content).hexdigest(),
        rows_read=comparison.rows_read,
        created=counts[Kind.NEW],
        changed=counts[Kind.CHANGED],
        unchanged=counts[Kind.SAME],
        problems=comparison.problems,
        dry_run=options.dry_run,
    )


def run_of(report: ImportReport, comparison: Comparison, options: Options) -> ImportRun:
    today = timezone.localdate()
    counted = ("sha256", "rows_read", "created", "changed", "unchanged", "removed", "problems")
    run = ImportRun.objects.create(
        series=ImportRun.Series.INDICATORS,
        file_name=report.source[:200],
        reference_date=min(comparison.last_day or today, today),
        author=options.author,
        skipped=comparison.counts[Kind.REFUSED],
        **{name: getattr(report, name) for name in counted},
    )
    counts = {name: getattr(report, name) for name in ("rows_read", "created", "changed", "unchanged")}
    record_event(Event.IMPORT, options.author, run, new=counts, source=report.source)
    return run
