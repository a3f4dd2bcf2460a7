"""What every import does after reading: compare, show or save in one transaction, and keep a record of the run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.importing import Difference, GoneError, ImportReport

from ..models import DataVersion, ImportRun
from ..recalculation import OutdatedError, change_data, recalculate

MOST_THAT_MAY_VANISH = 0.10
ATTEMPTS = 5


@dataclass
class Options:
    """How an import is done. `progress` is called with rows done and rows in all."""

    dry_run: bool = False
    allow_loss: bool = False
    author: Any = None
    progress: Callable[[int, int], None] = field(default=lambda done, total: None)


@dataclass(frozen=True)
class Plan:
    """What an import is about to do: the difference, how to write it, and whose answers it touches.

    `write` gets the ImportRun. `affected` are location codes, or None for all of them.
    """

    difference: Difference
    fields: tuple[str, ...]
    write: Callable[[ImportRun], None]
    affected: set[str] | None


def carry_out(make_plan: Callable[[], Plan], series, reference_date: date, report: ImportReport, options: Options):
    """Make the plan and save it, anew when somebody else changed the data in between."""
    for _attempt in range(ATTEMPTS):
        version = DataVersion.current()
        plan = make_plan()
        check_loss(plan.difference, options)
        if options.dry_run:
            break
        try:
            save(plan, version, series, reference_date, report, options)
            break
        except OutdatedError:
            continue
    else:
        raise OutdatedError
    report.count(plan.difference)
    if options.dry_run:
        report.remarks += plan.difference.in_words(plan.fields)


def save(plan: Plan, version: int, series, reference_date, report: ImportReport, options: Options):
    """Write the plan and its record together; a file that changes nothing leaves the data version alone."""

    def write():
        run = record(plan.difference, series, reference_date, report, options)
        plan.write(run)
        recalculate(plan.affected)

    if plan.difference:
        change_data(write, expected_version=version)
    else:
        record(plan.difference, series, reference_date, report, options)


def record(difference: Difference, series, reference_date, report: ImportReport, options: Options) -> ImportRun:
    return ImportRun.objects.create(
        series=series,
        file_name=report.source,
        sha256=report.sha256,
        reference_date=reference_date,
        rows_read=report.rows_read,
        created=len(difference.created),
        changed=len(difference.changed),
        unchanged=difference.unchanged,
        removed=len(difference.removed),
        skipped=report.skipped,
        problems=report.problems,
        author=options.author,
    )


def check_loss(difference: Difference, options: Options):
    if options.allow_loss or difference.share_removed <= MOST_THAT_MAY_VANISH:
        return
    examples = ", ".join(" ".join(map(str, key)) for key in sorted(difference.removed, key=str)[:5])
    raise GoneError(
        _(
            "Met dit bestand zouden %(gone)s van de %(known)s bekende regels verdwijnen (bijvoorbeeld %(examples)s). "
            "Dat is meer dan 10 procent, dus er is niets gewijzigd. Klopt het toch? Gebruik dan --allow-loss."
        )
        % {"gone": len(difference.removed), "known": len(difference.stored), "examples": examples}
    )
