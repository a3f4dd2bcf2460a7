"""The tables around locations and statements: imports, lists sent in, profiles, regions, sources."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..models import ImportRun, Region, Source, Upload, VmboProfile
from ..recalculation import change_data
from .base import NamedAdmin, ReadOnlyAdmin, yes_or_no
from .duo import DuoFiles
from .exchanging import ExchangeAdmin

MOST_PROBLEMS = 500


class RunAdmin(ReadOnlyAdmin):
    """What the lists of runs and of lists that were sent in share."""

    readonly_fields = ("refused",)

    @admin.display(description=_("wat er mis was"))
    def refused(self, run):
        """One line per refused row."""
        if not run.problems:
            return gettext("Alle rijen zijn gelezen.")
        lines = lines_of(run.problems[:MOST_PROBLEMS])
        rest = len(run.problems) - MOST_PROBLEMS
        more = ngettext("En nog %(count)s rij.", "En nog %(count)s rijen.", rest) % {"count": rest} if rest > 0 else ""
        return format_html('<ul class="problems">{}</ul>{}', lines, more)


@admin.register(ImportRun)
class ImportRunAdmin(DuoFiles, RunAdmin):
    list_display = (
        "file_name",
        "series",
        "reference_date",
        "rows_read",
        "created",
        "changed",
        "removed",
        "skipped",
        "finished_at",
        "author",
    )
    list_filter = ("series",)
    search_fields = ("file_name", "author__username")
    search_help_text = _("Zoek op bestand of op wie het inlas.")
    list_select_related = ("author",)
    fields = (
        "file_name",
        "series",
        "reference_date",
        "address",
        "sha256",
        "rows_read",
        "created",
        "changed",
        "unchanged",
        "removed",
        "skipped",
        "refused",
        "download",
        "author",
        "finished_at",
    )
    readonly_fields = ("refused", "download")

    @admin.display(description=_("geweigerde rijen"))
    def download(self, run):
        """The rows as they stand in the file, to be mended."""
        if not run.problems:
            return self.get_empty_value_display()
        words = gettext("downloaden als csv")
        return format_html('<a href="{}">{}</a>', self.address_of("refused", run.pk), words)


@admin.register(Upload)
class UploadAdmin(RunAdmin):
    """What became of the lists that colleagues sent in."""

    list_display = (
        "file_name",
        "list_name",
        "state",
        "municipality",
        "created",
        "changed",
        "skipped",
        "created_at",
        "author",
        "undone_at",
    )
    list_filter = ("state",)
    search_fields = ("file_name", "author__username")
    search_help_text = _("Zoek op bestand of op wie het inlas.")
    list_select_related = ("author", "municipality")
    fields = (
        "file_name",
        "list_name",
        "state",
        "municipality",
        "source",
        "reference_date",
        "sha256",
        "rows_read",
        "created",
        "changed",
        "unchanged",
        "skipped",
        "refused",
        "author",
        "created_at",
        "applied_at",
        "undone_at",
        "undone_by",
        "undo_reason",
        "not_undone",
    )
    readonly_fields = ("list_name", "refused", "not_undone")
    change_form_template = "admin/schools/upload.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    def page_of(self, upload):
        """The page from which the list was sent in; None for one that is no more."""
        pages = (page for page in self.admin_site._registry.values() if isinstance(page, ExchangeAdmin))
        return next((page for page in pages if page.table == upload.table), None)

    @admin.display(description=_("lijst"), ordering="table")
    def list_name(self, upload):
        page = self.page_of(upload)
        return page.list_title() if page else upload.table

    @admin.display(description=_("niet teruggedraaid"))
    def not_undone(self, upload):
        """What was changed after the list, one line each."""
        if not upload.left:
            return self.get_empty_value_display()
        return format_html('<ul class="problems">{}</ul>', lines_of(upload.left))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        page = self.page_of(obj)
        context |= {"undo_address": page.undo_address(request, obj) if page else ""}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def lines_of(sentences):
    return format_html_join("", "<li>{}</li>", ((each,) for each in sentences))


@admin.register(VmboProfile)
class VmboProfileAdmin(NamedAdmin):
    """The texts of a profile can be changed; what it is cannot."""

    list_display = ("full_name", "short_name", "family", "is_technical", "position")
    list_filter = ("family",)
    fields = (
        "short_name",
        "description",
        "code",
        "name",
        "abbreviation",
        "family",
        "is_technical",
        "is_media_ict",
        "position",
    )
    readonly_fields = fields[2:]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("naam"), ordering="name")
    def full_name(self, profile):
        return profile.full_name

    @admin.display(description=_("technisch profiel"), ordering="technical")
    def is_technical(self, profile):
        return yes_or_no(profile.technical)

    @admin.display(description=_("media en ICT"), ordering="media_ict")
    def is_media_ict(self, profile):
        return yes_or_no(profile.media_ict)

    def save_model(self, request, obj, form, change):
        change_data(obj.save)


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "code", "provincie", "corop", "metropoolregio")
    list_filter = ("kind", ("metropoolregio", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("provincie", "corop", "metropoolregio")
    search_fields = ("name", "code")
    search_help_text = _("Zoek op naam of code van het gebied.")


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "publisher", "licence", "url")
    fields = readonly_fields = ("code", *list_display)
