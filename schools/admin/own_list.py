"""A list of the own locations in the admin, whatever it keeps of them: found, applied, and taken back once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.importing import CONTENT_TYPES

from ..desk.scope import municipalities_of
from ..exchange import AppliedError, undo_upload
from ..models import Upload
from ..reporting import PlainTextField
from .downloading import ROWS_IN_EXAMPLE
from .exchanging import ExchangeAdmin, in_words

MOST_LISTS = 10


class UndoForm(forms.Form):
    reason = PlainTextField(
        label=_("Waarom draait u dit terug?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Voor collega's. Dit komt niet op de website."),
        error_messages={"required": _("Schrijf op waarom u dit terugdraait.")},
    )


class OwnListAdmin(ExchangeAdmin):
    """Adds such a list to an admin. Say which `table` it is for an Upload, and the words for its pages."""

    change_list_template = None
    table = ""
    whole = ""
    """How the address of a download asks for all that somebody may change."""

    def pages(self):
        return [*super().pages(), ("undo", "import/<int:number>/terugdraaien", self.undo_view)]

    def changelist_view(self, request, extra_context=None):
        """The list of the admin itself is not the one that is sent in."""
        return super().changelist_view(request, {"downloads": (), "import_address": "", **(extra_context or {})})

    def page_title(self):
        """What the page is called on which the list is downloaded and sent in."""
        raise NotImplementedError

    def changed_in_words(self, upload):
        """What an applied list changed, and what taking it back does, in sentences."""
        raise NotImplementedError

    def stayed_in_words(self, upload):
        """How much was changed after the list, and so was left as it is, in a sentence."""
        raise NotImplementedError

    def page(self, request, template, context, *status):
        return super().page(request, template, {"page_title": self.page_title(), **context}, *status)

    def may_download(self, request):
        self.check_permission(request)
        return True

    def example_rows(self, request):
        return dict(sorted(self.exchange_for(request).stored().items())[:ROWS_IN_EXAMPLE])

    def upload_context(self, request):
        done = [Upload.State.APPLIED, Upload.State.UNDONE]
        lists = Upload.objects.for_user(request.user).filter(table=self.table, state__in=done)
        return {
            "title": self.page_title(),
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
        for name, question in [("", self.whole), *((each.name, each.code) for each in towns if len(towns) > 1)]:
            addresses = [(sort, self.address_of("download", sort)) for sort in CONTENT_TYPES]
            yield {"name": name, "question": question, "files": addresses}

    def back(self, request, message, level=messages.INFO):
        self.message_user(request, message, level)
        return HttpResponseRedirect(self.address_of("import"))

    # Taking back

    def undo_address(self, request, upload):
        """Where this list is taken back; empty where that cannot be, or not by who asks."""
        may = upload.state == Upload.State.APPLIED and self.may_send_in(request)
        return self.address_of("undo", upload.pk) if may and self.exchange_for(request, upload).may_undo(upload) else ""

    def undo_view(self, request, number):
        """What a list wrote is taken back with a reason, by whoever reaches all of it."""
        self.check_permission(request)
        upload = get_object_or_404(Upload.objects.defer("content"), pk=number, table=self.table)
        exchange = self.exchange_for(request, upload)
        if not exchange.may_undo(upload):
            raise PermissionDenied
        if upload.state != Upload.State.APPLIED:
            return self.back(request, gettext("De lijst %(file)s is al %(state)s.") % in_words(upload))
        form = UndoForm(request.POST or None)
        if form.is_valid():
            return self.undo(request, exchange, upload, form.cleaned_data["reason"])
        context = {"form": form, "upload": upload, "left": exchange.left_by_undo(upload)}
        context |= {"title": gettext("Een lijst terugdraaien"), "changed_in_words": self.changed_in_words(upload)}
        return self.page(request, "admin/exchange/undo.html", context)

    def undo(self, request, exchange, upload, reason):
        try:
            undo_upload(exchange, upload, reason, request.user)
        except AppliedError:
            return self.back(request, gettext("Een collega draaide deze lijst al terug. Er is niets gewijzigd."))
        sentence = gettext("De lijst %(file)s is teruggedraaid.") % in_words(upload)
        stayed = f" {self.stayed_in_words(upload)}" if upload.left else ""
        return self.back(request, f"{sentence}{stayed}", messages.SUCCESS)
