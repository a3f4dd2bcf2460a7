"""Reads a list of the editors from a file, by the same way as the staff pages do."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from careers.importers import LISTS
from portal.importing import TableError, content_of
from schools.exchange import Preview, RefusedRowsError, preview_of, read_file
from schools.recalculation import OutdatedError

BY_NAME = {each.name: each for each in LISTS}
MOST_LINES_SHOWN = 100


class Command(BaseCommand):
    help = _("Leest een lijst van de redactie in, bijvoorbeeld: import_table courses opleidingen.xlsx")
    requires_system_checks = []  # of pages and forms, which take longer than the import

    def add_arguments(self, parser):
        parser.add_argument("name", choices=sorted(BY_NAME), help=_("welke lijst"))
        parser.add_argument("path", type=Path, help=_("het bestand, csv of xlsx"))
        parser.add_argument("--dry-run", action="store_true", help=_("laat alleen zien wat er zou veranderen"))
        parser.add_argument("--skip-refused", action="store_true", help=_("sla geweigerde rijen over"))

    def handle(self, *, name, path, dry_run, skip_refused, **_options):
        try:
            preview = self.read(BY_NAME[name], path, dry_run, skip_refused)
        except TableError as error:
            raise CommandError(str(error)) from error
        except RefusedRowsError as error:
            self.stdout.write(in_words(error.preview))
            raise CommandError(_("Er is niets gewijzigd. Verbeter de rijen of geef --skip-refused mee.")) from error
        except OutdatedError as error:
            raise CommandError(_("Iemand anders wijzigde tegelijk de gegevens; probeer het opnieuw.")) from error
        self.stdout.write(in_words(preview))
        if dry_run:
            self.stdout.write(_("Dit was een proef: er is niets gewijzigd."))

    def read(self, exchange, path: Path, dry_run: bool, skip_refused: bool) -> Preview:
        if dry_run:
            return preview_of(exchange, content_of(path), path.name)
        return read_file(exchange, path, skip_refused)


def in_words(preview: Preview) -> str:
    counts = ", ".join(f"{count} {kind.label}" for kind, count in preview.counts.items())
    titles = [column.title for column in preview.exchange.values + preview.exchange.links]
    lines = [*preview.difference.in_words(titles, MOST_LINES_SHOWN), *preview.problems()[:MOST_LINES_SHOWN]]
    return "\n  ".join([f"{preview.table.file_name}: {counts}", *lines])
