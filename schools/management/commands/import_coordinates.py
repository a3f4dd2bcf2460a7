from django.utils.translation import gettext_lazy as _

from schools.importers import import_coordinates
from schools.importers.command import ImportCommand


class Command(ImportCommand):
    help = _("Leest de coördinaten van de vestigingen.")
    read = staticmethod(import_coordinates)
