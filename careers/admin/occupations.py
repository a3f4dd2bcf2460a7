"""Occupations in the admin, with routes, pay and prospects on one page; and the courses and schools beside them."""

from django.contrib import admin
from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from schools.admin.base import yes_or_no
from schools.admin.exchanging import ExchangeAdmin

from ..importers import COURSES, OCCUPATIONS, PAY, PROSPECTS
from ..models import Activity, Certainty, Course, Occupation, Pay, Prospect, Provider, Route
from .base import CareersAdmin, FactInline, OutdatedFilter, UnconfirmedFilter
from .checking import ListToCheck
from .previews import (
    CoursePreview,
    OccupationPreview,
    PayPreview,
    ProspectPreview,
    ProviderPreview,
    RoutePreview,
)

admin.site.add_page("careers", _("Na te kijken"), "admin:careers_to_check", "careers.view_occupation")

OPEN_ROUTE = Q(routes__course__level_confirmed=False) | Q(routes__bol=Certainty.OPEN) | Q(routes__bbl=Certainty.OPEN)


class RouteInline(FactInline, admin.StackedInline):
    model = Route
    fields = ("course", ("bol", "bbl", "min_leerweg"), "note", ("source", "source_year"))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("occupation", "course")


class PayInline(FactInline, admin.StackedInline):
    model = Pay
    fields = (
        ("kind", "value", "unit"),
        ("period", "region"),
        "population",
        "caution",
        "is_shown",
        ("source", "source_year"),
    )


class ProspectInline(FactInline, admin.StackedInline):
    model = Prospect
    fields = ("sentence", "kind", ("value", "unit"), ("period", "region"), "population", ("source", "source_year"))


class OldFactsFilter(OutdatedFilter):
    """An occupation is as old as its oldest route, pay or prospect."""

    def narrow(self, queryset):
        return queryset.with_outdated_facts()


@admin.register(Occupation)
class OccupationAdmin(ExchangeAdmin, ListToCheck, OccupationPreview):
    exchange = OCCUPATIONS
    list_display = ("title", "cluster", "routes_in_all", "routes_open", "oldest_fact", "texts_reviewed")
    list_filter = ("cluster", UnconfirmedFilter, OldFactsFilter, "reviewed", "growth_confirmed", "profiles")
    search_fields = ("title", "summary", "tasks")
    search_help_text = _("Zoek op titel of op wat je doet.")
    inlines = (RouteInline, PayInline, ProspectInline)
    fieldsets = (
        (None, {"fields": ("slug", "title", "cluster")}),
        (
            _("Het werk"),
            {
                "fields": ("summary", "tasks", "day", "workplace", "reviewed"),
                "description": _("Schrijf korte zinnen die met 'je' beginnen. Weet u iets niet? Laat het dan leeg."),
            },
        ),
        (_("Wat zwaar is"), {"fields": ("heavy", "heavy_source", "heavy_year")}),
        (_("Verder groeien"), {"fields": ("growth", "growth_confirmed")}),
        (_("Voor wie"), {"fields": ("profiles", "profiles_confirmed", "activities")}),
        (
            _("Beroepsgroep en bron"),
            {
                "fields": (
                    ("isco08", "brc2014"),
                    ("group_name", "group_workers"),
                    ("group_source", "group_year"),
                    ("source", "source_year"),
                )
            },
        ),
    )

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                route_count=Count("routes", distinct=True),
                open_count=Count("routes", filter=OPEN_ROUTE, distinct=True),
                oldest_pay=Min("pay__source_year"),
                oldest_prospect=Min("prospects__source_year"),
                oldest_route=Min("routes__source_year"),
            )
        )

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("title",)}

    @admin.display(description=_("opleidingen"), ordering="route_count")
    def routes_in_all(self, occupation):
        return occupation.route_count

    @admin.display(description=_("nog na te kijken"), ordering="open_count")
    def routes_open(self, occupation):
        return occupation.open_count or None

    @admin.display(description=_("oudste feit"))
    def oldest_fact(self, occupation):
        years = (occupation.oldest_pay, occupation.oldest_prospect, occupation.oldest_route)
        return min((year for year in years if year), default=None)

    @admin.display(description=_("teksten nagekeken"), ordering="reviewed")
    def texts_reviewed(self, occupation):
        return yes_or_no(occupation.reviewed)


