"""The forms of a target: first what it is about, then where it begins, its years and who decided it."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Indicator, Observation, Target
from ..periods import Period, PeriodError
from ..wording import counted_by, value_in_words
from .states import Point

FIRST_YEAR, LAST_YEAR = 2015, 2060
ROWS, MOST_ROWS = 6, 40
OWN, NONE = "own", "none"


class TargetForm(forms.ModelForm):
    """Where the target begins, who decided it and who follows it. `newest` are the figures it may begin with."""

    start = forms.ChoiceField(label=_("Waar begint het doel?"), widget=forms.RadioSelect)
    decision_url = forms.URLField(label=_("Adres van het besluit"), required=False, assume_scheme="https")

    class Meta:
        model = Target
        fields = (
            "start",
            "baseline_value",
            "baseline_period",
            "is_example",
            "decision",
            "decision_url",
            "decided_on",
            "owner",
        )
        localized_fields = ("baseline_value",)
        widgets = {"decided_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        labels = {
            "baseline_value": _("Beginwaarde, als u die zelf invult"),
            "baseline_period": _("Periode van die beginwaarde"),
            "is_example": _("Dit is een voorbeeld: niemand heeft dit doel vastgesteld"),
        }
        help_texts = {
            "baseline_period": _("Bijvoorbeeld 2024, 2023/2024 of 2019-10-01."),
            "decision": _("De titel van het stuk waarin het doel staat. Bij een voorbeeld niet nodig."),
            "owner": _("De afdeling die het doel volgt."),
        }

    def __init__(self, *args, newest: list[Observation], **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.baseline_value is not None:
            self.initial["baseline_value"] = plain(self.instance.baseline_value)
        self.newest = {str(each.pk): each for each in newest}
        offered = [(key, figure_in_words(each)) for key, each in self.newest.items()]
        others = [(OWN, _("met een cijfer dat u zelf invult")), (NONE, _("zonder beginwaarde"))]
        self.fields["start"].choices = [*offered, *others]
        self.fields["start"].initial = self.first_choice()
        for name in ("baseline_value", "baseline_period", "decision", "decision_url", "decided_on"):
            self.fields[name].required = False

    def first_choice(self) -> str:
        """What a new target begins with, and what a stored one began with."""
        target = self.instance
        if target.pk is None:
            return next(iter(self.newest), OWN)
        same = (
            key
            for key, each in self.newest.items()
            if (each.period, each.value) == (target.baseline_period, target.baseline_value)
        )
        return next(same, NONE if target.baseline_value is None else OWN)

    def clean_baseline_period(self):
        text = self.cleaned_data["baseline_period"]
        try:
            return Period.parse(str(text)) if text else ""
        except PeriodError as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        super().clean()
        self.take_over_start()
        if not self.cleaned_data.get("is_example") and not self.cleaned_data.get("decision"):
            message = _("Vul in welk besluit dit doel vaststelt, of kruis aan dat het een voorbeeld is.")
            self.add_error("decision", message)

    def take_over_start(self):
        start = self.cleaned_data.get("start")
        if figure := self.newest.get(start):
            self.begin_with(figure.value, figure.period)
        elif start == NONE:
            self.begin_with(None, "")
        elif start == OWN:
            self.check_own_start()

    def begin_with(self, value, period):
        for name, taken in (("baseline_value", value), ("baseline_period", period)):
            self.cleaned_data[name] = taken
            self._errors.pop(name, None)

    def check_own_start(self):
        asked = {
            "baseline_value": _("Vul de beginwaarde in, of kies een cijfer hierboven."),
            "baseline_period": _("Vul in van welke periode de beginwaarde is."),
        }
        for name, message in asked.items():
            if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, message)

    @property
    def baseline(self) -> Point | None:
        period, value = (self.cleaned_data.get(name) for name in ("baseline_period", "baseline_value"))
        return Point(period, value) if period and value is not None else None


def figure_in_words(figure: Observation) -> str:
    text = gettext("met %(figure)s (%(period)s, %(source)s)")
    words = {"figure": value_in_words(figure), "period": figure.period.in_words, "source": counted_by(figure)}
    return text % words


class YearForm(forms.Form):
    """What the target should be in one year. An empty row is no year."""

    year = forms.IntegerField(label=_("Jaar"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    value = forms.DecimalField(label=_("Waarde"), max_digits=9, decimal_places=3, localize=True, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["value"].widget.is_localized = True

    def clean(self):
        super().clean()
        year, value = (self.cleaned_data.get(name) for name in ("year", "value"))
        if "value" not in self.errors and year is not None and value is None:
            self.add_error("value", _("Vul in wat de waarde in dit jaar moet zijn, of maak het jaar leeg."))
        if "year" not in self.errors and value is not None and year is None:
            self.add_error("year", _("Vul in voor welk jaar deze waarde is."))


class YearsFormSet(BaseFormSet):
    """The years of a target; `indicator` says what a value can be, `baseline` where the target begins."""

    indicator: Indicator
    baseline: Point | None = None

    def clean(self):
        if any(self.errors):
            return
        if not self.values:
            raise ValidationError(_("Vul ten minste één jaar in, met de waarde die u dan wilt bereiken."))
        self.check_years([form.cleaned_data["year"] for form in self.filled])
        self.check_values()

    @cached_property
    def filled(self) -> list[YearForm]:
        return [form for form in self.forms if form.cleaned_data.get("year") is not None]

    @property
    def values(self) -> dict[int, Decimal]:
        return {form.cleaned_data["year"]: form.cleaned_data["value"] for form in self.filled}

    def check_years(self, years: list[int]):
        twice = sorted({year for year in years if years.count(year) > 1})
        if twice:
            message = gettext("Het jaar %(year)s staat er twee keer. Laat er één staan.")
            raise ValidationError(message % {"year": twice[0]})
        if self.baseline and min(years) <= self.baseline.year:
            message = gettext("Een doel ligt na het begin. Kies jaren na %(year)s.")
            raise ValidationError(message % {"year": self.baseline.year})
        if not self.has_direction():
            raise ValidationError(
                _("Kies een beginwaarde, of vul twee jaren in. Zo is te zien of het cijfer omhoog of omlaag moet.")
            )

    def has_direction(self) -> bool:
        known = self.indicator.better != Indicator.Better.NEITHER
        return known or self.baseline is not None or len(self.values) > 1

    def check_values(self):
        most = 100 if self.indicator.unit == Indicator.Unit.PERCENTAGE else None
        for year, value in self.values.items():
            if most is not None and not 0 <= value <= most:
                message = gettext("De waarde van %(year)s is een percentage: vul een getal van 0 tot en met 100 in.")
                raise ValidationError(message % {"year": year})


def years_form(indicator: Indicator, target: Target, data=None) -> YearsFormSet:
    """The rows for years: those that are stored, and at least two empty ones."""
    stored = target.values.all() if target.pk else ()
    initial = [{"year": each.year, "value": plain(each.value)} for each in stored]
    made = formset_factory(YearForm, YearsFormSet, extra=max(ROWS - len(initial), 2), max_num=MOST_ROWS)
    rows_form = made(data, initial=initial, prefix="years")
    rows_form.indicator = indicator
    return rows_form


def plain(value: Decimal) -> Decimal:
    """With as many decimals as it needs, and without an exponent: 100, not 1E+2."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
