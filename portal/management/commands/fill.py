"""Fills a site with all tables in fixtures/. It stands here because it concerns every app."""

from collections.abc import Iterable

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careers.fixtures import has_careers, load_careers
from careers.video_fixtures import lacks_videos, load_videos
from schools.fixtures import FOLLOWED, follow, load_fixtures, load_table
from schools.forgetting import forget_what_is_over
from schools.models import SchoolLocation
from schools.recalculation import OutdatedError, change_data, refresh
from stats.fixtures import TABLES as FIGURES
from stats.fixtures import begin_calculated, load_calculated


def load_everything(calculated_for: Iterable[str] | None = None):
    """Fill an empty database. To be called in the transaction of the change.

    `calculated_for` are the regions to have calculated figures, by default all.
    """
    load_fixtures()
    for table in FIGURES:
        load_table(table, settings.FIXTURES_DIR)
    load_calculated(regions=calculated_for)
    load_careers()


class Command(BaseCommand):
    help = gettext_lazy(
        "Vult een lege database met de tabellen uit fixtures/. In een gevulde werkt het de antwoorden bij, "
        "en de tabellen die niemand anders bijhoudt."
    )
    requires_system_checks = []

    def handle(self, **options):
        try:
            self.stdout.write(self.complete() if SchoolLocation.objects.exists() else self.fill())
        except OutdatedError as error:
            raise CommandError(_("Iemand anders vult tegelijk de database; probeer het opnieuw.")) from error

    def fill(self) -> str:
        change_data(load_everything)
        return _("Gevuld met %(count)s locaties.") % {"count": SchoolLocation.objects.count()}

    def complete(self) -> str:
        changed = follow([*FOLLOWED, *FIGURES])
        changed = begin_calculated() or changed
        changed = self.begin_careers() or changed
        # A start or stop that was announced for this school year takes effect without anybody's import.
        refresh()
        forget_what_is_over()
        if changed:
            return _("De database was al gevuld. De cijfers en vaste tabellen zijn bijgewerkt.")
        return _("De database is al gevuld.")

    def begin_careers(self) -> bool:
        """Editors own the careers, so a site gets them once: also one that was filled before there were any."""
        if not has_careers():
            change_data(load_careers)
        elif lacks_videos():
            change_data(load_videos)
        else:
            return False
        return True
