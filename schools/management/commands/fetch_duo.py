from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.fetching import FetchError, Hosts, checked
from schools.duo.starting import busy
from schools.duo.turn import BusyError, own_turn
from schools.duo.working import last_applied, work
from schools.importers.command import day, year
from schools.models import DuoFile

State = DuoFile.State


class Command(BaseCommand):
    """What is refused because too much would disappear waits in the admin, where somebody can judge it."""

    help = gettext_lazy("Haalt een bestand van DUO op en past het toe; hetzelfde bestand nog eens verandert niets.")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("address", help=_("het https-adres van het bestand"))
        parser.add_argument("--reference-date", type=day, help=_("de peildatum, als 2026-02-01"))
        parser.add_argument("--school-year", type=year, help=_("2023 voor schooljaar 2023-2024"))

    def handle(self, *, address, reference_date, school_year, **options):
        given = {"reference_date": reference_date, "school_year": school_year}
        try:
            checked(address, Hosts(settings.DUO_HOSTS))
            with own_turn():
                DuoFile.objects.end_those_left()
                DuoFile.objects.expire()
                self.bring_in(DuoFile.objects.create(address=address, state=State.READING, **given))
        except FetchError as error:
            raise CommandError(str(error)) from error
        except BusyError as error:
            raise CommandError(busy()) from error

    def bring_in(self, file: DuoFile):
        work(file)
        if file.state != State.PREVIEWED:
            raise CommandError(file.message)
        if run := last_applied(file):
            self.forget(file)
            words = {"file": file.file_name, "day": date_format(run.finished_at, "j F Y")}
            return self.stdout.write(_("%(file)s is al ingelezen op %(day)s; er is niets gewijzigd.") % words)
        if file.preview["losses"]:
            raise CommandError(self.refusal(file))
        return self.apply(file)

    def forget(self, file: DuoFile):
        file.throw_away()
        file.delete()

    def refusal(self, file: DuoFile) -> str:
        """Why, with everything that would disappear, and where somebody decides."""
        for loss in file.preview["losses"]:
            self.stdout.write("\n  ".join([_("Dit zou verdwijnen:"), *loss["gone"]]))
        words = {"why": file.preview["losses"][0]["sentence"]}
        return _("%(why)s Het bestand wacht in het beheer, bij DUO-bestanden inlezen.") % words

    def apply(self, file: DuoFile):
        file.begin(State.APPLYING)
        work(file)
        if file.state != State.APPLIED:
            raise CommandError(file.message)
        counts = {name: getattr(file.run, name) for name in ("created", "changed", "removed", "skipped")}
        sentence = _(
            "%(file)s is toegepast: %(created)s nieuw, %(changed)s gewijzigd, %(removed)s vervallen, "
            "%(skipped)s overgeslagen."
        )
        self.stdout.write(sentence % {"file": file.file_name, **counts})
