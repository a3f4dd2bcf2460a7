from django.core.management.base import BaseCommand

from schools.fixtures import write_fixtures


class Command(BaseCommand):
    help = "Schrijft de tabellen in fixtures/ opnieuw uit de ingelezen bestanden."

    def handle(self, **options):
        write_fixtures()
        self.stdout.write("fixtures/ is bijgewerkt.")
