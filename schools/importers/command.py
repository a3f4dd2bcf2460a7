"""The command line of the importers: same options, same report, one clear sentence when a file is refused."""

import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.importing import TableError

from ..recalculation import OutdatedError
from .running import Options


class ImportCommand(BaseCommand):
    """Set `read` to an importer and `dated_by` to the name of the option that dates its file."""

    read = None
    dated_by = "reference_date"

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="het bestand van DUO, zoals het is gepubliceerd")
        parser.add_argument("--dry-run", action="store_true", help="laat alleen zien wat er zou veranderen")
        parser.add_argument("--allow-loss", action="store_true", help="ook als meer dan 10 procent zou verdwijnen")
        if self.dated_by == "school_year":
            parser.add_argument("--school-year", type=int, help="2023 voor schooljaar 2023-2024")
        else:
            parser.add_argument("--reference-date", type=date.fromisoformat, help="peildatum, als 2026-02-01")

    def handle(self, *, path, dry_run, allow_loss, **given):
        options = Options(dry_run=dry_run, allow_loss=allow_loss, progress=self.show_progress)
        try:
            report = type(self).read(path, given[self.dated_by], options)
        except TableError as error:
            raise CommandError(str(error)) from error
        except OutdatedError as error:
            raise CommandError("Iemand anders wijzigde tegelijk de gegevens. Probeer het opnieuw.") from error
        self.stdout.write(str(report))

    def show_progress(self, done: int, total: int):
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} van {total} rijen", ending="\n" if done == total else "")
