"""Areas that figures and locations belong to, and the postcodes a visitor starts from."""

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


class RegionQuerySet(models.QuerySet):
    def municipalities(self):
        return self.filter(kind=Region.Kind.GEMEENTE)

    def within(self, region):
        """Keep the municipalities that are members of this metropoolregio (its code)."""
        return self.municipalities().filter(metropoolregio=region)


class Region(models.Model):
    """A country, province, COROP area, metropoolregio or municipality, by its CBS code ("GM0599")."""

    class Kind(models.TextChoices):
        LAND = "land", _("land")
        PROVINCIE = "provincie", _("provincie")
        COROP = "corop", _("COROP-gebied")
        METROPOOLREGIO = "metropoolregio", _("metropoolregio")
        GEMEENTE = "gemeente", _("gemeente")

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("naam"), max_length=80)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(_("soort"), max_length=14, choices=Kind.choices)
    provincie = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("provincie")
    )
    corop = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("COROP-gebied")
    )
    metropoolregio = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("metropoolregio"),
    )
    boundary = models.JSONField(_("grens"), null=True, blank=True, editable=False)
    """Simplified outline in WGS84: a list of rings, each a list of [longitude, latitude]. Holes are left out."""

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("gebied")
        verbose_name_plural = _("gebieden")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_slug_per_kind_of_region")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or slugify(self.name)
        super().save(*args, **kwargs)


class Postcode(models.Model):
    """The four digits of a postcode with their place and the address-weighted centre."""

    pc4 = models.CharField(max_length=4, primary_key=True)
    place = models.CharField(max_length=60)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ["pc4"]
        verbose_name = _("postcodegebied")
        verbose_name_plural = _("postcodegebieden")

    def __str__(self):
        return f"{self.pc4} {self.place}"
