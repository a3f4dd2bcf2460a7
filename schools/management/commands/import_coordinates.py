from schools.importers import import_coordinates
from schools.importers.command import ImportCommand


class Command(ImportCommand):
    help = "Leest de coördinaten van de vestigingen."
    read = staticmethod(import_coordinates)
