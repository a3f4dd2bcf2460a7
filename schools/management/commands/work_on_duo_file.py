import signal
from contextlib import nullcontext

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.duo.starting import busy
from schools.duo.turn import BusyError, own_turn
from schools.duo.working import work
from schools.models import DuoFile

MOST_SECONDS = 3600


class Command(BaseCommand):
    """Started by the page about a file, which hands over the turn; from a shell it takes the turn itself."""

    help = gettext_lazy("Leest één DUO-bestand dat via het beheer is ingestuurd, of past het toe.")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=int)
        parser.add_argument("--turn", type=int)
        parser.add_argument("--allow-loss", action="store_true")
        parser.add_argument("--author", type=int)

    def handle(self, *, file, turn, allow_loss, author, **options):
        found = DuoFile.objects.in_work().filter(pk=file).first()
        if not found:
            raise CommandError(_("Dit bestand wacht niet op werk."))
        try:
            with nullcontext() if turn else own_turn():
                signal.alarm(MOST_SECONDS)
                work(found, allow_loss, get_user_model().objects.filter(pk=author).first())
                signal.alarm(0)
        except BusyError as error:
            raise CommandError(busy()) from error
