from django.utils.translation import gettext_lazy as _

from schools.importers import import_pupils
from schools.importers.command import ImportCommand


class Command(ImportCommand):
    help = _("Leest de leerlingen per vestiging, leerweg en profiel (DUO, 1 oktober).")
    read = staticmethod(import_pupils)
    dated_by = "school_year"
