"""The offer of all own locations as a list: downloaded, sent in, previewed, applied, and taken back once."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..desk.offer_list import OFFER, offer_list
from ..models import Source
from .own_list import OwnListAdmin
from .preview_page import UploadForm


class OfferUploadForm(UploadForm):
    """The list, who says what is in it, and on which day."""

    source = forms.ModelChoiceField(
        label=_("Wie zegt het?"),
        queryset=Source.objects.filter(kind=Source.Kind.CONFIRMATION),
        empty_label=None,
        initial="municipality",
        error_messages={"required": _("Kies wie het zegt: de gemeente of de school.")},
    )
    reference_date = forms.DateField(
        label=_("Datum waarop het gezegd is"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Vul de dag in waarop de school of gemeente het zei.")},
    )

    def clean_reference_date(self):
        day = self.cleaned_data["reference_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Deze datum is nog niet geweest. Vul de dag in waarop de school of gemeente het zei.")
            )
        return day


class OfferListAdmin(OwnListAdmin):
    """Adds the list to what sources said. It is for who may confirm, and holds no more than they may confirm."""

    table = OFFER
    upload_form = OfferUploadForm
    upload_template = "admin/exchange/offer.html"

    def exchange_for(self, request, upload=None):
        if upload is None:
            return offer_list(request.user)
        return offer_list(request.user, upload.source, upload.reference_date)

    def list_title(self):
        return gettext("aanbod van de locaties")

    def page_title(self):
        return gettext("Aanbod in een lijst")

    def may_send_in(self, request):
        return self.has_add_permission(request)

    def asked_beside(self, form):
        return {name: form.cleaned_data[name] for name in ("source", "reference_date")}

    def chosen_rows(self, request, exchange):
        """All that somebody may confirm, or one municipality of it."""
        return exchange.stored(request.GET.get("gemeente", ""))

    def changed_in_words(self, upload):
        return ngettext(
            "Deze lijst wijzigde %(count)s profiel. De website antwoordt daarna weer met wat de andere bronnen zeggen.",
            "Deze lijst wijzigde %(count)s profielen. "
            "De website antwoordt daarna weer met wat de andere bronnen zeggen.",
            upload.changed,
        ) % {"count": upload.changed}

    def stayed_in_words(self, upload):
        return ngettext(
            "%(count)s profiel bleef zoals het is, want daarover is later iets gezegd.",
            "%(count)s profielen bleven zoals zij zijn, want daarover is later iets gezegd.",
            len(upload.left),
        ) % {"count": len(upload.left)}
