from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..desk.scope import may_confirm
from ..models import (
    EDITED_FIELDS,
    OFFICIAL_FIELDS,
    DataVersion,
    Membership,
    ProfileAnswer,
    Region,
    SchoolLocation,
    Source,
)
from ..recalculation import change_data, recalculate
from ..wording import answer_basis, leerwegen_in_words, seen_before, status_in_words
from .asking import AskingAdmin, ask_address
from .base import NamedAdmin, confirmation_url, yes_or_no
from .confirming import ConfirmingAdmin
from .contact_list import ContactListAdmin
from .location_form import LocationForm
from .remarking import RemarkingAdmin
from .scoped import is_reached
from .searching import FindsLocations, location_fields
from .ticking import TickingAdmin

OUTSIDE, EVERYWHERE = "buiten", "alle"


class MunicipalityFilter(admin.SimpleListFilter):
    """The municipalities of the region; all others together."""

    title = _("gemeente")
    parameter_name = "gemeente"
    column = "municipality"
    """The way from a row of the list to its municipality."""

    def lookups(self, request, model_admin):
        inside = Region.objects.within(settings.FINDER_REGION).values_list("code", "name")
        return [*inside, (OUTSIDE, _("buiten de regio"))]

    def queryset(self, request, queryset):
        if self.value() == OUTSIDE:
            return queryset.exclude(**{f"{self.column}__metropoolregio": settings.FINDER_REGION})
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


class OwnMunicipalityFilter(MunicipalityFilter):
    """Begins with the municipality that somebody works for; who searches by a name searches everywhere."""

    def __init__(self, request, params, model, model_admin):
        self.home = None if request.GET.get(SEARCH_VAR) else Membership.objects.home_of(request.user)
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        everywhere = [(EVERYWHERE, _("alle gemeenten"))] if self.home else []
        return [*everywhere, *super().lookups(request, model_admin)]

    def value(self):
        asked = super().value() or (self.home and self.home.code)
        return None if asked == EVERYWHERE else asked

    def choices(self, changelist):
        """With a municipality to begin with, "all" is a choice like the others, and stands first."""
        first, *rest = super().choices(changelist)
        if not self.home:
            return [first, *rest]
        everywhere, *named = rest
        return [{**everywhere, "selected": self.value() is None}, *named]


class AnswersFilter(admin.SimpleListFilter):
    """Locations with, or without, answers of one sort."""

    answers = Q()

    def queryset(self, request, queryset):
        if self.value() not in ("ja", "nee"):
            return queryset
        found = Exists(ProfileAnswer.objects.filter(self.answers, location=OuterRef("pk")))
        return queryset.filter(found if self.value() == "ja" else ~found)


class ConfirmedFilter(AnswersFilter):
    title = _("bevestiging")
    parameter_name = "bevestigd"
    answers = Q(source__kind=Source.Kind.CONFIRMATION)

    def lookups(self, request, model_admin):
        return [("ja", _("met een bevestiging")), ("nee", _("zonder bevestiging"))]


class ConflictFilter(AnswersFilter):
    title = _("tegenspraak")
    parameter_name = "tegenspraak"
    answers = Q(conflict=True)

    def lookups(self, request, model_admin):
        return [("ja", _("bronnen spreken elkaar tegen")), ("nee", _("geen tegenspraak"))]


