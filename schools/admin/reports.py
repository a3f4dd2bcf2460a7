"""What visitors reported: read here, looked into, and answered by a confirmation at the location."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Report, VmboProfile
from ..wording import listed, status_in_words
from .base import NamedAdmin
from .locations import MunicipalityFilter
from .searching import FindsLocations, location_fields


class ReportedMunicipalityFilter(MunicipalityFilter):
    """The same choice, of the municipality that a report is for."""

    column = "location__municipality"


@admin.register(Report)
class ReportAdmin(FindsLocations, NamedAdmin):
    """Only how far staff are with it can be changed; what somebody wrote stays, or goes as a whole."""

    list_display = ("created_at", "place", "municipality", "about", "role", "status")
    list_display_links = ("created_at", "place")
    list_filter = ("status", ReportedMunicipalityFilter, "role")
    list_per_page = 50
    list_select_related = ("location__municipality",)
    ordering = ("-created_at", "-pk")
    location_way = "location__"
    search_fields = (*location_fields(location_way), "text")
    search_help_text = _(
        "Zoek op naam, straat, plaats, gemeente, postcode of vestigingscode van de locatie, of in de tekst."
    )
    readonly_fields = ("text", "about", "then_and_now", "role", "created_at", "to_location")
    fields = (*readonly_fields, "status", "note")

    def has_add_permission(self, request):
        return False

    def name_of(self, obj):
        return gettext("Melding over %(location)s") % {"location": obj.location.title}

    def addition_to(self, obj):
        return f"{obj.location.code}, {obj.location.address}, {obj.location.city}"

    @admin.display(description=_("locatie"), ordering="location__name")
    def place(self, report):
        return format_html('{} <span class="beside">{}</span>', report.location.title, report.location.address)

    @admin.display(description=_("locatie"))
    def to_location(self, report):
        """Where staff see what the site answers, and can confirm a profile."""
        address = reverse("admin:schools_schoollocation_change", args=[report.location_id])
        return format_html('<a href="{}">{}</a>', address, report.location)

    @admin.display(description=_("gemeente"), ordering="location__municipality__name")
    def municipality(self, report):
        return report.location.municipality

    @admin.display(description=_("waarover"))
    def about(self, report):
        """The profiles by their codes, in the same order on every database, and the topics in words."""
        topics = [str(Report.Topic(topic).label) for topic in report.topics.split()]
        return listed([*sorted(report.answers), *topics])

    @admin.display(description=_("toen en nu"))
    def then_and_now(self, report):
        """Per profile what the site answered when this was written, and what it answers now."""
        if not report.answers:
            return None
        answers = {each.profile_id: each for each in report.location.answers.all()}
        profiles = VmboProfile.objects.filter(code__in=report.answers)
        lines = ((then_and_now_in_words(profile, report, answers),) for profile in profiles)
        return format_html('<ul class="problems">{}</ul>', format_html_join("", "<li>{}</li>", lines))


def then_and_now_in_words(profile, report, answers):
    now = answers.get(profile.code)
    return gettext("%(profile)s: toen %(then)s, nu %(now)s.") % {
        "profile": profile.full_name,
        "then": answered(report.answers[profile.code]),
        "now": answered(now and (now.status, now.effective_year)),
    }


def answered(answer):
    """A status and year in words; without them the site said nothing."""
    return status_in_words(*answer) if answer else gettext("geen antwoord")
