"""The form about the ten profiles of a location on one screen; it works without scripts."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..answers import ANNOUNCED, BKG
from ..models import ProfileStatement, SchoolLocation, Source, Status, VmboProfile
from ..reporting import PlainTextField
from ..wording import answer_basis, leerwegen_in_words, school_year, seen_before, status_in_words
from .beside import Beside, beside
from .confirming import statements_of
from .offer import Choice
from .version import Version

YEARS_AHEAD = 10
MOST_CHARACTERS = 2000
ANSWERS = [
    (Status.YES.value, gettext_lazy("ja")),
    (Status.NO.value, gettext_lazy("nee")),
    (Status.STARTING.value, gettext_lazy("start")),
    (Status.STOPPING.value, gettext_lazy("stopt")),
    (Status.UNKNOWN.value, gettext_lazy("weten we niet")),
]


@dataclass
class Row:
    """One profile on the screen: what the site shows, what each source says, and what is chosen."""

    profile: VmboProfile
    shown: Choice
    choice: Choice
    seen_before: str
    conflict: bool
    sources: list[Beside]
    years: list[int]
    meanwhile: str = ""
    """What the site answers now, for an answer that somebody else changed while this one was changed here."""
    problem: str = ""
    basis: str = ""
    """What the answer of the site rests on."""

    @property
    def shown_in_words(self) -> str:
        return in_words(self.shown)

    @property
    def chosen_in_words(self) -> str:
        return in_words(self.choice)

    @property
    def differs(self) -> bool:
        """Whether something else is chosen than the site shows."""
        return self.choice != self.shown

    @property
    def answers(self):
        return [(value, label, value == self.choice.status) for value, label in ANSWERS]

    @property
    def leerwegen(self):
        return [(each.value, each.label, each.value in self.choice.leerwegen) for each in BKG]

    @property
    def school_years(self):
        known = sorted({*self.years, *filter(None, [self.choice.effective_year])})
        return [(year, school_year(year), year == self.choice.effective_year) for year in known]


class AboutForm(forms.Form):
    """Who says it, and what staff want to remember of it."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Wie zegt het?"),
        queryset=Source.objects.filter(kind=Source.Kind.CONFIRMATION),
        empty_label=None,
        error_messages={"required": gettext_lazy("Kies wie het zegt: de gemeente of de school.")},
    )
    note = PlainTextField(
        label=gettext_lazy("Toelichting (niet verplicht)"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Voor collega's: wie u sprak of waar het staat. Dit komt niet op de website."),
    )
    evidence = forms.URLField(
        label=gettext_lazy("Adres van het bewijs (niet verplicht)"),
        required=False,
        assume_scheme="https",
        max_length=ProfileStatement._meta.get_field("evidence").max_length,
        help_text=gettext_lazy("Bijvoorbeeld de pagina van de school waarop het staat. Dit komt niet op de website."),
        error_messages={"invalid": gettext_lazy("Vul een heel webadres in, zoals https://www.school.nl/profielen.")},
    )


class OfferForm:
    """The ten rows, from a location and what a browser sent (None at first)."""

    def __init__(self, location: SchoolLocation, data=None, today: date | None = None):
        self.location = location
        self.data = data
        self.today = today or timezone.localdate()
        self.version = Version.of(location)
        self.rows = self.read_rows()

    @property
    def seen(self) -> Version | None:
        """The version of the location that the page showed."""
        return Version.read(self.data.get("version", ""))

    def read_rows(self) -> list[Row]:
        statements = statements_of(self.location)
        answers = {each.profile_id: each for each in self.location.answers.select_related("source")}
        return [self.row(profile, answers.get(profile.code), statements) for profile in VmboProfile.objects.ten()]

    def row(self, profile: VmboProfile, answer, statements: list[ProfileStatement]) -> Row:
        shown = Choice.shown(answer)
        return Row(
            profile,
            shown,
            self.at_first(profile.code, shown) if self.data is None else self.chosen(profile.code),
            seen_before(answer) if answer else "",
            bool(answer and answer.conflict),
            beside(profile.code, statements),
            list(range(self.today.year, self.today.year + YEARS_AHEAD + 1)),
            basis=answer_basis(answer) if answer else "",
        )

    def at_first(self, code: str, shown: Choice) -> Choice:
        """What is filled in before anybody chose: what the site shows."""
        return shown

    def chosen(self, code: str) -> Choice:
        year = self.data.get(f"{code}-year", "")
        leerwegen = self.data.getlist(f"{code}-leerweg")
        return Choice.of(self.data.get(f"{code}-status", ""), int(year) if year.isdecimal() else None, leerwegen)

    @property
    def choices(self) -> dict[str, Choice]:
        return {row.profile.code: row.choice for row in self.rows}

    def is_valid(self) -> bool:
        for row in self.rows:
            row.problem = self.problem_of(row)
        return not any(row.problem for row in self.rows)

    def problem_of(self, row: Row) -> str:
        choice = row.choice
        if choice.status not in Status.values:
            return _("Kies een antwoord. Weet u het niet? Kies dan: weten we niet.")
        if choice.status not in ANNOUNCED:
            return ""
        if choice.effective_year is None:
            return _("Kies met welk schooljaar het profiel start of stopt.")
        known = choice.effective_year in row.years or choice.effective_year == row.shown.effective_year
        return "" if known else _("Kies een schooljaar uit de lijst.")

    def problems(self) -> list[tuple[str, str]]:
        """The id of the field and the sentence about it, for the summary on top."""
        return [
            (f"{row.profile.code}-answer", f"{row.profile.full_name}: {row.problem}")
            for row in self.rows
            if row.problem
        ]

    def follow(self):
        """After a change by somebody else: keep what was changed here, take over the rest, and say where both did."""
        for row in self.rows:
            seen = self.data.get(f"{row.profile.code}-seen", "")
            if str(row.choice) == seen:
                row.choice = row.shown
            elif str(row.shown) not in (seen, str(row.choice)):
                row.meanwhile = in_words(row.shown)


class ConfirmationForm(OfferForm):
    """The ten rows, and below them who says it."""

    def __init__(self, location: SchoolLocation, data=None, today: date | None = None):
        super().__init__(location, data, today)
        self.about = AboutForm(data, initial={"source": "municipality"})

    @property
    def sources(self):
        chosen = self.about["source"].value()
        return [(source.pk, source.name, source.pk == chosen) for source in self.about.fields["source"].queryset]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.about.is_valid()])

    def problems(self) -> list[tuple[str, str]]:
        return super().problems() + problems_of(self.about)


def problems_of(form: forms.Form) -> list[tuple[str, str]]:
    """The same of a form of Django."""
    return [(f"id_{name}", message) for name, messages in form.errors.items() for message in messages]


def in_words(choice: Choice) -> str:
    """ "ja, voor basis en kader" """
    answer = status_in_words(choice.status, choice.effective_year)
    if not choice.leerwegen:
        return answer
    leerwegen = leerwegen_in_words(" ".join(choice.leerwegen))
    return _("%(answer)s, voor %(leerwegen)s") % {"answer": answer, "leerwegen": leerwegen}
