"""What is known about occupations, each fact with its source and year: pay, prospects, myths and facts for all."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from schools.models import Source, VmboProfile

FIRST_YEAR = 2000
YEARS_FRESH = 2
"""A fact whose source is from more years ago than this is one that editors look at again."""


class FactQuerySet(models.QuerySet):
    def outdated(self):
        """Facts that editors look at again, because their source is more than two years old."""
        return self.filter(source_year__lt=timezone.localdate().year - YEARS_FRESH)


class Fact(models.Model):
    """Something that somebody published in some year. The database refuses a fact without source or year."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("bron"))
    source_year = models.PositiveSmallIntegerField(
        _("jaar van de bron"), help_text=_("Het jaar waarin de bron dit publiceerde.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(source_year__gte=FIRST_YEAR) & ~Q(source=""), name="%(class)s_bears_source_and_year"
            )
        ]

    def clean(self):
        """Say in words, at the field, what the constraints would refuse."""
        if errors := {**self.errors_of_source(), **self.errors_of_fact()}:
            raise ValidationError(errors)

    def errors_of_source(self):
        if self.source_year is not None and self.source_year < FIRST_YEAR:
            return {"source_year": _("Vul een jaar in vanaf %(year)s.") % {"year": FIRST_YEAR}}
        return {}

    def errors_of_fact(self):
        """What is wrong with the rest, by field; each model knows its own."""
        return {}


class PayQuerySet(FactQuerySet):
    def shown(self):
        """Figures that say something about people with a mbo diploma."""
        return self.filter(is_shown=True)


class Pay(Fact):
    """What a group of people earned. The group is always told in words: it is seldom the occupation alone."""

    class Kind(models.TextChoices):
        MEDIAN = "median", _("mediaan van de beroepsgroep")
        START = "start", _("loon kort na het diploma")
        VACANCIES = "vacancies", _("loon in vacatures")
        MINIMUM = "minimum", _("wettelijk minimumloon")

    class Unit(models.TextChoices):
        HOUR = "hour", _("euro per uur")
        MONTH = "month", _("euro per maand")
        SHARE = "share", _("procent van het minimumloon vanaf 21 jaar")

    occupation = models.ForeignKey(
        "careers.Occupation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="pay",
        verbose_name=_("beroep"),
        help_text=_("Laat dit leeg als het voor alle beroepen geldt."),
    )
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    value = models.DecimalField(_("bedrag"), max_digits=8, decimal_places=2)
    unit = models.CharField(_("eenheid"), max_length=5, choices=Unit.choices)
    period = models.CharField(_("periode"), max_length=40)
    region = models.CharField(_("gebied"), max_length=60)
    population = models.CharField(
        _("over wie het gaat"),
        max_length=160,
        help_text=_("In woorden, bijvoorbeeld: alle werknemers in deze beroepsgroep, van alle leeftijden."),
    )
    caution = models.TextField(_("let op"), blank=True, help_text=_("Wat iemand moet weten om dit goed te lezen."))
    is_shown = models.BooleanField(
        _("tonen op de website"),
        default=True,
        help_text=_("Zet dit uit als het bedrag niets zegt over mensen met een mbo-diploma."),
    )

    objects = PayQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["occupation_id", "kind", "-source_year", "-value"]
        verbose_name = _("loon")
        verbose_name_plural = _("lonen")
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["occupation", "kind", "period", "population"],
                name="one_pay_per_group_and_period",
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="pay_is_more_than_nothing"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {localize(self.value)} {self.get_unit_display()} ({self.period})"

    def errors_of_fact(self):
        if self.value is not None and self.value <= 0:
            return {"value": _("Vul een bedrag in dat meer is dan 0.")}
        return {}


class ProspectQuerySet(FactQuerySet):
    def general(self):
        """What is said of all occupations together, or of all technical ones."""
        return self.filter(occupation=None)


class Prospect(Fact):
    """What somebody counted or expects of the chances on work, in one plain sentence, with its figure if it has one."""

    class Kind(models.TextChoices):
        SHORTAGE = "shortage", _("verwachte krapte")
        TENSION = "tension", _("vacatures per werkloze")
        FORECAST = "forecast", _("verwachting")
        VACANCIES = "vacancies", _("vacatures")
        DEMAND = "demand", _("vraag naar personeel")
        WORKFORCE = "workforce", _("hoeveel mensen er werken")
        WEAK = "weak", _("minder kans op werk")

    occupation = models.ForeignKey(
        "careers.Occupation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="prospects",
        verbose_name=_("beroep"),
        help_text=_("Laat dit leeg als het voor alle beroepen geldt, of voor alle technische beroepen."),
    )
    technical = models.BooleanField(
        _("voor alle technische beroepen"),
        default=False,
        help_text=_("Alleen als er geen beroep gekozen is."),
    )
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    sentence = models.CharField(_("in één zin"), max_length=200)
    value = models.CharField(_("cijfer of uitkomst"), max_length=40, blank=True)
    unit = models.CharField(_("wat het cijfer telt"), max_length=120, blank=True)
    period = models.CharField(_("periode"), max_length=40)
    region = models.CharField(_("gebied"), max_length=60)
    population = models.CharField(_("over wie het gaat"), max_length=160)

    objects = ProspectQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["occupation_id", "-source_year", "kind"]
        verbose_name = _("vooruitzicht")
        verbose_name_plural = _("vooruitzichten")
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["occupation", "kind", "period", "sentence"],
                name="one_sentence_per_prospect",
            ),
            models.CheckConstraint(
                condition=Q(technical=False) | Q(occupation__isnull=True), name="a_general_prospect_has_no_occupation"
            ),
        ]

    def __str__(self):
        return self.sentence

    def errors_of_fact(self):
        if self.technical and self.occupation_id:
            return {"technical": _("Dit kan alleen als er geen beroep gekozen is.")}
        return {}


class Myth(Fact):
    """An idea that many people have, what is true about it, and what has to be said beside that."""

    slug = models.SlugField(_("adres"), primary_key=True, max_length=40)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    image = models.CharField(_("het beeld"), max_length=120)
    fact = models.TextField(_("het feit"))
    nuance = models.TextField(_("wat er ook bij hoort"), blank=True)
    occupations = models.ManyToManyField(
        "careers.Occupation", blank=True, related_name="myths", verbose_name=_("beroepen")
    )
    profiles = models.ManyToManyField(VmboProfile, blank=True, related_name="myths", verbose_name=_("profielen"))

    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["position", "slug"]
        verbose_name = _("beeld en feit")
        verbose_name_plural = _("beelden en feiten")

    def __str__(self):
        return self.image


class GeneralFact(Fact):
    """A fact that is not about one occupation, such as what BOL and BBL mean in a normal week."""

    class Theme(models.TextChoices):
        BOL_BBL = "bol-bbl", _("BOL en BBL")
        GIRLS = "girls", _("meisjes en techniek")
        HBO = "hbo", _("van mbo naar hbo")
        VMBO = "vmbo", _("kiezen op het vmbo")
        LABOUR_MARKET = "labour-market", _("werk")
        INCOME = "income", _("loon")
        WHERE_TO_LOOK = "where-to-look", _("waar meer staat")

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    theme = models.CharField(_("thema"), max_length=14, choices=Theme.choices)
    sentence = models.TextField(_("in gewone zinnen"))
    value = models.CharField(_("cijfer"), max_length=60, blank=True)
    period = models.CharField(_("periode"), max_length=60, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["theme", "code"]
        verbose_name = _("algemeen feit")
        verbose_name_plural = _("algemene feiten")

    def __str__(self):
        return self.sentence
