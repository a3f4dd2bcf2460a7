"""What every import does around its reading: open, compare, show or save in one transaction, and record the run."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.importing import (
    Columns,
    Difference,
    GoneError,
    ImportReport,
    Progress,
    Table,
    TableError,
    labels_of,
    read_table,
)

from ..auditing import Kind
from ..auditing import record as record_event
from ..fixtures import load_own_tables
from ..models import DataVersion, ImportRun, VmboProfile
from ..recalculation import OutdatedError, change_data, differences, write_differences
from .series import ALL

MOST_THAT_MAY_VANISH = 0.10
ATTEMPTS = 5
FIRST_DAY = date(2000, 1, 1)
DAY = "reference_date"


@dataclass
class Options:
    """How an import is done. `progress` is called with rows done and rows in all.

    `address` is where the file was fetched. `judge` gets what is about to change while it is still in its
    transaction, and undoes all of it by raising an error.
    """

    dry_run: bool = False
    allow_loss: bool = False
    author: Any = None
    address: str = ""
    progress: Progress = field(default=lambda done, total: None)
    judge: "Callable[[Outcome], None]" = field(default=lambda outcome: None)


@dataclass(frozen=True)
class Plan:
    """What an import is about to do to the rows of a model.

    `write` gets the ImportRun. `affected` are the codes of the locations whose answers it touches, or None for all.
    """

    difference: Difference
    model: type[models.Model]
    fields: tuple[str, ...]
    write: Callable[[ImportRun], None]
    affected: set[str] | None
    remarks: list[str] = field(default_factory=list)
    losses: list[GoneError] = field(default_factory=list)
    """What else than the rows themselves would disappear in an unbelievable number."""

    @cached_property
    def telling(self) -> Difference:
        """The difference without the rows that say what they said before, only on a later day."""
        telling = {key: new for key, new in self.difference.changed.items() if not self.is_only_later(key, new)}
        only_later = len(self.difference.changed) - len(telling)
        return replace(self.difference, changed=telling, unchanged=self.difference.unchanged + only_later)

    def is_only_later(self, key: tuple, new: tuple) -> bool:
        _pk, old = self.difference.stored[key]
        return all(name == DAY or before == now for name, before, now in zip(self.fields, old, new, strict=True))

    def all_losses(self) -> list[GoneError]:
        return [*self.losses, *rows_gone(self.difference)]


@dataclass(frozen=True)
class Outcome:
    """What an import does: its plan is written, and `answers` are the differences that follow and still have to be."""

    plan: Plan
    report: ImportReport
    run: ImportRun
    answers: list[tuple[type[models.Model], Difference]]


def open_table(path: Path, columns: Columns, options: Options) -> tuple[Table, ImportReport]:
    """The file as a table and an empty report on it. Its codes mean something only beside the site's own tables."""
    table = read_table(path, columns, ALL)
    if not VmboProfile.objects.exists():
        if options.dry_run:
            raise TableError(_("De database is nog leeg; vul haar eerst met het commando fill."))
        change_data(load_own_tables)
    return table, ImportReport(table.file_name, table.sha256, table.titles, dry_run=options.dry_run)


def carry_out(make_plan: Callable[[], Plan], series, reference_date: date, report: ImportReport, options: Options):
    """Make the plan and save it, anew when somebody else changed the data in between."""
    check_date(reference_date)
    for _attempt in range(ATTEMPTS):
        version = DataVersion.current()
        plan = make_plan()
        check_loss(plan, options)
        try:
            save(plan, version, series, reference_date, report, options)
        except OutdatedError:
            continue
        return
    raise OutdatedError


def save(plan: Plan, version: int, series, reference_date, report: ImportReport, options: Options):
    """Write the plan and its record together; a file that changes nothing leaves the data version alone."""
    report.count(plan.telling)

    def write():
        run, answers = record(series, reference_date, report, options), []
        if plan.difference:
            plan.write(run)
            answers = differences(plan.affected)
        options.judge(Outcome(plan, report, run, answers))
        write_differences(answers)

    if options.dry_run:
        report.remarks += plan.telling.in_words(labels_of(plan.model, plan.fields))
    elif plan.difference:
        change_data(write, expected_version=version)
    else:
        with transaction.atomic():
            write()
    report.remarks[:0] = plan.remarks


def record(series, reference_date: date, report: ImportReport, options: Options) -> ImportRun:
    counted = ("sha256", "rows_read", "created", "changed", "unchanged", "removed", "skipped", "problems")
    run = ImportRun.objects.create(
        series=series,
        file_name=report.source[:200],
        reference_date=reference_date,
        author=options.author,
        address=options.address,
        refused_rows=report.refused(),
        **{name: getattr(report, name) for name in counted},
    )
    known = {name: getattr(report, name) for name in counted[1:-1]}
    known |= {"address": options.address} if options.address else {}
    known |= {"allow_loss": True} if options.allow_loss else {}
    record_event(Kind.IMPORT, options.author, run, new=known, source=report.source)
    return run


def check_date(day: date):
    if not FIRST_DAY <= day <= timezone.localdate():
        raise TableError(
            _("De peildatum %(day)s ligt in de toekomst of voor het jaar 2000, dus er is niets gewijzigd.")
            % {"day": date_format(day, "j F Y")}
        )


def check_loss(plan: Plan, options: Options):
    for loss in [] if options.allow_loss else plan.all_losses():
        raise loss


def rows_gone(difference: Difference) -> list[GoneError]:
    """The rows that would disappear, if these are more than is believable."""
    if difference.share_removed <= MOST_THAT_MAY_VANISH:
        return []
    gone = sorted(" ".join(filter(None, key)) for key in difference.removed)
    sentence = _(
        "Met dit bestand zouden %(gone)s van de %(known)s bekende regels verdwijnen (bijvoorbeeld %(examples)s). "
        "Dat is meer dan 10 procent, dus er is niets gewijzigd."
    )
    counts = {"gone": len(gone), "known": len(difference.stored), "examples": ", ".join(gone[:5])}
    return [GoneError(sentence % counts, gone)]
