from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careers.explainers.encoding import EncodingError, program
from careers.explainers.films import FILMS
from careers.explainers.making import make
from careers.explainers.script import MissingFactError, script_of
from careers.models import Occupation
from portal.pdf import library


class Command(BaseCommand):
    help = gettext_lazy("Maakt onze eigen filmpjes met uitleg opnieuw, uit de routes en de cijfers van deze website.")

    def add_arguments(self, parser):
        parser.add_argument("slugs", nargs="*", metavar="slug", help=_("alleen deze filmpjes, zoals uitleg-pie"))
        parser.add_argument("--folder", type=Path, default=settings.FIXTURES_DIR, help=_("een andere map"))

    def handle(self, *, slugs, folder, **options):
        films = self.chosen(slugs)
        try:
            self.check_tools()
            for film in films:
                self.report(make(script_of(film), folder))
        except (EncodingError, MissingFactError) as error:
            raise CommandError(error) from error
        except Occupation.DoesNotExist as error:
            words = {"occupation": film.occupation, "command": "./run manage fill"}
            raise CommandError(_("Het beroep %(occupation)s ontbreekt. Begin met: %(command)s") % words) from error

    def chosen(self, slugs):
        known = {film.slug: film for film in FILMS}
        unknown = [slug for slug in slugs if slug not in known]
        if unknown:
            words = {"slug": unknown[0], "known": ", ".join(known)}
            raise CommandError(_("%(slug)s is geen filmpje. Kies uit: %(known)s.") % words)
        return [known[slug] for slug in slugs or known]

    def check_tools(self):
        program()
        if not library():
            raise EncodingError(_("WeasyPrint kan niet tekenen. Installeer: sudo apt-get install libpango-1.0-0"))

    def report(self, files):
        for file in files:
            words = {"file": file, "size": round(file.stat().st_size / 1000)}
            self.stdout.write(_("%(file)s: %(size)s kB") % words)
