"""What sources said, and the form for what is said of one profile: of one leerweg, of TL, or on an earlier day."""

from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..desk.scope import may_confirm
from ..desk.version import ChangedMeanwhileError, Version, since
from ..models import Leerweg, ProfileAnswer, ProfileStatement, SchoolLocation, Source, Status, VmboProfile
from ..recalculation import change_data, recalculate
from ..wording import status_in_words
from .base import ReadOnlyAdmin, confirmation_url
from .offer_list import OfferListAdmin
from .searching import FindsLocations, location_fields
from .withdrawing import WithdrawingAdmin

ANNOUNCED = (Status.STARTING, Status.STOPPING)
FIRST_YEAR = 2016
"""The school year in which the ten profiles began."""
YEARS_AHEAD = 10


class ConfirmationForm(forms.ModelForm):
    """What a school or municipality says about one profile of one location."""

    location = forms.ModelChoiceField(
        label=_("Locatie"),
        queryset=SchoolLocation.objects.all(),
        widget=AutocompleteSelect(ProfileStatement._meta.get_field("location"), admin.site),
        help_text=_("Typ een deel van de naam, de plaats of de vestigingscode."),
    )
    profile = forms.ModelChoiceField(
        label=_("Profiel"),
        queryset=VmboProfile.objects.exclude(Q(family=VmboProfile.Family.ROUTE) & ~Q(code="VT")),
    )
    leerweg = forms.ChoiceField(
        label=_("Leerweg"),
        choices=[
            ("", _("voor alle leerwegen, of niet gezegd")),
            *((each.value, each.label) for each in Leerweg if each != Leerweg.HV),
        ],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Antwoord"),
        choices=[
            (Status.YES.value, _("ja, het profiel is er")),
            (Status.NO.value, _("nee, het profiel is er niet")),
            (Status.STARTING.value, _("het profiel start")),
            (Status.STOPPING.value, _("het profiel stopt")),
        ],
        widget=forms.RadioSelect,
    )
    effective_year = forms.IntegerField(
        label=_("Schooljaar waarin het start of stopt"),
        required=False,
        help_text=_("Het jaar waarin het schooljaar begint. Vul 2027 in voor 2027-2028."),
    )
    source = forms.ModelChoiceField(
        label=_("Wie zegt het?"),
        queryset=Source.objects.filter(kind=Source.Kind.CONFIRMATION),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reference_date = forms.DateField(
        label=_("Datum waarop het gezegd is"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=_("Toelichting (niet verplicht)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Voor collega's: waar het staat of wie u sprak. Dit komt niet op de website."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """How far the location was when the page showed it."""
    seen_version = None
    is_outdated = False
    """Whether somebody changed the location since."""

    class Media:
        js = ["admin/js/jquery.init.js", "admin/js/autocomplete.js", "js/autocomplete.js"]

    class Meta:
        model = ProfileStatement
        fields = (
            "location",
            "profile",
            "leerweg",
            "status",
            "effective_year",
            "source",
            "reference_date",
            "note",
            "seen",
        )

    def clean_reference_date(self):
        day = self.cleaned_data["reference_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Deze datum is nog niet geweest. Vul de dag in waarop de school of gemeente het zei.")
            )
        return day

    def clean(self):
        super().clean()
        self.check_year(self.cleaned_data.get("status"), self.cleaned_data.get("effective_year"))
        self.check_leerweg(self.cleaned_data.get("profile"), self.cleaned_data.get("leerweg"))
        self.check_version(self.cleaned_data.get("location"), self.cleaned_data.get("profile"))

    def check_year(self, status, year):
        """A start or stop has a believable school year, and nothing else has one."""
        latest = timezone.localdate().year + YEARS_AHEAD
        if "effective_year" in self.errors or status is None:
            return
        if status in ANNOUNCED and year is None:
            self.add_error("effective_year", _("Vul in met welk schooljaar het profiel start of stopt."))
        elif status not in ANNOUNCED and year is not None:
            self.add_error(
                "effective_year",
                _("Een schooljaar hoort alleen bij start of stopt. Maak dit veld leeg, of kies een ander antwoord."),
            )
        elif year is not None and not FIRST_YEAR <= year <= latest:
            message = gettext("Vul een jaar van vier cijfers in, van %(first)s tot en met %(last)s.")
            self.add_error("effective_year", message % {"first": FIRST_YEAR, "last": latest})

    def check_leerweg(self, profile, leerweg):
        if profile is None or not leerweg:
            return
        is_theory = profile.family == VmboProfile.Family.TL
        if is_theory and leerweg != Leerweg.TL:
            self.add_error("leerweg", _("Dit profiel is er alleen in de theoretische leerweg."))
        if not is_theory and leerweg == Leerweg.TL:
            self.add_error("leerweg", _("Dit profiel is er alleen in basis, kader en gemengd."))

    def check_version(self, location, profile):
        """Only who saw how the location is now adds to it. After a refusal the page shows that."""
        if location is None or profile is None:
            return
        now, self.seen_version = Version.of(location), version_in(self.cleaned_data.get("seen", ""), location)
        if self.seen_version == now:
            return
        self.data = self.data.copy()
        self.data["seen"] = seen_now(location)
        self.is_outdated = self.seen_version is not None
        words = {"answer": answer_in_words(location, profile)}
        self.add_error(None, _("%(answer)s Kijk na of dat anders moet, en sla het dan opnieuw op.") % words)


def seen_now(location):
    """What a page remembers of how far this location is."""
    return f"{location.pk} {Version.of(location)}"


def version_in(text, location):
    """The version of this location that a page remembered; None when it showed another location, or none yet."""
    code, _blank, version = text.partition(" ")
    return Version.read(version) if code == location.pk else None


@admin.register(ProfileStatement)
class ProfileStatementAdmin(FindsLocations, OfferListAdmin, WithdrawingAdmin, ReadOnlyAdmin):
    """What sources said, to be read; and the way to add what a school or municipality confirms."""

    form = ConfirmationForm
    add_form_template = "admin/schools/confirmation.html"
    list_display = (
        "location",
        "profile",
        "leerweg",
        "said",
        "number",
        "source",
        "reference_date",
        "author",
        "taken_back",
    )
    list_filter = ("source", "status", "leerweg", "profile")
    list_per_page = 50
    list_select_related = ("location", "profile", "source", "author", "withdrawal")
    location_way = "location__"
    search_fields = (*location_fields(location_way), "profile__code", "profile__name")
    search_help_text = _(
        "Zoek op naam, straat, plaats, gemeente, postcode of vestigingscode van de locatie, of op profiel."
    )
    fields = (
        "location",
        "profile",
        "leerweg",
        "said",
        "number",
        "source",
        "reference_date",
        "note",
        "evidence",
        "taken_back",
        "run",
        "author",
        "created_at",
    )
    readonly_fields = fields

    def has_add_permission(self, request):
        return request.user.has_perm("schools.add_profilestatement")

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.form.Meta.fields

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    @admin.display(description=_("uitspraak"), ordering="status")
    def said(self, statement):
        return status_in_words(statement.status, statement.effective_year)

    @admin.display(description=_("aantal"), ordering="count_low")
    def number(self, statement):
        """A withheld count as its bounds; never a zero for a gap."""
        if statement.count_low == statement.count_high:
            return statement.count_low
        return gettext("%(low)s tot %(high)s") % {"low": statement.count_low, "high": statement.count_high}

    @admin.display(description=_("ingetrokken"), ordering="withdrawal__created_at")
    def taken_back(self, statement):
        """When, and why."""
        if not hasattr(statement, "withdrawal"):
            return None
        words = {"day": date_format(statement.withdrawal.created_at, "j F Y"), "reason": statement.withdrawal.reason}
        return gettext("%(day)s: %(reason)s") % words

    def add_view(self, request, form_url="", extra_context=None):
        context = {"title": gettext("Een profiel bevestigen"), "show_save_and_continue": False, **(extra_context or {})}
        try:
            return super().add_view(request, form_url, context)
        except ChangedMeanwhileError:
            return super().add_view(request, form_url, context)  # the form now finds what changed, and tells it

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        code = given.get("location", "")
        location = SchoolLocation.objects.filter(pk=code).first() if code.isalnum() else None
        return {**given, "seen": seen_now(location) if location and may_confirm(request.user, location) else ""}

    def render_change_form(self, request, context, *args, **kwargs):
        """After a change by somebody else: tell what it was; what was filled in is still there."""
        form = context["adminform"].form
        is_outdated = getattr(form, "is_outdated", False)
        if is_outdated:
            context["meanwhile"] = since(form.cleaned_data["location"], form.seen_version)
        response = super().render_change_form(request, context, *args, **kwargs)
        response.status_code = HTTPStatus.CONFLICT if is_outdated else response.status_code
        return response

    def save_model(self, request, obj, form, change):
        def save():
            if Version.of(obj.location) != form.seen_version:
                raise ChangedMeanwhileError
            obj.save()
            recalculate([obj.location_id])

        obj.author = request.user
        change_data(save)

    def response_add(self, request, obj, post_url_continue=None):
        """Say what the site answers now, and go back to the location, or on to its next profile."""
        self.message_user(request, answer_after(obj), messages.SUCCESS)
        if "_addanother" in request.POST:
            return redirect(confirmation_url(location=obj.location_id))
        return redirect("admin:schools_schoollocation_change", obj.location_id)


def answer_after(statement):
    """In a sentence: what the site answers now that this was confirmed."""
    answer = answer_of(statement.location_id, statement.profile_id)
    if answer is None:
        sentence = gettext("De bevestiging is bewaard. De website toont %(profile)s niet bij deze locatie.")
    elif (answer.source_id, answer.reference_date) == (statement.source_id, statement.reference_date):
        sentence = gettext("De bevestiging is bewaard. De website antwoordt nu op %(profile)s: %(answer)s.")
    else:
        sentence = gettext(
            "De bevestiging is bewaard, maar een nieuwere bron weegt zwaarder. "
            "De website antwoordt op %(profile)s: %(answer)s."
        )
    words = status_in_words(answer.status, answer.effective_year) if answer else ""
    return sentence % {"profile": statement.profile.full_name, "answer": words}


def answer_of(location, profile):
    return ProfileAnswer.objects.filter(location=location, profile=profile).first()


def answer_in_words(location, profile):
    """What the site answers now, in a sentence."""
    answer = answer_of(location, profile)
    if answer is None:
        return gettext("De website toont %(profile)s nu niet bij deze locatie.") % {"profile": profile.full_name}
    words = {"profile": profile.full_name, "answer": status_in_words(answer.status, answer.effective_year)}
    return gettext("De website antwoordt nu op %(profile)s: %(answer)s.") % words
