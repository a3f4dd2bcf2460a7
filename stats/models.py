"""What is known about a region: what is measured, and the figures that were published. An indicator is a row."""

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from schools.models import Region, Source, VmboProfile


class Indicator(models.Model):
    """Something that is measured the same way in every region and period."""

    class Unit(models.TextChoices):
        PERCENTAGE = "percentage", _("procent")
        KM = "km", _("kilometer")
        MINUTES = "minuten", _("minuten")
        NUMBER = "aantal", _("aantal")
        POINTS = "procentpunt", _("procentpunt")

    class Dimension(models.TextChoices):
        PROFILE = "profile", _("per profiel")
        CATEGORY = "category", _("per categorie")

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    title = models.CharField(_("titel"), max_length=160)
    unit = models.CharField(_("eenheid"), max_length=12, choices=Unit.choices)
    dimension = models.CharField(_("uitgesplitst"), max_length=8, choices=Dimension.choices, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="indicators", verbose_name=_("bron"))
    origin = models.CharField(_("cijfers van"), max_length=160)
    """Whose figures the source made it from: "CBS StatLine; bewerking SEOR"."""
    definition = models.TextField(_("wat telt mee"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicatoren")

    def __str__(self):
        return self.title


class Observation(models.Model):
    """One published figure: an indicator in a region and period, for a profile, leerweg or category as far as it has.

    Period and leerweg stand as the source writes them ("2023/2024", "BB+KB+GL"). A figure that is missing has the
    reason instead of a value; it is never zero.
    """

    class Status(models.TextChoices):
        PUBLISHED = "", _("gepubliceerd")
        NIL = "nil", _("geen leerlingen")

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations", verbose_name=_("indicator"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="observations", verbose_name=_("gebied"))
    period = models.CharField(_("periode"), max_length=9)
    profile = models.ForeignKey(
        VmboProfile, models.PROTECT, null=True, blank=True, related_name="observations", verbose_name=_("profiel")
    )
    leerweg = models.CharField(_("leerweg"), max_length=8, blank=True)
    category = models.CharField(_("categorie"), max_length=30, blank=True)
    value = models.DecimalField(_("waarde"), max_digits=12, decimal_places=3, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimalen"), default=0)
    """How many decimals were published: 13,0 is not 13."""
    status = models.CharField(_("waarom het ontbreekt"), max_length=3, choices=Status.choices, blank=True)
    report_table = models.CharField(_("tabel in het rapport"), max_length=12)

    class Meta:
        ordering = ["indicator", "region", "period", "profile__position", "leerweg", "category"]
        verbose_name = _("cijfer")
        verbose_name_plural = _("cijfers")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "period", "profile", "leerweg", "category"],
                condition=Q(profile__isnull=False),
                name="one_observation_per_cell",
            ),
            models.UniqueConstraint(
                fields=["indicator", "region", "period", "leerweg", "category"],
                condition=Q(profile__isnull=True),
                name="one_observation_per_cell_without_profile",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, status="") | (Q(value__isnull=True) & ~Q(status="")),
                name="a_value_or_the_reason_why_it_is_missing",
            ),
        ]

    def __str__(self):
        parts = [self.indicator_id, self.region_id, self.period, self.profile_id, self.category, self.published]
        return " ".join(part for part in parts if part)

    @property
    def published(self):
        """The figure as it was published, or why there is none."""
        if self.value is None:
            return str(self.get_status_display())
        return number_format(self.value, self.decimals, use_l10n=True, force_grouping=True)
