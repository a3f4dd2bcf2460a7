from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.asking.sending import expire, forget, remind_all
from schools.models import Inquiry


class Command(BaseCommand):
    help = gettext_lazy(
        "Herinnert scholen die nog niet antwoordden, sluit vragen die verlopen zijn en wist adressen die niet meer "
        "nodig zijn. Elke dag uit te voeren; vaker kan geen kwaad."
    )
    requires_system_checks = []

    def handle(self, **options):
        today = timezone.localdate()
        self.tell(
            expire(Inquiry.objects.all(), today),
            _("%(count)s vragen zijn verlopen."),
        )
        self.tell(forget(today), _("Van %(count)s vragen is het adres of de opmerking gewist."))
        if not settings.CAN_MAIL:
            self.stdout.write(_("Er is geen mailserver ingesteld. Er zijn geen herinneringen verstuurd."))
            return
        self.remind(today)

    def remind(self, today):
        try:
            reminded, failed = remind_all(today)
        except OSError as error:
            raise CommandError(_("De mailserver antwoordt niet. Er is niets verstuurd.")) from error
        self.tell(reminded, _("%(count)s herinneringen zijn verstuurd."))
        if failed:
            codes = ", ".join(inquiry.location_id for inquiry, _error in failed)
            sentence = _("Niet gelukt, en morgen opnieuw: %(locations)s.")
            raise CommandError(sentence % {"locations": codes})

    def tell(self, count, sentence):
        self.stdout.write(sentence % {"count": count})