@admin.register(Course)
class CourseAdmin(ExchangeAdmin, CoursePreview):
    exchange = COURSES
    list_display = ("name", "crebo", "level", "is_confirmed", "source", "source_year")
    list_filter = (UnconfirmedFilter, OutdatedFilter, "level")
    list_select_related = ("source",)
    search_fields = ("name", "crebo")
    search_help_text = _("Zoek op naam of crebo.")
    fieldsets = (
        (None, {"fields": ("crebo", "name", "note")}),
        (_("Niveau"), {"fields": ("level", "level_confirmed", "level_basis")}),
        (_("Bron"), {"fields": ("source", "source_year")}),
    )

    @admin.display(description=_("niveau bevestigd"), ordering="level_confirmed")
    def is_confirmed(self, course):
        return yes_or_no(course.level_confirmed)


@admin.register(Route)
class RouteAdmin(RoutePreview):
    list_display = ("__str__", "level", "bol", "bbl", "is_confirmed", "source_year")
    list_filter = (UnconfirmedFilter, OutdatedFilter, "bol", "bbl", "course__level", "occupation__cluster")
    list_select_related = ("occupation", "course")
    search_fields = ("occupation__title", "course__name", "course__crebo")
    search_help_text = _("Zoek op beroep, opleiding of crebo.")
    autocomplete_fields = ("occupation", "course")
    fields = ("occupation", *RouteInline.fields)

    @admin.display(description=_("niveau"), ordering="course__level")
    def level(self, route):
        return route.course.level

    @admin.display(description=_("bevestigd"))
    def is_confirmed(self, route):
        return yes_or_no(route.is_confirmed)


@admin.register(Pay)
class PayAdmin(ExchangeAdmin, PayPreview):
    exchange = PAY
    list_display = ("__str__", "occupation", "population", "on_the_site", "source_year")
    list_filter = (OutdatedFilter, "kind", "is_shown", "occupation__cluster")
    list_select_related = ("occupation",)
    search_fields = ("occupation__title", "population")
    search_help_text = _("Zoek op beroep of op wie het verdient.")
    autocomplete_fields = ("occupation",)
    fields = ("occupation", *PayInline.fields)

    @admin.display(description=_("op de website"), ordering="is_shown")
    def on_the_site(self, pay):
        return yes_or_no(pay.is_shown)


@admin.register(Prospect)
class ProspectAdmin(ExchangeAdmin, ProspectPreview):
    exchange = PROSPECTS
    list_display = ("sentence", "about", "kind", "region", "period", "source_year")
    list_filter = (OutdatedFilter, "kind", "technical", "occupation__cluster")
    list_select_related = ("occupation",)
    search_fields = ("occupation__title", "sentence")
    search_help_text = _("Zoek op beroep of in de zin.")
    autocomplete_fields = ("occupation",)
    fields = (("occupation", "technical"), *ProspectInline.fields)

    @admin.display(description=_("beroep"), ordering="occupation__title")
    def about(self, prospect):
        if prospect.occupation:
            return prospect.occupation
        return _("alle technische beroepen") if prospect.technical else _("alle beroepen")


@admin.register(Provider)
class ProviderAdmin(ProviderPreview):
    list_display = ("institution", "location", "municipality", "note", "source_year")
    list_filter = (OutdatedFilter, "institution")
    list_select_related = ("municipality",)
    search_fields = ("institution", "location", "address", "postcode", "municipality__name")
    search_help_text = _("Zoek op instelling, locatie, adres, postcode of gemeente.")
    autocomplete_fields = ("municipality",)
    fieldsets = (
        (None, {"fields": ("code", "institution", "location", "website")}),
        (_("Plaats"), {"fields": ("address", "postcode", "municipality", "note")}),
        (_("Wat je er leert"), {"fields": ("offers", "occupations")}),
        (_("Bron"), {"fields": ("source", "source_year")}),
    )


@admin.register(Activity)
class ActivityAdmin(CareersAdmin):
    list_display = ("name", "position", "occupations_in_all")
    fields = ("slug", "name", "position", "icon")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(occupation_count=Count("occupations"))

    @admin.display(description=_("beroepen"), ordering="occupation_count")
    def occupations_in_all(self, activity):
        return activity.occupation_count
