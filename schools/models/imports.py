from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .locations import SchoolLocation
from .memberships import ScopedQuerySet


class ImportRun(models.Model):
    """One reading of one official file: which file, what it changed, what was refused, who did it and when."""

    class Series(models.TextChoices):
        LOCATIONS = "locations", _("vestigingen")
        COORDINATES = "coordinates", _("coördinaten")
        PUPILS = "pupils", _("leerlingen")
        EXAMS = "exams", _("examenkandidaten")
        INDICATORS = "indicators", _("cijfers")

    series = models.CharField(_("reeks"), max_length=12, choices=Series.choices)
    file_name = models.CharField(_("bestand"), max_length=200)
    address = models.CharField(_("opgehaald van"), max_length=500, blank=True)
    """Where the file was fetched; empty for one that somebody had."""
    sha256 = models.CharField(_("sha256 van het bestand"), max_length=64)
    reference_date = models.DateField(_("peildatum"))
    rows_read = models.PositiveIntegerField(_("rijen gelezen"))
    created = models.PositiveIntegerField(_("nieuw"))
    changed = models.PositiveIntegerField(_("gewijzigd"))
    unchanged = models.PositiveIntegerField(_("ongewijzigd"))
    removed = models.PositiveIntegerField(_("vervallen"))
    skipped = models.PositiveIntegerField(_("overgeslagen"))
    problems = models.JSONField(_("overgeslagen rijen"), default=list)
    """One sentence per refused row, naming row, column and value."""
    refused_rows = models.JSONField(default=list, editable=False)
    """The same rows as they stand in the file, each as its number and its cells by their headers."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("door"))
    finished_at = models.DateTimeField(_("klaar op"), auto_now_add=True)

    class Meta:
        ordering = ["-finished_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return f"{self.file_name} ({self.reference_date})"


class LocationChangeQuerySet(ScopedQuerySet):
    way = "location__municipality"

    def open(self):
        """The newest change of every location, as far as nobody ticked it off."""
        newer = self.model.objects.filter(location=OuterRef("location"), run__gt=OuterRef("run"))
        return self.filter(~Exists(newer), ticked_at__isnull=True)


class LocationChange(models.Model):
    """One location that the register lists anew, lists no longer, or lists at another address, by the run that saw it.

    `before` and `after` are addresses in words; the first reading of a register records nothing. Somebody of the
    municipality ticks it off who has seen what it means for the offer.
    """

    class Kind(models.TextChoices):
        APPEARED = "appeared", _("nieuw in het register")
        DISAPPEARED = "disappeared", _("niet meer in het register")
        MOVED = "moved", _("op een ander adres")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="location_changes", verbose_name=_("import"))
    location = models.ForeignKey(SchoolLocation, models.CASCADE, related_name="changes", verbose_name=_("locatie"))
    kind = models.CharField(_("wat er veranderde"), max_length=11, choices=Kind.choices)
    before = models.CharField(_("eerder"), max_length=160, blank=True)
    after = models.CharField(_("nu"), max_length=160, blank=True)
    ticked_at = models.DateTimeField(_("afgevinkt op"), null=True, editable=False)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("afgevinkt door"),
    )

    objects = LocationChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-run_id", "kind", "location_id"]
        verbose_name = _("verandering van een locatie")
        verbose_name_plural = _("veranderingen van locaties")
        constraints = [
            models.UniqueConstraint(fields=["run", "location"], name="one_change_per_location_and_run"),
        ]

    def __str__(self):
        return f"{self.location_id}: {self.get_kind_display()}"
