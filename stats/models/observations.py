"""The figures: published by others, or calculated here. They stand beside each other and are never mixed."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from schools.models import ImportRun, Source

from ..fields import PeriodDay, PeriodField
from .cells import Cell, CellQuerySet, once


class ObservationQuerySet(CellQuerySet):
    """The questions to the figures."""

    def published(self):
        return self.filter(origin=Observation.Origin.PUBLISHED)

    def calculated(self):
        return self.filter(origin=Observation.Origin.CALCULATED)

    def known(self):
        """Keep what has a value; the others have a reason."""
        return self.filter(value__isnull=False)

    def newest(self):
        """Keep the last period of every cell, of published and of calculated figures apart."""
        same = {name: OuterRef(name) for name in ("indicator", "region", "category", "leerweg", "origin")}
        later = Observation.objects.filter(**same, period_end__gt=OuterRef("period_end"))
        with_profile = Exists(later.filter(profile=OuterRef("profile")))
        without_profile = Exists(later.filter(profile__isnull=True))
        return self.filter(Q(profile__isnull=False) & ~with_profile | Q(profile__isnull=True) & ~without_profile)

    def oldest_first(self):
        return self.order_by("period_start", "period_end")

    def for_pages(self):
        """Load what a page shows of a figure, in one query."""
        return self.select_related("indicator", "region", "profile", "source").defer("region__boundary")


class Observation(Cell):
    """One figure of a cell in a period, by one source.

    It has a value, or the reason why there is none; a gap is never zero. With `low` and `high` the source withheld
    counts behind it: the true figure is not below the one nor above the other, and the value is what follows when
    every withheld count is halfway ("<5" is 2,5).
    """

    class Reason(models.TextChoices):
        KNOWN = "", _("er is een cijfer")
        NIL = "nil", _("geen leerlingen")
        WITHHELD = "withheld", _("niet getoond door de bron")
        NOT_COLLECTED = "not-collected", _("niet geteld door de bron")

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("voorlopig")
        REVISED = "revised", _("herzien")
        FINAL = "final", _("definitief")

    class Origin(models.TextChoices):
        PUBLISHED = "published", _("gepubliceerd")
        CALCULATED = "calculated", _("hier berekend")

    period = PeriodField(_("periode"))
    period_start = PeriodDay(_("eerste dag"), edge="start")
    period_end = PeriodDay(_("laatste dag"), edge="end")
    origin = models.CharField(_("herkomst"), max_length=10, choices=Origin.choices, default=Origin.PUBLISHED)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="observations", verbose_name=_("bron"), db_index=False
    )
    value = models.DecimalField(_("waarde"), max_digits=12, decimal_places=3, null=True, blank=True)
    low = models.DecimalField(_("ten minste"), max_digits=12, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(_("ten hoogste"), max_digits=12, decimal_places=3, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimalen"), default=0)
    """How many decimals to show, those that were published: 13,0 is not 13."""
    reason = models.CharField(_("waarom het ontbreekt"), max_length=13, choices=Reason.choices, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.FINAL)
    report_table = models.CharField(_("tabel in het rapport"), max_length=12, blank=True)
    import_run = models.ForeignKey(
        ImportRun,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="observations",
        verbose_name=_("import"),
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "region", "period_start", "period_end", "profile__position", "leerweg", "category"]
        verbose_name = _("cijfer")
        verbose_name_plural = _("cijfers")
        constraints = [
            *once("one_observation_per_cell_period_and_source", "period", "origin", "source"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, reason="") | (Q(value__isnull=True) & ~Q(reason="")),
                name="a_value_or_the_reason_why_it_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(
                    value__isnull=False,
                    low__isnull=False,
                    high__isnull=False,
                    low__lte=F("value"),
                    high__gte=F("value"),
                ),
                name="bounds_stand_on_both_sides_of_the_value",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "region", "category", "profile", "leerweg", "origin", "period_end"],
                name="observations_of_a_region",
            ),
            models.Index(
                fields=["indicator", "category", "profile", "leerweg", "origin", "period_end", "region"],
                name="observations_across_regions",
            ),
        ]

    def __str__(self):
        parts = [self.indicator_id, self.region_id, self.period, self.profile_id, self.category, self.figure]
        return " ".join(str(part) for part in parts if part)

    @property
    def figure(self) -> str:
        """The value as it is shown, or why there is none."""
        return str(self.get_reason_display()) if self.value is None else self.number(self.value)

    def number(self, value: Decimal) -> str:
        """Rounded: Django's own formatting cuts off."""
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return number_format(rounded, self.decimals, use_l10n=True, force_grouping=True)
