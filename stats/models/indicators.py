"""What is measured. An indicator is a row: adding one needs no code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from schools.models import Source


class IndicatorQuerySet(models.QuerySet):
    def on_theme(self, theme):
        return self.filter(theme=theme)


class Indicator(models.Model):
    """Something that is measured the same way in every region and period."""

    class Theme(models.TextChoices):
        YOUTH = "youth", _("Jongeren")
        OFFER = "offer", _("Aanbod van het vmbo")
        CHOICE = "choice", _("Keuzes van leerlingen")
        FLOW = "flow", _("Doorstroom naar het mbo")
        TRAVEL = "travel", _("Reis naar het mbo")
        MBO = "mbo", _("Studenten in het mbo")
        BBL = "bbl", _("Werken en leren")

    class Unit(models.TextChoices):
        PERCENTAGE = "percentage", _("procent")
        KM = "km", _("kilometer")
        MINUTES = "minuten", _("minuten")
        NUMBER = "aantal", _("aantal")
        POINTS = "procentpunt", _("procentpunt")

    class Dimension(models.TextChoices):
        """What a figure is split by. A profile stands in its own column, all others are categories."""

        PROFILE = "profile", _("per profiel")
        LEERWEG = "leerweg", _("per leerweg")
        SECTOR = "sector", _("per sector")
        CATEGORY = "category", _("per categorie")

    class Better(models.TextChoices):
        HIGHER = "higher", _("hoger is beter")
        LOWER = "lower", _("lager is beter")
        NEITHER = "neither", _("niet beter of slechter")

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    title = models.CharField(_("titel"), max_length=160)
    question = models.CharField(_("vraag"), max_length=160, blank=True)
    """What it answers, as a municipal officer asks it."""
    theme = models.CharField(_("thema"), max_length=8, choices=Theme.choices, default=Theme.CHOICE)
    unit = models.CharField(_("eenheid"), max_length=12, choices=Unit.choices)
    decimals = models.PositiveSmallIntegerField(_("decimalen"), default=0)
    """Of figures that are calculated here, and of differences. A published figure keeps its own."""
    dimension = models.CharField(_("uitgesplitst"), max_length=8, choices=Dimension.choices, blank=True)
    headline = models.CharField(_("staat voor het geheel"), max_length=30, blank=True)
    """The code of the profile or category that stands for the indicator where there is room for one figure."""
    better = models.CharField(_("wat is beter"), max_length=8, choices=Better.choices, default=Better.NEITHER)
    source = models.ForeignKey(Source, models.PROTECT, related_name="indicators", verbose_name=_("bron"))
    origin = models.CharField(_("cijfers van"), max_length=160)
    """Whose figures the source made it from: "CBS StatLine; bewerking SEOR"."""
    definition = models.TextField(_("wat telt mee"))
    method = models.TextField(_("hoe het is berekend"), blank=True)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=100)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicatoren")

    def __str__(self):
        return self.title
