"""What visitors say is not right at a location. A report changes no answer: staff look into it and confirm."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from .locations import SchoolLocation
from .memberships import ScopedQuerySet

DAYS_KEPT = 365
"""Of a report that staff are done with, from the day on which it came."""


class ReportQuerySet(ScopedQuerySet):
    way = "location__municipality"

    def long_done(self, today):
        """Keep those that staff are done with and that came long ago."""
        long_ago = today - timedelta(days=DAYS_KEPT)
        return self.filter(status=Report.Progress.DONE, created_at__date__lt=long_ago)


class Report(models.Model):
    """One "klopt dit niet?" about one location. Who wrote it is not asked and not stored."""

    class Topic(models.TextChoices):
        """What can be wrong beside the answer about a profile."""

        LEERWEGEN = "leerwegen", _("de leerwegen")
        ADDRESS = "address", _("de naam of het adres")
        CONTACT = "contact", _("de telefoon of de website")
        OTHER = "other", _("iets anders")

    class Role(models.TextChoices):
        PARENT = "parent", _("ouder of verzorger")
        PUPIL = "pupil", _("leerling")
        SCHOOL = "school", _("medewerker van een school")
        OTHER = "other", _("iemand anders")

    class Progress(models.TextChoices):
        NEW = "new", _("nieuw")
        SEEN = "seen", _("gezien")
        DONE = "done", _("klaar")

    location = models.ForeignKey(SchoolLocation, models.CASCADE, related_name="reports", verbose_name=_("locatie"))
    answers = models.JSONField(_("profielen"), default=dict)
    """The profiles it is about, each with the status and year that the site answered then, or null where it said
    nothing: {"PIE": ["no", null], "GR": ["starting", 2027], "HBR": null}."""
    topics = models.CharField(_("verder over"), max_length=60, blank=True)
    """Topics in fixed order, with blanks between them."""
    text = models.TextField(_("wat er moet staan"))
    role = models.CharField(_("wie het meldt"), max_length=8, choices=Role.choices, blank=True)
    data_version = models.PositiveBigIntegerField(_("gegevensversie"))
    created_at = models.DateTimeField(_("gemeld op"), auto_now_add=True)
    status = models.CharField(_("stand"), max_length=4, choices=Progress.choices, default=Progress.NEW)
    note = models.TextField(_("aantekening"), blank=True, help_text=_("Voor collega's. Dit komt niet op de website."))

    private_fields = ("answers", "topics", "text", "role")
    """What a visitor wrote: it goes as a whole, and no record keeps it."""

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        indexes = [models.Index(fields=["status", "-created_at"], name="reports_by_status")]

    def __str__(self):
        return f"{self.location_id} {self.created_at:%Y-%m-%d}"
