from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.fixtures import load_fixtures
from schools.models import SchoolLocation
from schools.recalculation import OutdatedError, change_data, refresh


class Command(BaseCommand):
    help = gettext_lazy(
        "Vult een lege database met de tabellen uit fixtures/; in een gevulde werkt het alleen de antwoorden bij."
    )
    requires_system_checks = []

    def handle(self, **options):
        if SchoolLocation.objects.exists():
            # A start or stop that was announced for this school year takes effect without anybody's import.
            refresh()
            self.stdout.write(_("De database is al gevuld."))
            return
        try:
            change_data(load_fixtures)
        except OutdatedError as error:
            raise CommandError(_("Iemand anders vult tegelijk de database; probeer het opnieuw.")) from error
        self.stdout.write(_("Gevuld met %(count)s locaties.") % {"count": SchoolLocation.objects.count()})
