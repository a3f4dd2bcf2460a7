"""The form with which a visitor says that something is not right, and the gates before it: no cookie, no account.

Django's own protection against posts from other websites needs a cookie, and visitors get none. There is nothing to
protect by a session either: who posts is nobody in particular. So the browser's own word for where the post comes
from has to do, together with a field that only robots fill in and a limit per address and per location.
"""

import unicodedata

from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import consume
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .models import DataVersion, Report, SchoolLocation
from .tiles import Tile

MOST_CHARACTERS = 1000
UNSURE_FROM_WHERE = _("We weten niet zeker dat dit van deze website komt. Verstuur uw melding nog een keer.")
TOO_MANY = _("Er kwamen te veel meldingen na elkaar. Uw tekst staat hier nog. Probeer het over een uur nog eens.")


class PlainTextField(forms.CharField):
    """Lines of text. A line end is one character, however a browser sends it; no other control characters."""

    widget = forms.Textarea

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        if any(unicodedata.category(each) == "Cc" and each not in "\n\t" for each in text):
            raise forms.ValidationError(
                _("In uw tekst staan tekens die we niet kunnen bewaren. Typ de tekst opnieuw, zonder te plakken.")
            )
        return text


class ReportForm(forms.Form):
    """What is wrong at a location, and what it should be."""

    about = forms.MultipleChoiceField(error_messages={"required": _("Kies wat er niet klopt.")})
    text = PlainTextField(
        max_length=MOST_CHARACTERS,
        error_messages={
            "required": _("Schrijf op wat er moet staan."),
            "max_length": ngettext_lazy(
                "Uw tekst heeft %(show_value)d tekens. Maak de tekst korter: hoogstens %(limit_value)d teken.",
                "Uw tekst heeft %(show_value)d tekens. Maak de tekst korter: hoogstens %(limit_value)d tekens.",
                "limit_value",
            ),
        },
    )
    role = forms.ChoiceField(choices=[*Report.Role.choices, ("", _("zeg ik liever niet"))], required=False)
    website = forms.CharField(required=False)
    """For robots: people do not see it."""

    def __init__(self, location: SchoolLocation, profiles, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.location = location
        self.profiles = profiles
        self.answers = {answer.profile_id: answer for answer in location.answers.all()}
        of_profiles = [(profile.code, profile.full_name) for profile in profiles]
        self.fields["about"].choices = [*of_profiles, *Report.Topic.choices]

    @property
    def is_of_a_robot(self) -> bool:
        return bool(self.data.get("website"))

    @property
    def chosen(self) -> list[str]:
        return self["about"].value() or []

    def profile_choices(self):
        """Each profile with the tile that the site shows now (None where it says nothing), and whether it is chosen."""
        for profile in self.profiles:
            answer = self.answers.get(profile.code)
            tile = answer and Tile(profile, answer.status, str(answer.effective_year or ""))
            yield profile, tile, profile.code in self.chosen

    def topic_choices(self):
        return [(value, label, value in self.chosen) for value, label in Report.Topic.choices]

    def role_choices(self):
        return [(value, label, value == (self["role"].value() or "")) for value, label in self.fields["role"].choices]

    def problems(self):
        """The id of the field, and the sentence about it; without an id where no single field is to blame."""
        ids = {"about": "about", "text": "text", "role": "role"}
        return [(ids.get(name), sentence) for name, sentences in self.errors.items() for sentence in sentences]

    def save(self) -> Report:
        about = self.cleaned_data["about"]
        return Report.objects.create(
            location=self.location,
            answers={profile.code: self.answer_to(profile) for profile in self.profiles if profile.code in about},
            topics=" ".join(topic for topic in Report.Topic.values if topic in about),
            text=self.cleaned_data["text"],
            role=self.cleaned_data["role"],
            data_version=DataVersion.current(),
        )

    def answer_to(self, profile) -> tuple[str, int | None] | None:
        answer = self.answers.get(profile.code)
        return answer and (answer.status, answer.effective_year)


def goes_to_municipality(location: SchoolLocation) -> bool:
    """Municipalities outside the region do not work with this site; its keepers get what is said of their schools."""
    return bool(location.municipality) and location.municipality.metropoolregio_id == settings.FINDER_REGION


def comes_from_our_own_page(request) -> bool:
    """Whether the browser says that the post was sent from a page of this site. Every browser of today says so."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def is_within_limits(request, location: SchoolLocation) -> bool:
    """Count this report for its address and for its location; False when either had its share (see settings)."""
    return consume(request, action="report_by_address", key=address_today(request)) and consume(
        request, action="report_on_location", key=location.code
    )


def address_today(request) -> str:
    """What a visitor's address is counted under: a keyed hash that differs from day to day; no table holds more."""
    return salted_hmac("schools.reporting", f"{get_ip(request)} {timezone.localdate()}").hexdigest()
