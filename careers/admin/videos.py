"""Videos in the admin: files are checked when they come, and the player is shown as visitors will see it."""

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.policy import allow

from ..media.storing import throw_away
from ..models import Caption, Video
from .base import CareersAdmin, FactInline, OutdatedFilter
from .video_form import CaptionForm, VideoForm


class CaptionInline(FactInline, admin.StackedInline):
    model = Caption
    form = CaptionForm
    fields = ("language", "upload", "text")
    view_on_site = False


@admin.register(Video)
class VideoAdmin(CareersAdmin):
    """Files that no video uses any more are thrown away, so that what somebody took back is gone."""

    form = VideoForm
    change_form_template = "admin/careers/video.html"
    inlines = (CaptionInline,)
    list_display = ("title", "kind", "occupation", "way_of_playing", "source_year", "status")
    list_filter = ("status", "kind", OutdatedFilter, "platform", "profile")
    list_select_related = ("occupation",)
    search_fields = ("title", "transcript", "occupation__title")
    search_help_text = _("Zoek op titel, tekst of beroep.")
    autocomplete_fields = ("occupation", "role_model")
    fieldsets = (
        (
            None,
            {
                "fields": ("slug", "title", "kind"),
                "description": _(
                    "Uitleg is door ons gemaakt en gaat over niemand. Een verhaal is van iemand zelf. "
                    "Zo'n video werkt het best als leerlingen zich herkennen, het werk zien, en zien dat oefenen helpt "
                    "(SEOR 2026, paragraaf 6.3)."
                ),
            },
        ),
        (_("Waar de video staat"), {"fields": ("occupation", "profile", "role_model")}),
        (
            _("Video bij YouTube of Vimeo"),
            {
                "fields": (("platform", "platform_id"), "seconds", ("width", "height")),
                "description": _(
                    "Kies dit of eigen bestanden. De video wordt pas opgehaald als een bezoeker erop tikt. "
                    "Duur en maat vult u alleen hier in; uit eigen bestanden lezen we ze zelf."
                ),
            },
        ),
        (
            _("Eigen bestanden"),
            {
                "fields": ("webm", "mp4", "poster"),
                "description": _(
                    "WebM, MP4 of allebei, elk hoogstens 20 MB. Kiest u geen plaatje? Dan maken we er een uit de video."
                ),
            },
        ),
        (_("Tekst"), {"fields": ("transcript",)}),
        (_("Bron"), {"fields": (("source", "source_year"), "url")}),
        (
            _("Toestemming"),
            {
                "fields": (("consent", "consent_date"), "consent_note"),
                "description": _(
                    "Nodig bij een verhaal zonder openbare bron en zonder rolmodel dat op de website staat."
                ),
            },
        ),
        (
            _("Op de website"),
            {
                "fields": ("status",),
                "description": _(
                    "Een video komt pas op de website met de tekst van wat er gezegd of getoond wordt. "
                    "Een verhaal heeft ook een openbare bron of toestemming nodig."
                ),
            },
        ),
    )

    @admin.display(description=_("speelt"))
    def way_of_playing(self, video):
        return video.get_platform_display() or _("eigen bestand")

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("title",)}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        return allow(response, [obj] if obj else [])

    def save_model(self, request, obj, form, change):
        stored = Video.objects.filter(pk=obj.pk)
        before = {name for video in stored for name in video.file_names}
        super().save_model(request, obj, form, change)
        throw_away_after_this(before - obj.file_names)

    def delete_model(self, request, obj):
        names = obj.file_names
        super().delete_model(request, obj)
        throw_away_after_this(names)

    def delete_queryset(self, request, queryset):
        names = {name for video in queryset for name in video.file_names}
        super().delete_queryset(request, queryset)
        throw_away_after_this(names)


def throw_away_after_this(names: set[str]):
    """Files go once the change is certain: a change that fails keeps them."""
    transaction.on_commit(lambda: throw_away(names))
