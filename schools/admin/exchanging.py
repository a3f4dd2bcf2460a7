"""A list in the admin that staff change in a spreadsheet and send in again: read, previewed, applied or withdrawn."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from portal.importing import CONTENT_TYPES, TableError

from ..exchange import AppliedError, RefusedRowsError, SeenOtherwiseError, apply_upload, preview_of
from ..models import Upload
from ..recalculation import OutdatedError
from .downloading import DownloadAdmin
from .preview_page import UploadForm, explained, preview_context


class ExchangeAdmin(DownloadAdmin):
    """Adds to the list of a model that it can be sent in. Who may change the model may do so; new rows ask more."""

    upload_form = UploadForm
    upload_template = "admin/exchange/upload.html"

    @property
    def table(self):
        """What an Upload calls the list."""
        return self.exchange.name

    def undo_address(self, request, upload):
        """Where this list is taken back; empty where that cannot be, or not by who asks."""
        return ""

    def pages(self):
        return [
            *super().pages(),
            ("import", "import", self.upload_view),
            ("example", "import/example/<str:sort>", self.example_view),
            ("preview", "import/<int:number>", self.preview_view),
            ("result", "import/<int:number>/result/<str:sort>", self.result_view),
        ]

    def changelist_view(self, request, extra_context=None):
        address = self.may_send_in(request) and self.address_of("import")
        return super().changelist_view(request, {"import_address": address, **(extra_context or {})})

    def upload_view(self, request):
        """What the list must look like; a list that can be read is kept and leads to its preview."""
        self.check_permission(request)
        form = self.upload_form(request.POST, request.FILES) if request.method == "POST" else self.upload_form()
        if form.is_bound and form.is_valid() and (upload := self.kept(request, form)):
            return HttpResponseRedirect(self.address_of("preview", upload.pk))
        exchange = self.exchange_for(request)
        context = {
            "form": form,
            "columns": explained(exchange, self.example_rows(request)),
            "keys": [column.title for column in exchange.keys],
            "examples": [(sort, self.address_of("example", sort)) for sort in CONTENT_TYPES],
            **self.upload_context(request),
        }
        return self.page(request, self.upload_template, context)

    def upload_context(self, request):
        """What the page shows beside."""
        return {}

    def asked_beside(self, form):
        """What the form asked beside the file, as fields of the upload."""
        return {}

    def kept(self, request, form):
        """The list, kept for its preview; None when it cannot be read, and the form says why."""
        file = form.cleaned_data["file"]
        content, said = file.read(), self.asked_beside(form)
        exchange = self.exchange_for(request, Upload(**said))
        try:
            preview_of(exchange, content, file.name)
        except TableError as error:
            form.add_error("file", str(error))
            return None
        return Upload.objects.keep(exchange.name, file.name, content, request.user, **said)

    def page(self, request, template, context, status=HTTPStatus.OK):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Lijst inlezen: %(list)s") % {"list": self.list_title()},
            "list_name": capfirst(self.opts.verbose_name_plural),
            "list_address": self.address_of("changelist"),
            "import_address": self.address_of("import"),
            **context,
        }
        return TemplateResponse(request, template, context, status=status)

    def upload_of(self, request, number):
        """A list is for who sent it in."""
        self.check_permission(request)
        return get_object_or_404(Upload, pk=number, table=self.exchange_for(request).name, author=request.user)

    def preview_for(self, request, upload):
        exchange = self.exchange_for(request, upload)
        return preview_of(exchange, bytes(upload.content), upload.file_name, self.has_add_permission(request))

    def preview_view(self, request, number):
        """What the list would change, row by row. Posting applies or withdraws it."""
        upload = self.upload_of(request, number)
        if upload.state != Upload.State.PREVIEWED:
            return self.back(request, gettext("De lijst %(file)s is al %(state)s.") % in_words(upload))
        if "withdraw" in request.POST:
            upload.withdraw()
            return self.back(
                request, gettext("De lijst %(file)s is ingetrokken. Er is niets gewijzigd.") % in_words(upload)
            )
        if request.method == "POST":
            return self.apply(request, upload)
        return self.preview_page(request, upload)

    def back(self, request, message, level=messages.INFO):
        self.message_user(request, message, level)
        return HttpResponseRedirect(self.address_of("changelist"))

    def preview_page(self, request, upload, warning="", missing="", status=HTTPStatus.OK):
        preview = self.preview_for(request, upload)
        context = {
            "upload": upload,
            "warning": warning,
            "missing": missing,
            "results": [(sort, self.address_of("result", upload.pk, sort)) for sort in CONTENT_TYPES],
            **preview_context(preview, request.GET.get("kind", ""), request.GET.get("page")),
        }
        return self.page(request, "admin/exchange/preview.html", context, status)

    def apply(self, request, upload):
        """Apply what was seen, or show anew what would happen now."""
        seen, skip = request.POST.get("seen", ""), "skip" in request.POST
        try:
            apply_upload(self.exchange_for(request, upload), upload, seen, skip, self.has_add_permission(request))
        except RefusedRowsError:
            missing = gettext("Zet een vinkje als u de geweigerde rijen wilt overslaan.")
            return self.preview_page(request, upload, missing=missing)
        except AppliedError:
            upload.refresh_from_db()
            return self.back(request, gettext("De lijst %(file)s is al %(state)s.") % in_words(upload))
        except (SeenOtherwiseError, OutdatedError):
            return self.preview_page(request, upload, changed_meanwhile(), status=HTTPStatus.CONFLICT)
        except TableError as error:
            return self.preview_page(request, upload, str(error), status=HTTPStatus.CONFLICT)
        upload.refresh_from_db()
        return self.back(request, applied(upload), messages.SUCCESS)

    def result_view(self, request, number, sort):
        """The list as it came in, with what happens to every row."""
        upload = self.upload_of(request, number)
        if upload.state != Upload.State.PREVIEWED:
            return self.back(request, gettext("De lijst %(file)s is al %(state)s.") % in_words(upload))
        preview = self.preview_for(request, upload)
        titles, dressing = preview.result_titles(), preview.exchange.dressing
        return self.file(sort, titles, preview.result_rows(), gettext("uitkomst"), dressing)


def in_words(upload):
    return {"file": upload.file_name, "state": upload.get_state_display()}


def changed_meanwhile():
    return gettext(
        "Iemand wijzigde intussen dezelfde rijen. Er is niets toegepast. "
        "Hieronder staat opnieuw wat deze lijst verandert."
    )


def applied(upload):
    return gettext(
        "De lijst %(file)s is toegepast: %(created)s nieuw, %(changed)s gewijzigd, "
        "%(unchanged)s ongewijzigd, %(skipped)s overgeslagen."
    ) % {
        "file": upload.file_name,
        "created": upload.created,
        "changed": upload.changed,
        "unchanged": upload.unchanged,
        "skipped": upload.skipped,
    }
