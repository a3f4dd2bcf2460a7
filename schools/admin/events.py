"""The record of who did what, to be read and downloaded: of the own municipality, or of the whole region."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.importing import CONTENT_TYPES, table_file

from ..models import AuditEvent
from .base import ReadOnlyAdmin
from .downloading import record_download, told_at_the_list
from .event_words import kind_of_row, told
from .locations import MunicipalityFilter

COLUMNS = (
    _("Wanneer"),
    _("Wie"),
    _("Wat"),
    _("Soort gegeven"),
    _("Sleutel"),
    _("Waarvan"),
    _("Gemeente"),
    _("Was"),
    _("Werd"),
    _("Waarmee"),
)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    change_list_template = "admin/exchange/change_list.html"
    list_display = ("at", "actor_name", "kind", "about", "municipality")
    list_filter = ("kind", MunicipalityFilter)
    list_per_page = 50
    list_select_related = ("municipality",)
    search_fields = ("actor_name", "key", "words", "source")
    search_help_text = _("Zoek op gebruikersnaam, naam, vestigingscode of bestand.")
    fields = ("at", "actor_name", "kind", "about", "key", "municipality", "changes", "source")
    readonly_fields = ("about", "changes")
    actions = None

    def get_urls(self):
        view = self.admin_site.admin_view(self.download_view)
        return [path("download/<str:sort>/", view, name="schools_auditevent_download"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        question = request.GET.urlencode()
        addresses = [(sort, reverse("admin:schools_auditevent_download", args=[sort])) for sort in CONTENT_TYPES]
        downloads = [(sort, address, question) for sort, address in addresses]
        shown = {"title": gettext("Logboek"), "downloads": downloads}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    @told_at_the_list
    def download_view(self, request, sort):
        """What the list shows, as it is filtered; taking it out is an event as well."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if sort not in CONTENT_TYPES:
            raise Http404
        events = list(self.get_changelist_instance(request).get_queryset(request))
        record_download(request, self.model, sort, len(events))
        name = gettext("logboek-%(day)s.%(sort)s") % {"day": timezone.localdate().isoformat(), "sort": sort}
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        content = table_file(sort, COLUMNS, map(cells, events))
        return HttpResponse(content, content_type=CONTENT_TYPES[sort], headers=headers)

    @admin.display(description=_("waarvan"), ordering="words")
    def about(self, event):
        return format_html('{} <span class="beside">{}</span>', event.words or "–", kind_of_row(event))

    @admin.display(description=_("wat er veranderde"))
    def changes(self, event):
        lines = ((each.in_words,) for each in told(event))
        return format_html('<ul class="list">{}</ul>', format_html_join("", "<li>{}</li>", lines))

    def name_of(self, obj):
        return capfirst(obj.get_kind_display())

    def addition_to(self, obj):
        return obj.words


def cells(event):
    fields = told(event)
    return (
        timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
        event.actor_name,
        event.get_kind_display(),
        kind_of_row(event),
        event.key,
        event.words,
        event.municipality.name if event.municipality else "",
        "; ".join(f"{each.field}: {each.old}" for each in fields if each.old is not None),
        "; ".join(f"{each.field}: {each.new}" for each in fields if each.new is not None),
        event.source,
    )
