"""How the own locations are reached, as a list: downloaded, sent in, previewed, applied, and taken back once."""

from django.contrib.admin.views.main import PAGE_VAR
from django.utils.translation import gettext, ngettext

from portal.importing import CONTENT_TYPES

from ..desk.contact_list import CONTACT, contact_list
from .own_list import OwnListAdmin


class ContactListAdmin(OwnListAdmin):
    """Adds the list to the locations. It is for who may change them, and holds no others, whatever they can read."""

    table = CONTACT
    upload_template = "admin/exchange/contact.html"
    whole = "alle"

    def exchange_for(self, request, upload=None):
        return contact_list(request.user)

    def list_title(self):
        return gettext("contactgegevens van de locaties")

    def page_title(self):
        return gettext("Contactgegevens in een lijst")

    def changelist_view(self, request, extra_context=None):
        """The list as it is filtered can be downloaded."""
        question = request.GET.copy()
        question.pop(PAGE_VAR, None)
        chosen = [(sort, f"{self.address_of('download', sort)}?{question.urlencode()}") for sort in CONTENT_TYPES]
        own = {"contact_address": self.address_of("import"), "contact_downloads": chosen}
        shown = own if self.may_send_in(request) else {}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def changed_in_words(self, upload):
        return ngettext(
            "Deze lijst wijzigde %(count)s locatie. Daar komt weer te staan wat er eerst stond.",
            "Deze lijst wijzigde %(count)s locaties. Daar komt weer te staan wat er eerst stond.",
            upload.changed,
        ) % {"count": upload.changed}

    def stayed_in_words(self, upload):
        return ngettext(
            "Bij %(count)s locatie bleef iets staan dat later is gewijzigd.",
            "Bij %(count)s locaties bleef iets staan dat later is gewijzigd.",
            len(upload.left),
        ) % {"count": len(upload.left)}
