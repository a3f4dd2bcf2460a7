"""What changed in the figures, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .indicators import Indicator


class Release(models.Model):
    """New figures, a revision, or an error that was mended."""

    class Kind(models.TextChoices):
        NEW = "new", _("nieuwe cijfers")
        REVISION = "revision", _("herziening")
        ERRATUM = "erratum", _("verbetering van een fout")

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    date = models.DateField(_("datum"))
    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("titel"), max_length=160)
    text = models.TextField(_("wat er veranderde"))
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="releases", verbose_name=_("indicatoren"))

    class Meta:
        ordering = ["-date", "code"]
        verbose_name = _("wijziging van cijfers")
        verbose_name_plural = _("wijzigingen van cijfers")

    def __str__(self):
        return f"{self.date}: {self.title}"
