"""One question about occupations for the page and the API: cluster, profile, what you like to do, level and words."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet, MultipleChoiceFilter

from schools.catalogue import catalogue
from schools.filters import MOST_TYPED, CodesField
from schools.models import VmboProfile

from .models import Activity, Cluster, Course, Occupation
from .search import Searched, search

LOOKUPS = {
    "cluster": "cluster__in",
    "profile": "profiles__in",
    "activity": "activities__in",
    "level": "routes__course__level__in",
}


def chosen(names: list[str], known: dict) -> tuple:
    """What these names stand for, each once; ValidationError for a name that stands for nothing."""
    asked = [name.lower() for name in names if name]
    if unknown := [name for name in asked if name not in known]:
        raise ValidationError(_("Dit kennen we niet: %(code)s. Kies iets uit de lijst."), params={"code": unknown[0]})
    return tuple(dict.fromkeys(known[name] for name in asked))


class OccupationForm(forms.Form):
    """Understands the parameters. Codes may be typed in upper or lower case."""

    @cached_property
    def activities(self) -> list[Activity]:
        return list(Activity.objects.all())

    @cached_property
    def profiles(self) -> list[VmboProfile]:
        return catalogue().profiles

    def clean_cluster(self) -> tuple[Cluster, ...]:
        return chosen(self.cleaned_data["cluster"], {each.value: each for each in Cluster})

    def clean_profile(self) -> tuple[VmboProfile, ...]:
        known = {name.lower(): each for each in self.profiles for name in (each.code, each.slug)}
        return chosen(self.cleaned_data["profile"], known)

    def clean_activity(self) -> tuple[Activity, ...]:
        return chosen(self.cleaned_data["activity"], {each.slug: each for each in self.activities})

    def clean_level(self) -> tuple[Course.Level, ...]:
        return chosen(self.cleaned_data["level"], {str(each.value): each for each in Course.Level})

    def clean_q(self) -> Searched | None:
        return search(self.cleaned_data["q"])


class CodesFilter(MultipleChoiceFilter):
    """Several codes; the form knows which there are."""

    field_class = CodesField


class OccupationFilter(FilterSet):
    """Several of one kind widen the question, different kinds narrow it."""

    q = CharFilter(label=_("Zoek een beroep"), max_length=MOST_TYPED)
    cluster = CodesFilter(label=_("Soort werk"))
    profile = CodesFilter(label=_("Profiel"))
    activity = CodesFilter(label=_("Wat doe je graag?"))
    level = CodesFilter(label=_("Niveau van het mbo"))

    class Meta:
        model = Occupation
        fields = []
        form = OccupationForm

    @cached_property
    def asked(self) -> dict:
        """What was asked, as far as it was understood; only what restricts."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def filter_queryset(self, queryset):
        return self.without("", queryset)

    def without(self, left_out: str, queryset=None):
        """What fits the question when one part of it is left out."""
        queryset = self.queryset.all() if queryset is None else queryset
        for name, value in self.asked.items():
            if name != left_out:
                queryset = narrowed(queryset, name, value)
        return queryset


def narrowed(queryset, name: str, value):
    if name == "q":
        return queryset.filter(pk__in=value.occupations)
    return queryset.filter(pk__in=Occupation.objects.filter(**{LOOKUPS[name]: value}).values("pk"))
