from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from schools.recalculation import refresh


class Command(BaseCommand):
    help = _("Berekent alle antwoorden opnieuw uit de uitspraken van de bronnen.")
    requires_system_checks = []

    def handle(self, **options):
        differing = refresh()
        sentence = ngettext(
            "%(count)s antwoord of zoekregel was anders.", "%(count)s antwoorden en zoekregels waren anders.", differing
        )
        self.stdout.write(sentence % {"count": differing})
