"""Reads a file with figures, by the same way as the staff pages do."""

import sys
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.importing import TableError, content_of
from schools.models import Source
from schools.recalculation import OutdatedError
from stats.importers import LAYOUTS, Options, import_figures
from stats.periods import Period, PeriodError


class Command(BaseCommand):
    help = _("Leest cijfers in, bijvoorbeeld: import_indicators cijfers.xlsx")
    requires_system_checks = []  # of pages and forms, which take longer than the import

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help=_("het bestand"))
        parser.add_argument("--layout", choices=sorted(LAYOUTS), default="cijfers", help=_("welke soort bestand"))
        parser.add_argument("--period", type=period, help=_("de periode, als die niet in het bestand staat"))
        parser.add_argument("--source", default="", help=_("de code van de bron, als die niet in het bestand staat"))
        parser.add_argument("--dry-run", action="store_true", help=_("laat alleen zien wat er zou veranderen"))

    def handle(self, *, path, layout, dry_run, **given):
        options = Options(given["source"], given["period"], dry_run, progress=self.show_progress)
        try:
            check_source(options.source)
            report = import_figures(content_of(path), path.name, LAYOUTS[layout], options)
        except TableError as error:
            raise CommandError(str(error)) from error
        except OutdatedError as error:
            raise CommandError(_("Iemand anders wijzigde tegelijk de gegevens; probeer het opnieuw.")) from error
        self.stdout.write(str(report))

    def show_progress(self, done: int):
        """On a terminal only, and beside the report, so that a report in a file holds nothing else."""
        if sys.stderr.isatty():
            sys.stderr.write("\r" + _("%(done)s rijen gelezen") % {"done": done})
            sys.stderr.flush()


def period(text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise ArgumentTypeError(str(error)) from error


def check_source(code: str):
    if code and not Source.objects.filter(code=code).exists():
        raise TableError(_("De bron %(code)s kennen wij niet.") % {"code": code})
