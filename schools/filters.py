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
from .places import Origin, UnknownPlaceError
from .questions import Question, technical_profiles
from .spelling import plain

LEERWEG_CHOICES = [(leerweg.value, leerweg.label) for leerweg in Leerweg if leerweg != Leerweg.HV]
RADIUS_CHOICES = (3, 5, 10, 20)
LEAST_KM, MOST_KM = Decimal("0.1"), 100
MOST_TYPED = 60
"""Characters in a place or a name; no name in the Netherlands is longer."""
WRONG_RADIUS = dict.fromkeys(("invalid", "min_value", "max_value"), _("Kies een afstand van 0,1 tot 100 kilometer."))
NOT_ASKED = {"near": None, "radius": None, "municipality": None, "profile": (), "leerweg": "", "technical": "", "q": ""}


class CodesField(MultipleChoiceField):
    """Several codes or slugs in upper or lower case; what they must be is checked by the form."""

    def validate(self, value):
        pass


class QuestionForm(forms.Form):
    """Understands the parameters together. `catalogue` holds what they can refer to."""

    catalogue: Catalogue

    def clean_near(self) -> Origin | None:
        typed = self.cleaned_data["near"].strip()
        if not typed:
            return None
        try:
            return self.catalogue.places.find(typed)
        except UnknownPlaceError as error:
            raise ValidationError(self.unknown_place(error), code="unknown_place") from error

    @staticmethod
    def unknown_place(error: UnknownPlaceError) -> str:
        if error.is_postcode:
            return _("Deze postcode kennen we niet. Controleer de cijfers of vul een plaats in.")
        return _("Deze plaats kennen we niet. Controleer hoe u de naam schreef of vul een postcode in.")

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

    @property
    def suggestions(self) -> list[str]:
        """Places that may have been meant when the typed one is not known."""
        if not self.has_error("near", "unknown_place"):
            return []
        return self.catalogue.places.suggestions(self.data.get("near", ""))

    def question(self) -> Question:
        """What was asked, as far as it was understood."""
        asked = self.cleaned_data if self.is_valid() else {**NOT_ASKED, **self.cleaned_data}
        leerweg, profiles = asked["leerweg"], asked["profile"]
        technical = technical_profiles(self.catalogue.profiles, leerweg) if asked["technical"] == "1" else ()
        return Question(
            origin=asked["near"],
            radius=float(asked["radius"] or settings.FINDER_RADIUS_KM),
            municipality=asked["municipality"],
            profiles=tuple(dict.fromkeys((*profiles, *technical))),
            chosen=profiles,
            technical=bool(technical),
            leerweg=leerweg,
            text=asked["q"].strip(),
            every_profile=tuple(self.catalogue.profiles),
        )


class LocationFilter(FilterSet):
    """The finder's question. `qs` keeps what has the offer; `ranked` keeps all and says which has it."""

    near = CharFilter(label=_("Postcode of plaats"), max_length=MOST_TYPED)
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
        question = self.question
        places = self.in_place(queryset)
        return places.offering(question.mask, question.leerweg) if question.asks_offer else places

    @cached_property
    def ranked(self):
        """All locations in the place asked for that could have the offer, with how they answer."""
        question = self.question
        places = self.in_place(self.queryset.all())
        if question.asks_ten:
            places = places.exclude(kind=Kind.TL)
        return places.matched(question.mask, question.leerweg) if question.asks_offer else places

    def in_place(self, queryset):
        """Where was asked for, whatever is offered there."""
        question = self.question
        if question.origin:
            queryset = queryset.within(question.radius, question.origin.point)
        return self.narrowed(queryset)

    def narrowed(self, queryset):
        """The municipality and the words that were asked for, at any distance."""
        question = self.question
        if question.municipality:
            queryset = queryset.filter(municipality=question.municipality.code)
        for word in plain(question.text).split():
            queryset = queryset.filter(search_text__contains=word)
        return queryset


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
