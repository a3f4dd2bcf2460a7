from django.utils.translation import gettext_lazy as _

from schools.importers import import_exams
from schools.importers.command import ImportCommand


class Command(ImportCommand):
    help = _("Leest de examenkandidaten per vestiging, leerweg en profiel (DUO).")
    read = staticmethod(import_exams)
    dated_by = "school_year"
