from django.core.management.base import BaseCommand

from schools.fixtures import load_fixtures
from schools.models import SchoolLocation
from schools.recalculation import change_data, recalculate


class Command(BaseCommand):
    help = "Vult een lege database met de tabellen uit fixtures/; in een gevulde werkt het alleen de antwoorden bij."

    def handle(self, **options):
        if SchoolLocation.objects.exists():
            # A start or stop that was announced for this school year takes effect without anybody's import.
            change_data(recalculate)
            self.stdout.write("De database is al gevuld.")
            return
        change_data(load_fixtures)
        self.stdout.write(f"Gevuld met {SchoolLocation.objects.count()} locaties.")
