"""Role models, myths, general facts and publications in the admin."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schools.fixtures import TABLES
from schools.models import Source

from ..models import GeneralFact, Myth, Publication, RoleModel
from .base import CareersAdmin, OutdatedFilter
from .previews import GeneralFactPreview, MythPreview, RoleModelPreview


@admin.register(RoleModel)
class RoleModelAdmin(RoleModelPreview):
    list_display = ("__str__", "occupation", "source_year", "marks_in_all", "consent", "status")
    list_filter = ("status", OutdatedFilter, "consent", "occupation__cluster")
    list_select_related = ("occupation",)
    search_fields = ("name", "role", "story", "organisation")
    search_help_text = _("Zoek op naam, werk of bedrijf.")
    autocomplete_fields = ("occupation", "course", "region")
    fieldsets = (
        (
            _("Persoon"),
            {
                "fields": ("slug", ("name", "age"), "role", ("organisation", "place"), "region"),
                "description": _(
                    "De naam van iemand jonger dan 18 jaar komt nooit op de website: "
                    "niet bij de naam, niet in het verhaal en niet in het adres van de bron. "
                    "Weet u de leeftijd van een leerling of student niet? Laat de naam dan weg."
                ),
            },
        ),
        (_("Weg"), {"fields": ("occupation", "profile", "course")}),
        (
            _("Verhaal"),
            {
                "fields": ("story",),
                "description": _(
                    "Vertel hoe iemand het vak leerde: wie hielp, wat er tegenzat, en hoe het toch lukte. "
                    "Vertel ook wat iemand nu op een dag doet. Zegt de bron dit niet? Schrijf het dan niet."
                ),
            },
        ),
        (_("Openbare bron"), {"fields": (("source", "source_year"), "url")}),
        (
            _("Toestemming"),
            {
                "fields": (("consent", "consent_date"), "consent_note"),
                "description": _(
                    "Nodig als er geen openbare bron is, en altijd bij iemand jonger dan 18 jaar. "
                    "Dan geeft ook een ouder toestemming."
                ),
            },
        ),
        (
            _("Zo werkt een rolmodel het best"),
            {
                "fields": ("attainable", "effort", "recognisable", "concrete"),
                "description": _(
                    "Onderzoek laat zien welke verhalen leerlingen helpen (SEOR 2026, paragraaf 6.3). "
                    "Zet een vinkje bij wat dit verhaal echt laat zien. Verzin er niets bij. "
                    "Bij inzet hoort ook een tegenslag, en hoe iemand die te boven kwam."
                ),
            },
        ),
        (
            _("Op de website"),
            {
                "fields": ("status",),
                "description": _("Een verhaal kan pas op de website met een openbare bron, of met toestemming."),
            },
        ),
    )

    @admin.display(description=_("laat zien"))
    def marks_in_all(self, story):
        return gettext("%(count)s van 4") % {"count": len(story.marks)}


@admin.register(Myth)
class MythAdmin(MythPreview):
    list_display = ("image", "fact", "source_year")
    list_filter = (OutdatedFilter, "profiles")
    search_fields = ("image", "fact")
    search_help_text = _("Zoek in wat mensen denken en in wat er klopt.")
    fieldsets = (
        (None, {"fields": ("slug", "position", "image", "fact", "nuance")}),
        (_("Waar het bij hoort"), {"fields": ("occupations", "profiles")}),
        (_("Bron"), {"fields": ("source", "source_year")}),
    )


@admin.register(GeneralFact)
class GeneralFactAdmin(GeneralFactPreview):
    list_display = ("sentence", "theme", "period", "source_year")
    list_filter = (OutdatedFilter, "theme")
    search_fields = ("sentence",)
    search_help_text = _("Zoek in de zin.")
    fields = ("code", "theme", "sentence", "value", "period", ("source", "source_year"))


@admin.register(Publication)
class PublicationAdmin(CareersAdmin):
    """Editors add what their facts rest on; what comes with the site itself stays as it is."""

    list_display = ("name", "publisher", "url")
    search_fields = ("name", "publisher", "url")
    search_help_text = _("Zoek op naam, uitgever of adres.")
    fields = ("code", "name", "publisher", "licence", "url")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not comes_with_the_site(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not comes_with_the_site(obj)


def comes_with_the_site(source):
    """Sources in fixtures/ are brought up to date with every new version of the site."""
    [sources] = [table for table in TABLES if table.model is Source]
    return source is not None and source.pk in {line["code"] for line in sources.lines(settings.FIXTURES_DIR)}
