"""A list in the admin that can be downloaded as it is filtered, in the columns in which it can be sent in again."""

from functools import wraps

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext

from portal.importing import CONTENT_TYPES, table_file

from ..auditing import Kind, record
from .scoped import reached

ROWS_IN_EXAMPLE = 3


def told_at_the_list(download):
    """A question that the list cannot answer gives no file, and leads to the list as the same question does there."""

    @wraps(download)
    def view(self, request, sort):
        try:
            return download(self, request, sort)
        except IncorrectLookupParameters:
            self.message_user(request, gettext("Dit filter kennen we niet. Er is niets gedownload."), messages.WARNING)
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            return HttpResponseRedirect(f"{address}?{ERROR_FLAG}=1")

    return view


class DownloadAdmin:
    """Adds files to the list of a model. Set `exchange` to what describes the list."""

    exchange = None
    change_list_template = "admin/exchange/change_list.html"

    def exchange_for(self, request, upload=None):
        """What describes the list to whoever asks for it, or the one that was sent in."""
        return self.exchange

    def list_title(self):
        return self.opts.verbose_name_plural

    def get_urls(self):
        pages = [
            path(f"{address}/", self.admin_site.admin_view(view), name=self.name_of_page(page))
            for page, address, view in self.pages()
        ]
        return pages + super().get_urls()

    def pages(self):
        """Name, address and view of every page beside Django's own."""
        return [("download", "download/<str:sort>", self.download_view)]

    def name_of_page(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address_of(self, page, *arguments):
        return reverse(f"admin:{self.name_of_page(page)}", args=arguments)

    def changelist_view(self, request, extra_context=None):
        question = request.GET.urlencode()
        downloads = [(sort, self.address_of("download", sort), question) for sort in CONTENT_TYPES]
        return super().changelist_view(request, {"downloads": downloads, **(extra_context or {})})

    @told_at_the_list
    def download_view(self, request, sort):
        if not self.may_download(request):
            raise PermissionDenied
        exchange = self.exchange_for(request)
        rows = self.chosen_rows(request, exchange)
        record_download(request, self.model, sort, len(rows))
        return self.stored_file(exchange, sort, rows, timezone.localdate().isoformat())

    def may_download(self, request):
        return self.has_view_or_change_permission(request)

    def chosen_rows(self, request, exchange):
        """What is stored of the rows that the list shows, by the same question.

        They are chosen first: within another query a database may count anew for every row what the list counts.
        """
        chosen = self.get_changelist_instance(request).queryset.order_by().values_list("pk", flat=True)
        return exchange.stored(self.model._default_manager.filter(pk__in=list(chosen)))

    def example_rows(self, request):
        """The first rows as they are now: true, and sent in unchanged they change nothing."""
        own = reached(self.model._default_manager.all(), request.user)
        first = own.order_by("pk").values_list("pk", flat=True)[:ROWS_IN_EXAMPLE]
        return self.exchange.stored(self.model._default_manager.filter(pk__in=list(first)))

    def stored_file(self, exchange, sort, stored, addition):
        """Stored rows as a file, in the order of their keys as text: the same on every database."""
        ordered = sorted(stored.items(), key=lambda row: [str(part or "") for part in row[0]])
        cells = (exchange.cells(key, values) for key, (_pk, values) in ordered)
        return self.file(sort, exchange.titles, cells, addition, exchange.dressing)

    def file(self, sort, titles, rows, addition, dressing=None):
        if sort not in CONTENT_TYPES:
            raise Http404
        name = f"{slugify(self.list_title())}-{addition}.{sort}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(table_file(sort, titles, rows, dressing), content_type=CONTENT_TYPES[sort], headers=headers)

    def example_view(self, request, sort):
        self.check_permission(request)
        exchange = self.exchange_for(request)
        return self.stored_file(exchange, sort, self.example_rows(request), gettext("voorbeeld"))

    def may_send_in(self, request):
        return self.has_change_permission(request)

    def check_permission(self, request):
        if not self.may_send_in(request):
            raise PermissionDenied


def record_download(request, model, sort, rows):
    """Who took how many rows out, and by which question."""
    record(
        Kind.EXPORT,
        request.user,
        model=model._meta.label_lower,
        words=str(model._meta.verbose_name_plural),
        new={"rows": rows, "question": request.GET.urlencode()},
        source=sort,
    )
