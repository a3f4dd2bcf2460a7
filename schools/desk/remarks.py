"""The form on which an officer notes what the website of a school says about its profiles; it works without scripts."""

from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..answers import ANNOUNCED
from ..models import ProfileStatement, SchoolLocation, Source, Status, VmboProfile
from ..wording import school_year
from .beside import Beside, beside
from .confirming import statements_of
from .form import YEARS_AHEAD
from .offer import Said

ANSWERS = [
    ("", gettext_lazy("niets gevonden")),
    (Status.YES.value, gettext_lazy("het profiel is er")),
    (Status.NO.value, gettext_lazy("het profiel is er niet")),
    (Status.STARTING.value, gettext_lazy("het profiel start")),
    (Status.STOPPING.value, gettext_lazy("het profiel stopt")),
]
WRONG_ADDRESS = gettext_lazy("Vul een heel webadres in, zoals https://www.school.nl/profielen.")


@dataclass(frozen=True)
class Row:
    """One profile: what every source says of it, and the fields for what the website says."""

    profile: VmboProfile
    sources: list[Beside]
    status: forms.BoundField
    year: forms.BoundField


class WebsiteForm(forms.Form):
    """The page that somebody read, when, and per profile what it says; a profile that it does not name stays empty."""

    evidence = forms.URLField(
        label=gettext_lazy("Adres van de pagina"),
        assume_scheme="https",
        max_length=ProfileStatement._meta.get_field("evidence").max_length,
        help_text=gettext_lazy("De pagina van de school waarop de profielen staan."),
        error_messages={"required": WRONG_ADDRESS, "invalid": WRONG_ADDRESS},
    )
    reference_date = forms.DateField(
        label=gettext_lazy("Wanneer zag u dit?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Vul de dag in waarop u de pagina zag."),
            "invalid": gettext_lazy("Vul een dag in die bestaat, zoals 2026-02-03."),
        },
    )

    def __init__(self, location: SchoolLocation, data=None):
        self.today = timezone.localdate()
        self.profiles = list(VmboProfile.objects.ten())
        self.statements = statements_of(location)
        super().__init__(data, initial={"evidence": self.page_before(location), "reference_date": self.today})
        for profile in self.profiles:
            self.add_fields(profile)

    def page_before(self, location: SchoolLocation) -> str:
        """The page that was read last, else the website that DUO knows."""
        pages = [each.evidence for each in self.statements if each.source.kind == Source.Kind.WEBSITE]
        return pages[-1] if pages else location.shown_website

    def add_fields(self, profile: VmboProfile):
        years = range(self.today.year, self.today.year + YEARS_AHEAD + 1)
        known = [("", gettext_lazy("kies een schooljaar")), *((year, school_year(year)) for year in years)]
        answer = {"choices": ANSWERS, "label": profile.full_name, "required": False}
        when = {"choices": known, "label": gettext_lazy("Vanaf welk schooljaar?"), "required": False}
        self.fields[f"{profile.code}-status"] = forms.ChoiceField(**answer)
        self.fields[f"{profile.code}-year"] = forms.TypedChoiceField(coerce=int, empty_value=None, **when)

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                profile,
                beside(profile.code, self.statements),
                self[f"{profile.code}-status"],
                self[f"{profile.code}-year"],
            )
            for profile in self.profiles
        ]

    def clean_reference_date(self):
        day = self.cleaned_data["reference_date"]
        if day > self.today:
            raise forms.ValidationError(_("Deze dag is nog niet geweest. Vul de dag in waarop u de pagina zag."))
        return day

    def clean(self):
        for profile in self.profiles:
            status, year = (self.cleaned_data.get(f"{profile.code}-{name}") for name in ("status", "year"))
            if status in ANNOUNCED and year is None and f"{profile.code}-year" not in self.errors:
                self.add_error(f"{profile.code}-year", _("Kies met welk schooljaar het profiel start of stopt."))
        if not self.errors and not self.said:
            raise forms.ValidationError(_("Kies bij minstens één profiel wat er op de website staat."))

    @property
    def said(self) -> dict[str, list[Said]]:
        """By profile what the website says of it; a year belongs to a start or a stop only."""
        found = {profile.code: self.cleaned_data.get(f"{profile.code}-status") for profile in self.profiles}
        return {
            code: [Said("", Status(status), self.cleaned_data[f"{code}-year"] if status in ANNOUNCED else None)]
            for code, status in found.items()
            if status
        }
