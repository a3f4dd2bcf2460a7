"""Figures in the admin: to be looked up. What is published elsewhere is not changed here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from schools.admin.base import ReadOnlyAdmin

from .models import Indicator, Observation, Release
from .staff import MAY_LOOK
from .wording import bounds_in_words, category_in_words

admin.site.add_page("stats", _("Regiobeeld"), "figures", MAY_LOOK)
admin.site.add_page("stats", _("Kaart"), "figures-map", MAY_LOOK)
admin.site.add_page("stats", _("Doelen"), "targets", MAY_LOOK)
admin.site.add_page("stats", _("Wat als?"), "what-if", MAY_LOOK)
admin.site.add_page("stats", _("Notitie"), "memo", MAY_LOOK)


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ("title", "theme", "unit", "dimension", "source")
    list_filter = ("theme", "unit", "dimension")
    list_select_related = ("source",)
    search_fields = ("title", "code")
    search_help_text = _("Zoek op titel of code.")


@admin.register(Observation)
class ObservationAdmin(ReadOnlyAdmin):
    list_display = (
        "indicator",
        "region",
        "period_in_words",
        "profile",
        "category_in_words",
        "figure",
        "unit",
        "origin",
    )
    list_filter = ("origin", ("region", admin.RelatedOnlyFieldListFilter), "indicator")
    list_select_related = ("indicator", "region", "profile")
    search_fields = ("indicator__title", "region__name")
    search_help_text = _("Zoek op indicator of gebied.")
    ordering = ("indicator_id", "region_id", "category", "profile_id", "leerweg", "origin", "period_end")
    """That of an index, so that a page of a million figures is found as soon as one of a hundred."""
    fields = (
        "indicator",
        "region",
        "period_in_words",
        "profile",
        "leerweg",
        "category_in_words",
        "figure",
        "bounds",
        "unit",
        "origin",
        "status",
        "source",
        "report_table",
    )
    readonly_fields = fields

    @admin.display(description=_("cijfer"), ordering="value")
    def figure(self, observation):
        return observation.figure

    @admin.display(description=_("grenzen"))
    def bounds(self, observation):
        return bounds_in_words(observation)

    @admin.display(description=_("periode"), ordering="period_start")
    def period_in_words(self, observation):
        return observation.period.in_words

    @admin.display(description=_("categorie"), ordering="category")
    def category_in_words(self, observation):
        return category_in_words(observation.category)

    @admin.display(description=_("eenheid"))
    def unit(self, observation):
        return observation.indicator.get_unit_display()


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ("title", "date", "kind")
    list_filter = ("kind",)
    search_fields = ("title", "text")
    search_help_text = _("Zoek op titel of tekst.")
