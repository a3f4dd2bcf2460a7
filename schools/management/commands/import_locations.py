from django.utils.translation import gettext_lazy as _

from schools.importers import import_locations
from schools.importers.command import ImportCommand


class Command(ImportCommand):
    help = _("Leest het bestand met alle vestigingen van het voortgezet onderwijs (DUO).")
    read = staticmethod(import_locations)
