from django.core.management.base import BaseCommand

from schools.recalculation import change_data, recalculate


class Command(BaseCommand):
    help = "Berekent alle antwoorden opnieuw uit de uitspraken van de bronnen."

    def handle(self, **options):
        differing = 0

        def rebuild():
            nonlocal differing
            differing = recalculate()

        change_data(rebuild)
        self.stdout.write(f"{differing} antwoorden en zoekregels waren anders.")
