"""One question to the figures: of which indicator, region and period, and split by what."""

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet, MultipleChoiceFilter

from schools.catalogue import catalogue
from schools.filters import CodesField
from schools.models import DataVersion, Region

from .codes import LEERWEG
from .models import Indicator, Observation, cells
from .periods import Period, PeriodError

UNSPLIT = "none"
"""What stands in an address for figures that are not split by profile, leerweg or category."""


class SeveralField(CodesField):
    """Codes that are repeated or stand with commas between them. A plus is a blank in an address: no code has one."""

    def to_python(self, value):
        parts = ",".join(super().to_python(value)).split(",")
        return [part.strip().replace(" ", "+") for part in parts if part.strip()]


class SeveralFilter(MultipleChoiceFilter):
    field_class = SeveralField


def known_as(names: list[str], all_known: Callable[[], dict[str, str]]) -> tuple[str, ...]:
    """The codes of these names, each once; ValidationError for a name that stands for nothing."""
    known = all_known() if names else {}
    if unknown := [name for name in names if name.lower() not in known]:
        raise ValidationError(_("%(code)s kennen we niet."), params={"code": unknown[0][:60]})
    return tuple(sorted({known[name.lower()] for name in names}))


def written_as(names: list[str], pattern: re.Pattern, example: str) -> tuple[str, ...]:
    if wrong := [name for name in names if name != UNSPLIT and not pattern.fullmatch(name)]:
        params = {"code": wrong[0][:60], "example": example}
        raise ValidationError(_("%(code)s is geen code als %(example)s."), params=params)
    return tuple(sorted(set(names)))


class ObservationForm(forms.Form):
    """Understands the parameters. Codes may be typed in upper or lower case."""

    def clean_indicator(self):
        return known_as(self.cleaned_data["indicator"], partial(codes_of, Indicator))

    def clean_region(self):
        return known_as(self.cleaned_data["region"], partial(codes_of, Region))

    def clean_period(self):
        try:
            return tuple(sorted({Period.parse(each) for each in self.cleaned_data["period"]}))
        except PeriodError as error:
            raise ValidationError(str(error)) from error

    def clean_profile(self):
        return known_as(self.cleaned_data["profile"], names_of_profiles)

    def clean_leerweg(self):
        names = [name if name.lower() == UNSPLIT else name.upper() for name in self.cleaned_data["leerweg"]]
        return written_as([UNSPLIT if name.lower() == UNSPLIT else name for name in names], LEERWEG, "BB+KB+GL")

    def clean_category(self):
        return known_as(self.cleaned_data["category"], known_categories)

    def clean_origin(self):
        return known_as(self.cleaned_data["origin"], lambda: {each: each for each in Observation.Origin.values})


def codes_of(model) -> dict[str, str]:
    return {code.lower(): code for code in model.objects.order_by().values_list("pk", flat=True)}


def known_categories() -> dict[str, str]:
    """Those that some figure has: looked up once per data version, since that goes through all figures."""
    return _categories_at(DataVersion.current())


@lru_cache(maxsize=4)
def _categories_at(version: int) -> dict[str, str]:
    found = Observation.objects.order_by().values_list("category", flat=True).distinct()
    return {**{code.lower(): code for code in found if code}, UNSPLIT: UNSPLIT}


def forget():
    _categories_at.cache_clear()


def names_of_profiles() -> dict[str, str]:
    known = {name.lower(): each.code for each in catalogue().profiles for name in (each.code, each.slug)}
    return {**known, UNSPLIT: UNSPLIT}


class ObservationFilter(FilterSet):
    """Several of one kind widen the question, different kinds narrow it."""

    indicator = SeveralFilter()
    region = SeveralFilter()
    period = SeveralFilter()
    profile = SeveralFilter()
    leerweg = SeveralFilter()
    category = SeveralFilter()
    origin = SeveralFilter()

    class Meta:
        model = Observation
        fields = []
        form = ObservationForm

    @cached_property
    def form(self):
        return form_class()(self.data)

    @cached_property
    def asked(self) -> tuple[tuple[str, tuple], ...]:
        """What restricts, by name; the same for the same question."""
        return tuple((name, values) for name, values in self.form.cleaned_data.items() if values)

    def filter_queryset(self, queryset):
        return queryset.filter(about(self.asked))


@cache
def form_class() -> type[ObservationForm]:
    """The form of the filter, built once: it is the same for everybody."""
    return ObservationFilter().get_form_class()


def about(asked: tuple[tuple[str, tuple], ...]) -> Q:
    found = Q()
    for name, values in asked:
        found &= one_of(name, values)
    return found


def one_of(name: str, values: tuple) -> Q:
    """Rows that have one of these."""
    codes = cells.about(name, [value for value in values if value != UNSPLIT])
    return codes | cells.about(name, "") if UNSPLIT in values else codes
