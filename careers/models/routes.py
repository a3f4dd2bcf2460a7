"""The way to an occupation: courses of the mbo, by BOL and BBL, and the schools that give them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.models import Leerweg, Region

from .facts import Fact, FactQuerySet


class Certainty(models.TextChoices):
    """What is known about a way of learning. "Not seen" says nothing about other schools, and is never a "no"."""

    ALLOWED = "allowed", _("toegestaan")
    SEEN = "seen", _("gezien")
    NOT_SEEN = "not-seen", _("niet gezien")
    OPEN = "open", _("nog na te kijken")


class CourseQuerySet(FactQuerySet):
    def unconfirmed(self):
        return self.filter(level_confirmed=False)


class Course(Fact):
    """A course of the mbo, by the code under which it is registered."""

    class Level(models.IntegerChoices):
        TWO = 2, _("niveau 2")
        THREE = 3, _("niveau 3")
        FOUR = 4, _("niveau 4")

    crebo = models.CharField(_("crebo"), primary_key=True, max_length=5)
    name = models.CharField(_("naam"), max_length=100)
    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level.choices)
    level_confirmed = models.BooleanField(_("niveau is bevestigd"), default=False)
    level_basis = models.CharField(_("waar het niveau op rust"), max_length=160, blank=True)
    note = models.CharField(_("opmerking over de code"), max_length=160, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["level", "name"]
        verbose_name = _("mbo-opleiding")
        verbose_name_plural = _("mbo-opleidingen")

    def __str__(self):
        return f"{self.name} ({self.get_level_display()})"


class RouteQuerySet(FactQuerySet):
    def unconfirmed(self):
        """Routes of which the level or the leerweg is still to be looked up."""
        return self.filter(Q(course__level_confirmed=False) | Q(bol=Certainty.OPEN) | Q(bbl=Certainty.OPEN))

    def in_order(self):
        return self.order_by("course__level", "course__name")


class Route(Fact):
    """A course that leads to an occupation. The link between the two is the editors'; the source is that of the course.

    The profiles that fit are those of the occupation.
    """

    occupation = models.ForeignKey(
        "careers.Occupation", models.CASCADE, related_name="routes", verbose_name=_("beroep")
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="routes", verbose_name=_("opleiding"))
    bol = models.CharField(_("BOL"), max_length=8, choices=Certainty.choices)
    bbl = models.CharField(_("BBL"), max_length=8, choices=Certainty.choices)
    min_leerweg = models.CharField(
        _("vanaf leerweg"), max_length=2, choices=[choice for choice in Leerweg.choices if choice[0] in ("BB", "KB")]
    )
    note = models.TextField(_("hoe zeker het is"), blank=True)

    objects = RouteQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["occupation_id", "course_id"]
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["occupation", "course"], name="one_route_per_occupation_and_course"),
        ]

    def __str__(self):
        return f"{self.course.name} → {self.occupation.title}"

    @property
    def is_confirmed(self):
        return self.course.level_confirmed and Certainty.OPEN not in (self.bol, self.bbl)


class Provider(Fact):
    """A place where an institution of the mbo teaches, or the institution itself where its places are not known."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    institution = models.CharField(_("instelling"), max_length=60)
    location = models.CharField(_("locatie"), max_length=60, blank=True)
    address = models.CharField(_("straat en nummer"), max_length=60, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    municipality = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gemeente")
    )
    website = models.URLField(_("website"), blank=True)
    offers = models.CharField(_("wat je er leert"), max_length=120, blank=True)
    note = models.CharField(_("hoe zeker het is"), max_length=160, blank=True)
    occupations = models.ManyToManyField(
        "careers.Occupation",
        blank=True,
        related_name="providers",
        verbose_name=_("beroepen"),
        help_text=_("Alleen beroepen waarvan een bron zegt dat de opleiding hier is."),
    )

    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["institution", "location"]
        verbose_name = _("mbo-school")
        verbose_name_plural = _("mbo-scholen")

    def __str__(self):
        return f"{self.institution}, {self.location}" if self.location else self.institution
