"""People who tell how they came into an occupation. A story is somebody's: it has a public source, or their consent."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.models import Region, Source, VmboProfile

from .consent import HAS_CONSENT, Consented
from .facts import FIRST_YEAR, FactQuerySet

ADULT = 18
LEARNER = re.compile(r"leerling|scholier|student|stagiair|in opleiding|brugklas", re.IGNORECASE)
"""What somebody does who may well be younger than that."""
HAS_PUBLIC_SOURCE = Q(source__isnull=False) & ~Q(url="")


class RoleModelQuerySet(FactQuerySet):
    def published(self):
        return self.filter(status=RoleModel.Status.PUBLISHED)


class RoleModel(Consented):
    """The story of somebody in an occupation, in our own words, and only what its source says.

    The four marks are those of the report of SEOR (section 6.3) on role models that work for pupils.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("concept")
        PUBLISHED = "published", _("op de website")

    slug = models.SlugField(_("adres"), primary_key=True, max_length=40)
    name = models.CharField(
        _("naam"),
        max_length=80,
        blank=True,
        help_text=_("Laat dit leeg bij iemand jonger dan 18 jaar, of als de bron geen naam noemt."),
    )
    age = models.PositiveSmallIntegerField(_("leeftijd in het verhaal"), null=True, blank=True)
    role = models.CharField(_("wat deze persoon doet"), max_length=80)
    occupation = models.ForeignKey(
        "careers.Occupation", models.PROTECT, related_name="role_models", verbose_name=_("beroep")
    )
    profile = models.ForeignKey(
        VmboProfile, models.PROTECT, null=True, blank=True, related_name="role_models", verbose_name=_("vmbo-profiel")
    )
    course = models.ForeignKey(
        "careers.Course",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="role_models",
        verbose_name=_("mbo-opleiding"),
    )
    organisation = models.CharField(_("bedrijf of school"), max_length=80, blank=True)
    place = models.CharField(_("plaats"), max_length=60, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gemeente of provincie")
    )
    story = models.TextField(
        _("verhaal"), help_text=_("In eigen woorden en in korte zinnen. Schrijf alleen wat de bron of de persoon zegt.")
    )
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bron"))
    source_year = models.PositiveSmallIntegerField(_("jaar van het verhaal"), null=True, blank=True)
    url = models.URLField(_("adres van het verhaal"), blank=True, max_length=300)
    attainable = models.BooleanField(_("haalbaar"), default=False, help_text=_("Een leerling kan deze weg ook gaan."))
    effort = models.BooleanField(
        _("inzet"), default=False, help_text=_("Het verhaal laat oefenen en volhouden zien, en geen aangeboren talent.")
    )
    recognisable = models.BooleanField(
        _("herkenbaar"), default=False, help_text=_("Leerlingen kunnen zich in deze persoon herkennen.")
    )
    concrete = models.BooleanField(
        _("concreet werk"), default=False, help_text=_("Je ziet voor je wat deze persoon op het werk doet.")
    )
    status = models.CharField(_("stand"), max_length=9, choices=Status.choices, default=Status.DRAFT)

    private_fields = ("name", "age", "role", "organisation", "place", "story", "url", "consent_note")
    """What tells who somebody is: who takes a story back finds it in no record either."""

    objects = RoleModelQuerySet.as_manager()

    class Meta:
        ordering = ["-source_year", "slug"]
        verbose_name = _("rolmodel")
        verbose_name_plural = _("rolmodellen")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | HAS_PUBLIC_SOURCE | HAS_CONSENT,
                name="a_published_story_has_a_source_or_consent",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(source_year__isnull=False, source_year__gte=FIRST_YEAR),
                name="a_published_story_has_a_year",
            ),
            models.CheckConstraint(
                condition=Q(name="") | Q(age__isnull=True) | Q(age__gte=ADULT), name="minors_are_not_named"
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.role[:1].lower()}{self.role[1:]}" if self.name else self.role

    def clean(self):
        """Say in words, at the field, what the constraints would refuse."""
        errors = {**self.errors_of_name(), **(self.errors_of_publishing() if self.is_published else {})}
        if errors:
            raise ValidationError(errors)

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def may_be_published(self):
        """A public source that can be looked up, or consent with its date."""
        return bool(self.source_id and self.url) or self.has_consent

    @property
    def is_minor(self):
        return self.age is not None and self.age < ADULT

    def errors_of_name(self):
        if self.name and self.is_minor:
            return {"name": _("Deze persoon is jonger dan 18 jaar. Laat de naam weg.")}
        if self.name and self.age is None and LEARNER.search(self.role):
            return {"age": _("Wie nog leert, kan jonger dan 18 jaar zijn. Vul de leeftijd in, of laat de naam weg.")}
        return {}

    def errors_of_publishing(self):
        errors = {}
        if not self.may_be_published:
            errors["status"] = _("Vul de bron met het adres in, of leg de toestemming vast met de datum.")
        if self.is_minor and self.url:
            errors["url"] = _(
                "Deze persoon is jonger dan 18 jaar, en de bron noemt vaak de naam. "
                "Laat het adres weg en leg de toestemming van een ouder vast."
            )
        if not self.source_year:
            errors["source_year"] = _("Vul in van welk jaar het verhaal is.")
        return errors

    @property
    def marks(self):
        """Which of the four marks of the report the story has."""
        names = ("attainable", "effort", "recognisable", "concrete")
        return [self._meta.get_field(name).verbose_name for name in names if getattr(self, name)]