@admin.register(SchoolLocation)
class SchoolLocationAdmin(
    FindsLocations, TickingAdmin, RemarkingAdmin, ConfirmingAdmin, AskingAdmin, ContactListAdmin, NamedAdmin
):
    """A location with the answers that the site gives; only what DUO does not own can be changed.

    All of it but the mailbox for questions stands on the website as well, so that municipalities see the locations of
    each other.
    """

    is_public = True

    form = LocationForm
    change_form_template = "admin/schools/location.html"
    list_display = ("title", "city", "municipality", "kind", "in_region", "confirmed", "contradicting")
    list_filter = (
        OwnMunicipalityFilter,
        ConfirmedFilter,
        ConflictFilter,
        "finder__kind",
        "finder__in_region",
        "active",
    )
    list_per_page = 50
    ordering = ("name", "code")
    search_fields = location_fields()
    search_help_text = _("Zoek op naam, straat, plaats, gemeente, postcode of vestigingscode.")
    fieldsets = (
        (
            _("Wat de gemeente bijhoudt"),
            {
                "fields": EDITED_FIELDS,
                "description": _("De naam, de telefoon en de website komen op de website en in de open data."),
            },
        ),
        (
            _("Gegevens van DUO"),
            {
                "fields": (
                    "code",
                    *(name if name != "active" else "is_open" for name in OFFICIAL_FIELDS),
                    "latitude",
                    "longitude",
                ),
                "description": _(
                    "Deze gegevens komen van DUO. Een import overschrijft ze, daarom kunt u ze hier niet wijzigen."
                ),
            },
        ),
    )
    readonly_fields = ("code", *OFFICIAL_FIELDS, "is_open", "latitude", "longitude")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        """The mailbox for questions is for the own municipality."""
        if obj is None or is_reached(obj, request.user):
            return super().get_fieldsets(request, obj)
        (title, shown), *others = self.fieldsets
        return [(title, {**shown, "fields": [name for name in EDITED_FIELDS if name != "contact_email"]}), *others]

    def changeform_view(self, request, *args, **kwargs):
        """Who saves waits for who is saving, and so compares with what that leaves."""
        with transaction.atomic():
            if request.method == "POST":
                DataVersion.take_turn()
            return super().changeform_view(request, *args, **kwargs)

    def get_queryset(self, request):
        confirmed = Count("answers", filter=Q(answers__source__kind=Source.Kind.CONFIRMATION))
        contradicting = Count("answers", filter=Q(answers__conflict=True))
        locations = super().get_queryset(request).select_related("municipality", "finder")
        return locations.annotate(confirmed_count=confirmed, conflict_count=contradicting)

    @admin.display(description=_("naam"), ordering="name")
    def title(self, location):
        """With the street, since school groups share names."""
        return format_html('{} <span class="beside">{}</span>', location.title, location.address)

    @admin.display(description=_("soort"), ordering="finder__kind")
    def kind(self, location):
        row = getattr(location, "finder", None)
        return row.get_kind_display() if row else gettext("niet in de zoeker")

    @admin.display(description=_("in de regio"), ordering="finder__in_region")
    def in_region(self, location):
        row = getattr(location, "finder", None)
        return yes_or_no(row and row.in_region)

    @admin.display(description=_("bevestigd"), ordering="confirmed_count")
    def confirmed(self, location):
        return location.confirmed_count or None

    @admin.display(description=_("tegenspraak"), ordering="conflict_count")
    def contradicting(self, location):
        return location.conflict_count or None

    @admin.display(description=_("open"))
    def is_open(self, location):
        return yes_or_no(location.active)

    def name_of(self, location):
        return location.title

    def addition_to(self, location):
        return f"{location.code}, {location.address}, {location.city}"

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        statements = f"{reverse('admin:schools_profilestatement_changelist')}?{urlencode({'location': obj.pk})}"
        context |= {
            "answers": answer_rows(obj),
            "may_confirm": may_confirm(request.user, obj),
            "statements_url": statements,
            "ask_address": ask_address([obj.pk]) if self.has_ask_permission(request) else "",
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Write only what was changed here: an import may have changed the rest meanwhile."""

        def save():
            obj.save(update_fields=form.changed_data)
            recalculate([obj.pk])

        if form.changed_data:
            change_data(save)


def answer_rows(location):
    """What the site answers about this location, in words."""
    answers = location.answers.select_related("profile", "source").order_by("profile__position")
    return [
        {
            "profile": answer.profile,
            "status": answer.status,
            "words": status_in_words(answer.status, answer.effective_year),
            "leerwegen": leerwegen_in_words(answer.leerwegen),
            "unsure": leerwegen_in_words(answer.unsure),
            "basis": answer_basis(answer),
            "seen_before": seen_before(answer),
            "conflict": answer.conflict,
            "confirm_url": confirmation_url(location=location.pk, profile=answer.profile_id),
        }
        for answer in answers
    ]
