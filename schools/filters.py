"""One question, many doors: page, API, flyer and widget all ask through LocationFilter."""

from decimal import Decimal
from functools import cache

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, MultipleChoiceFilter, NumberFilter
from django_filters.fields import MultipleChoiceField

from .catalogue import Catalogue, catalogue
from .models import FinderRow, Kind, Leerweg, Region, VmboProfile
from .questions import Question, technical_profiles
from .spelling import plain
from .understanding import Meant, NotUnderstoodError, Suggestion

LEERWEG_CHOICES = [(leerweg.value, leerweg.label) for leerweg in Leerweg if leerweg != Leerweg.HV]
RADIUS_CHOICES = (3, 5, 10, 20)
LEAST_KM, MOST_KM = Decimal("0.1"), 100
MOST_TYPED = 60
"""Characters in a place or a name; no name in the Netherlands is longer."""
WRONG_RADIUS = dict.fromkeys(("invalid", "min_value", "max_value"), _("Kies een afstand van 0,1 tot 100 kilometer."))
NOT_ASKED = {**dict.fromkeys(("near", "q", "radius", "municipality")), "profile": (), "leerweg": "", "technical": ""}
NOT_UNDERSTOOD = {
    "postcode": _("Deze postcode kennen we niet. Controleer de cijfers of vul een plaats in."),
    "spot": _("Deze plek kennen we niet als een plek in Nederland. Vul een postcode of plaats in."),
    "several": _("Dit past bij meer dan één plaats. Kies welke u bedoelt."),
    "words": _("Deze plaats of school kennen we niet. Controleer hoe u de naam schreef of vul een postcode in."),
}
"""What to say of what was typed in the box, by what it looked like."""


class CodesField(MultipleChoiceField):
    """Several codes or slugs in upper or lower case; what they must be is checked by the form."""

    def validate(self, value):
        pass


class QuestionForm(forms.Form):
    """Understands the parameters together. `catalogue` holds what they can refer to."""

    catalogue: Catalogue
    suggestions: tuple[Suggestion, ...] = ()
    """What may have been meant when the box was not understood."""

    def clean_near(self) -> Meant | None:
        typed = self.cleaned_data["near"].strip()
        if not typed:
            return None
        try:
            return self.catalogue.reader.anything(typed)
        except NotUnderstoodError as error:
            self.suggestions = error.suggestions
            raise ValidationError(NOT_UNDERSTOOD[error.kind], code=error.kind) from error

    def clean_q(self) -> Meant | None:
        """Signs without a letter or digit that we can read ask for nothing."""
        typed = self.cleaned_data["q"].strip()
        return self.catalogue.reader.school(typed) if plain(typed) else None

    def clean_municipality(self) -> Region | None:
        typed = self.cleaned_data["municipality"].strip()
        if not typed:
            return None
        for region in self.catalogue.municipalities.values():
            if typed.upper() in (region.code, region.code[2:]) or typed.lower() == region.slug:
                return region
        raise ValidationError(_("In deze gemeente kennen we geen vmbo-locaties. Kies een gemeente uit de lijst."))

    def clean_profile(self) -> tuple[VmboProfile, ...]:
        known = {name: profile for profile in self.catalogue.profiles for name in (profile.code, profile.slug.upper())}
        asked = [code.upper() for code in self.cleaned_data["profile"] if code]
        if unknown := [code for code in asked if code not in known]:
            raise ValidationError(
                _("Het profiel %(code)s kennen we niet. Kies een profiel uit de lijst."), params={"code": unknown[0]}
            )
        return tuple(dict.fromkeys(known[code] for code in asked))

    def question(self) -> Question:
        """What was asked, as far as it was understood."""
        asked = self.cleaned_data if self.is_valid() else {**NOT_ASKED, **self.cleaned_data}
        leerweg, profiles, near, q = (asked[name] for name in ("leerweg", "profile", "near", "q"))
        technical = technical_profiles(self.catalogue.profiles, leerweg) if asked["technical"] == "1" else ()
        return Question(
            origin=near and near.origin,
            radius=float(asked["radius"] or settings.FINDER_RADIUS_KM),
            municipality=asked["municipality"],
            profiles=tuple(dict.fromkeys((*profiles, *technical))),
            chosen=profiles,
            technical=bool(technical),
            leerweg=leerweg,
            text=" ".join(meant.name for meant in (near, q) if meant and meant.name),
            near=near,
            q=q,
            every_profile=tuple(self.catalogue.profiles),
        )


class LocationFilter(FilterSet):
    """The finder's question. `qs` keeps what has the offer; `ranked` keeps all and says which has it."""

    near = CharFilter(label=_("Postcode, plaats of naam van een school"), max_length=MOST_TYPED)
    radius = NumberFilter(
        label=_("Afstand in kilometers"), min_value=LEAST_KM, max_value=MOST_KM, error_messages=WRONG_RADIUS
    )
    municipality = CharFilter(label=_("Gemeente"), max_length=MOST_TYPED)
    profile = MultipleChoiceFilter(label=_("Profiel"))
    profile.field_class = CodesField
    leerweg = ChoiceFilter(label=_("Advies"), choices=lambda: LEERWEG_CHOICES, empty_label=_("weet ik nog niet"))
    technical = ChoiceFilter(
        label=_("Techniek"), choices=[("1", _("een technisch profiel")), ("0", _("alle profielen"))]
    )
    q = CharFilter(label=_("Naam van de school"), max_length=MOST_TYPED)

    class Meta:
        model = FinderRow
        fields = []
        form = QuestionForm

    def __init__(self, data=None, queryset=None, **kwargs):
        self.catalogue = catalogue()
        super().__init__(normalised(data), FinderRow.objects.all() if queryset is None else queryset, **kwargs)

    @cached_property
    def form(self):
        form = form_class()(self.data) if self.is_bound else form_class()()
        form.catalogue = self.catalogue
        return form

    @property
    def question(self) -> Question:
        """What was asked, as far as it was understood."""
        if not hasattr(self, "_question"):
            self._question = self.form.question() if self.is_bound else Question()
        return self._question

    def filter_queryset(self, queryset):
        return having(in_place(queryset, self.question), self.question)

    @cached_property
    def ranked(self):
        """All locations in the place asked for that could have the offer, with how they answer."""
        question = self.question
        places = in_place(self.queryset.all(), question)
        if question.asks_ten:
            places = places.exclude(kind=Kind.TL)
        return places.matched(question.mask, question.leerweg) if question.asks_offer else places


def in_place(rows, question: Question):
    """Where was asked for, whatever is offered there."""
    if question.origin:
        rows = rows.within(question.radius, question.origin.point)
    return narrowed(rows, question)


def narrowed(rows, question: Question):
    """The municipality and the words that were asked for, at any distance."""
    if question.municipality:
        rows = rows.filter(municipality=question.municipality.code)
    for word in plain(question.text).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def having(rows, question: Question):
    """What has the offer asked for."""
    return rows.offering(question.mask, question.leerweg) if question.asks_offer else rows


def understood(parameters, known: Catalogue) -> Question:
    """The question of these parameters, without a look at the database."""
    form = form_class()(normalised(parameters))
    form.catalogue = known
    return form.question()


@cache
def form_class() -> type[QuestionForm]:
    """The form of the filter, built once: it is the same for everybody."""
    return LocationFilter().get_form_class()


def normalised(data):
    """The parameters with leerweg in upper case, as codes may be typed either way."""
    if not data or not data.get("leerweg"):
        return data
    data = data.copy()
    data["leerweg"] = data["leerweg"].upper()
    return data
