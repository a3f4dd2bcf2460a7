"""The ten vmbo profiles, the profiles of the theoretische leerweg, and the leerwegen they are taught in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Leerweg(models.TextChoices):
    """The four leerwegen of the vmbo, and the mark for havo and vwo, which have no vmbo profile."""

    BB = "BB", _("basis")
    KB = "KB", _("kader")
    GL = "GL", _("gemengd")
    TL = "TL", _("theoretisch")
    HV = "HV", _("havo of vwo")


class VmboProfileQuerySet(models.QuerySet):
    def ten(self):
        """The ten profiles that every location is asked about, in their fixed order."""
        return self.filter(family=VmboProfile.Family.TEN)

    def technical(self):
        """PIE, BWI, MET, MAT and VT; media, vormgeving en ICT (MVI) is not among them."""
        return self.filter(technical=True)


class VmboProfile(models.Model):
    """A profile that a pupil can follow, with the facts about it that never depend on a location."""

    class Family(models.TextChoices):
        TEN = "ten", _("profiel voor basis, kader of gemengd")
        ROUTE = "route", _("vakmanschap- of beroepsroute")
        TL = "tl", _("profiel van de theoretische leerweg")

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    slug = models.SlugField(unique=True)
    family = models.CharField(_("soort"), max_length=5, choices=Family.choices)
    name = models.CharField(_("officiële naam"), max_length=60)
    abbreviation = models.CharField(_("afkorting"), max_length=20)
    short_name = models.CharField(_("korte naam"), max_length=20)
    technical = models.BooleanField(_("technisch profiel"), default=False)
    media_ict = models.BooleanField(_("media en ICT"), default=False)
    position = models.PositiveSmallIntegerField(_("volgorde"), unique=True)
    """Place in the fixed order; also the bit of this profile in the masks of FinderRow."""
    icon = models.CharField(_("pictogram"), max_length=30, blank=True)
    description = models.TextField(_("wat leerlingen doen"), blank=True)

    objects = VmboProfileQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("vmbo-profiel")
        verbose_name_plural = _("vmbo-profielen")

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        """Written out with its abbreviation: "Produceren, installeren en energie (PIE)"."""
        return self.name if self.abbreviation in self.name else f"{self.name} ({self.abbreviation})"

    @property
    def bit(self):
        return 1 << self.position


class ProfileModule(models.Model):
    """A part of the official exam programme of a profile, by its code ("P/PIE/01").

    The four modules are for every pupil and are told in our own words; of the keuzevakken a few give the idea, by
    their official names. Schools choose which of those they offer.
    """

    class Kind(models.TextChoices):
        MODULE = "module", _("module van het profiel")
        KEUZEVAK = "keuzevak", _("keuzevak")

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    profile = models.ForeignKey(VmboProfile, models.CASCADE, related_name="modules", verbose_name=_("profiel"))
    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("officiële naam"), max_length=80)
    description = models.CharField(_("wat leerlingen doen"), max_length=160, blank=True)
    source = models.ForeignKey("Source", models.PROTECT, verbose_name=_("bron"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("onderdeel van een profiel")
        verbose_name_plural = _("onderdelen van profielen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="keuzevak") | ~models.Q(description=""),
                name="a_module_is_told_in_our_own_words",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.name}"
