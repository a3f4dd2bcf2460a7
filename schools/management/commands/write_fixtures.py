from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.fixtures import write_fixtures


class Command(BaseCommand):
    help = gettext_lazy("Schrijft de tabellen in fixtures/ opnieuw uit de ingelezen bestanden.")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.FIXTURES_DIR, help=_("een andere map"))

    def handle(self, *, folder, **options):
        write_fixtures(folder)
        self.stdout.write(_("De tabellen in %(folder)s zijn bijgewerkt.") % {"folder": folder})
