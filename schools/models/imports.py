from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("door"))
    finished_at = models.DateTimeField(_("klaar op"), auto_now_add=True)

    class Meta:
        ordering = ["-finished_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return f"{self.file_name} ({self.reference_date})"
