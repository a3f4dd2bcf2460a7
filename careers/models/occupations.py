"""Occupations: what you do in them, which profiles lead towards them, and what people like who do them."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from schools.models import Source, VmboProfile

from .facts import Fact, FactQuerySet, Myth, Pay, Prospect
from .people import RoleModel
from .routes import Provider, Route


class Cluster(models.TextChoices):
    """The economic clusters of the region that occupations belong to, and all other occupations."""

    MARITIME = "maritiem-en-haven", _("Duurzaam maritiem en haven")
    HORTICULTURE = "glastuinbouw", _("Hightech glastuinbouw")
    MAKING = "maakindustrie", _("Innovatieve maakindustrie")
    DIGITAL = "digitaal-en-veilig", _("Digitale technologie en veiligheid")
    OTHER = "andere-beroepen", _("Andere beroepen")


class Activity(models.Model):
    """Something that pupils can like to do. Editors say which occupations it belongs to; it is no test."""

    slug = models.SlugField(_("adres"), primary_key=True, max_length=20)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    name = models.CharField(_("wat je graag doet"), max_length=60)
    icon = models.CharField(_("pictogram"), max_length=30, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("bezigheid")
        verbose_name_plural = _("bezigheden")

    def __str__(self):
        return self.name


class OccupationQuerySet(FactQuerySet):
    def closest_first(self):
        """Occupations that fit few profiles before those that fit many."""
        return self.annotate(breadth=Count("profiles")).order_by("breadth", "title")

    def unconfirmed(self):
        """Occupations of which the level or the leerweg of a course is still to be looked up."""
        return self.filter(Exists(Route.objects.unconfirmed().filter(occupation=OuterRef("pk"))))

    def with_outdated_facts(self):
        """Occupations with a fact that editors look at again."""
        facts = [model.objects.outdated().filter(occupation=OuterRef("pk")) for model in (Pay, Prospect, Route)]
        return self.filter(Exists(facts[0]) | Exists(facts[1]) | Exists(facts[2]))

    def for_cards(self):
        """Load what a card shows, in a fixed number of queries."""
        return self.prefetch_related("profiles", "activities")

    def with_facts(self):
        """Load all that the page of an occupation shows, in a fixed number of queries."""
        return self.select_related("source", "group_source", "heavy_source").prefetch_related(
            "profiles",
            "activities",
            Prefetch("routes", Route.objects.in_order().select_related("course__source", "source")),
            Prefetch("pay", Pay.objects.shown().select_related("source")),
            Prefetch("prospects", Prospect.objects.select_related("source")),
            Prefetch("myths", Myth.objects.select_related("source")),
            Prefetch("role_models", RoleModel.objects.published().select_related("source", "course", "region")),
            Prefetch("providers", Provider.objects.select_related("municipality", "source")),
        )


class Occupation(Fact):
    """An occupation, and the profiles that lead towards it.

    Which profiles fit is the editors' estimate from the modules that the source describes. It opens no door and
    closes none: it is not a requirement of any course. A text stays empty where no source says anything.
    """

    slug = models.SlugField(_("adres"), primary_key=True, max_length=40)
    title = models.CharField(_("titel"), max_length=80)
    cluster = models.CharField(_("cluster"), max_length=40, choices=Cluster.choices)
    summary = models.CharField(_("wat het is"), max_length=160, help_text=_("Eén korte zin, de eerste op de pagina."))
    tasks = models.TextField(_("wat je doet"), help_text=_("Elke zin op een eigen regel."))
    day = models.TextField(_("een dag op het werk"), blank=True, help_text=_("Alleen als een bron dit vertelt."))
    workplace = models.TextField(_("waar je werkt"), blank=True, help_text=_("Alleen als een bron dit vertelt."))
    reviewed = models.BooleanField(_("teksten nagekeken door een redacteur"), default=False)

    heavy = models.TextField(_("wat zwaar of lastig is"), blank=True, help_text=_("Wees eerlijk, en noem de bron."))
    heavy_source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bron van wat zwaar is")
    )
    heavy_year = models.PositiveSmallIntegerField(_("jaar van die bron"), null=True, blank=True)

    growth = models.TextField(_("hoe je verder kunt groeien"), blank=True)
    growth_confirmed = models.BooleanField(_("doorgroeien is nagekeken"), default=False)
    profiles = models.ManyToManyField(
        VmboProfile,
        related_name="occupations",
        verbose_name=_("passende profielen"),
        help_text=_("Een inschatting van de redactie. Het is geen eis om toegelaten te worden."),
    )
    profiles_confirmed = models.BooleanField(_("passende profielen zijn nagekeken"), default=False)
    activities = models.ManyToManyField(
        Activity, blank=True, related_name="occupations", verbose_name=_("wat je graag doet")
    )

    isco08 = models.CharField(_("ISCO-08"), max_length=4)
    brc2014 = models.CharField(_("BRC 2014"), max_length=4)
    group_name = models.CharField(
        _("beroepsgroep"), max_length=80, help_text=_("De groep van het CBS waarin dit beroep is geteld.")
    )
    group_workers = models.PositiveIntegerField(_("mensen die in deze groep werken"), null=True, blank=True)
    group_source = models.ForeignKey(
        Source, models.PROTECT, related_name="+", verbose_name=_("bron van de beroepsgroep")
    )
    group_year = models.PositiveSmallIntegerField(_("jaar van de telling"))

    objects = OccupationQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["title"]
        verbose_name = _("beroep")
        verbose_name_plural = _("beroepen")
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(heavy="") | Q(heavy_source__isnull=False, heavy_year__isnull=False),
                name="what_is_heavy_bears_source_and_year",
            ),
        ]

    def __str__(self):
        return self.title

    def errors_of_fact(self):
        errors = {}
        if self.heavy and not self.heavy_source_id:
            errors["heavy_source"] = _("Noem de bron van wat zwaar is.")
        if self.heavy and not self.heavy_year:
            errors["heavy_year"] = _("Noem het jaar van de bron van wat zwaar is.")
        return errors

    @property
    def fitting_profiles(self):
        return list(self.profiles.all())

    @property
    def task_list(self):
        return self.tasks.splitlines()
