"""Figures in the admin: to be looked up. What is published elsewhere is not changed here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from schools.admin.base import ReadOnlyAdmin

from .models import Indicator, Observation


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ("title", "unit", "dimension", "source")
    list_filter = ("unit", "dimension")
    list_select_related = ("source",)
    search_fields = ("title", "code")


@admin.register(Observation)
class ObservationAdmin(ReadOnlyAdmin):
    list_display = ("indicator", "region", "period", "profile", "category", "figure", "unit")
    list_filter = (("region", admin.RelatedOnlyFieldListFilter), "indicator")
    list_select_related = ("indicator", "region", "profile")
    search_fields = ("indicator__title", "region__name")
    fields = ("indicator", "region", "period", "profile", "leerweg", "category", "figure", "unit", "report_table")
    readonly_fields = fields

    @admin.display(description=_("cijfer"), ordering="value")
    def figure(self, observation):
        return observation.published

    @admin.display(description=_("eenheid"))
    def unit(self, observation):
        return observation.indicator.get_unit_display()
