"""What a municipality or region decided to aim for, and by which year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.models import ScopedQuerySet

from ..fields import PeriodField
from .cells import Cell, CellQuerySet, once


class TargetQuerySet(CellQuerySet, ScopedQuerySet):
    way = "region"

    def decided(self):
        """Keep what somebody decided; the others are examples."""
        return self.filter(is_example=False)

    def with_values(self):
        """Load what a page shows of a target, in a fixed number of queries."""
        related = self.select_related("indicator", "region", "profile").defer("region__boundary")
        return related.prefetch_related("values")


class Target(Cell):
    """A target for one cell: where it began, what it should be in which year, and who decided so."""

    baseline_value = models.DecimalField(_("beginwaarde"), max_digits=12, decimal_places=3, null=True, blank=True)
    baseline_period = PeriodField(_("periode van de beginwaarde"), blank=True)
    decision = models.CharField(_("besluit"), max_length=160, blank=True, help_text=_("De titel van het stuk."))
    decision_url = models.URLField(_("adres van het besluit"), blank=True)
    decided_on = models.DateField(_("datum van het besluit"), null=True, blank=True)
    owner = models.CharField(_("eigenaar"), max_length=120, help_text=_("De afdeling die het doel volgt."))
    is_example = models.BooleanField(_("voorbeeld"), default=False)
    """Nobody decided it: pages say so."""

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "region", "profile__position", "leerweg", "category"]
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")
        constraints = [
            *once("one_target_per_cell"),
            models.CheckConstraint(
                condition=Q(is_example=True) | ~Q(decision=""),
                name="a_target_names_its_decision_or_is_an_example",
            ),
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True, baseline_period="")
                | Q(baseline_value__isnull=False) & ~Q(baseline_period=""),
                name="a_baseline_has_a_period",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "region"], name="targets_of_a_region")]

    def __str__(self):
        return " ".join(part for part in (self.indicator_id, self.region_id, self.split, self.leerweg) if part)


class TargetValue(models.Model):
    """What a target should be in one year, in the unit of its indicator."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="values", verbose_name=_("doel"))
    year = models.PositiveSmallIntegerField(_("jaar"))
    value = models.DecimalField(_("waarde"), max_digits=12, decimal_places=3)

    class Meta:
        ordering = ["target", "year"]
        verbose_name = _("waarde van een doel")
        verbose_name_plural = _("waarden van doelen")
        constraints = [models.UniqueConstraint(fields=["target", "year"], name="one_value_per_target_and_year")]

    def __str__(self):
        return f"{self.target_id} {self.year}: {self.value}"
