"""The command line of the importers: same options, same report, one clear sentence when a file is refused."""

import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.importing import GoneError, TableError

from ..recalculation import OutdatedError
from .running import Options


class ImportCommand(BaseCommand):
    """Set `read` to an importer and `dated_by` to the name of the option that dates its file."""

    read = None
    dated_by = "reference_date"
    requires_system_checks = []  # of pages and forms, which take longer than the import

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help=_("het bestand, zoals het is gepubliceerd"))
        parser.add_argument("--dry-run", action="store_true", help=_("laat alleen zien wat er zou veranderen"))
        parser.add_argument("--allow-loss", action="store_true", help=_("ook als meer dan 10 procent zou verdwijnen"))
        if self.dated_by == "school_year":
            parser.add_argument("--school-year", type=year, help=_("2023 voor schooljaar 2023-2024"))
        else:
            parser.add_argument("--reference-date", type=day, help=_("de peildatum, als 2026-02-01"))

    def handle(self, *, path, dry_run, allow_loss, **given):
        options = Options(dry_run=dry_run, allow_loss=allow_loss, progress=self.show_progress)
        try:
            report = type(self).read(path, given[self.dated_by], options)
        except GoneError as error:
            self.list_gone(error)
            raise CommandError(_("%(error)s Klopt het toch? Gebruik dan --allow-loss.") % {"error": error}) from error
        except TableError as error:
            raise CommandError(str(error)) from error
        except OutdatedError as error:
            raise CommandError(_("Iemand anders wijzigde tegelijk de gegevens; probeer het opnieuw.")) from error
        self.stdout.write(str(report))

    def list_gone(self, error: GoneError):
        """Everything that would disappear, so that somebody can look it up."""
        self.stdout.write("\n  ".join([_("Dit zou verdwijnen:"), *error.gone]))

    def show_progress(self, done: int, total: int):
        """On a terminal only, and beside the report, so that a report in a file holds nothing else."""
        if sys.stderr.isatty():
            line = _("%(done)s van %(total)s rijen gelezen") % {"done": done, "total": total}
            sys.stderr.write(f"\r{line}" + ("\n" if done == total else ""))
            sys.stderr.flush()


def year(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(_("'%(text)s' is geen jaar als 2023") % {"text": text})
    return int(text)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("'%(text)s' is geen datum als 2026-02-01") % {"text": text}) from error
