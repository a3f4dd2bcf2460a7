"""The offer of all own locations as a list: downloaded, sent in, previewed, applied, and taken back once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.importing import CONTENT_TYPES

from ..desk.offer_list import OFFER, offer_list
from ..desk.scope import municipalities_of
from ..exchange import AppliedError, undo_upload
from ..models import ProfileStatement, Source, Upload
from ..reporting import PlainTextField
from .downloading import ROWS_IN_EXAMPLE, record_download
from .exchanging import ExchangeAdmin, in_words
from .preview_page import UploadForm

MOST_LISTS = 10


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


class UndoForm(forms.Form):
    reason = PlainTextField(
        label=_("Waarom draait u dit terug?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Voor collega's. Dit komt niet op de website."),
        error_messages={"required": _("Schrijf op waarom u dit terugdraait.")},
    )


class OfferListAdmin(ExchangeAdmin):
    """Adds the list to what sources said. It is for who may confirm, and holds no more than they may confirm."""

    change_list_template = None
    upload_form = OfferUploadForm
    upload_template = "admin/exchange/offer.html"

    def pages(self):
        return [*super().pages(), ("undo", "import/<int:number>/terugdraaien", self.undo_view)]

    def changelist_view(self, request, extra_context=None):
        """The list of statements itself is no list to send in."""
        return super().changelist_view(request, {"downloads": (), "import_address": "", **(extra_context or {})})

    def exchange_for(self, request, upload=None):
        if upload is None:
            return offer_list(request.user)
        return offer_list(request.user, upload.source, upload.reference_date)

    def list_title(self):
        return gettext("aanbod van de locaties")

    def check_permission(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied

    def asked_beside(self, form):
        return {name: form.cleaned_data[name] for name in ("source", "reference_date")}

    def download_view(self, request, sort):
        """All that somebody may confirm, or one municipality of it."""
        self.check_permission(request)
        exchange = self.exchange_for(request)
        rows = exchange.stored(request.GET.get("gemeente", ""))
        record_download(request, ProfileStatement, sort, len(rows))
        return self.stored_file(exchange, sort, rows, timezone.localdate().isoformat())

    def example_rows(self, request):
        return dict(sorted(self.exchange_for(request).stored().items())[:ROWS_IN_EXAMPLE])

    def upload_context(self, request):
        lists = Upload.objects.for_user(request.user).filter(
            table=OFFER, state__in=[Upload.State.APPLIED, Upload.State.UNDONE]
        )
        return {
            "title": gettext("Aanbod in een lijst"),
            "downloads": list(self.downloads(request)),
            "lists": [
                {"upload": each, "undo_address": self.address_of("undo", each.pk)}
                for each in lists.select_related("author", "undone_by", "source").defer("content")[:MOST_LISTS]
            ],
        }

    def downloads(self, request):
        """The whole list, and for who works for several municipalities each of them apart."""
        codes = self.exchange_for(request).codes
        towns = [each for each in municipalities_of(request.user) if codes is None or each.code in codes]
        for name, question in [("", ""), *((each.name, each.code) for each in towns if len(towns) > 1)]:
            addresses = [(sort, self.address_of("download", sort)) for sort in CONTENT_TYPES]
            yield {"name": name, "question": question, "files": addresses}

    def back(self, request, message, level=messages.INFO):
        self.message_user(request, message, level)
        return HttpResponseRedirect(self.address_of("import"))

    # Taking back

    def undo_view(self, request, number):
        """What a list wrote is withdrawn with a reason, by whoever reaches all of it."""
        self.check_permission(request)
        upload = get_object_or_404(Upload.objects.defer("content"), pk=number, table=OFFER)
        exchange = self.exchange_for(request, upload)
        if not exchange.may_undo(upload):
            raise PermissionDenied
        if upload.state != Upload.State.APPLIED:
            return self.back(request, gettext("De lijst %(file)s is al %(state)s.") % in_words(upload))
        form = UndoForm(request.POST or None)
        if form.is_valid():
            return self.undo(request, exchange, upload, form.cleaned_data["reason"])
        context = {"form": form, "upload": upload, "left": exchange.left_by_undo(upload)}
        context["title"] = gettext("Een lijst terugdraaien")
        return self.page(request, "admin/exchange/undo.html", context)

    def undo(self, request, exchange, upload, reason):
        try:
            undo_upload(exchange, upload, reason, request.user)
        except AppliedError:
            return self.back(request, gettext("Een collega draaide deze lijst al terug. Er is niets gewijzigd."))
        return self.back(request, undone(upload), messages.SUCCESS)


def undone(upload):
    sentence = gettext("De lijst %(file)s is teruggedraaid.") % in_words(upload)
    if not upload.left:
        return sentence
    stayed = ngettext(
        "%(count)s profiel bleef zoals het is, want daarover is later iets gezegd.",
        "%(count)s profielen bleven zoals zij zijn, want daarover is later iets gezegd.",
        len(upload.left),
    )
    return f"{sentence} {stayed % {'count': len(upload.left)}}"
