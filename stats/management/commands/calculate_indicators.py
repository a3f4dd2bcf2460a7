from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.recalculation import OutdatedError
from stats.fixtures import follow_calculated, write_calculated
from stats.recalculation import calculate_indicators


class Command(BaseCommand):
    help = gettext_lazy(
        "Berekent de indicatoren opnieuw uit de bestanden van DUO die hier zijn ingelezen. "
        "Andere jaren komen uit fixtures/."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help=_("schrijf daarna de tabel in fixtures/ opnieuw"))
        parser.add_argument("--folder", type=Path, default=settings.FIXTURES_DIR, help=_("een andere map"))

    def handle(self, *, write, folder, **options):
        try:
            self.stdout.write(str(calculate_indicators()))
            if write:
                write_calculated(folder)
                self.stdout.write(_("De tabel in %(folder)s is bijgewerkt.") % {"folder": folder})
            elif follow_calculated(folder):
                self.stdout.write(_("Van andere jaren zijn de cijfers uit fixtures/ overgenomen."))
        except OutdatedError as error:
            raise CommandError(_("Iemand anders wijzigde tegelijk de gegevens; probeer het opnieuw.")) from error
