"""What figures and targets have in common: of what and where they are."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.models import Region, VmboProfile

from ..periods import Period
from .indicators import Indicator

CELL = ("indicator", "region", "profile", "leerweg", "category")
"""The fields that say what a figure or target is about."""


class CellQuerySet(models.QuerySet):
    def of(self, **asked):
        """Keep what is about these: indicator, region, period, profile, leerweg, category.

        Each is one or several codes. None is no restriction; "" means not split by it. PeriodError if a text is no
        period.
        """
        found = self
        for name, wanted in asked.items():
            if wanted is not None:
                found = found.filter(about(name, wanted))
        return found


def about(name: str, wanted) -> Q:
    if wanted == "":
        return Q(profile=None) if name == "profile" else Q(**{name: ""})
    if name == "period":
        return about_periods(wanted)
    return Q(**{f"{name}__in" if is_several(wanted) else name: wanted})


def about_periods(wanted) -> Q:
    """The last days as well: they stand in the indexes."""
    periods = [Period.parse(str(period)) for period in (wanted if is_several(wanted) else [wanted])]
    return Q(period__in=periods, period_end__in=[period.end for period in periods])


def is_several(wanted) -> bool:
    return isinstance(wanted, Iterable) and not isinstance(wanted, str)


class Cell(models.Model):
    """An indicator in a region, for a profile, leerweg or category as far as it is split by them.

    Leerweg stands as the source writes it ("BB+KB+GL"). A category is a code ("techniek-gebouwd", "bol").
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="%(class)ss", verbose_name=_("indicator"), db_index=False
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="%(class)ss", verbose_name=_("gebied"))
    profile = models.ForeignKey(
        VmboProfile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("profiel"),
        db_index=False,
    )
    leerweg = models.CharField(_("leerweg"), max_length=8, blank=True)
    category = models.CharField(_("categorie"), max_length=30, blank=True)

    class Meta:
        abstract = True

    @property
    def split(self) -> str:
        """The code of its profile or category, whichever it has."""
        return self.profile_id or self.category


def once(name: str, *more: str) -> tuple[models.UniqueConstraint, models.UniqueConstraint]:
    """One row per cell and `more`. Two constraints, since a database takes no two missing profiles for the same."""
    without_profile = [field for field in (*CELL, *more) if field != "profile"]
    return (
        models.UniqueConstraint(fields=[*CELL, *more], condition=Q(profile__isnull=False), name=name),
        models.UniqueConstraint(
            fields=without_profile, condition=Q(profile__isnull=True), name=f"{name}_without_profile"
        ),
    )
